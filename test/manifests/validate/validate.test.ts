import * as fc from 'fast-check';
import { validateAuditPolicy, validateManifest, validateUpdate } from '../../../src/manifests/validate';

const options = { kubernetesMinor: 36 };
const metadata = {
  name: 'a',
  namespace: 'b',
  labels: { app: 'web' },
  annotations: { a: '' },
  ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' }],
};
const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] };
const rule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] };
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
const subjects = [{ kind: 'ServiceAccount', name: 'a', namespace: 'b' }, { kind: 'User', name: 'jane' }];
const ports = [{ protocol: 'TCP', port: 80, endPort: 81 }];
const peers = [{ podSelector: selector, namespaceSelector: selector }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }];
const rbac = 'rbac.authorization.k8s.io/v1';

type Json = Readonly<Record<string, unknown>>;

const VALID: readonly Json[] = [
  { apiVersion: rbac, kind: 'Role', metadata, rules: [rule] },
  { apiVersion: rbac, kind: 'ClusterRole', metadata, rules: [rule], aggregationRule: { clusterRoleSelectors: [selector] } },
  { apiVersion: rbac, kind: 'RoleBinding', metadata, roleRef, subjects },
  { apiVersion: rbac, kind: 'ClusterRoleBinding', metadata, roleRef, subjects },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: selector, policyTypes: ['Ingress'], ingress: [{ ports, from: peers }], egress: [{ ports, to: peers }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active', conditions: [{ type: 'A', status: 'True' }] },
  },
];

const AUDIT: Json = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  metadata: { name: 'a' },
  omitStages: ['Panic'],
  rules: [
    { level: 'Metadata', resources: [{ group: '', resources: ['secrets'], resourceNames: ['a'] }], omitStages: ['Panic'] },
    { level: 'None' },
  ],
};

/** Maps with keys of the author's own, which no field of them can be unknown in. */
const MAPS = ['labels', 'annotations', 'matchLabels'];

/** The same value with a field added to the object at each place in turn. */
function* withField(value: unknown, key: string): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const changed of withField(item, key)) yield [...value.slice(0, index), changed, ...value.slice(index + 1)];
    }
  } else if (typeof value === 'object' && value !== null) {
    yield Object.fromEntries([...Object.entries(value), [key, 'x']]);
    for (const [field, item] of Object.entries(value).filter(([name]) => !MAPS.includes(name))) {
      for (const changed of withField(item, key)) yield Object.fromEntries([...Object.entries(value), [field, changed]]);
    }
  }
}

const unknownKey = fc.oneof(
  fc.constantFrom('constructor', '__proto__', 'toString', 'Metadata', 'verb', 'resource', 'excepts', 'apigroup', ''),
  fc.string().map(text => `x${text}`),
);

describe('an unknown field is never taken, at any depth', () => {
  test.each(VALID)('$kind', object => {
    expect(validateManifest(object, options)).toEqual([]);
    fc.assert(fc.property(unknownKey, key => {
      for (const changed of withField(object, key)) {
        expect(validateManifest(changed as Json, options)).toContainEqual(expect.objectContaining({ type: 'FieldUnknown', value: 'x' }));
      }
    }), { numRuns: 30 });
  });

  test('audit policy', () => {
    expect(validateAuditPolicy(AUDIT, options)).toEqual([]);
    fc.assert(fc.property(unknownKey, key => {
      for (const changed of withField(AUDIT, key)) {
        expect(validateAuditPolicy(changed as Json, options)).toContainEqual(expect.objectContaining({ type: 'FieldUnknown', value: 'x' }));
      }
    }), { numRuns: 30 });
  });
});

