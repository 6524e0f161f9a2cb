import { Chart } from 'cdk8s';
import { celProblem } from '../../../src/manifests/cel';
import { only, problemOf, small, type Json } from '../support';
import {
  AdmissionAction, AdmissionCheck, AdmissionMutation, AdmissionOperation, AdmissionPatch, AdmissionRule, KubernetesResource, NamespaceSelection,
  Subject, type AdmissionRuleProps,
} from 'cdk8s-bulwark';

const CHECKS = [AdmissionCheck.imagesFrom(['registry.example'])];

function rule(props: Partial<AdmissionRuleProps> = {}, kubernetes = '1.34') {
  const { prod, shop } = small(kubernetes);
  new AdmissionRule(shop, 'images', { checks: CHECKS, ...props });
  return { policy: only(prod, 'ValidatingAdmissionPolicy'), binding: only(prod, 'ValidatingAdmissionPolicyBinding') };
}

test('it looks at pods and what is added to them, in the namespace around it, and refuses what it cannot judge', () => {
  const { policy, binding } = rule();
  expect(policy.metadata).toEqual({ name: 'shop-images' });
  expect(policy.spec).toEqual({
    failurePolicy: 'Fail',
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['pods', 'pods/ephemeralcontainers'] }] },
    validations: [{ expression: expect.stringContaining('["registry.example/"].exists(r, c.image.startsWith(r))') as string, message: 'images must come from registry.example/', reason: 'Forbidden' }],
  });
  expect(binding.spec).toEqual({
    policyName: 'shop-images', validationActions: ['Deny'], matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } },
  });
});

test('outside every namespace it holds everywhere', () => {
  const { prod } = small();
  new AdmissionRule(prod, 'images', { checks: CHECKS });
  expect(only(prod, 'ValidatingAdmissionPolicyBinding').spec).toEqual({ policyName: 'images', validationActions: ['Deny'] });
});

test.each<[Subject, string]>([
  [Subject.user('jane'), 'request.userInfo.username == "jane"'],
  [Subject.serviceAccount('shop', 'driver'), 'request.userInfo.username == "system:serviceaccount:shop:driver"'],
  [Subject.group('dev'), '"dev" in request.userInfo.groups'],
])('only requests of %j', (requestedBy, expression) => {
  expect(rule({ requestedBy }).policy.spec.matchConditions).toEqual([{ name: 'requested-by', expression }]);
});

test('every check that is offered is an expression', () => {
  const checks = [
    AdmissionCheck.imagesFrom(['a.example/b']), AdmissionCheck.images(['a/"b:1']), AdmissionCheck.imagesByDigest(), AdmissionCheck.requiredLabels(['team']),
    AdmissionCheck.serviceAccounts(['a', 'b']), AdmissionCheck.nothingOfTheHost(), AdmissionCheck.labels({ 'example.com/team': 'a"b', 'tier': 'x' }),
  ];
  const { validations } = rule({ checks }).policy.spec as Json;
  expect(validations).toHaveLength(checks.length);
  for (const { expression } of validations as Json[]) {
    expect(celProblem(expression as string, { result: 'bool' })).toBeUndefined();
  }
});

test('a registry is matched to its end: no other name begins with it', () => {
  const { expression } = rule().policy.spec.validations[0] as Json;
  expect(expression).not.toContain('"registry.example"');
});

