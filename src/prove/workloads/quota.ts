type Fields = Readonly<Record<string, unknown>>;

/** A container names no amount of a resource that a quota counts. */
export interface QuotaViolation {
  readonly field: string;
  /** As the quota names it: `requests.cpu`, `limits.memory`. */
  readonly resource: string;
  readonly quota: string;
}

/** Amounts that a quota makes every container name (pkg/quota/v1/evaluator/core/pods.go, podComputeResources). */
const COUNTED: Readonly<Record<string, readonly ['requests' | 'limits', string]>> = {
  'cpu': ['requests', 'cpu'],
  'memory': ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

/**
 * Containers that a quota refuses because they do not say how much they take. The defaults of limit ranges are filled in
 * before (plugin/pkg/admission/limitranger), and a limit is the request where none is named. A quota with scopes counts
 * only some pods, and which is not decided here: it refuses nothing. Amounts of the whole pod are not looked at either.
 */
export function quotaViolations(spec: Fields, path: string, quotas: readonly Fields[], limitRanges: readonly Fields[]): QuotaViolation[] {
  const counted = quotas.flatMap(quota => {
    const { hard, scopes, scopeSelector } = mapAt(quota, 'spec');
    const isScoped = (Array.isArray(scopes) && scopes.length > 0) || isMap(scopeSelector);
    const name = String(mapAt(quota, 'metadata').name);
    return isScoped || !isMap(hard) ? [] : Object.keys(hard).filter(key => Object.hasOwn(COUNTED, key)).map(resource => ({ resource, name }));
  });
  if (counted.length === 0 || isMap(spec.resources)) return [];
  const defaults = defaultsOf(limitRanges);
  return ['initContainers', 'containers'].flatMap(list => (Array.isArray(spec[list]) ? spec[list] as unknown[] : []).flatMap((container, at) =>
    counted.filter(({ resource }) => !names(isMap(container) ? container : {}, resource, defaults)).map(({ resource, name }): QuotaViolation => {
      const [side, what] = COUNTED[resource]!;
      return { field: `${path}.${list}[${at}].resources.${side}.${what}`, resource, quota: name };
    })));
}

interface Defaults {
  readonly requests: ReadonlySet<string>;
  readonly limits: ReadonlySet<string>;
}

function names(container: Fields, resource: string, defaults: Defaults): boolean {
  const [side, what] = COUNTED[resource]!;
  const own = mapAt(container, 'resources');
  const has = (which: 'requests' | 'limits') => mapAt(own, which)[what] !== undefined || defaults[which].has(what);
  return side === 'limits' ? has('limits') : has('requests') || has('limits');
}

/** What limit ranges fill in for containers: `max` is the limit where no default is named. */
function defaultsOf(limitRanges: readonly Fields[]): Defaults {
  const items = limitRanges.flatMap(range => {
    const { limits } = mapAt(range, 'spec');
    return Array.isArray(limits) ? limits.filter(isMap).filter(({ type }) => type === 'Container') : [];
  });
  const keys = (...fields: string[]) => new Set(items.flatMap(item => fields.flatMap(field => Object.keys(mapAt(item, field)))));
  return { requests: keys('defaultRequest', 'min'), limits: keys('default', 'max') };
}

function mapAt(holder: Fields, key: string): Fields {
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
