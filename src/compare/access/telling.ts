import type { Cell } from './words';

/** What is looked at of a permission. */
interface ToldOf extends Pick<Cell, 'resourceRequest' | 'apiGroup' | 'resource' | 'subresource'> {
  readonly verbs: readonly string[];
  readonly everyVerb: boolean;
}

/**
 * How much a permission tells a reader, the greater the more: what leads to more than it says comes first, then writing,
 * then reading. It orders what is shown and decides nothing.
 */
export function tellingOf({ resourceRequest, apiGroup, resource, subresource, verbs, everyVerb }: ToldOf): number {
  const path = `${apiGroup}/${resource}${subresource === '' ? '' : `/${subresource}`}`;
  const writes = verbs.some(verb => !READS.has(verb));
  if (!resourceRequest) return writes ? 30 : 10;
  if (verbs.some(verb => verb.startsWith('impersonate') || verb === 'escalate' || verb === 'bind')) return 90;
  if (path === '/secrets') return 85;
  if (ACTING.has(path)) return 80;
  if (subresource === 'finalizers' || subresource === 'status') return 1;
  if (writes && POLICY_GROUPS.has(apiGroup)) return 75;
  if (writes && (path === '/pods' || ['apps', 'batch'].includes(apiGroup) || resource === 'networkpolicies')) return 60;
  return (writes ? 40 : 20) + (everyVerb ? 5 : 0) - (subresource === '' ? 0 : 5);
}

const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch', 'head', 'options']);

/** Subresources by which one acts as a pod, an account or a node. */
const ACTING: ReadonlySet<string> = new Set([
  '/pods/exec', '/pods/attach', '/pods/portforward', '/pods/proxy', '/pods/ephemeralcontainers', '/services/proxy', '/nodes/proxy', '/serviceaccounts/token',
]);

const POLICY_GROUPS: ReadonlySet<string> = new Set([
  'rbac.authorization.k8s.io', 'admissionregistration.k8s.io', 'certificates.k8s.io', 'apiregistration.k8s.io', 'apiextensions.k8s.io',
]);
