import fc from 'fast-check';
import { only, problemOf, small } from '../support';
import { LabelExpression, NamespaceSelection, Peer, PodSelection, Port, Protocol, TrafficPolicy } from 'cdk8s-bulwark';

/** The selector as it stands in the output. */
function written(pods: PodSelection): unknown {
  const { prod, shop } = small();
  new TrafficPolicy(shop, 'policy', { pods, ingress: [] });
  return only(prod, 'NetworkPolicy').spec.podSelector;
}

test('an empty label value is kept exactly', () => {
  expect(written(PodSelection.labelled({ trusted: '' }))).toEqual({ matchLabels: { trusted: '' } });
  expect(written(PodSelection.where({ expressions: [LabelExpression.in('trusted', [''])] }))).toEqual({ matchExpressions: [{ key: 'trusted', operator: 'In', values: [''] }] });
});

test('what is written selects by exactly the labels that were given', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
  fc.assert(fc.property(fc.dictionary(label, fc.oneof(label, fc.constant('')), { minKeys: 1, maxKeys: 4, noNullPrototype: true }), labels => {
    expect(written(PodSelection.labelled(labels))).toEqual({ matchLabels: labels });
  }), { numRuns: 60 });
});

test('expressions are sorted, whatever order they were given in', () => {
  const a = LabelExpression.exists('a');
  const b = LabelExpression.notIn('b', ['y', 'x', 'y']);
  const c = LabelExpression.doesNotExist('c');
  const expected = { matchExpressions: [{ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'NotIn', values: ['x', 'y'] }, { key: 'c', operator: 'DoesNotExist' }] };
  expect(written(PodSelection.where({ expressions: [c, a, b] }))).toEqual(expected);
  expect(written(PodSelection.where({ expressions: [b, c, a] }))).toEqual(expected);
});

test('two expressions about one label are sorted too', () => {
  const [one, two] = [LabelExpression.exists('a'), LabelExpression.notIn('a', ['x'])];
  expect(written(PodSelection.where({ expressions: [one, two] }))).toEqual(written(PodSelection.where({ expressions: [two, one] })));
});

test('namespaces by name', () => {
  expect(NamespaceSelection.named('a')._selector).toEqual({ matchLabels: { 'kubernetes.io/metadata.name': 'a' } });
  expect(NamespaceSelection.named('b', 'a', 'b')._selector).toEqual({ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['a', 'b'] }] });
});

const inherited = Object.assign(Object.create({ role: 'db' }), { app: 'x' }) as { [key: string]: string };
test.each<[string, () => unknown, string]>([
  ['no labels', () => PodSelection.labelled({}), 'PodSelection'],
  ['no conditions', () => PodSelection.where({ labels: {}, expressions: [] }), 'PodSelection'],
  ['no names', () => NamespaceSelection.named(), 'NamespaceSelection.named'],
  ['a name that is undefined', () => NamespaceSelection.named(undefined as unknown as string), 'NamespaceSelection.named names[0]'],
  ['no values', () => LabelExpression.in('a', []), 'LabelExpression.in'],
  ['no values to leave out', () => LabelExpression.notIn('a', []), 'LabelExpression.notIn'],
  ['a value that is undefined', () => LabelExpression.in('a', [undefined as unknown as string]), 'LabelExpression.in values[0]'],
  ['a label value that is undefined', () => PodSelection.labelled({ app: 'x', role: undefined as unknown as string }), 'PodSelection.labels.role'],
  ['a label value that is a number', () => NamespaceSelection.labelled({ team: 1 as unknown as string }), 'NamespaceSelection.labels.team'],
  ['a label that would set a prototype', () => PodSelection.labelled(JSON.parse('{"app":"x","__proto__":"y"}') as { [key: string]: string }), 'PodSelection labels'],
  ['an inherited label', () => PodSelection.labelled(inherited), 'PodSelection labels'],
])('%s: refused, since it would select more', (_, make, field) => {
  expect(problemOf(make)).toMatchObject({ id: 'construct-invalid', field });
});

test('a label that is called like a property of every object is a label', () => {
  expect(written(PodSelection.labelled({ constructor: 'x', toString: 'y' }))).toEqual({ matchLabels: { constructor: 'x', toString: 'y' } });
});

test.each([['a b', 'x'], ['a', 'x y'], ['/a', 'x'], ['a', '-']])('the label %j=%j is refused with construct and field', (key, value) => {
  expect(problemOf(() => written(PodSelection.labelled({ [key]: value })))).toMatchObject({
    id: 'object-invalid', construct: 'prod/shop/policy/Resource', field: expect.stringContaining('spec.podSelector.matchLabels') as string,
  });
});

test.each<[string, () => unknown]>([
  ['0', () => Port.tcp(0)], ['65536', () => Port.udp(65536)], ['NaN', () => Port.tcp(NaN)], ['1.5', () => Port.sctp(1.5)], ['"80"', () => Port.tcp('80' as unknown as number)],
  ['90-80', () => Port.range(90, 80, Protocol.TCP)], ['an empty name', () => Port.named('', Protocol.TCP)], ['a long name', () => Port.named('a'.repeat(16), Protocol.TCP)],
  ['digits as a name', () => Port.named('80', Protocol.TCP)], ['dashes', () => Port.named('a--b', Protocol.TCP)], ['capitals', () => Port.named('HTTP', Protocol.TCP)],
])('the port %s is refused', (_, make) => {
  expect(problemOf(make)).toMatchObject({ id: 'construct-invalid' });
});

test.each([1, 65535])('the port %d is one', port => {
  expect(Port.tcp(port)._entry).toEqual({ port, protocol: 'TCP' });
});

test('a range of one port is that port', () => {
  expect(Port.range(80, 80, Protocol.UDP)._entry).toEqual({ port: 80, protocol: 'UDP' });
});

test('exceptions of a block are a set', () => {
  expect(Peer.ipBlock('10.0.0.0/8', ['10.2.0.0/16', '10.1.0.0/16', '10.2.0.0/16'])._entry).toEqual({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } });
  expect(Peer.ipBlock('10.0.0.0/8', [])._entry).toEqual({ ipBlock: { cidr: '10.0.0.0/8' } });
});
