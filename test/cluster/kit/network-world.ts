import * as fc from 'fast-check';
import { BLOCKS, LABEL_KEYS, LABEL_VALUES, NAMESPACES, podAddresses, PORT_NAMES, PORT_NUMBERS, PROTOCOLS } from './network-tokens';
import type { NetworkWorld } from './reachability';
import type { Json, JsonObject } from '../generate/json';
import { dictionary, object } from '../generate/object';

const key = fc.constantFrom(...LABEL_KEYS);
const value = fc.constantFrom(...LABEL_VALUES);
const labels = dictionary(key, value, 2);

const requirement: fc.Arbitrary<JsonObject> = fc.oneof(
  object({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }) }),
  object({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);

const podSelector: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<JsonObject>({}, { matchLabels: null }, { matchLabels: {}, matchExpressions: [] }) },
  { weight: 3, arbitrary: object({ matchLabels: dictionary(key, value, 1), matchExpressions: fc.array(requirement, { maxLength: 1 }) }, []) },
);
const namespaceSelector: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: podSelector },
  { weight: 1, arbitrary: fc.constantFrom(...NAMESPACES).map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })) },
);

const ipBlock: fc.Arbitrary<JsonObject> = fc.constantFrom(...BLOCKS).chain(({ cidr, except }) => fc.subarray(except)
  .map(holes => ({ ipBlock: { cidr, ...(holes.length > 0 ? { except: holes } : {}) } })));
const peer: fc.Arbitrary<JsonObject> = fc.oneof(
  ipBlock, podSelector.map(one => ({ podSelector: one })), namespaceSelector.map(one => ({ namespaceSelector: one })),
  object({ podSelector, namespaceSelector }),
);

const protocol = fc.constantFrom(...PROTOCOLS);
const number = fc.constantFrom(...PORT_NUMBERS);
const port: fc.Arbitrary<JsonObject> = fc.oneof(
  object({ protocol, port: number }, ['port']), object({ protocol, port: fc.constantFrom(...PORT_NAMES) }, ['port']),
  object({ protocol }, []), object({ protocol, port: number, endPort: fc.constantFrom(8080, 8081, 65535) }, ['port', 'endPort']),
);

/** A list, or one of the ways to have none, all of which mean the same. */
const listOf = (one: fc.Arbitrary<Json>, maxLength: number): fc.Arbitrary<Json | undefined> => fc.oneof(
  { weight: 4, arbitrary: fc.array(one, { minLength: 1, maxLength }) },
  { weight: 1, arbitrary: fc.constantFrom<Json | undefined>([], null, undefined) },
);
const fields = (entries: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, Json] => entry[1] !== undefined));

const rulesOf = (peers: 'from' | 'to') => listOf(fc.tuple(listOf(peer, 2), listOf(port, 2)).map(([list, ports]) => fields({ [peers]: list, ports })), 2);

const policy: fc.Arbitrary<JsonObject> = fc.record({
  selector: fc.option(podSelector, { nil: undefined, freq: 6 }),
  policyTypes: fc.constantFrom<Json | undefined>(undefined, undefined, [], ['Ingress'], ['Egress'], ['Ingress', 'Egress']),
  ingress: rulesOf('from'),
  egress: rulesOf('to'),
  namespace: fc.constantFrom(...NAMESPACES),
}).map(({ selector, policyTypes, ingress, egress, namespace }) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'policy', namespace },
  // A selector that is not there selects all; the API server wants it to be told up to 1.30.
  spec: fields({ podSelector: selector ?? {}, policyTypes, ingress, egress }),
}));

const containerPort: fc.Arbitrary<JsonObject> = object({ name: fc.constantFrom(...PORT_NAMES), containerPort: number, protocol }, ['containerPort']);
/** A container's names of ports differ, and so do its numbers of a protocol; those of two containers may not. */
const container = (name: string, rest: JsonObject = {}): fc.Arbitrary<JsonObject> => fc.tuple(
  fc.uniqueArray(containerPort, { selector: ({ name: one, ...other }) => one ?? JSON.stringify(other), maxLength: 2 }),
).map(([ports]) => ({ name, image: 'x', ...rest, ...(ports.length > 0 ? { ports } : {}) }));

/** `sidecars` are init containers that keep running; the API server knows them from 1.29 on. */
function pod(sidecars: boolean): fc.Arbitrary<JsonObject> {
  return fc.record({
    labels,
    namespace: fc.constantFrom(...NAMESPACES),
    containers: fc.oneof(fc.tuple(container('a')), fc.tuple(container('a'), container('b'))),
    init: fc.option(sidecars ? fc.oneof(container('init'), container('init', { restartPolicy: 'Always' })) : container('init'), { freq: 3 }),
  }).map(({ labels: own, namespace, containers, init }) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', namespace, labels: own }, spec: { ...(init ? { initContainers: [init] } : {}), containers },
  }));
}

/** Namespaces, up to six pods with their addresses and up to five policies. All are valid. */
export function networkWorld({ sidecars }: { readonly sidecars: boolean }): fc.Arbitrary<NetworkWorld> {
  return fc.record({
    namespaces: fc.tuple(...NAMESPACES.map(name => labels.map((own): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: own } })))),
    pods: fc.array(pod(sidecars), { minLength: 2, maxLength: 6 }),
    policies: fc.array(policy, { maxLength: 5 }),
  }).map(({ namespaces, pods, policies }) => ({
    namespaces,
    pods: pods.map((one, at) => ({ ...numbered(one, at), status: statusOf(at) })),
    policies: policies.map(numbered),
  }));
}

function numbered(one: JsonObject, at: number): JsonObject {
  const metadata = one.metadata as JsonObject;
  return { ...one, metadata: { ...metadata, name: `${String(metadata.name)}-${at}` } };
}

function statusOf(at: number): JsonObject {
  const [first, second] = podAddresses(at);
  return { phase: 'Running', podIP: first, podIPs: [{ ip: first }, { ip: second }] };
}
