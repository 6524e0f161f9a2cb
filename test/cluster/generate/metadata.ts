import * as fc from 'fast-check';
import { Json } from './json';
import { dictionary, object } from './object';

/** The namespace that the objects go to. */
export const NAMESPACE = 'conformance';

const objectName = fc.constantFrom('a', 'shop', 'web-1', 'x.y', 'a'.repeat(63), 'a.'.repeat(126) + 'a');
const label = fc.constantFrom('app', 'tier', 'example.com/team', 'kubernetes.io/metadata.name');
const labels = dictionary(label, fc.constantFrom('', 'shop', 'A_b.c', 'x'.repeat(63)), 3);

const annotations = fc.oneof(
  { weight: 40, arbitrary: dictionary(fc.constantFrom('note', 'EXAMPLE.com/Note'), fc.constantFrom('', 'any text\n', 'é'), 2) },
  // All keys and values together hold 256 KiB, counted in bytes.
  { weight: 1, arbitrary: fc.constantFrom(262139, 262140, 262141).map(bytes => ({ note: 'x'.repeat(bytes) })) },
  { weight: 1, arbitrary: fc.constantFrom(131069, 131070, 131071).map(count => ({ note: 'é'.repeat(count), n: 'x' })) },
);

const ownerReference = object({
  apiVersion: fc.constantFrom('v1', 'apps/v1'),
  kind: fc.constantFrom('Pod', 'Deployment'),
  name: objectName,
  uid: fc.constantFrom('u', '8f9a1c3e-0000-4000-8000-000000000000'),
  controller: fc.boolean(),
  blockOwnerDeletion: fc.boolean(),
}, ['apiVersion', 'kind', 'name', 'uid']);

const owners = fc.array(ownerReference, { maxLength: 2 });

const managedFields = object({
  manager: fc.constantFrom('kubectl', ''),
  operation: fc.constantFrom('Apply', 'Update'),
  apiVersion: fc.constant('v1'),
  time: fc.constant('2026-01-02T03:04:05Z'),
  fieldsType: fc.constant('FieldsV1'),
  fieldsV1: fc.constantFrom<Json>({}, { 'f:metadata': {} }),
  subresource: fc.constant('status'),
}, ['operation']);

/** What a person writes, and more seldom what an export of a cluster holds beside it. Mostly valid. */
export function metadata(scope: 'Namespaced' | 'Cluster'): fc.Arbitrary<Json> {
  const written = object({
    name: objectName,
    ...scope === 'Namespaced' ? { namespace: fc.constantFrom(NAMESPACE, '') } : { namespace: fc.constantFrom('', 'anything', 'No!') },
    generateName: fc.constantFrom('a-', 'shop-'),
    labels,
    annotations,
    finalizers: fc.uniqueArray(fc.constantFrom('kubernetes', 'orphan', 'example.com/x', 'foregroundDeletion'), { maxLength: 2 }),
    ownerReferences: fc.oneof({ weight: 3, arbitrary: owners }, { weight: 1, arbitrary: owners.map(list => [...list, ...list]) }),
  }, ['name']);
  const exported = object({
    uid: fc.constant('8f9a1c3e-0000-4000-8000-000000000000'),
    generation: fc.constantFrom(-1, 0, 1),
    selfLink: fc.constant('/a'),
    creationTimestamp: fc.constantFrom(null, '2026-01-02T03:04:05Z'),
    deletionTimestamp: fc.constantFrom(null, '2026-01-02T03:04:05Z'),
    deletionGracePeriodSeconds: fc.constant(30),
    managedFields: fc.array(managedFields, { maxLength: 2 }),
  }, []);
  return fc.oneof(
    { weight: 2, arbitrary: objectName.map(name => ({ name })) },
    { weight: 1, arbitrary: object({ generateName: fc.constantFrom('a-', 'shop-', 'a'.repeat(253)), labels }) },
    { weight: 4, arbitrary: written },
    { weight: 2, arbitrary: fc.tuple(written, exported).map(([one, other]) => ({ ...one, ...other })) },
  );
}
