import { validateAuditPolicy } from '../../../src/manifests/validate';

const head = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' };

function complaints(policy: Record<string, unknown>, kubernetesMinor = 36): string[] {
  return validateAuditPolicy(policy, { kubernetesMinor }).map(({ field, type }) => `${field} ${type}`);
}

const ofRule = (rule: object, minor?: number) => complaints({ ...head, rules: [{ level: 'None', ...rule }] }, minor);

test('a policy needs a rule and a version, but no kind', () => {
  const rules = [{ level: 'None' }];
  expect(complaints({ ...head, rules })).toEqual([]);
  expect(complaints({ apiVersion: head.apiVersion, rules })).toEqual([]);
  expect(complaints({ ...head, kind: 'Event', rules })).toEqual(['kind FieldValueNotSupported']);
  expect(complaints({ kind: 'Policy', rules })).toEqual(['apiVersion FieldValueRequired']);
  expect(complaints({ ...head, apiVersion: 'audit.k8s.io/v1beta1', rules })).toEqual(['apiVersion FieldValueNotSupported']);
  expect(complaints({ ...head, rules: [] })).toEqual(['rules FieldValueRequired']);
  expect(complaints({ ...head })).toEqual(['rules FieldValueRequired']);
  expect(complaints({ ...head, rules: [null] })).toEqual(['rules[0].level FieldValueRequired']);
});

test('a field that the API server would ignore in silence is an error, beside what it would refuse', () => {
  expect(ofRule({ resource: [] })).toEqual(['rules[0].resource FieldUnknown']);
  expect(ofRule({ resource: [], level: 'metadata' })).toEqual(['rules[0].resource FieldUnknown', 'rules[0].level FieldValueNotSupported']);
  expect(complaints({ ...head, metadata: { name: 'a' }, omitStage: ['Panic'], rules: [{ level: 'None' }] }))
    .toEqual(['omitStage FieldUnknown']);
});

test('a version or kind in another case of letters is unknown, and yet read', () => {
  const rules = [{ level: 'None' }];
  expect(complaints({ ApiVersion: head.apiVersion, rules })).toEqual(['ApiVersion FieldUnknown']);
  expect(complaints({ ...head, kind: 'Role', Kind: 'Policy', rules })).toEqual(['Kind FieldUnknown']);
  expect(complaints({ ApiVersion: head.apiVersion, omitStages: ['panic'], rules }))
    .toEqual(['ApiVersion FieldUnknown', 'omitStages[0] FieldValueInvalid']);
});

test('a wrong type ends the validation, as it ends the decoding', () => {
  expect(ofRule({ users: 'jane', level: 'bad' })).toEqual(['rules[0].users FieldTypeInvalid']);
});

test.each([
  ['*', 0], ['/healthz', 0], ['/healthz*', 0], ['/', 0], ['/a/*/b', 1], ['/a**', 1], ['healthz', 1], ['', 1], ['**', 2], ['*foo', 2],
])('URL %j draws %d complaints', (url, count) => {
  expect(ofRule({ nonResourceURLs: [url] })).toEqual(Array(count).fill('rules[0].nonResourceURLs[0] FieldValueInvalid'));
});

test('URLs stand alone', () => {
  const nonResourceURLs = ['/healthz'];
  const complaint = ['rules[0].nonResourceURLs FieldValueInvalid'];
  expect(ofRule({ nonResourceURLs, users: ['jane'], verbs: ['get'] })).toEqual([]);
  expect(ofRule({ nonResourceURLs, resources: [{ group: '' }] })).toEqual(complaint);
  expect(ofRule({ nonResourceURLs, namespaces: ['a'] })).toEqual(complaint);
});

test.each([
  ['', true], ['apps', true], ['v1', true], ['apps/v1', false], ['Apps', false], ['*.k8s.io', false],
])('group %j is taken: %s', (group, taken) => {
  expect(ofRule({ resources: [{ group }] })).toEqual(taken ? [] : ['rules[0].resources.group FieldValueInvalid']);
});

test('any group can be meant from 1.36 on', () => {
  expect(ofRule({ resources: [{ group: '*' }] }, 36)).toEqual([]);
  expect(ofRule({ resources: [{ group: '*' }] }, 35)).toEqual(['rules[0].resources.group FieldValueInvalid']);
});

test('names of resources need resources', () => {
  expect(ofRule({ resources: [{ resourceNames: ['a'] }] })).toEqual(['rules[0].resources.resourceNames FieldValueInvalid']);
});

test('stages are spelt exactly', () => {
  expect(ofRule({ omitStages: ['Panic', 'requestReceived'], omitManagedFields: true }))
    .toEqual(['rules[0].omitStages[1] FieldValueInvalid']);
  expect(complaints({ ...head, omitStages: ['', 'Panic'], rules: [{ level: 'None' }] })).toEqual(['omitStages[0] FieldValueInvalid']);
});
