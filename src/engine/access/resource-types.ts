import type { PolicyObject } from '../../decide/access/build';
import { closest } from '../../decide/resembles';
import { authorizables, builtInResources, findAuthorizable, isBuiltInGroup, isKeyed, isServedIn } from '../../kubernetes';
import { groupOf } from '../../manifests/identity';
import { ProblemError } from '../../manifests/problem';

/** A resource type that a question can be about. */
export interface ResourceType {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  /** Whether its objects live in namespaces; undefined where nothing among the manifests tells. */
  readonly namespaced?: boolean;
  /** All verbs that can be asked of it; undefined where that is not known. */
  readonly verbs?: readonly string[];
  readonly subresources?: readonly string[];
}

interface Named extends ResourceType {
  readonly singular: string;
  readonly shortNames: readonly string[];
}

/** The types of a minor's API server and of the CustomResourceDefinitions among some objects, by the names that kubectl takes. */
export class ResourceTypes {
  private readonly types: readonly Named[];

  constructor(private readonly minor: number, objects: Iterable<PolicyObject> = []) {
    const builtIn = builtInResources().filter(resource => isServedIn(resource, minor)).map((resource): Named => ({
      ...resource,
      verbs: findAuthorizable(resource.group, resource.plural)?.verbs,
      subresources: resource.subresources.filter(each => isServedIn(each, minor)).map(({ name }) => name),
    }));
    this.types = [...builtIn.sort((a, b) => rank(a.group) - rank(b.group)), ...[...objects].flatMap(customType)];
  }

  /**
   * The type that a word of the command line names: `pods`, `pod`, `po`, `deployments.apps`,
   * `deployments.v1.apps`, `*`, `*.apps`. Without a group the core one comes first, as with kubectl.
   * Throws a ProblemError for a type that nobody defines, unless its group is somebody else's.
   */
  public find(word: string): ResourceType {
    const [name = '', ...rest] = word.toLowerCase().split('.');
    const versioned = rest.length > 1 && VERSION.test(rest[0]!);
    const group = rest.length === 0 ? undefined : (versioned ? rest.slice(1) : rest).join('.');
    if (name === '*') {
      return { group: group ?? '', plural: '*' };
    }
    const found = this.types.find(type => (group === undefined || type.group === group) && isCalled(type, name));
    if (found) {
      return found;
    }
    const authorizable = findAuthorizable(group ?? '', name);
    if (authorizable && isServedIn(authorizable, this.minor)) {
      return { group: authorizable.group, plural: name, namespaced: authorizable.namespaced, verbs: authorizable.verbs };
    }
    if (isKeyed(group ?? '', name)) {
      return { group: group!, plural: name, namespaced: false };
    }
    if (group === undefined || name === '' || isBuiltInGroup(group) || isNobodys(group) || this.types.some(type => type.group === group)) {
      throw this.unknown(word, name, group);
    }
    return { group, plural: name };
  }

  /** The other groups that have a type of this name. */
  public namesakes({ group, plural }: ResourceType): string[] {
    return this.types.filter(type => type.plural === plural && type.group !== group).map(type => type.group);
  }

  private unknown(word: string, name: string, group: string | undefined): ProblemError {
    const elsewhere = builtInResources().find(type => isCalled(type, name) && (group === undefined || type.group === group));
    const same = this.types.filter(type => isCalled(type, name)).map(full);
    const virtual = virtualTypes(name).filter(type => !same.includes(type));
    const others = () => closest(name, this.types.flatMap(({ plural, singular }) => [plural, singular])).slice(0, 3);
    const near = same.length + virtual.length > 0 ? [...same, ...virtual] : others();
    return new ProblemError({
      id: 'resource-unknown',
      value: JSON.stringify(word),
      message: elsewhere ? `Kubernetes 1.${this.minor} does not serve this resource type` : 'is no resource type of Kubernetes or of a CustomResourceDefinition among the manifests',
      fix: elsewhere ? `it is served ${servedText(elsewhere)}` : `${near.length > 0 ? `did you mean ${near.join(' or ')}? ` : ''}A custom resource is named in full: TYPE.GROUP`,
    });
  }
}

/** No custom resource has a group without a dot, and `apps.v1` is a built-in group with its version behind it. */
function isNobodys(group: string): boolean {
  const [, start, version] = /^(.*)\.([^.]*)$/.exec(group) ?? [];
  return start === undefined || (VERSION.test(version!) && isBuiltInGroup(start));
}

const VERSION = /^v\d+((alpha|beta)\d+)?$/;

/** What stores no objects and is asked about by the same word, such as signers. */
function virtualTypes(name: string): string[] {
  const keyed = ['authentication.k8s.io'].filter(group => isKeyed(group, name)).map(group => `${name}.${group}`);
  return [...[...authorizables()].filter(({ group, path }) => path === name && group !== '').map(({ group, path }) => `${path}.${group}`), ...keyed];
}

/** A type as a question names it: `pods`, `deployments.apps`. */
export function full({ group, plural }: ResourceType): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function isCalled({ plural, singular, shortNames }: Pick<Named, 'plural' | 'singular' | 'shortNames'>, name: string): boolean {
  return plural === name || singular === name || shortNames.includes(name);
}

/** The groups that kubectl prefers for a name that several have. */
function rank(group: string): number {
  return group === '' ? 0 : group === 'apps' ? 1 : 2;
}

function servedText({ firstMinor, lastMinor }: { readonly firstMinor?: number; readonly lastMinor?: number }): string {
  return firstMinor === undefined ? `up to 1.${lastMinor}` : `from 1.${firstMinor} on${lastMinor === undefined ? '' : ` up to 1.${lastMinor}`}`;
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** What a CustomResourceDefinition defines, as far as it can be read; a broken one defines nothing. */
function customType({ object }: PolicyObject): Named[] {
  if (object.kind !== 'CustomResourceDefinition' || groupOf(object) !== 'apiextensions.k8s.io') {
    return [];
  }
  const { group, names, scope } = (object.spec ?? {}) as { group?: unknown; scope?: unknown; names?: Record<string, unknown> };
  const { plural, singular, kind, shortNames } = names ?? {};
  if (typeof group !== 'string' || typeof plural !== 'string') {
    return [];
  }
  return [{
    group,
    plural,
    singular: typeof singular === 'string' && singular !== '' ? singular : String(kind ?? plural).toLowerCase(),
    shortNames: Array.isArray(shortNames) ? shortNames.filter((each): each is string => typeof each === 'string') : [],
    namespaced: scope === 'Namespaced' ? true : scope === 'Cluster' ? false : undefined,
    verbs: ALL_VERBS,
    subresources: ['status', 'scale'],
  }];
}
