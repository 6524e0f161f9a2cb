import { App, Chart, Testing } from 'cdk8s';
import { labelsIn, ofKind, only, problemOf, small } from '../support';
import { DefaultDeny, SecuredNamespace } from 'cdk8s-bulwark';

const DNS = [{
  to: [{
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  }],
  ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }],
}];

test('every pod of the namespace is isolated in both directions, and may ask the name service', () => {
  const { prod, shop } = small();
  new DefaultDeny(shop, 'closed');
  expect(only(prod, 'NetworkPolicy', 'closed').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  expect(only(prod, 'NetworkPolicy', 'closed-dns').spec).toEqual({ podSelector: {}, policyTypes: ['Egress'], egress: DNS });
});

test('name resolution can be refused', () => {
  const { prod, shop } = small();
  const { dnsPolicy } = new DefaultDeny(shop, 'closed', { dns: false });
  expect(dnsPolicy).toBeUndefined();
  expect(labelsIn(prod)).toEqual(['NetworkPolicy shop/closed']);
});

test('a SecuredNamespace says the same', () => {
  const { prod, shop } = small();
  new DefaultDeny(shop, 'closed', { name: 'a' });
  new SecuredNamespace(prod, 'other');
  const specs = (namespace: string) => ofKind(prod, 'NetworkPolicy').filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ spec }) => JSON.stringify(spec)).sort();
  expect(specs('shop')).toEqual(specs('other'));
});

test('without a namespace it is refused; in a plain chart, one can be given', () => {
  const chart = new Chart(new App(), 'plain');
  expect(problemOf(() => new DefaultDeny(chart, 'deny'))).toMatchObject({ id: 'construct-invalid', construct: 'plain/deny', field: 'namespace' });
  new DefaultDeny(chart, 'given', { namespace: 'n', name: 'closed' });
  expect((Testing.synth(chart) as Array<{ metadata: object }>).map(({ metadata }) => metadata))
    .toEqual([{ name: 'closed', namespace: 'n' }, { name: 'closed-dns', namespace: 'n' }]);
});

test('a flag that is a text is refused: it would count as true', () => {
  expect(problemOf(() => new DefaultDeny(small().shop, 'deny', { dns: 'false' as never }))).toMatchObject({ field: 'dns' });
});
