import { validateManifest, validateUpdate } from '../../../src/manifests/validate';

const options = { kubernetesMinor: 36 };

function complaints(metadata: unknown, type = { apiVersion: 'v1', kind: 'ConfigMap' }): string[] {
  return validateManifest({ ...type, metadata }, options).map(({ field, type: why }) => `${field} ${why}`);
}

const ROLE = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' };
const CLUSTER_ROLE = { ...ROLE, kind: 'ClusterRole' };
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
const POLICY = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };

test.each([undefined, null, {}, { name: '' }, { name: null }])('an object needs a name: %j has none', metadata => {
  expect(complaints(metadata)).toEqual(['metadata.name FieldValueRequired']);
});

test('a prefix for a name stands for it', () => {
  expect(complaints({ generateName: 'a-' }, POLICY)).toEqual([]);
  expect(complaints({ generateName: 'A' }, POLICY))
    .toEqual(['metadata.generateName FieldValueInvalid', 'metadata.name FieldValueInvalid']);
});

test.each([
  // The server looks at neither the dash at the end nor the byte before it, but then at the name that it made.
  [{ name: 'a', generateName: 'A-' }, POLICY, []],
  [{ generateName: 'A-' }, POLICY, ['metadata.name FieldValueInvalid']],
  [{ name: 'a', generateName: 'é-' }, POLICY, ['metadata.generateName FieldValueInvalid']],
  [{ generateName: 'a.-' }, POLICY, ['metadata.name FieldValueInvalid']],
  // It keeps 58 bytes of the prefix.
  [{ generateName: `${'a'.repeat(58)}/` }, ROLE, ['metadata.generateName FieldValueInvalid']],
  [{ generateName: 'a'.repeat(300) }, ROLE, []],
  // The byte that is not looked at is asked for by what holds for all kinds, when the kind has no complaint.
  [{ name: 'a', generateName: 'a/-' }, POLICY, ['metadata.generateName FieldValueInvalid']],
  [{ name: 'a', generateName: 'a/-', labels: { a: ' ' } }, POLICY, ['metadata.labels FieldValueInvalid']],
  // Roles do not ask whether something follows.
  [{ generateName: '..' }, ROLE, ['metadata.generateName FieldValueInvalid']],
  [{ generateName: '..' }, { apiVersion: 'example.com/v1', kind: 'Any' }, []],
])('the name that is made of a prefix must be valid as well: %j', (metadata, type, expected) => {
  expect(complaints(metadata, type)).toEqual(expected);
});

test.each([
  [ROLE, 'system:node', true], [ROLE, 'a/b', false], [ROLE, '..', false],
  [NAMESPACE, 'shop', true], [NAMESPACE, 'shop.eu', false], [NAMESPACE, 'Shop', false],
  [POLICY, 'shop.eu', true], [POLICY, 'shop:eu', false],
  [{ apiVersion: 'example.com/v1', kind: 'Any' }, 'Any: name', true], [{ apiVersion: 'example.com/v1', kind: 'Any' }, 'a%2fb', false],
])('each kind has its own idea of a name: %j %s', (type, name, taken) => {
  expect(complaints({ name }, type)).toEqual(taken ? [] : ['metadata.name FieldValueInvalid']);
});

test('a namespace is a DNS label', () => {
  expect(complaints({ name: 'a', namespace: 'a.b' }, ROLE)).toEqual(['metadata.namespace FieldValueInvalid']);
  expect(complaints({ name: 'a', namespace: '' }, ROLE)).toEqual([]);
});

test('the server drops the namespace of a cluster-scoped object unseen', () => {
  expect(complaints({ name: 'a', namespace: 'No!' }, CLUSTER_ROLE)).toEqual([]);
});

test('an unknown field of the metadata is refused in any kind', () => {
  expect(complaints({ name: 'a', label: {} })).toEqual(['metadata.label FieldUnknown']);
  expect(complaints({ name: 'a', clusterName: 'x' })).toEqual(['metadata.clusterName FieldUnknown']);
  expect(complaints({ name: 1 })).toEqual(['metadata.name FieldTypeInvalid']);
  expect(complaints([])).toEqual(['metadata FieldTypeInvalid']);
});

