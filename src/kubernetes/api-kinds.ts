import { API_KINDS } from './data/api-kinds';
import { isServedIn, MinorRange, parseMinorRange } from './minors';

/** A kind in one version of a built-in API group, with the minors that serve it. */
export interface ApiKind extends MinorRange {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Whether a target serves a kind; if not, why, and what to write instead where there is an answer. */
export type Served = { readonly served: true } | { readonly served: false; readonly reason: string; readonly fix?: string };

interface Index {
  readonly kinds: readonly ApiKind[];
  readonly byId: ReadonlyMap<string, ApiKind>;
  /** By `apiVersion`, then by kind: as objects name them, so that no text has to be made to ask. */
  readonly byApiVersion: ReadonlyMap<string, ReadonlyMap<string, ApiKind>>;
  /** By lower-case kind, so that a misspelt `deployment` still finds its version. */
  readonly byKind: ReadonlyMap<string, readonly ApiKind[]>;
}

let cached: Index | undefined;
/** By itself: whoever asks of groups alone needs no kind. */
let groups: ReadonlySet<string> | undefined;

function index(): Index {
  if (cached) return cached;
  const kinds = API_KINDS.map(([group, version, kind, minors]): ApiKind => ({ group, version, kind, ...parseMinorRange(minors) }));
  const byKind = new Map<string, ApiKind[]>();
  const byApiVersion = new Map<string, Map<string, ApiKind>>();
  for (const fact of kinds) {
    byApiVersion.set(apiVersion(fact), (byApiVersion.get(apiVersion(fact)) ?? new Map<string, ApiKind>()).set(fact.kind, fact));
    const name = fact.kind.toLowerCase();
    const same = byKind.get(name);
    if (same) same.push(fact);
    else byKind.set(name, [fact]);
  }
  cached = {
    kinds,
    byId: new Map(kinds.map(fact => [id(fact.group, fact.version, fact.kind), fact])),
    byApiVersion,
    byKind,
  };
  return cached;
}

/**
 * Kinds that went without a successor of the same name.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['PodSecurityPolicy', 'label the namespace for Pod Security admission (pod-security.kubernetes.io/enforce)'],
  ['ResourceClass', 'use DeviceClass of the same group'],
]);

/** Every kind that some API server has served by itself, in every version, those long gone included. */
export function builtInKinds(): readonly ApiKind[] {
  return index().kinds;
}

/**
 * Whether the API server itself serves, or once served, a group. A group that merely ends in `.k8s.io`
 * need not: gateway.networking.k8s.io and its like come with custom resource definitions.
 */
export function isBuiltInGroup(group: string): boolean {
  groups ??= new Set(API_KINDS.map(([name]) => name));
  return groups.has(group);
}

/** A kind in one version of a built-in group; undefined where there has never been one. */
export function findKind(group: string, version: string, kind: string): ApiKind | undefined {
  return index().byId.get(id(group, version, kind));
}

/**
 * Whether a supported minor can serve a kind; undefined when the group is not built in, since nothing
 * can be said then. Alpha and new beta versions count as served: that they have to be switched on is a
 * matter of the cluster's flags, not of its minor.
 */
export function servedAt(group: string, version: string, kind: string, minor: number): Served | undefined {
  if (!isBuiltInGroup(group)) return undefined;
  const fact = findKind(group, version, kind);
  if (fact && isServedIn(fact, minor)) return { served: true };
  const fix = fixes(group, kind, minor, fact).join(', or ');
  return { served: false, reason: reason(group, version, kind, minor, fact), ...(fix ? { fix } : {}) };
}

/** The short way to `servedAt` for what is served: whether a minor serves objects that say this of themselves. */
export function isServedObject({ apiVersion: version, kind }: { readonly apiVersion?: unknown; readonly kind?: unknown }, minor: number): boolean {
  const fact = index().byApiVersion.get(version as string)?.get(kind as string);
  return fact !== undefined && isServedIn(fact, minor);
}

function reason(group: string, version: string, kind: string, minor: number, fact: ApiKind | undefined): string {
  const name = `${apiVersion({ group, version })} ${kind}`;
  if (fact?.firstMinor !== undefined && fact.firstMinor > minor) {
    return `${name} is first served in 1.${fact.firstMinor}, not in 1.${minor}`;
  }
  if (fact?.lastMinor !== undefined) return `${name} was removed in 1.${fact.lastMinor + 1}`;
  return `Kubernetes 1.${minor} has no ${name}`;
}

function fixes(group: string, kind: string, minor: number, fact: ApiKind | undefined): string[] {
  const found: string[] = [];
  const best = alternative(group, kind, minor);
  if (best) {
    const name = best.kind === kind ? apiVersion(best) : `${apiVersion(best)} ${best.kind}`;
    found.push(stability(best.version) === GA ? `use ${name}` : `use ${name} where the API server has it switched on`);
  }
  if (fact?.firstMinor !== undefined && fact.firstMinor > minor) found.push(`target Kubernetes 1.${fact.firstMinor} or newer`);
  const successor = SUCCESSORS.get(kind);
  if (found.length === 0 && successor) found.push(successor);
  return found;
}

/** The version to use instead: of the same group before others, stable before beta before alpha, newer before older. */
function alternative(group: string, kind: string, minor: number): ApiKind | undefined {
  const served = (index().byKind.get(kind.toLowerCase()) ?? []).filter(fact => isServedIn(fact, minor));
  const rank = (fact: ApiKind) => [fact.group === group ? 1 : 0, stability(fact.version), fact.version] as const;
  return [...served].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return y[0] - x[0] || y[1] - x[1] || y[2].localeCompare(x[2], 'en', { numeric: true });
  })[0];
}

const GA = 2;

function stability(version: string): number {
  return version.includes('alpha') ? 0 : version.includes('beta') ? 1 : GA;
}

function apiVersion(fact: { readonly group: string; readonly version: string }): string {
  return fact.group ? `${fact.group}/${fact.version}` : fact.version;
}

// A slash cannot be part of any of the three in a valid manifest, and a group with one is in no table.
function id(group: string, version: string, kind: string): string {
  return `${group}/${version}/${kind}`;
}
