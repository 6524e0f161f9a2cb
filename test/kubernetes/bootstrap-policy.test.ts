import digests from './bootstrap-policy.digests.json';
import {
  AGGREGATE_TO, BOOTSTRAP_LABEL, bootstrapPolicy, type BootstrapPolicy, type BootstrapRole, type BootstrapRule, NEWEST_MINOR, SUPPORTED_MINORS,
} from '../../src/kubernetes';
import * as tables from '../../src/kubernetes/data/bootstrap-policy';
import type { BindingRow, RoleRow } from '../../src/kubernetes/data/bootstrap-policy-rows';
import { parseMinorRange } from '../../src/kubernetes/minors';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../../src/manifests/model';
import { digest } from '../cluster/bootstrap-data/printed';

const policyOf = (minor: number): BootstrapPolicy => bootstrapPolicy(minor)!;
const clusterRole = (minor: number, name: string): BootstrapRole | undefined => policyOf(minor).clusterRoles.find(({ metadata }) => metadata.name === name);

/** Minors in which something holds, as `28 29 30`. */
const minorsWhere = (condition: (minor: number) => boolean): string => SUPPORTED_MINORS.filter(condition).join(' ');
const from = (first: number, last = NEWEST_MINOR): string => minorsWhere(minor => minor >= first && minor <= last);

/** The rules that the controller manager gives an aggregated role: those of every role that it gathers, through any number of steps. */
function effectiveRules(minor: number, name: string, seen: ReadonlySet<string> = new Set()): readonly BootstrapRule[] {
  if (seen.has(name)) return [];
  const role = clusterRole(minor, name)!;
  const labels = Object.entries(role.aggregationRule?.clusterRoleSelectors[0]?.matchLabels ?? {});
  if (labels.length === 0) return role.rules ?? [];
  return policyOf(minor).clusterRoles
    .filter(({ metadata }) => labels.every(([key, value]) => metadata.labels[key] === value))
    .flatMap(({ metadata }) => effectiveRules(minor, metadata.name, new Set([...seen, name])));
}

function allows(rules: readonly BootstrapRule[], verb: string, group: string, resource: string): boolean {
  const has = (list: readonly string[] | undefined, word: string) => !!list && (list.includes(word) || list.includes('*'));
  return rules.some(rule => has(rule.verbs, verb) && has(rule.apiGroups, group) && has(rule.resources, resource) && !rule.resourceNames);
}

describe('the tables', () => {
  test.each(Object.entries(digests))('hold all that the package of Kubernetes %s returns', (release, expected) => {
    expect(digest(policyOf(Number(release.split('.')[1])))).toBe(expected);
  });

  test('every supported minor was printed', () => {
    expect(Object.keys(digests).map(release => Number(release.split('.')[1]))).toEqual(SUPPORTED_MINORS);
  });

  const range = (text: string | undefined): readonly [number, number] => {
    const { firstMinor = SUPPORTED_MINORS[0]!, lastMinor = NEWEST_MINOR } = parseMinorRange(text);
    return [firstMinor, lastMinor];
  };

  /** Contents that several rows have for minors that touch or overlap: they could be one row. */
  const touching = (rows: ReadonlyArray<readonly [content: unknown, minors: string | undefined]>): unknown[] => {
    const byContent = new Map<string, Array<readonly [number, number]>>();
    for (const [content, minors] of rows) {
      const [first, last] = range(minors);
      expect(first).toBeLessThanOrEqual(last);
      byContent.set(JSON.stringify(content), [...byContent.get(JSON.stringify(content)) ?? [], [first, last]]);
    }
    return [...byContent].filter(([, ranges]) => {
      const sorted = ranges.sort(([a], [b]) => a - b);
      return sorted.slice(1).some(([first], i) => first <= sorted[i]![1] + 1);
    }).map(([content]) => JSON.parse(content) as unknown);
  };

  const roleTables: readonly RoleRow[] = [...tables.BOOTSTRAP_CLUSTER_ROLES, ...tables.BOOTSTRAP_CONTROLLER_ROLES, ...tables.BOOTSTRAP_ROLES];

  test('no role and no binding stands twice for minors that touch', () => {
    const bindings: readonly BindingRow[] = [...tables.BOOTSTRAP_CLUSTER_ROLE_BINDINGS, ...tables.BOOTSTRAP_ROLE_BINDINGS];
    expect(touching(roleTables.map(([name, , minors, aggregation]) => [[name, aggregation], minors]))).toEqual([]);
    expect(touching(bindings.map(([name, role, subjects, minors]) => [[name, role, subjects], minors]))).toEqual([]);
  });

  test('no rule stands twice for minors that touch, except where it changed its place', () => {
    const twice = roleTables.flatMap(([name, rules]) =>
      touching(rules.map(([verbs, groups, resources, minors, names]) => [[verbs, groups, resources, names], minors]))
        .map(content => [name, content]));
    expect(twice).toEqual([
      // Behind the rule for creating events, when the rules that a plugin in the tree needed went from before it.
      ['system:controller:persistent-volume-binder', ['watch', '', 'events', null]],
    ]);
  });
});