test('what kubectl exports is taken', () => {
  expect(complaints({
    name: 'a',
    namespace: 'b',
    creationTimestamp: '2026-01-02T03:04:05Z',
    uid: 'u',
    resourceVersion: '1',
    generation: 2,
    managedFields: [{
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': {} },
      manager: 'kubectl',
      operation: 'Update',
      time: '2026-01-02T03:04:05Z',
    }],
  })).toEqual([]);
  expect(complaints({ name: 'a', creationTimestamp: null })).toEqual([]);
});

test.each([
  [{ labels: { 'a b': 'x' } }, 'metadata.labels FieldValueInvalid'],
  [{ labels: { a: 'x y' } }, 'metadata.labels FieldValueInvalid'],
  [{ annotations: { 'a b': 'x' } }, 'metadata.annotations FieldValueInvalid'],
  [{ generation: -1 }, 'metadata.generation FieldValueInvalid'],
  [{ finalizers: ['x'] }, 'metadata.finalizers[0] FieldValueInvalid'],
  [{ finalizers: ['example.com/x y'] }, 'metadata.finalizers FieldValueInvalid'],
  [{ finalizers: ['orphan', 'foregroundDeletion'] }, 'metadata.finalizers FieldValueInvalid'],
  [{ ownerReferences: [{ apiVersion: 'a/b/c', kind: 'X', name: 'x', uid: 'u' }] }, 'metadata.ownerReferences.apiVersion FieldValueInvalid'],
  [{ deletionGracePeriodSeconds: 1e21 }, 'metadata.deletionGracePeriodSeconds FieldTypeInvalid'],
  [{ ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'x', uid: 'u' }] }, 'metadata.ownerReferences FieldValueInvalid'],
  [{ ownerReferences: ['x', 'y'].map(name => ({ apiVersion: 'v1', kind: 'Pod', name, uid: name, controller: true })) },
    'metadata.ownerReferences FieldValueInvalid'],
  [{ managedFields: [{ time: '2026-01-02' }] }, 'metadata.managedFields[0].time FieldTypeInvalid'],
])('%j is refused', (part, complaint) => {
  expect(complaints({ name: 'a', ...part })).toEqual([complaint]);
});

test.each([
  { labels: { 'constructor': 'x', 'example.com/toString': '' } },
  { annotations: { 'EXAMPLE.com/Upper': 'any text\n"at" [all]' } },
  { finalizers: ['kubernetes', 'example.com/x'] },
  // The server drops such lists, and writes its own.
  { managedFields: [{}] },
  { managedFields: [{ operation: 'Create', fieldsType: 'FieldsV2' }] },
  { managedFields: [{ operation: 'Apply', fieldsV1: [null] }] },
  { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'x', uid: 'u', controller: true, blockOwnerDeletion: true }] },
])('%j is taken', part => {
  expect(complaints({ name: 'a', ...part })).toEqual([]);
});

const POD = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' };

test.each([
  [[{}], ['apiVersion', 'kind', 'name', 'uid'].map(field => `metadata.ownerReferences.${field} FieldValueInvalid`),
    ['apiVersion', 'kind', 'name', 'uid'].map(field => `metadata.ownerReferences[0].${field} FieldValueRequired`)],
  [[POD, { ...POD, apiVersion: 'v1/' }], ['metadata.ownerReferences.apiVersion FieldValueInvalid'],
    ['metadata.ownerReferences[1].apiVersion FieldValueInvalid']],
  [[{ ...POD, kind: 'Event' }], ['metadata.ownerReferences FieldValueInvalid'], ['metadata.ownerReferences[0] FieldValueInvalid']],
])('from 1.37 on complaints about owners say which, and what is missing is required: %j', (ownerReferences, before, since) => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ownerReferences } };
  const at = (kubernetesMinor: number) => validateManifest(object, { kubernetesMinor }).map(({ field, type }) => `${field} ${type}`);
  expect(at(36)).toEqual(before);
  expect(at(37)).toEqual(since);
});

test('the server drops repeated owners before it counts controllers', () => {
  const owner = { ...POD, controller: true };
  expect(complaints({ name: 'a', ownerReferences: [owner, { ...owner }] })).toEqual([]);
  expect(complaints({ name: 'a', ownerReferences: [owner, { ...owner, blockOwnerDeletion: true }] }))
    .toEqual(['metadata.ownerReferences FieldValueInvalid']);
});

