import { validateManifest, validateUpdate } from '../../../src/manifests/validate';

// kubernetes-sigs/network-policy-api config/crd: apis/v1alpha2 (ClusterNetworkPolicy), apis/v1alpha1 (the other two kinds).

type Json = Readonly<Record<string, unknown>>;

const ALL = { namespaces: {} };
const PODS = { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } };
const group = 'policy.networking.k8s.io';
const KINDS = {
  cnp: { apiVersion: `${group}/v1alpha2`, kind: 'ClusterNetworkPolicy', metadata: { name: 'p' } },
  anp: { apiVersion: `${group}/v1alpha1`, kind: 'AdminNetworkPolicy', metadata: { name: 'p' } },
  banp: { apiVersion: `${group}/v1alpha1`, kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' } },
};
const SPECS = { cnp: { tier: 'Admin', priority: 10, subject: ALL }, anp: { priority: 10, subject: ALL }, banp: { subject: ALL } };
type Which = keyof typeof KINDS;

function complaints(which: Which, spec: unknown, more: Json = {}): string[] {
  return validateManifest({ ...KINDS[which], spec, ...more }, { kubernetesMinor: 36 }).map(({ field, type }) => `${field} ${type}`);
}
const of = (which: Which, spec: Json, more: Json = {}) => complaints(which, { ...SPECS[which], ...spec }, more);

test.each<[Which, Json]>([
  ['cnp', {}], ['anp', {}], ['banp', {}],
  ['cnp', { tier: 'Baseline', priority: 1000, subject: PODS }],
  ['cnp', { subject: { pods: { podSelector: {} } }, ingress: [{ name: 'dns', action: 'Accept', from: [ALL, PODS], protocols: [{ udp: { destinationPort: { number: 53 } } }, { tcp: { destinationPort: { range: { start: 1, end: 2 } } } }] }] }],
  ['cnp', { egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8', '2001:db8::/32'] }] }, { action: 'Pass', to: [ALL], protocols: [{ destinationNamedPort: 'http' }] }] }],
  ['cnp', { egress: [{ action: 'Accept', to: [{ domainNames: ['*.example.com'] }, { nodes: {} }] }] }],
  ['anp', { ingress: [{ action: 'Allow', from: [PODS], ports: [{ portNumber: { port: 80 } }, { portRange: { protocol: 'SCTP', start: 1, end: 2 } }, { namedPort: 'http' }] }] }],
  ['banp', { ingress: [{ action: 'Deny', from: [ALL] }], egress: [{ action: 'Allow', to: [{ networks: ['10.0.0.1/32'] }] }] }],
])('%s %j is one', (which, spec) => expect(of(which, spec)).toEqual([]));

test.each<[Which, Json, string[]]>([
  ['cnp', { tier: 'Middle' }, ['spec.tier FieldValueNotSupported']],
  ['cnp', { priority: 1001 }, ['spec.priority FieldValueInvalid']],
  ['cnp', { priority: undefined }, ['spec.priority FieldValueRequired']],
  ['cnp', { subject: {} }, ['spec.subject FieldValueRequired']],
  ['cnp', { subject: { ...ALL, ...PODS } }, ['spec.subject FieldValueForbidden']],
  ['cnp', { subject: null }, ['spec.subject FieldTypeInvalid', 'spec.subject FieldValueRequired']],
  ['cnp', { ingress: [{ action: 'Allow', from: [ALL] }] }, ['spec.ingress[0].action FieldValueNotSupported']],
  ['cnp', { ingress: [{ action: 'Deny' }] }, ['spec.ingress[0].from FieldValueRequired']],
  ['cnp', { ingress: [{ action: 'Deny', from: [{}] }] }, ['spec.ingress[0].from[0] FieldValueRequired']],
  ['cnp', { ingress: [{ action: 'Deny', from: [{ networks: ['10.0.0.0/8'] }] }] }, ['spec.ingress[0].from[0].networks FieldUnknown']],
  ['cnp', { ingress: [{ action: 'Deny', from: [ALL], ports: [] }] }, ['spec.ingress[0].ports FieldUnknown']],
  ['cnp', { ingress: [{ action: 'Deny', from: [ALL], protocols: [] }] }, ['spec.ingress[0].protocols FieldValueRequired']],
  ['cnp', { ingress: [{ action: 'Deny', from: [ALL], protocols: [{ tcp: {} }] }] }, ['spec.ingress[0].protocols[0].tcp.destinationPort FieldValueRequired']],
  ['cnp', { ingress: [{ action: 'Deny', from: [ALL], protocols: [{ tcp: { destinationPort: { range: { start: 9, end: 9 } } } }] }] }, ['spec.ingress[0].protocols[0].tcp.destinationPort.range.end FieldValueInvalid']],
  ['cnp', { egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/33'] }] }] }, ['spec.egress[0].to[0].networks[0] FieldValueInvalid']],
  ['cnp', { egress: [{ action: 'Deny', to: [{ domainNames: ['example.com'] }] }] }, ['spec.egress[0].to[0].domainNames FieldValueForbidden']],
  ['cnp', { egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }], protocols: [{ destinationNamedPort: 'http' }] }] }, ['spec.egress[0].to[0] FieldValueForbidden']],
  ['cnp', { ingress: Array.from({ length: 26 }, () => ({ action: 'Deny', from: [ALL] })) }, ['spec.ingress FieldValueInvalid']],
  ['anp', { tier: 'Admin' }, ['spec.tier FieldUnknown']],
  ['anp', { priority: -1 }, ['spec.priority FieldValueInvalid']],
  ['anp', { ingress: [{ action: 'Accept', from: [ALL] }] }, ['spec.ingress[0].action FieldValueNotSupported']],
  ['anp', { subject: { pods: { podSelector: {} } } }, ['spec.subject.pods.namespaceSelector FieldValueRequired']],
  ['anp', { ingress: [{ action: 'Deny', from: [ALL], ports: [{ portRange: { start: 90, end: 80 } }] }] }, ['spec.ingress[0].ports[0].portRange.end FieldValueInvalid']],
  ['anp', { ingress: [{ action: 'Deny', from: [ALL], ports: [{ portNumber: { protocol: 'tcp', port: 80 } }] }] }, ['spec.ingress[0].ports[0].portNumber.protocol FieldValueNotSupported']],
  ['anp', { ingress: [{ action: 'Deny', from: [ALL], ports: [{}] }] }, ['spec.ingress[0].ports[0] FieldValueRequired']],
  ['banp', { priority: 1 }, ['spec.priority FieldValueForbidden']],
  ['banp', { ingress: [{ action: 'Pass', from: [ALL] }] }, ['spec.ingress[0].action FieldValueNotSupported']],
])('%s %j is refused', (which, spec, expected) => expect(of(which, spec)).toEqual(expected));

test('the baseline is called default, and no policy is without a spec', () => {
  expect(of('banp', {}, { metadata: { name: 'p' } })).toEqual(['metadata.name FieldValueInvalid']);
  expect(complaints('anp', undefined)).toEqual(['spec FieldValueRequired']);
});

test('a version or kind of their group that is not read is refused: it may open what others close', () => {
  const type = (apiVersion: string, kind: string) => validateManifest({ apiVersion, kind, metadata: { name: 'p' } }, { kubernetesMinor: 36 });
  expect(type(`${group}/v1beta1`, 'ClusterNetworkPolicy')).toEqual([{ field: 'apiVersion', type: 'FieldValueNotSupported', value: `${group}/v1beta1`, detail: `supported values: "${group}/v1alpha2"` }]);
  expect(type(`${group}/v1alpha1`, 'ClusterNetworkPolicy')).toMatchObject([{ field: 'apiVersion' }]);
  expect(type(`${group}/v1`, 'TenantPolicy')).toEqual([{ field: 'kind', type: 'FieldValueNotSupported', value: 'TenantPolicy', detail: 'supported values: "ClusterNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy"' }]);
});

test('an update is held to the same rules', () => {
  const stored = { ...KINDS.anp, spec: SPECS.anp };
  const update = (next: Json) => validateUpdate(stored, next, { kubernetesMinor: 36 }).map(({ field }) => field);
  expect(update({ ...stored, spec: { ...SPECS.anp, priority: 11 } })).toEqual([]);
  expect(update({ ...stored, spec: { ...SPECS.anp, priority: 1001 } })).toEqual(['spec.priority']);
  expect(update({ ...stored, metadata: { name: 'q' } })).toEqual(['metadata.name']);
});
