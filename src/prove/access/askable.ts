import type { PolicyObject } from '../../decide/access/build';
import { closest } from '../../decide/resembles';
import { authorizables, builtInKinds, builtInResources, findAuthorizable, isBuiltInGroup, isKeyed, isServedIn, type Authorizable } from '../../kubernetes';
import { groupOf } from '../../manifests/identity';

/** Why nothing is ever asked about a resource of a group; `fix` where there is a better word. */
export interface Unasked {
  readonly message: string;
  readonly fix?: string;
}

/** Of whom a group is: Kubernetes itself, others, everybody (`*`), or nobody at all. */
export type Owner = 'kubernetes' | 'others' | 'everybody' | 'nobody';

const GROUP = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/**
 * What the authorizer of a cluster can be asked about: the resources of Kubernetes itself in that minor, and those that the
 * objects define. Of groups that others serve nobody here knows the resources, so they count as asked about.
 */
export class Askable {
  /** `group/plural` of every CustomResourceDefinition. */
  private readonly defined = new Set<string>();
  /** Groups of definitions and of aggregated APIs. */
  private readonly foreign = new Set<string>();

  constructor(private readonly minor: number, objects: Iterable<PolicyObject>) {
    for (const { object } of objects) {
      const { group, names, service } = (object.spec ?? {}) as { group?: unknown; names?: { plural?: unknown }; service?: unknown };
      if (object.kind === 'CustomResourceDefinition' && groupOf(object) === 'apiextensions.k8s.io') {
        this.defined.add(`${String(group)}/${String(names?.plural)}`);
        this.foreign.add(String(group));
      } else if (object.kind === 'APIService' && groupOf(object) === 'apiregistration.k8s.io' && service) {
        this.foreign.add(String(group));
      }
    }
  }

  /** A group of others has a dot (apiextensions validation), unless an aggregated API among the objects says otherwise. */
  public ownerOf(group: string): Owner {
    return group === '*' ? 'everybody' : isBuiltInGroup(group) ? 'kubernetes' : this.foreign.has(group) || GROUP.test(group) ? 'others' : 'nobody';
  }

  /** What is asked of a resource of Kubernetes' own that this minor has or a later one will have. */
  public known(group: string, path: string): Authorizable | undefined {
    const found = findAuthorizable(group, path);
    return found && (found.lastMinor ?? Infinity) >= this.minor ? found : undefined;
  }

  /** Why no request is ever about a path (`pods`, `pods/log`) of a group; undefined where one may be. */
  public unasked(group: string, path: string): Unasked | undefined {
    const [plural = '', subresource] = path.split(/\/(.*)/s) as [string, string?];
    if (path === '*' || this.defined.has(`${group}/${plural}`)) {
      return undefined;
    }
    if (subresource?.includes('*') || (plural.includes('*') && plural !== '*')) {
      return {
        message: 'matches nothing: RBAC knows * alone and */SUBRESOURCE',
        fix: plural === '*' || subresource === undefined ? 'write *, or name the resources' : 'name the subresources, or write * for all resources with theirs',
      };
    }
    switch (this.ownerOf(group)) {
      case 'nobody': return this.noGroup(group);
      // Of these, resources are names of metrics, as whoever serves them spells them.
      case 'others': return /^(external|custom)\.metrics\.k8s\.io$/.test(group) ? undefined : this.foreign.has(group) ? capitals(plural) : capitals(plural) ?? misspeltGroup(group, path);
      case 'everybody': return plural === '*' || this.isPlural(plural) ? undefined : capitals(plural) ?? this.namedLike(plural);
      default: return this.unaskedOwn(group, path, plural, subresource);
    }
  }

  /** What a group that can be none may stand for. */
  public noGroup(group: string): Unasked {
    const start = group.split('/')[0]!.toLowerCase();
    const meant = /^(core|v1)$/.test(start) ? ['""'] : isBuiltInGroup(start) ? [start] : closest(start, builtInGroups());
    return {
      message: group.includes('/') ? 'groups of rules have no version' : 'no API group has this name',
      ...meant.length === 0 ? {} : { fix: `did you mean ${meant.join(' or ')}?` },
    };
  }