test('the generation of a network policy is the server\'s own', () => {
  expect(complaints({ name: 'a', generation: -1 }, POLICY)).toEqual([]);
  expect(complaints({ name: 'a', generation: -1 }, ROLE)).toEqual(['metadata.generation FieldValueInvalid']);
});

test('annotations hold 256 KiB together, counted in bytes', () => {
  const half = 'é'.repeat(64 * 1024 - 1);
  expect(complaints({ name: 'a', annotations: { k1: half, k2: half } })).toEqual([]);
  expect(complaints({ name: 'a', annotations: { k1: half, k2: `${half}x` } })).toEqual(['metadata.annotations FieldValueTooLong']);
});

test('an object that was read without a prototype is validated like any other', () => {
  const labels = Object.assign(Object.create(null), { constructor: 'a b' });
  const metadata = Object.assign(Object.create(null), { name: 'a', labels });
  expect(validateManifest(Object.assign(Object.create(null), { apiVersion: 'v1', kind: 'Secret', metadata }), options))
    .toEqual([expect.objectContaining({ field: 'metadata.labels', value: 'a b' })]);
});

describe('an update', () => {
  const stored = { ...ROLE, metadata: { name: 'a', namespace: 'b', uid: 'u' }, rules: [] };
  const changed = (metadata: object) => validateUpdate(stored, { ...stored, metadata }, options).map(error => error.field);

  test('changes neither name, namespace nor uid', () => {
    expect(changed({ name: 'x', namespace: 'b' })).toEqual(['metadata.name']);
    expect(changed({ name: 'a', namespace: 'x' })).toEqual(['metadata.namespace']);
    expect(changed({ name: 'a', namespace: 'b', uid: 'x' })).toEqual(['metadata.uid']);
  });

  test('neither begins nor changes a deletion', () => {
    const deletionTimestamp = '2026-01-02T03:04:05Z';
    expect(changed({ name: 'a', deletionTimestamp })).toEqual(['metadata.deletionTimestamp']);
    expect(changed({ name: 'a', deletionGracePeriodSeconds: 30 })).toEqual(['metadata.deletionGracePeriodSeconds']);
    const leaving = { ...stored, metadata: { ...stored.metadata, deletionTimestamp, deletionGracePeriodSeconds: 30 } };
    const later = { name: 'a', deletionTimestamp: '2027-01-02T03:04:05Z', deletionGracePeriodSeconds: 30 };
    expect(validateUpdate(leaving, { ...stored, metadata: later }, options)).toEqual([]);
  });

  test('leaves the generation to the server', () => expect(changed({ name: 'a', generation: -1 })).toEqual([]));

  test('asks of the prefix for a name what all kinds ask', () => {
    const policy = { ...POLICY, metadata: { name: 'a' } };
    expect(validateUpdate(policy, { ...POLICY, metadata: { name: 'a', generateName: 'A' } }, options)).toEqual([]);
    expect(changed({ name: 'a', generateName: '..' })).toEqual(['metadata.generateName']);
  });

  test('may leave out what the server knows', () => expect(changed({ name: 'a' })).toEqual([]));

  test('does not turn one kind into another', () => {
    expect(validateUpdate(stored, { ...stored, kind: 'ClusterRole' }, options).map(error => error.field)).toEqual(['kind']);
    expect(validateUpdate(stored, { ...POLICY, metadata: { name: 'a' } }, options).map(error => error.field))
      .toEqual(['apiVersion', 'kind']);
  });

  test('of any other kind checks the metadata alone', () => {
    const other = { apiVersion: 'example.com/v1', kind: 'Any', metadata: { name: 'a' }, spec: 1 };
    expect(validateUpdate(other, { ...other, apiVersion: 'example.com/v2', spec: 2 }, options)).toEqual([]);
    expect(validateUpdate(other, { ...other, metadata: { name: 'b' } }, options).map(error => error.field)).toEqual(['metadata.name']);
    expect(validateUpdate(other, { ...other, metadata: { name: 'a', x: 1 } }, options).map(error => error.type)).toEqual(['FieldUnknown']);
  });
});
