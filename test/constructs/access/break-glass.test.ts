import { App, Chart, Testing } from 'cdk8s';
import { proveCluster } from '../../../src/prove/cluster';
import { labelsIn, modelOf, modelsIn, only, problemOf, problemsOf, small } from '../support';
import { AuditLevel, AuditPolicy, BreakGlass, ExistingRole, KubernetesResource as R, Subject, type AuditRule, type BreakGlassProps } from 'cdk8s-bulwark';

const PROPS: BreakGlassProps = { group: 'sre-emergency', expires: '2026-12-31', reason: 'the API of the identity provider is down' };

function withRules(rules: (glass: BreakGlass) => AuditRule[], props: Partial<BreakGlassProps> = {}) {
  const { prod } = small();
  const glass = new BreakGlass(prod, 'emergency', { ...PROPS, ...props });
  new AuditPolicy(prod, 'audit', { rules: rules(glass) });
  return prod;
}

test('a group has a role until a day, and the binding says so', () => {
  expect(only(withRules(glass => [glass.auditRule()]), 'ClusterRoleBinding')).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: {
      name: 'emergency-clusterrole-cluster-admin',
      annotations: { 'bulwark.cdk8s.io/expires': '2026-12-31', 'bulwark.cdk8s.io/reason': 'the API of the identity provider is down' },
    },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'Group', name: 'sre-emergency', apiGroup: 'rbac.authorization.k8s.io' }],
  });
});

test('another role, in namespaces alone', () => {
  const prod = withRules(glass => [glass.auditRule()], { role: ExistingRole.EDIT, namespaces: ['bank', 'shop'], name: 'glass' });
  expect(labelsIn(prod)).toEqual(['RoleBinding bank/glass', 'RoleBinding shop/glass']);
});

test.each<[string, (glass: BreakGlass) => AuditRule[]]>([
  ['its own rule comes first', glass => [glass.auditRule(), { level: AuditLevel.NONE }]],
  ['everything is logged', () => [{ level: AuditLevel.REQUEST }]],
])('the audit policy logs the group when %s', (_, rules) => {
  expect(only(withRules(rules), 'ClusterRoleBinding').metadata.name).toBe('emergency-clusterrole-cluster-admin');
});

test.each<[string, (glass: BreakGlass) => AuditRule[], string]>([
  ['another rule drops something before', glass => [{ level: AuditLevel.NONE, nonResourceUrls: ['/healthz*'] }, glass.auditRule()], 'rules[0] logs nothing'],
  ['only secrets are logged', () => [{ level: AuditLevel.METADATA, resources: [R.SECRETS] }], 'no rule takes '],
  ['another group is', () => [{ level: AuditLevel.METADATA, subjects: [Subject.group('ops')] }], 'no rule takes '],
])('an audit policy that may miss a request of the group is refused: %s', (_, rules, message) => {
  expect(problemOf(() => modelsIn(withRules(rules)))).toMatchObject({
    id: 'access-unaudited', construct: 'prod/emergency', field: 'group', value: '"sre-emergency"', message: expect.stringContaining(message),
  });
});

test('without an audit policy nothing is logged, unless it is said where', () => {
  const { prod } = small();
  new BreakGlass(prod, 'emergency', PROPS);
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'access-unaudited', message: expect.stringContaining('the cluster prod has no audit policy') });
  const other = small().prod;
  new BreakGlass(other, 'emergency', { ...PROPS, auditedBy: 'the audit log of the cloud' });
  expect(only(other, 'ClusterRoleBinding').metadata.annotations).toMatchObject({ 'bulwark.cdk8s.io/audited-by': 'the audit log of the cloud' });
});

test('an audit policy that is wrong in itself is said once', () => {
  expect(problemsOf(() => modelsIn(withRules(glass => [glass.auditRule(), { level: AuditLevel.METADATA, resources: [R.PODS], nonResourceUrls: ['/x'] }]))).map(({ id, construct }) => [id, construct]))
    .toEqual([['host-file-invalid', 'prod/audit']]);
});

test('in a plain chart it must be said where it is audited', () => {
  const make = (auditedBy?: string) => {
    const chart = new Chart(new App(), 'chart');
    new BreakGlass(chart, 'emergency', { ...PROPS, auditedBy });
    return chart;
  };
  expect(problemOf(() => make().node.findChild('emergency').node.validate())).toMatchObject({ id: 'access-unaudited', message: expect.stringContaining('it stands in no Cluster') });
  expect(Testing.synth(make('the audit log of the cloud'))).toHaveLength(1);
});

test.each<[string, Partial<BreakGlassProps>, object]>([
  ['no group', { group: '' }, { field: 'group' }],
  ['a group of Kubernetes', { group: 'system:authenticated' }, { field: 'group', value: '"system:authenticated"' }],
  ['no end', { expires: undefined }, { field: 'expires' }],
  ['a day that is none', { expires: '2026-02-30' }, { field: 'expires', value: '"2026-02-30"' }],
  ['a date with a time', { expires: '2026-12-31T00:00:00Z' }, { field: 'expires' }],
  ['no reason', { reason: ' ' }, { field: 'reason' }],
  ['no namespaces', { namespaces: [] }, { field: 'namespaces' }],
  ['a Role everywhere', { role: ExistingRole.role('x') }, { field: 'role' }],
  ['an audit nowhere', { auditedBy: '' }, { field: 'auditedBy' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => new BreakGlass(small().prod, 'emergency', { ...PROPS, ...props }))).toMatchObject({ id: 'construct-invalid', construct: 'prod/emergency', ...problem });
});

test('its text does not depend on the day on which it is written', () => {
  const spy = jest.spyOn(Date, 'now').mockReturnValue(0);
  try {
    expect(only(withRules(glass => [glass.auditRule()], { expires: '1999-01-01' }), 'ClusterRoleBinding').metadata.annotations['bulwark.cdk8s.io/expires']).toBe('1999-01-01');
  } finally {
    spy.mockRestore();
  }
});

test('its reason acknowledges what is dangerous about it, until its end and no longer', () => {
  const found = (today: string) => {
    const { target, objects, promises } = modelOf(withRules(glass => [glass.auditRule()]));
    const { open, acknowledged } = proveCluster({ minor: target.minor, objects, ...promises }, today);
    return { open: open.map(({ id }) => id), acknowledged: acknowledged.map(({ finding, acknowledgement }) => [finding.id, acknowledgement.reason]) };
  };
  expect(found('2026-12-31')).toEqual({ open: [], acknowledged: [['access-everything', 'the API of the identity provider is down']] });
  expect(found('2027-01-01')).toEqual({ open: ['access-expired', 'access-everything'], acknowledged: [] });
});