test.each<[string, Partial<AdmissionRuleProps>, string]>([
  ['no check', { checks: [] }, 'checks'],
  ['a check that is no expression', { checks: [AdmissionCheck.expression('object.spec.', 'x')] }, 'checks[0]'],
  ['a check of an unknown variable', { checks: [AdmissionCheck.expression('objekt.spec == 1', 'x')] }, 'checks[0]'],
  ['a check without words', { checks: [AdmissionCheck.expression('true', ' ')] }, 'checks[0].message'],
  ['refusing and warning', { actions: [AdmissionAction.DENY, AdmissionAction.WARN] }, 'actions'],
  ['no action', { actions: [] }, 'actions'],
  ['no resource', { resources: [] }, 'resources'],
  ['a condition of two names', { conditions: [{ name: 'a', expression: 'true' }, { name: 'a', expression: 'true' }] }, 'conditions[1].name'],
  ['a variable that is no name', { variables: [{ name: 'a-b', expression: '1' }] }, 'variables[0].name'],
  ['a check that gives no truth', { checks: [AdmissionCheck.expression('object.spec.replicas', 'x')] }, 'checks[0]'],
  ['a check of a function that there is not', { checks: [AdmissionCheck.expression('object.metadata.name.begins("a")', 'x')] }, 'checks[0]'],
  ['a check of a variable that nobody names', { variables: [{ name: 'a', expression: '1' }], checks: [AdmissionCheck.expression('variables.b == 1', 'x')] }, 'checks[0]'],
  ['a variable that names itself', { variables: [{ name: 'a', expression: 'variables.a' }] }, 'variables[0].expression'],
  ['a condition that names a variable', { variables: [{ name: 'a', expression: 'true' }], conditions: [{ name: 'c', expression: 'variables.a' }] }, 'conditions[0].expression'],
  ['a condition that is no expression', { conditions: [{ name: 'a', expression: '' }] }, 'conditions[0].expression'],
])('%s is refused', (_, props, field) => {
  expect(problemOf(() => rule(props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/images', field });
});

test.each(['https://registry.example', '*.example', 'registry', 'team/images', '/', 'Registry.example', 'registry.example ', 'registry.example//x'])(
  'what is no registry is refused, as no image would come from it, or others than are meant: %j', registry => {
    expect(problemOf(() => AdmissionCheck.imagesFrom([registry]))).toMatchObject({ id: 'construct-invalid', field: 'AdmissionCheck.imagesFrom' });
  });

test.each(['registry.example', 'registry.example:5000/a/b', 'localhost', 'localhost:5000', 'registry:5000/', 'docker.io/library/'])('a registry may be %s', registry => {
  expect(AdmissionCheck.imagesFrom([registry])._expression).toContain(`["${registry.replace(/\/?$/, '/')}"]`);
});

test.each(['no label', '', 'a/b/c', '-a', 'Example.com/a'])('what is no key of a label is refused: %j', key => {
  expect(problemOf(() => AdmissionCheck.requiredLabels([key]))).toMatchObject({ id: 'construct-invalid' });
  expect(problemOf(() => AdmissionCheck.labels({ [key]: 'x' }))).toMatchObject({ id: 'construct-invalid' });
});

test.each<[string, Partial<AdmissionRuleProps>]>([
  ['Deployments have no containers where Pods have them', { resources: [KubernetesResource.PODS, KubernetesResource.DEPLOYMENTS] }],
  ['a request to delete has no object', { operations: [AdmissionOperation.CREATE, AdmissionOperation.DELETE] }],
  ['a request to connect has none either', { resources: [KubernetesResource.PODS_EXEC], operations: [AdmissionOperation.CONNECT] }],
  ['Services are no Pods', { resources: [KubernetesResource.PODS], checks: [AdmissionCheck.servicesInside()] }],
  ['labels of what is deleted', { resources: [KubernetesResource.PODS], operations: [AdmissionOperation.DELETE], checks: [AdmissionCheck.requiredLabels(['a'])] }],
])('a check that would refuse every request is refused: %s', (_, props) => {
  expect(problemOf(() => rule(props))).toMatchObject({ id: 'construct-invalid', field: 'checks[0]' });
});

test('images of volumes are held to the same registries', () => {
  expect((rule().policy.spec.validations[0] as Json).expression).toContain('!has(v.image) || ["registry.example/"].exists(r, v.image.reference.startsWith(r))');
});

test('a function is taken from the minor of the target on', () => {
  const checks = [AdmissionCheck.expression('semver("1.0.0").major() == 1', 'x')];
  expect(problemOf(() => rule({ checks }, '1.33'))).toMatchObject({ field: 'checks[0]', message: expect.stringContaining('from Kubernetes 1.34 on') as string });
  expect(rule({ checks }, '1.34').policy.spec.validations).toHaveLength(1);
});

test('a list of no registries is refused', () => {
  expect(problemOf(() => AdmissionCheck.imagesFrom([]))).toMatchObject({ id: 'construct-invalid', field: 'AdmissionCheck.imagesFrom' });
});

test.each([['1.29', 30], ['1.28', 30]])('a target that does not serve it says from when on: %s', (kubernetes, since) => {
  expect(problemOf(() => rule({}, kubernetes))).toMatchObject({ id: 'target-unsupported', message: expect.stringContaining(`1.${since}`) as string });
});

test('resources of several groups, operations, variables and namespaces are written as they are said', () => {
  const { policy, binding } = rule({
    resources: [KubernetesResource.DEPLOYMENTS, KubernetesResource.SECRETS],
    operations: [AdmissionOperation.UPDATE, AdmissionOperation.DELETE],
    variables: [{ name: 'labels', expression: 'object.metadata.?labels.orValue({})' }],
    checks: [AdmissionCheck.expression('"team" in variables.labels', 'needs a team')],
    namespaces: NamespaceSelection.labelled({ tier: 'prod' }),
    actions: [AdmissionAction.WARN, AdmissionAction.AUDIT],
    name: 'teams',
  });
  expect(policy.spec.matchConstraints.resourceRules).toEqual([
    { apiGroups: [''], apiVersions: ['*'], operations: ['DELETE', 'UPDATE'], resources: ['secrets'] },
    { apiGroups: ['apps'], apiVersions: ['*'], operations: ['DELETE', 'UPDATE'], resources: ['deployments'] },
  ]);
  expect(policy.spec.variables).toHaveLength(1);
  expect(binding).toMatchObject({ metadata: { name: 'teams' }, spec: { policyName: 'teams', validationActions: ['Audit', 'Warn'], matchResources: { namespaceSelector: { matchLabels: { tier: 'prod' } } } } });
});

describe('a mutation', () => {
  const patches = [AdmissionPatch.apply('Object{spec: Object.spec{hostUsers: false}}'), AdmissionPatch.json('[JSONPatch{op: "add", path: "/spec/hostUsers", value: false}]')];

  test('is a policy of its own, from 1.36 on', () => {
    const { prod, shop } = small('1.36');
    new AdmissionMutation(shop, 'sandbox', { patches });
    expect(only(prod, 'MutatingAdmissionPolicy').spec).toMatchObject({
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression: expect.any(String) as string } }, { patchType: 'JSONPatch', jsonPatch: { expression: expect.any(String) as string } }],
    });
    expect(only(prod, 'MutatingAdmissionPolicyBinding').spec.policyName).toBe('shop-sandbox');
    expect(problemOf(() => new AdmissionMutation(small('1.35').shop, 'sandbox', { patches }))).toMatchObject({ id: 'target-unsupported' });
  });

  test('that changes nothing, or is no expression, is refused', () => {
    expect(problemOf(() => new AdmissionMutation(small('1.36').shop, 'a', { patches: [] }))).toMatchObject({ field: 'patches' });
    expect(problemOf(() => new AdmissionMutation(small('1.36').shop, 'a', { patches: [AdmissionPatch.json('[')] }))).toMatchObject({ field: 'patches[0]' });
  });
});

test('in a plain chart it is written for the newest version', () => {
  const chart = new Chart(small().app, 'plain');
  expect(new AdmissionRule(chart, 'images', { checks: CHECKS }).policy.apiVersion).toBe('admissionregistration.k8s.io/v1');
});
