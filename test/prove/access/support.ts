import type { PolicyObject } from '../../../src/decide/access/build';

const RBAC = 'rbac.authorization.k8s.io';

export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** `get,list pods,apps:deployments [name]` as a rule; a group before a colon, none is core. */
export function rule(text: string): Rule {
  const [verbs = '', what = '', name] = text.split(' ');
  if (what.startsWith('/')) {
    return { verbs: verbs.split(','), nonResourceURLs: [what] };
  }
  const parts = what.split(',').map(each => each.split(':'));
  return {
    verbs: verbs.split(','),
    apiGroups: [...new Set(parts.map(part => part.length > 1 ? part[0]! : ''))],
    resources: parts.map(part => part.at(-1)!),
    ...name === undefined ? {} : { resourceNames: [name] },
  };
}

export function role(name: string, namespace: string | undefined, rules: readonly Rule[], labels?: Record<string, string>): PolicyObject {
  const object = {
    apiVersion: `${RBAC}/v1`, kind: namespace === undefined ? 'ClusterRole' : 'Role', metadata: { name, ...namespace ? { namespace } : {}, ...labels ? { labels } : {} }, rules,
  };
  return { object, construct: `prod/${name}` };
}

export type Who = readonly [kind: 'User' | 'Group' | 'ServiceAccount', name: string, namespace?: string];

/** A binding; the role is a ClusterRole where its name starts with `cluster:`. */
export function binding(name: string, namespace: string | undefined, roleName: string, ...who: Who[]): PolicyObject {
  const isCluster = roleName.startsWith('cluster:');
  const object = {
    apiVersion: `${RBAC}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...namespace ? { namespace } : {} },
    roleRef: { apiGroup: RBAC, kind: isCluster ? 'ClusterRole' : 'Role', name: isCluster ? roleName.slice(8) : roleName },
    subjects: who.map(([kind, subject, of]) => ({ kind, name: subject, ...kind === 'ServiceAccount' ? { namespace: of } : { apiGroup: RBAC } })),
  };
  return { object, construct: `prod/${name}-binding` };
}

/** jane holds these rules: in a namespace, or everywhere. */
export function janeHolds(namespace: string | undefined, ...texts: string[]): PolicyObject[] {
  const rules = texts.map(rule);
  return namespace === undefined
    ? [role('r', undefined, rules), binding('b', undefined, 'cluster:r', ['User', 'jane'])]
    : [role('r', namespace, rules), binding('b', namespace, 'r', ['User', 'jane'])];
}