describe('validation never throws', () => {
  /** Valid objects in which something was replaced by anything. */
  const damaged = fc.tuple(fc.constantFrom(...VALID, AUDIT), fc.nat(), fc.jsonValue()).map(([object, at, value]) => {
    const text = JSON.stringify(object);
    const places = [...text.matchAll(/(?<=[:[,])(?:"[^"]*"(?!:)|\d+)|(?<=:)\[\]/g)];
    const place = places[at % places.length]!;
    return JSON.parse(text.slice(0, place.index) + JSON.stringify(value) + text.slice(place.index + place[0].length)) as Json;
  });

  test.each([
    ['JSON at random', fc.jsonValue().map(value => value as unknown as Json)],
    ['an object with anything in the known fields', fc.tuple(fc.constantFrom(...VALID), fc.dictionary(fc.constantFrom(
      'metadata', 'spec', 'rules', 'roleRef', 'subjects', 'aggregationRule', 'status', 'kind', 'apiVersion'), fc.jsonValue()))
      .map(([object, parts]) => ({ ...object, ...parts }))],
    ['a valid object with one value replaced', damaged],
  ])('%s', (_, arbitrary) => {
    fc.assert(fc.property(arbitrary, fc.integer({ min: 27, max: 37 }), (object, kubernetesMinor) => {
      const errors = [
        ...validateManifest(object, { kubernetesMinor }),
        ...validateUpdate(VALID[0]!, object, { kubernetesMinor }),
        ...validateUpdate(object, VALID[4]!, { kubernetesMinor }),
        ...validateAuditPolicy(object, { kubernetesMinor }),
      ];
      expect(errors.every(({ field, type, detail }) => [field, type, detail].every(text => typeof text === 'string'))).toBe(true);
    }));
  });

  test.each([null, undefined, 1, 'a', true, [], [{}]])('%j is no object', value => {
    expect(validateManifest(value as never, options)).toHaveLength(1);
    expect(validateUpdate(value as never, value as never, options)).toHaveLength(1);
    expect(validateAuditPolicy(value as never, options).length).toBeGreaterThan(0);
  });
});

describe('version and kind', () => {
  const complaints = (apiVersion: unknown, kind: unknown) =>
    validateManifest({ apiVersion, kind, metadata: { name: 'a' } }, options).map(({ field, type }) => `${field} ${type}`);

  test.each([
    ['apps/v1', 'Deployment'], ['v1', 'Pod'], ['example.com/v1alpha1', 'Role'], ['crd.projectcalico.org/v1', 'NetworkPolicy'],
    ['networking.k8s.io/v1beta1', 'ServiceCIDR'], ['gateway.networking.k8s.io/v1', 'Gateway'],
  ])('%s %s is taken', (apiVersion, kind) => expect(complaints(apiVersion, kind)).toEqual([]));

  test.each([
    [undefined, 'Pod', 'apiVersion FieldValueRequired'],
    ['v1', '', 'kind FieldValueRequired'],
    [1, 'Pod', 'apiVersion FieldTypeInvalid'],
    ['v1', ['Pod'], 'kind FieldTypeInvalid'],
    ['a/b/c', 'Pod', 'apiVersion FieldValueInvalid'],
    ['/v1', 'Pod', 'apiVersion FieldValueInvalid'],
    ['apps/', 'Deployment', 'apiVersion FieldValueInvalid'],
    ['rbac/v1', 'Role', 'apiVersion FieldValueInvalid'],
    ['v1', 'NetworkPolicy', 'kind FieldValueNotSupported'],
    ['v2', 'Namespace', 'apiVersion FieldValueNotSupported'],
    ['networking.k8s.io/v1', 'networkpolicy', 'kind FieldValueNotSupported'],
    ['networking.k8s.io/v1beta1', 'NetworkPolicy', 'apiVersion FieldValueNotSupported'],
    ['rbac.authorization.k8s.io/v1beta1', 'Role', 'apiVersion FieldValueNotSupported'],
  ])('%j %j is refused', (apiVersion, kind, complaint) => expect(complaints(apiVersion, kind)).toEqual([complaint]));
});

test('a namespace keeps its finalizers to itself', () => {
  const namespace = (finalizers: string[]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' }, spec: { finalizers } });
  expect(validateManifest(namespace(['x']), options).map(error => error.field)).toEqual(['spec.finalizers']);
  expect(validateUpdate(namespace([]), namespace(['x']), options)).toEqual([]);
});

describe('names of kinds without a validation of their own', () => {
  test.each([
    ['v1', 'ConfigMap', 'BAD', false], ['v1', 'ConfigMap', 'a.b', true], ['v1', 'Service', 'a.b', false], ['v1', 'Service', 'Bad_1', false],
    ['apps/v1', 'Deployment', 'Bad 2', false], ['policy/v1', 'PodDisruptionBudget', 'BAD', true], ['example.com/v1', 'ConfigMap', 'BAD', true],
    ['example.com/v1', 'Thing', 'a/b', false],
  ])('%s %s %p', (apiVersion, kind, name, isTaken) => {
    const fields = validateManifest({ apiVersion, kind, metadata: { name } }, { kubernetesMinor: 34 }).map(({ field }) => field);
    expect(fields).toEqual(isTaken ? [] : ['metadata.name']);
  });
});
