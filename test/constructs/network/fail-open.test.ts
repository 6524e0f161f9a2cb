import * as kplus from 'cdk8s-plus-27';
import { only, problemOf, problemsOf, small, type Json } from '../support';
import { AllowedTraffic, LabelExpression, NamespaceSelection, Peer, PodSelection, Port, Protocol, TrafficPolicy, type IngressRule } from 'cdk8s-bulwark';

/**
 * What cdk8s-plus lets through and Kubernetes then reads as more than was said, or refuses, or reads as its opposite
 * (observed on cdk8s-plus-27 2.9.5 and cdk8s-plus-34 2.0.54). Each is an error here, or means what it says.
 */
const WEB = Peer.pods(PodSelection.labelled({ role: 'web' }));

function specOf(rule: IngressRule, pods = PodSelection.all()): Json {
  const { prod, shop } = small();
  new TrafficPolicy(shop, 'policy', { pods, ingress: [rule] });
  return only(prod, 'NetworkPolicy').spec;
}

test('no namespaces are no peer: an empty list would be read as everywhere', () => {
  expect(problemOf(() => NamespaceSelection.named())).toMatchObject({ field: 'NamespaceSelection.named', value: '[]' });
  expect(problemOf(() => NamespaceSelection.where({ expressions: [] }))).toMatchObject({ field: 'NamespaceSelection' });
});

test('a label with an empty value is kept: dropped, the selector would select every pod', () => {
  const trusted = PodSelection.labelled({ trusted: '' });
  const spec = specOf({ from: [Peer.pods(trusted)], ports: [Port.tcp(80)] }, trusted);
  expect(spec.podSelector).toEqual({ matchLabels: { trusted: '' } });
  expect(spec.ingress[0].from).toEqual([{ podSelector: { matchLabels: { trusted: '' } } }]);
});

test('every port of a protocol has no number: 0 would be refused by the API server', () => {
  expect(specOf({ from: [WEB], ports: [Port.allOf(Protocol.TCP), Port.allOf(Protocol.UDP)] }).ingress[0].ports).toEqual([{ protocol: 'TCP' }, { protocol: 'UDP' }]);
});

test('a port that is none is refused: dropped, the rule would open every port', () => {
  const makes = [
    () => Port.tcp(0), () => Port.tcp(70000), () => Port.udp(-1), () => Port.tcp(1.5), () => Port.range(90, 80),
    () => Port.range(undefined as never, 90),
  ];
  for (const make of makes) {
    expect(problemOf(make)).toMatchObject({ id: 'construct-invalid' });
  }
});

test('a block of addresses is read as the API server reads it, its exceptions too', () => {
  const ingress = (cidr: string, except?: string[]) => specOf({ from: [Peer.ipBlock(cidr, except)], ports: [Port.tcp(80)] });
  const bad: Array<[string, string[]?]> = [['999.1.1.1/99'], ['10.0.0.0/8', ['10.0.0.0/8']], ['10.0.0.0/8', ['foo']], ['10.0.0.0/8', ['11.0.0.0/16']]];
  for (const [cidr, except] of bad) {
    expect(problemOf(() => ingress(cidr, except))).toMatchObject({ id: 'object-invalid', construct: 'prod/shop/policy/Resource' });
  }
  expect(ingress('2001:DB8::/32').ingress[0].from).toEqual([{ ipBlock: { cidr: '2001:DB8::/32' } }]);
});

test('a policy without rules says in which direction it isolates, or is refused', () => {
  const { prod, shop } = small();
  new TrafficPolicy(shop, 'out', { pods: PodSelection.all(), egress: [] });
  expect(only(prod, 'NetworkPolicy').spec.policyTypes).toEqual(['Egress']);
  expect(problemOf(() => new TrafficPolicy(small().shop, 'none', { pods: PodSelection.all() }))).toMatchObject({ field: 'ingress' });
});

test('a condition on no value is refused', () => {
  expect(problemOf(() => LabelExpression.in('a', []))).toMatchObject({ field: 'LabelExpression.in' });
  expect(problemOf(() => LabelExpression.notIn('a', []))).toMatchObject({ field: 'LabelExpression.notIn' });
});

test('what may be sent leaves name resolution open, keeps the protocol of the port, and may be said twice', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }] });
  const logs = new kplus.Deployment(shop, 'logs', { containers: [{ image: 'x', ports: [{ number: 514, protocol: kplus.Protocol.UDP }] }] });
  new AllowedTraffic(shop, 'log', { from: web, to: logs });
  new AllowedTraffic(shop, 'log-by-tls', { from: web, to: logs, ports: [Port.tcp(6514)] });
  const { egress } = only(prod, 'NetworkPolicy', 'web-traffic').spec as { egress: Json[] };
  expect(egress.flatMap(rule => rule.ports as Json[])).toEqual([
    { port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }, { port: 514, protocol: 'UDP' }, { port: 6514, protocol: 'TCP' },
  ]);
});

test('namespaces by their labels, one or many, are peers of a workload', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'x', portNumber: 80 }] });
  new AllowedTraffic(shop, 'in', { from: Peer.namespaces(NamespaceSelection.where({ expressions: [LabelExpression.in('team', ['a', 'b'])] })), to: web });
  new AllowedTraffic(shop, 'in-by-name', { from: Peer.namespaces(NamespaceSelection.named('x', 'y')), to: web });
  expect(only(prod, 'NetworkPolicy', 'web-traffic').spec.ingress[0].from).toEqual([
    { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['x', 'y'] }] } },
    { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'In', values: ['a', 'b'] }] } },
  ]);
});

test('an undefined label, peer or port never widens', () => {
  expect(problemOf(() => PodSelection.labelled({ app: undefined as never }))).toMatchObject({ field: 'PodSelection.labels.app' });
  expect(problemsOf(() => new TrafficPolicy(small().shop, 'p', { pods: PodSelection.all(), ingress: [{ from: [undefined as never], ports: [Port.all()] }] }))).toHaveLength(1);
});
