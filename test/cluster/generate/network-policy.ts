import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { metadata } from './metadata';
import { object } from './object';
import { selector } from './selector';

const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP');
const port: fc.Arbitrary<JsonObject> = fc.oneof(
  object({ protocol, port: fc.constantFrom(1, 80, 65535, 'http', 'exactly-15-long') }, []),
  object({ protocol, port: fc.constantFrom(1, 80), endPort: fc.constantFrom(80, 443, 65535) }, ['port']),
);

function block(cidrs: readonly string[], holes: readonly string[]): fc.Arbitrary<JsonObject> {
  return object({ cidr: fc.constantFrom(...cidrs), except: fc.array(fc.constantFrom(...holes), { maxLength: 2 }) }, ['cidr']);
}

const ipBlock: fc.Arbitrary<JsonObject> = fc.oneof(
  block(['10.0.0.0/8', '0.0.0.0/0'], ['10.1.0.0/16', '10.2.3.4/32']),
  block(['2001:db8::/32', '::/0'], ['2001:db8:1::/48', '2001:db8::1/128']),
);

const peer: fc.Arbitrary<JsonObject> = fc.oneof(
  ipBlock.map(one => ({ ipBlock: one })),
  object({ podSelector: selector, namespaceSelector: selector }, ['podSelector']),
  selector.map(one => ({ namespaceSelector: one })),
);
const peers = fc.array(peer, { maxLength: 3 });
const ports = fc.array(port, { maxLength: 2 });

export const networkPolicy: fc.Arbitrary<Json> = object({
  apiVersion: fc.constant('networking.k8s.io/v1'),
  kind: fc.constant('NetworkPolicy'),
  metadata: metadata('Namespaced'),
  spec: object({
    podSelector: selector,
    policyTypes: fc.array(fc.constantFrom('Ingress', 'Egress'), { maxLength: 2 }),
    ingress: fc.array(object({ from: peers, ports }, []), { maxLength: 2 }),
    egress: fc.array(object({ to: peers, ports }, []), { maxLength: 2 }),
  }, ['podSelector']),
}, ['apiVersion', 'kind', 'metadata']);