  private unaskedOwn(group: string, path: string, plural: string, subresource: string | undefined): Unasked | undefined {
    // The second is asked by OpenShift (RestrictedEndpointsAdmission); Kubernetes' own controllers are granted it as well.
    if (this.known(group, path) || (group === '' && path === 'endpoints/restricted')) {
      return undefined;
    }
    const place = group === '' ? 'the core group' : `the group ${group}`;
    if (plural === '*') {
      const some = [...authorizables()].some(each => each.group === group && each.path.endsWith(`/${subresource}`));
      return some || subresource === 'finalizers' ? undefined : { message: `no resource of ${place} has this subresource` };
    }
    const gone = findAuthorizable(group, path)?.lastMinor ?? lastMinorOf(group, plural);
    const others = this.namedLike(plural, group) ?? (subresource === undefined ? this.elsewhere(plural, group) : undefined);
    if (gone !== undefined && gone < this.minor) {
      return { message: `Kubernetes has it up to 1.${gone}, and this is 1.${this.minor}`, ...others?.fix === undefined ? {} : { fix: others.fix } };
    }
    if (subresource === undefined && isKeyed(group, plural)) {
      return { message: `it is asked about with a key alone, as in ${plural}/scopes`, fix: `write ${plural}/KEY` };
    }
    if (this.known(group, plural) && subresource !== undefined) {
      const own = [...authorizables()].filter(each => each.group === group && each.path.startsWith(`${plural}/`))
        .map(each => each.path.slice(plural.length + 1));
      const near = closest(subresource, own).map(each => `${plural}/${each}`);
      return {
        message: `no supported Kubernetes has this subresource${own.length > 0 ? `; ${plural} have ${own.join(', ')}` : ''}`,
        ...near.length === 0 ? {} : { fix: `did you mean ${near.join(' or ')}?` },
      };
    }
    return { message: `no supported Kubernetes has it in ${place}`, ...others?.fix === undefined ? this.near(plural, group) : { fix: others.fix } };
  }

  private isPlural(plural: string): boolean {
    return builtInResources().some(each => each.plural === plural) || [...this.defined].some(each => each.endsWith(`/${plural}`));
  }

  /** A kind, a singular, a short name or capitals where RBAC compares with the plural. */
  private namedLike(word: string, group?: string): Unasked | undefined {
    const lower = word.toLowerCase();
    const meant = builtInResources().filter(each => each.plural !== word && isServedIn(each, this.minor)
      && (each.plural === lower || each.singular === lower || each.shortNames.includes(lower)));
    const best = meant.find(each => each.group === group) ?? meant[0];
    return best && { message: 'rules name resources by their plural', fix: `did you mean ${best.plural}${best.group === group || group === undefined ? '' : ` of ${groupText(best.group)}`}?` };
  }

  private elsewhere(plural: string, group: string): Unasked | undefined {
    const groups = [...authorizables()].filter(each => each.path === plural && each.group !== group && this.known(each.group, plural))
      .map(each => groupText(each.group));
    return groups.length === 0 ? undefined : { message: '', fix: `it is of ${groups.join(' and ')}: name that group in apiGroups` };
  }

  private near(plural: string, group: string): Pick<Unasked, 'fix'> {
    const served = builtInResources().filter(each => isServedIn(each, this.minor));
    const here = closest(plural, served.filter(each => each.group === group).map(each => each.plural));
    const there = served.filter(each => closest(plural, [each.plural]).length > 0).map(each => `${each.plural} of ${groupText(each.group)}`).slice(0, 3);
    const near = here.length > 0 ? here : there;
    return near.length === 0 ? {} : { fix: `did you mean ${near.join(' or ')}?` };
  }
}

/** A plural is a DNS label in lower case (apiextensions validation), whoever defines it. */
function capitals(plural: string): Unasked | undefined {
  return plural === plural.toLowerCase() ? undefined : { message: 'rules name resources by their plural in lower case', fix: `write ${plural.toLowerCase()}, if that is its plural` };
}

/** Only where the group that it resembles has just this resource: who serves `metrics.k8s.io` has pods as well. */
function misspeltGroup(group: string, path: string): Unasked | undefined {
  // Groups of definitions of Kubernetes' own projects resemble its groups on purpose (KEP-2337).
  if (group.endsWith('.x-k8s.io')) {
    return undefined;
  }
  const meant = closest(group, builtInGroups()).filter(each => findAuthorizable(each, path));
  return meant.length === 0 ? undefined : { message: `${group} is no group of Kubernetes`, fix: `did you mean ${meant.join(' or ')}?` };
}

function builtInGroups(): string[] {
  return [...new Set(builtInResources().map(({ group }) => group))].filter(group => group !== '');
}

function groupText(group: string): string {
  return group === '' ? 'the core group' : group;
}

/** The last minor that served what is no supported minor's any more, by the plural of its kind. */
function lastMinorOf(group: string, plural: string): number | undefined {
  const minors = builtInKinds().filter(each => each.group === group && isPluralOf(each.kind.toLowerCase(), plural))
    .map(({ lastMinor }) => lastMinor ?? Infinity);
  const last = Math.max(...minors);
  return Number.isFinite(last) ? last : undefined;
}

function isPluralOf(singular: string, plural: string): boolean {
  return [`${singular}s`, `${singular}es`, singular.replace(/y$/, 'ies')].includes(plural);
}
