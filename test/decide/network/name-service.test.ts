import { nameServiceConnections, nameServiceOf } from '../../../src/decide/network/name-service';
import { portsWords } from '../../../src/decide/network/words';
import { networkOf } from '../../../src/engine/network';
import { endWords } from '../../../src/report/map/view';

const pod = (name: string, namespace: string, labels: object = { app: name }) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec: { containers: [{ name: 'a', image: 'a' }] } });
const policy = (namespace: string, name: string, spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec });
const deny = (namespace: string, direction: string) => policy(namespace, `deny-${direction.toLowerCase()}`, { podSelector: {}, policyTypes: [direction] });
const egress = (...rules: object[]) => policy('shop', 'names', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: rules });
const DNS = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
const PORTS = [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }];

function told(objects: object[], options: Parameters<typeof nameServiceConnections>[1] = {}): string[] {
  const { index } = networkOf({ objects: objects.map(object => ({ object: object as never })) });
  return nameServiceConnections(index, options).map(({ from, to, ports, partly }) =>
    `${endWords(from)} -> ${endWords(to).slice(0, 12)}: ${portsWords(ports)}${partly ? ' in part' : ''}`);
}

test.each<[law: string, objects: object[], expected: string[]]>([
  ['what nothing isolates may ask for names', [], ['Pod shop/web -> name service: TCP 53, UDP 53']],
  ['what may open no connection may not', [deny('shop', 'Egress')], []],
  ['a rule for its pods and ports opens it', [egress({ to: [DNS], ports: PORTS })], ['Pod shop/web -> name service: TCP 53, UDP 53']],
  ['a rule for one protocol opens that one', [egress({ to: [DNS], ports: PORTS.slice(1) })], ['Pod shop/web -> name service: UDP 53']],
  ['a rule for port 53 of everything opens it', [egress({ ports: PORTS })], ['Pod shop/web -> name service: TCP 53, UDP 53']],
  ['a rule that names its ports as CoreDNS does opens it', [egress({ to: [DNS], ports: [{ port: 'dns', protocol: 'UDP' }] })], ['Pod shop/web -> name service: UDP 53']],
  ['other ports of it do not', [egress({ to: [DNS], ports: [{ port: 9153 }] })], []],
  ['pods of that label elsewhere are others', [egress({ to: [{ podSelector: DNS.podSelector }], ports: PORTS })], []],
  ['addresses are others', [egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: PORTS })], []],
  ['a policy about its own namespace counts', [deny('kube-system', 'Ingress')], []],
  ['it is an end like all others where its pods are among the manifests', [pod('coredns', 'kube-system', { 'k8s-app': 'kube-dns' })], []],
])('%s', (_, objects, expected) => {
  expect(told([pod('web', 'shop'), ...objects])).toEqual(expected);
});

test('the options of a map count: it is a place outside, to which alone something is sent', () => {
  const objects = [pod('web', 'shop'), pod('db', 'shop'), pod('ci', 'tools'), deny('shop', 'Egress'), egress({ to: [DNS], ports: PORTS })];
  expect(told(objects, { outside: 'none' })).toEqual([]);
  expect(told(objects, { direction: 'Ingress' })).toEqual([]);
  expect(told(objects, { ports: [{ protocol: 'TCP', first: 1, last: 100 }] })).toEqual(['Pod shop/web -> name service: TCP 53', 'Pod tools/ci -> name service: TCP 53']);
  expect(told(objects, { by: 'namespace' })).toEqual(['namespace shop -> name service: TCP 53, UDP 53 in part', 'namespace tools -> name service: TCP 53, UDP 53']);
  expect(told(objects, { only: end => end.type === 'workload' && end.namespace === 'tools' })).toEqual(['Pod tools/ci -> name service: TCP 53, UDP 53']);
});

test('labels that its namespace is declared to have count', () => {
  const named = { namespaceSelector: { matchLabels: { name: 'kube-system' } }, podSelector: DNS.podSelector };
  const objects = [pod('web', 'shop'), egress({ to: [named], ports: PORTS })];
  expect(told(objects)).toEqual([]);
  expect(told([...objects, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', labels: { name: 'kube-system' } } }])).toHaveLength(1);
});

test('the model stays as it was, and knows the namespace only for this question', () => {
  const { model } = networkOf({ objects: [{ object: pod('web', 'shop') as never }] });
  expect(nameServiceOf(model)!.model.namespaces.has('kube-system')).toBe(true);
  expect(model.namespaces.has('kube-system')).toBe(false);
});
