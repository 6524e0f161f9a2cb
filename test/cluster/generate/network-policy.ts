import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { metadata } from './metadata';
import { selector } from './selector';

const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP');
const port: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record<JsonObject>({ protocol, port: fc.constantFrom(1, 80, 65535, 'http', 'exactly-15-long') }, { requiredKeys: [], noNullPrototype: true }),
  fc.record<JsonObject>({ protocol, port: fc.constantFrom(1, 80), endPort: fc.constantFrom(80, 443, 65535) }, { requiredKeys: ['port'], noNullPrototype: true }),
);

const ipBlock: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record<JsonObject>({ cidr: fc.constantFrom('10.0.0.0/8', '0.0.0.0/0'), except: fc.array(fc.constantFrom('10.1.0.0/16', '10.2.3.4/32'), { maxLength: 2 }) },
    { requiredKeys: ['cidr'], noNullPrototype: true }),
  fc.record<JsonObject>({ cidr: fc.constantFrom('2001:db8::/32', '::/0'), except: fc.array(fc.constantFrom('2001:db8:1::/48', '2001:db8::1/128'), { maxLength: 2 }) },
    { requiredKeys: ['cidr'], noNullPrototype: true }),
);

const peer: fc.Arbitrary<JsonObject> = fc.oneof(
  ipBlock.map(block => ({ ipBlock: block })),
  fc.record<JsonObject>({ podSelector: selector, namespaceSelector: selector }, { requiredKeys: ['podSelector'], noNullPrototype: true }),
  selector.map(one => ({ namespaceSelector: one })),
);
const peers = fc.array(peer, { maxLength: 3 });
const ports = fc.array(port, { maxLength: 2 });

export const networkPolicy: fc.Arbitrary<Json> = fc.record<JsonObject>({
  apiVersion: fc.constant('networking.k8s.io/v1'), kind: fc.constant('NetworkPolicy'), metadata: metadata('Namespaced'),
  spec: fc.record<JsonObject>({
    podSelector: selector,
    policyTypes: fc.array(fc.constantFrom('Ingress', 'Egress'), { maxLength: 2 }),
    ingress: fc.array(fc.record<JsonObject>({ from: peers, ports }, { requiredKeys: [], noNullPrototype: true }), { maxLength: 2 }),
    egress: fc.array(fc.record<JsonObject>({ to: peers, ports }, { requiredKeys: [], noNullPrototype: true }), { maxLength: 2 }),
  }, { requiredKeys: ['podSelector'], noNullPrototype: true }),
}, { requiredKeys: ['apiVersion', 'kind', 'metadata'], noNullPrototype: true });