test('minors that are not supported have no answer', () => {
  expect([26, 38, 27.5, NaN].map(bootstrapPolicy)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a policy is built once', () => {
  expect(bootstrapPolicy(30)).toBe(bootstrapPolicy(30));
});

test('the objects are those of the model of manifests', () => {
  const { clusterRoles, clusterRoleBindings, roles, roleBindings } = policyOf(NEWEST_MINOR);
  const typed: [readonly ClusterRole[], readonly ClusterRoleBinding[], readonly Role[], readonly RoleBinding[]] = [
    clusterRoles, clusterRoleBindings, roles, roleBindings,
  ];
  expect(typed.every(list => list.length > 0)).toBe(true);
});

describe.each(SUPPORTED_MINORS.map(minor => [minor]))('1.%i', minor => {
  const { clusterRoles, clusterRoleBindings, roles, roleBindings } = policyOf(minor);
  const id = ({ metadata: { namespace, name } }: { metadata: { namespace?: string; name: string } }) => `${namespace ?? ''}/${name}`;
  const ids = (list: ReadonlyArray<Parameters<typeof id>[0]>) => list.map(id);

  test.each([['clusterRoles', clusterRoles], ['clusterRoleBindings', clusterRoleBindings], ['roles', roles], ['roleBindings', roleBindings]])(
    '%s are unique and sorted', (_, list) => {
      expect(list.length).toBeGreaterThan(0);
      expect(ids(list)).toEqual([...new Set(ids(list))].sort());
    });

  test('every object has its kind, the label and the annotation of the server', () => {
    const kinds = { ClusterRole: clusterRoles, ClusterRoleBinding: clusterRoleBindings, Role: roles, RoleBinding: roleBindings };
    for (const [kind, list] of Object.entries(kinds)) {
      for (const object of list) {
        expect(object).toMatchObject({ apiVersion: 'rbac.authorization.k8s.io/v1', kind });
        expect(object.metadata.labels[BOOTSTRAP_LABEL]).toBe('rbac-defaults');
        expect(object.metadata.annotations).toEqual({ 'rbac.authorization.kubernetes.io/autoupdate': 'true' });
        expect(object.metadata.namespace !== undefined).toBe(kind === 'Role' || kind === 'RoleBinding');
      }
    }
  });

  test('every binding names a role that is there', () => {
    for (const { roleRef } of clusterRoleBindings) expect(ids(clusterRoles)).toContain(`/${roleRef.name}`);
    for (const { roleRef, metadata } of roleBindings) expect(ids(roles)).toContain(`${metadata.namespace}/${roleRef.name}`);
  });

  test('every rule is about resources or about URLs', () => {
    for (const { rules, aggregationRule } of [...clusterRoles, ...roles]) {
      expect(rules === undefined).toBe(aggregationRule !== undefined);
      for (const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } of rules ?? []) {
        expect(Boolean(apiGroups && resources)).toBe(!nonResourceURLs);
        for (const list of [verbs, resources, resourceNames, nonResourceURLs]) {
          if (list) expect(list.every(word => /^\S+$/.test(word))).toBe(true);
        }
      }
    }
  });

  test('cluster-admin may everything, and system:masters is cluster-admin', () => {
    expect(clusterRole(minor, 'cluster-admin')!.rules).toEqual([
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ]);
    expect(clusterRoleBindings.find(({ metadata }) => metadata.name === 'cluster-admin')!.subjects).toEqual([
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:masters' },
    ]);
  });

  test('view is part of edit, and edit of admin', () => {
    for (const [name, into] of [['view', 'edit'], ['edit', 'admin'], ['admin', undefined]] as const) {
      const role = clusterRole(minor, name)!;
      expect(role.aggregationRule).toEqual({ clusterRoleSelectors: [{ matchLabels: { [AGGREGATE_TO + name]: 'true' } }] });
      expect(Object.keys(role.metadata.labels)).toEqual([BOOTSTRAP_LABEL, ...into ? [AGGREGATE_TO + into] : []]);
      expect(clusterRole(minor, `system:aggregate-to-${name}`)!.metadata.labels[AGGREGATE_TO + name]).toBe('true');
    }
    const [view, edit, admin] = ['view', 'edit', 'admin'].map(name => effectiveRules(minor, name));
    expect(edit).toEqual(expect.arrayContaining([...view!]));
    expect(admin).toEqual(expect.arrayContaining([...edit!]));
  });

  test('edit reads secrets and speaks for service accounts, view does neither', () => {
    const asked = [['get', '', 'secrets'], ['impersonate', '', 'serviceaccounts'], ['create', '', 'serviceaccounts/token'], ['create', '', 'pods/exec']] as const;
    for (const [verb, group, resource] of asked) {
      expect(['view', 'edit', 'admin'].map(name => allows(effectiveRules(minor, name), verb, group, resource))).toEqual([false, true, true]);
    }
  });

  test('only admin hands out roles, and none of the three writes namespaces, quotas or endpoints', () => {
    const may = (verb: string, group: string, resource: string) =>
      ['view', 'edit', 'admin'].filter(name => allows(effectiveRules(minor, name), verb, group, resource));
    expect(may('create', 'rbac.authorization.k8s.io', 'rolebindings')).toEqual(['admin']);
    expect(may('create', 'authorization.k8s.io', 'localsubjectaccessreviews')).toEqual(['admin']);
    expect(may('get', 'discovery.k8s.io', 'endpointslices')).toEqual(['view', 'edit', 'admin']);
    for (const resource of ['namespaces', 'resourcequotas', 'endpoints']) expect(may('update', '', resource)).toEqual([]);
    expect(may('update', 'discovery.k8s.io', 'endpointslices')).toEqual([]);
  });

  test('the binding of system:node has no subjects: the Node authorizer decides', () => {
    expect(clusterRoleBindings.filter(({ subjects }) => !subjects).map(({ metadata }) => metadata.name)).toEqual(['system:node']);
  });

  test('nobody but system:public-info-viewer is bound without authentication', () => {
    const open = [...clusterRoleBindings, ...roleBindings].filter(({ subjects }) => subjects?.some(({ name }) => name === 'system:unauthenticated'));
    expect(open.map(({ metadata }) => metadata.name)).toEqual(['system:public-info-viewer']);
    expect(clusterRole(minor, 'system:public-info-viewer')!.rules).toEqual([
      { verbs: ['get'], nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'] },
    ]);
  });

  test('every controller has a role of its own, bound to its own service account', () => {
    const controllers = clusterRoles.filter(({ metadata }) => metadata.name.startsWith('system:controller:'));
    for (const { metadata: { name } } of controllers) {
      expect(clusterRoleBindings.find(({ metadata }) => metadata.name === name)).toMatchObject({
        roleRef: { kind: 'ClusterRole', name },
        subjects: [{ kind: 'ServiceAccount', namespace: 'kube-system', name: name.slice('system:controller:'.length) }],
      });
    }
  });
});
