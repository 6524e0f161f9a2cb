import { validateManifest, validateUpdate } from '../../../src/manifests/validate';

const options = { kubernetesMinor: 36 };
const apiVersion = 'rbac.authorization.k8s.io/v1';
const metadata = { name: 'a' };

type Body = Readonly<Record<string, unknown>>;

function complaints(kind: string, body: Body): string[] {
  return validateManifest({ apiVersion, kind, metadata, ...body }, options).map(({ field, type }) => `${field} ${type}`);
}

const PODS = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

describe('rules', () => {
  test.each([
    [PODS, []],
    [{ ...PODS, resourceNames: ['a', ''] }, []],
    [{ ...PODS, verbs: ['no-such-verb'], apiGroups: ['v1'], resources: ['Pods'] }, []],
    [{ ...PODS, verbs: [] }, ['rules[0].verbs FieldValueRequired']],
    [{ ...PODS, apiGroups: undefined }, ['rules[0].apiGroups FieldValueRequired']],
    [{ ...PODS, resources: null }, ['rules[0].resources FieldValueRequired']],
    [{ ...PODS, verb: ['get'] }, ['rules[0].verb FieldUnknown']],
    [{ ...PODS, verbs: 'get' }, ['rules[0].verbs FieldTypeInvalid']],
    [null, ['rules[0].verbs FieldValueRequired', 'rules[0].apiGroups FieldValueRequired', 'rules[0].resources FieldValueRequired']],
  ])('%j', (rule, expected) => {
    expect(complaints('Role', { rules: [rule] })).toEqual(expected);
    expect(complaints('ClusterRole', { rules: [rule] })).toEqual(expected);
  });

  test('URLs belong to a ClusterRole, in a rule of their own', () => {
    const urls = { nonResourceURLs: ['/healthz'], verbs: ['get'] };
    expect(complaints('ClusterRole', { rules: [urls] })).toEqual([]);
    expect(complaints('Role', { rules: [urls] })).toEqual(['rules[0].nonResourceURLs FieldValueInvalid']);
    expect(complaints('ClusterRole', { rules: [{ ...urls, apiGroups: [''] }] })).toEqual(['rules[0].nonResourceURLs FieldValueInvalid']);
  });

  test('a role without rules is a role', () => {
    expect(complaints('Role', {})).toEqual([]);
    expect(complaints('ClusterRole', { rules: null })).toEqual([]);
  });
});

describe('aggregation', () => {
  test('is a matter of ClusterRoles', () => {
    expect(complaints('Role', { aggregationRule: {} })).toEqual(['aggregationRule FieldUnknown']);
  });

  test('needs a selector, which may be empty', () => {
    expect(complaints('ClusterRole', { aggregationRule: {} })).toEqual(['aggregationRule.clusterRoleSelectors FieldValueRequired']);
    expect(complaints('ClusterRole', { aggregationRule: { clusterRoleSelectors: [{}] } })).toEqual([]);
  });

  test('needs selectors that are valid', () => {
    const matchExpressions = [{ key: 'a', operator: 'In', values: ['x y'] }];
    expect(complaints('ClusterRole', { aggregationRule: { clusterRoleSelectors: [{}, { matchExpressions }] } })).toEqual([
      'aggregationRule.clusterRoleSelectors[1].matchExpressions[0].values[0] FieldValueInvalid',
      'aggregationRule.clusterRoleSelectors[1] FieldValueInvalid',
    ]);
  });
});

describe('bindings', () => {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };

  test('the role of a ClusterRoleBinding is a ClusterRole', () => {
    const toRole = { roleRef: { ...roleRef, kind: 'Role' } };
    expect(complaints('RoleBinding', toRole)).toEqual([]);
    expect(complaints('ClusterRoleBinding', toRole)).toEqual(['roleRef.kind FieldValueNotSupported']);
  });

  test.each([
    [{ kind: 'ClusterRole', name: 'view' }, []],
    [{ ...roleRef, apiGroup: '' }, []],
    [{ ...roleRef, apiGroup: 'rbac' }, ['roleRef.apiGroup FieldValueNotSupported']],
    [{ ...roleRef, name: 'a/b' }, ['roleRef.name FieldValueInvalid']],
    [{ ...roleRef, namespace: 'a' }, ['roleRef.namespace FieldUnknown']],
    [null, ['roleRef.kind FieldValueNotSupported', 'roleRef.name FieldValueRequired']],
  ])('roleRef %j', (ref, expected) => {
    expect(complaints('RoleBinding', { roleRef: ref })).toEqual(expected);
  });

  test.each([
    [{ kind: 'User', name: 'jane' }, []],
    [{ kind: 'User', name: 'any name / at % all' }, []],
    [{ kind: 'Group', name: 'g', apiGroup: 'rbac.authorization.k8s.io', namespace: 'ignored' }, []],
    [{ kind: 'User', name: '' }, ['subjects[0].name FieldValueRequired']],
    [{ kind: 'Group', name: 'g', apiGroup: 'v1' }, ['subjects[0].apiGroup FieldValueNotSupported']],
    [{ kind: 'ServiceAccount', name: 'a', namespace: 'b' }, []],
    [{ kind: 'ServiceAccount', name: 'A', namespace: 'b' }, ['subjects[0].name FieldValueInvalid']],
    [{ kind: 'ServiceAccount', name: 'a', namespace: 'b', apiGroup: 'v1' }, ['subjects[0].apiGroup FieldValueNotSupported']],
    [{ kind: 'serviceaccount', name: 'a', namespace: 'b' }, ['subjects[0].kind FieldValueNotSupported']],
  ])('subject %j', (subject, expected) => {
    expect(complaints('ClusterRoleBinding', { roleRef, subjects: [subject] })).toEqual(expected);
  });

  test('a service account names its namespace where the binding has none to lend', () => {
    const subjects = [{ kind: 'ServiceAccount', name: 'a' }];
    expect(complaints('RoleBinding', { roleRef, subjects })).toEqual([]);
    expect(complaints('ClusterRoleBinding', { roleRef, subjects })).toEqual(['subjects[0].namespace FieldValueRequired']);
  });

  test('a binding keeps its role', () => {
    const stored = { apiVersion, kind: 'RoleBinding', metadata, roleRef };
    const update = (next: Body) => validateUpdate(stored, { ...stored, ...next }, options).map(error => error.field);
    expect(update({ roleRef: { ...roleRef, name: 'edit' } })).toEqual(['roleRef']);
    expect(update({ roleRef: { ...roleRef, kind: 'Role' } })).toEqual(['roleRef']);
    expect(update({ roleRef: { kind: 'ClusterRole', name: 'view' } })).toEqual([]);
    expect(update({ subjects: [{ kind: 'User', name: 'jane' }] })).toEqual([]);
  });
});
