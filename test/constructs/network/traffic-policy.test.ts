import { objectsIn, only, problemOf, small } from '../support';
import { NamespaceSelection, Peer, PodSelection, Port, Protocol, TrafficPolicy, type TrafficPolicyProps } from 'cdk8s-bulwark';

const DB = PodSelection.labelled({ role: 'db' });
const WEB = Peer.pods(PodSelection.labelled({ role: 'web' }));

function specOf(props: TrafficPolicyProps): unknown {
  const { prod, shop } = small();
  new TrafficPolicy(shop, 'policy', props);
  return only(prod, 'NetworkPolicy').spec;
}

function refusal(props: TrafficPolicyProps) {
  return problemOf(() => new TrafficPolicy(small().shop, 'policy', props));
}

test('a policy isolates in the directions that it speaks of, and in no other', () => {
  expect(specOf({ pods: DB, ingress: [] })).toEqual({ podSelector: { matchLabels: { role: 'db' } }, policyTypes: ['Ingress'] });
  expect(specOf({ pods: DB, egress: [] })).toEqual({ podSelector: { matchLabels: { role: 'db' } }, policyTypes: ['Egress'] });
  expect(specOf({ pods: PodSelection.all(), ingress: [], egress: [] })).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('rules in both directions', () => {
  expect(specOf({
    pods: DB,
    ingress: [{ from: [WEB], ports: [Port.tcp(5432)] }],
    egress: [{ to: [Peer.ipBlock('10.0.0.0/8', ['10.2.0.0/16', '10.1.0.0/16'])], ports: [Port.udp(53), Port.tcp(53)] }],
  })).toEqual({
    podSelector: { matchLabels: { role: 'db' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { role: 'web' } } }], ports: [{ port: 5432, protocol: 'TCP' }] }],
    egress: [{
      to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } }],
      ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }],
    }],
  });
});

test('pods and their namespaces are one peer: two entries would let in either', () => {
  expect(specOf({
    pods: DB,
    ingress: [{ from: [Peer.pods(PodSelection.labelled({ role: 'web' }), NamespaceSelection.labelled({ team: 'shop' }))], ports: [Port.tcp(5432)] }],
  })).toMatchObject({
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'shop' } }, podSelector: { matchLabels: { role: 'web' } } }] }],
  });
});

test('anywhere and all ports leave their list out, which is how Kubernetes says it', () => {
  expect(specOf({
    pods: DB,
    ingress: [{ from: [Peer.anywhere()], ports: [Port.tcp(80)] }],
    egress: [{ to: [WEB], ports: [Port.all()] }],
  })).toMatchObject({
    ingress: [{ ports: [{ port: 80, protocol: 'TCP' }] }],
    egress: [{ to: [{ podSelector: { matchLabels: { role: 'web' } } }] }],
  });
  expect(specOf({ pods: DB, ingress: [{ from: [Peer.anywhere()], ports: [Port.all()] }] })).toMatchObject({ ingress: [{}] });
});

test('named ports, ranges, and every port of a protocol', () => {
  expect(specOf({ pods: DB, ingress: [{ from: [WEB], ports: [Port.range(8000, 8010, Protocol.TCP), Port.named('metrics', Protocol.TCP), Port.allOf(Protocol.SCTP)] }] }))
    .toMatchObject({ ingress: [{ ports: [{ port: 'metrics', protocol: 'TCP' }, { port: 8000, endPort: 8010, protocol: 'TCP' }, { protocol: 'SCTP' }] }] });
});

test('the order of peers, ports and rules makes no difference, and repetitions none either', () => {
  const other = Peer.namespaces(NamespaceSelection.named('a'));
  const one = { from: [WEB, other], ports: [Port.tcp(1), Port.tcp(2)] };
  const two = { from: [WEB], ports: [Port.udp(3)] };
  const again = { from: [other, WEB, other], ports: [Port.tcp(2), Port.tcp(1), Port.tcp(2)] };
  expect(specOf({ pods: DB, ingress: [two, again, two] })).toEqual(specOf({ pods: DB, ingress: [one, two] }));
});

