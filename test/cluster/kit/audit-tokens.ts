/**
 * What random audit policies and requests are made of.
 *
 * Covered: every selector of a rule, alone and with another, all levels, stages omitted by the policy and by the rule; the
 * forms of resources, groups and URLs; requests of every verb, for objects, collections and subresources, existing or not,
 * in namespaces, in all and in none, for collections also by the name of one object; other methods; paths that are no
 * resources; people with a token, impersonated ones, anonymous ones, and logins that fail.
 *
 * Not covered: bodies (nothing of a rule looks at them), `omitManagedFields`, panics, requests that are upgraded (exec and
 * its like are asked without), the old prefixes `watch` and `proxy` of paths, and service accounts.
 */

/** Who has a token; the server adds system:authenticated. */
export const LOGINS = [{ user: 'admin', groups: ['system:masters'] }, { user: 'jane', groups: ['team'] }] as const;
export const NAMESPACES = ['one', 'two'];
export const NAMES = ['a', 'b'];

export interface AuditedResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
}

const resource = (group: string, name: string, namespaced: boolean, ...subresources: readonly string[]): AuditedResource =>
  ({ group, version: 'v1', resource: name, namespaced, subresources });

/** `unknowns` is served by nobody. */
export const RESOURCES: readonly AuditedResource[] = [
  resource('', 'pods', true, 'status', 'log', 'eviction', 'exec'),
  resource('', 'configmaps', true), resource('', 'secrets', true), resource('', 'serviceaccounts', true, 'token'),
  resource('', 'namespaces', false, 'status', 'finalize'), resource('', 'nodes', false, 'status', 'proxy'),
  resource('apps', 'deployments', true, 'scale', 'status'), resource('apps', 'unknowns', true),
  resource('rbac.authorization.k8s.io', 'clusterroles', false),
];

export const URLS = ['/', '/healthz', '/healthz/ping', '/version', '/api', '/api/v1', '/apis', '/apis/apps/v1', '/metrics/slis', '/nope/deep'];
