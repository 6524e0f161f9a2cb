import { allows, clusterRole, effectiveRules, policyOf } from './bootstrap-roles';
import { AGGREGATE_TO, BOOTSTRAP_LABEL, bootstrapPolicy, NEWEST_MINOR, SUPPORTED_MINORS } from '../../src/kubernetes';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../../src/manifests/model';

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
    const asked = [['get', 'secrets'], ['impersonate', 'serviceaccounts'], ['create', 'serviceaccounts/token'], ['create', 'pods/exec']];
    for (const [verb, resource] of asked) {
      expect(['view', 'edit', 'admin'].map(name => allows(effectiveRules(minor, name), verb!, '', resource!))).toEqual([false, true, true]);
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