test.each<[string, TrafficPolicyProps, object]>([
  ['no direction', { pods: DB }, { field: 'ingress' }],
  ['no peer', { pods: DB, ingress: [{ from: [], ports: [Port.all()] }] }, { field: 'ingress[0].from', value: '[]' }],
  ['no port', { pods: DB, ingress: [{ from: [WEB], ports: [] }] }, { field: 'ingress[0].ports', value: '[]' }],
  ['no peer in the second rule', { pods: DB, egress: [{ to: [WEB], ports: [Port.all()] }, { to: [], ports: [Port.all()] }] }, { field: 'egress[1].to' }],
  ['a peer that is undefined', { pods: DB, ingress: [{ from: [WEB, undefined as unknown as Peer], ports: [Port.all()] }] }, { field: 'ingress[0].from[1]' }],
  ['a port that is undefined', { pods: DB, ingress: [{ from: [WEB], ports: [undefined as unknown as Port] }] }, { field: 'ingress[0].ports[0]' }],
  ['peers that are undefined', { pods: DB, ingress: [{ ports: [Port.all()] } as never] }, { field: 'ingress[0].from' }],
  ['anywhere beside a peer', { pods: DB, ingress: [{ from: [WEB, Peer.anywhere()], ports: [Port.all()] }] }, { field: 'ingress[0].from' }],
  ['every port beside one', { pods: DB, ingress: [{ from: [WEB], ports: [Port.tcp(1), Port.all()] }] }, { field: 'ingress[0].ports' }],
  ['an empty namespace', { pods: DB, ingress: [], namespace: '' }, { field: 'namespace', value: '""' }],
])('%s: refused', (_, props, problem) => {
  expect(refusal(props)).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/policy', ...problem });
});

test.each([
  ['10.0.0.0/33', 'spec.ingress[0].from[0].ipBlock.cidr'], ['10.0.0/8', 'spec.ingress[0].from[0].ipBlock.cidr'], ['', 'spec.ingress[0].from[0].ipBlock.cidr'],
])('%j is no block, and the error names construct, field and value', (cidr, field) => {
  const { prod, shop } = small();
  new TrafficPolicy(shop, 'policy', { pods: DB, ingress: [{ from: [Peer.ipBlock(cidr)], ports: [Port.tcp(80)] }] });
  expect(problemOf(() => only(prod, 'NetworkPolicy'))).toMatchObject({ id: 'object-invalid', construct: 'prod/shop/policy/Resource', object: 'NetworkPolicy shop/policy', field });
});

test('an exception must lie strictly inside its block', () => {
  const { prod, shop } = small();
  new TrafficPolicy(shop, 'policy', { pods: DB, ingress: [{ from: [Peer.ipBlock('10.0.0.0/8', ['11.0.0.0/8'])], ports: [Port.tcp(80)] }] });
  expect(problemOf(() => only(prod, 'NetworkPolicy'))).toMatchObject({ field: 'spec.ingress[0].from[0].ipBlock.except[0]', value: '"11.0.0.0/8"' });
});

describe('values of another copy of the package are named as such', () => {
  const another = <T>(name: string): T => new ({ [name]: class { public readonly _entry = { port: 80 }; } }[name]!)() as T;

  test.each<[string, () => object, RegExp]>([
    ['a port', () => ({ ingress: [{ from: [Peer.anywhere()], ports: [another<Port>('Port')] }] }), /ports\[0\].*is a Port of another copy of cdk8s-bulwark/s],
    ['a peer', () => ({ ingress: [{ from: [another<Peer>('Peer')], ports: [Port.all()] }] }), /from\[0\].*is a Peer of another copy of cdk8s-bulwark/s],
    ['pods', () => ({ pods: another<PodSelection>('PodSelection'), ingress: [] }), /pods.*is a PodSelection of another copy of cdk8s-bulwark/s],
  ])('%s', (_, props, message) => {
    const { prod, shop } = small();
    expect(() => {
      new TrafficPolicy(shop, 'p', { pods: PodSelection.all(), ...props() });
      objectsIn(prod);
    }).toThrow(message);
  });
});
