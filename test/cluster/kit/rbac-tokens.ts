/**
 * What random RBAC policies and requests are made of. The words are few, so that rules and requests meet often.
 *
 * Covered: every field of a rule; `*` in each; the forms of resources that look alike (`pods`, `pods/log`, `*`, `*\/log`,
 * and `pods/*` and `*\/*`, which match nothing); names; URLs with `*` at the end, doubled and in the middle; users, groups
 * and service accounts, also those that look like patterns; namespaces that do not exist.
 *
 * Not covered: aggregated roles that gather each other (what they end with depends on the order in which the controller
 * takes them), API versions, field and label selectors (no rule looks at them), the Node authorizer's own questions (no
 * request has the group `system:nodes`), and text outside these words.
 */
export const VERBS = ['get', 'list', 'create', 'delete', 'impersonate'];
export const GROUPS = ['', 'apps', 'rbac.authorization.k8s.io'];
export const RESOURCES = ['pods', 'deployments', 'roles', 'namespaces'];
export const SUBRESOURCES = ['log', 'status'];
export const NAMES = ['a', 'b'];

/** Namespaces that the kit makes. */
export const NAMESPACES = ['one', 'two'];
/** Where requests go; `absent` does not exist and the empty one stands for all or for none. */
export const REQUEST_NAMESPACES = ['', 'one', 'two', 'absent'];

export const RULE_RESOURCES = [
  ...RESOURCES, ...RESOURCES.flatMap(resource => SUBRESOURCES.map(sub => `${resource}/${sub}`)),
  '*', '*/log', '*/status', 'pods/*', '*/*', '*/', 'Pods',
];
/** Paths of requests. */
export const URLS = ['/', '/healthz', '/healthz/etcd', '/healthzfoo', '/api', '/api/v1', '/apis', '/version', '/metrics'];
export const RULE_URLS = [
  '*', '/*', '/', '/healthz', '/healthz*', '/healthz/*', '/healthz**', '/api', '/api*', '/api/*', '/h*z', '/version/', '/metrics',
];

export const USERS = ['jane', 'bob', '*', 'system:anonymous', 'system:serviceaccount:one:robot', 'system:serviceaccount:two:robot'];
export const USER_GROUPS = ['team', 'system:authenticated', 'system:unauthenticated', 'system:serviceaccounts', 'system:serviceaccounts:one'];
export const ROLE_NAMES = ['reader', 'writer', 'helper'];
/** Cluster roles that are aggregated: the first may be gathered by the second, and neither by itself or in a circle. */
export const AGGREGATED_NAMES = ['x', 'y'] as const;
/** Bindings name these too; nobody makes them. */
export const MISSING_ROLE = 'missing';
/** On every object of a world, so that it can be removed. */
export const WORLD_LABEL = 'kit/world';
/** On cluster roles that are not aggregated. */
export const PLAIN_LABEL = 'kit/plain';
/** The label by which the aggregated role gathers others. */
export const gatheringLabel = (aggregated: string) => `kit/to-${aggregated}`;
