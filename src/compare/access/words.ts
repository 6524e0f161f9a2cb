import { ANY, otherResources } from './asked';
import { apiGroupMatches } from '../../decide/access';
import { authorizables, isBuiltInGroup, REQUEST_VERBS } from '../../kubernetes';
import type { PolicyRule } from '../../manifests/model';

/** All requests that some rules take alike, the verb aside. */
export interface Cell {
  readonly resourceRequest: boolean;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty for any name that no rule has, and for none. */
  readonly name: string;
  readonly path: string;
}

/**
 * The words of some rules, and one more for each field that stands for all others: rules cannot tell two requests of the
 * same words apart. Where a rule has `*`, the words of Kubernetes' own resources join them, so that what is spelled out
 * and what is not can be compared.
 */
export class Words {
  public readonly verbs: readonly string[];
  private readonly named: ReadonlySet<string>;

  constructor(private readonly rules: readonly PolicyRule[]) {
    const verbs = new Set(rules.flatMap(rule => rule.verbs).filter(verb => verb !== '*'));
    this.named = new Set(verbs);
    if (rules.some(rule => rule.verbs.includes('*'))) {
      [...REQUEST_VERBS, ...specialVerbs()].forEach(verb => verbs.add(verb));
      verbs.add(ANY.verb);
    }
    this.verbs = [...verbs];
  }

  /** Verbs that Kubernetes asks of its own resources alone are, of others', as good as any that nobody names. */
  public isOneOfAny(verb: string, { resourceRequest, apiGroup }: Cell): boolean {
    return !this.named.has(verb) && specialVerbs().includes(verb) && !(resourceRequest && isBuiltInGroup(apiGroup));
  }

  /** Every cell of which a rule can take a request, and perhaps some more. */
  public cellsOf(rule: PolicyRule): Cell[] {
    return [...this.pathsOf(rule).map(path => ({ ...NOTHING, path })), ...this.groupsOf(rule).flatMap(apiGroup =>
      this.resourcesOf(rule, apiGroup).flatMap(([resource, subresource]) =>
        this.namesOf(rule).map(name => ({ ...NOTHING, resourceRequest: true, apiGroup, resource, subresource, name }))))];
  }

  /** The groups that a rule takes. */
  private groupsOf({ apiGroups = [] }: PolicyRule): readonly string[] {
    return apiGroups.includes('*') ? this.allGroups : [...new Set(apiGroups)];
  }

  private get allGroups(): readonly string[] {
    this.groups ??= [...new Set([
      ...this.rules.flatMap(rule => rule.apiGroups ?? []).filter(group => group !== '*'), ...[...authorizables()].map(({ group }) => group), ANY.group,
    ])];
    return this.groups;
  }

  private groups?: readonly string[];

  private resourcesOf({ resources = [] }: PolicyRule, group: string): ReadonlyArray<readonly [string, string]> {
    const all = this.allResources(group);
    if (resources.includes('*')) {
      return all;
    }
    const ending = resources.filter(each => each.startsWith('*/')).map(each => each.slice(2));
    return [
      ...resources.filter(each => !each.includes('*')).map(split), ...all.filter(([, subresource]) => ending.includes(subresource)),
      ...ending.filter(each => each !== '*').map(subresource => [ANY.resource, subresource] as const),
    ];
  }

  /** Every resource that a rule names for a group, all that Kubernetes has in it, and one more. */
  private allResources(group: string): ReadonlyArray<readonly [string, string]> {
    let found = this.resources.get(group);
    if (!found) {
      const named = this.rules.filter(rule => apiGroupMatches(rule, group)).flatMap(rule => rule.resources ?? []).filter(each => !each.includes('*'));
      const endings = this.rules.flatMap(rule => rule.resources ?? []).filter(each => /^\*\/[^*]/.test(each)).map(each => each.slice(2));
      const own = isBuiltInGroup(group) ? [...authorizables()].filter(each => each.group === group).map(({ path }) => path) : [];
      const shared = [...named, ...own].filter(path => !path.includes('/')).map(path => `${path}/finalizers`);
      found = [
        ...[...new Set([...named, ...own, ...isBuiltInGroup(group) ? shared : []])].map(split), ...otherResources(group),
        ...[...new Set(endings)].map(ending => [ANY.resource, ending] as const),
      ];
      this.resources.set(group, found);
    }
    return found;
  }

  private readonly resources = new Map<string, ReadonlyArray<readonly [string, string]>>();

  /** A rule for all names is looked at without one and at each name of other rules. */
  private namesOf({ resourceNames = [] }: PolicyRule): readonly string[] {
    this.names ??= [...new Set(['', ...this.rules.flatMap(rule => rule.resourceNames ?? [])])];
    return resourceNames.length > 0 ? resourceNames : this.names;
  }

  private names?: readonly string[];

  /** Each path that a rule names, and behind each prefix something with which no rule goes on. */
  private pathsOf({ nonResourceURLs = [] }: PolicyRule): readonly string[] {
    if (nonResourceURLs.length === 0) {
      return [];
    }
    if (!this.paths) {
      const stems = [...new Set(['/', ...this.rules.flatMap(rule => rule.nonResourceURLs ?? []).map(url => url.replace(/\*+$/, ''))])].filter(stem => stem !== '');
      this.paths = [...new Set(stems.flatMap(stem => [stem, `${stem}${continuation(stem, stems)}`]))];
    }
    return this.paths;
  }

  private paths?: readonly string[];
}

const NOTHING: Cell = { resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', path: '' };

/** Something with which no rule goes on after a prefix: its first letter is none of theirs. */
function continuation(stem: string, stems: readonly string[]): string {
  const taken = new Set(stems.filter(each => each.startsWith(stem) && each.length > stem.length).map(each => each[stem.length]!));
  let code = '~'.charCodeAt(0);
  while (taken.has(String.fromCharCode(code))) {
    code = code === 0x7e ? 0x4e00 : code + 1;
  }
  return `${String.fromCharCode(code)}bulwark-any-path`;
}

/** `pods/log` as resource and subresource. */
function split(path: string): readonly [string, string] {
  const slash = path.indexOf('/');
  return slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** Verbs that Kubernetes asks beside those of requests: `bind`, `impersonate` … */
function specialVerbs(): readonly string[] {
  special ??= [...new Set([...authorizables()].flatMap(({ verbs }) => verbs))].filter(verb => !REQUEST_VERBS.includes(verb));
  return special;
}

let special: readonly string[] | undefined;
