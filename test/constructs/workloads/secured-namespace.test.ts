import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { labelsIn, modelsIn, only, problemOf, small } from '../support';
import { PodSecurityLevel, SecuredNamespace, type SecuredNamespaceProps } from 'cdk8s-bulwark';

function policies(props: SecuredNamespaceProps): string[] {
  return labelsIn(small('1.34', props).prod);
}

test.each([['1.27', 'v1.27'], ['1.34.2', 'v1.34'], ['1.37', 'v1.37']])('Pod Security is pinned to the target: %s', (kubernetes, version) => {
  expect(only(small(kubernetes, {}).prod, 'Namespace')).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'shop',
      labels: Object.fromEntries(['audit', 'enforce', 'warn'].flatMap(mode => [
        [`pod-security.kubernetes.io/${mode}`, 'restricted'], [`pod-security.kubernetes.io/${mode}-version`, version],
      ])),
    },
  });
});

test('a lower level is enforced as it is named; privileged leaves no label', () => {
  expect(only(small('1.34', { podSecurity: PodSecurityLevel.BASELINE }).prod, 'Namespace').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'baseline' });
  expect(only(small('1.34', { podSecurity: PodSecurityLevel.PRIVILEGED, labels: { team: '' } }).prod, 'Namespace').metadata.labels).toEqual({ team: '' });
});

test('by default it is closed but for name resolution', () => {
  const account = 'ServiceAccount shop/default';
  expect(policies({})).toEqual(['NetworkPolicy shop/allow-dns', 'NetworkPolicy shop/default-deny', account]);
  expect(policies({ dns: false })).toEqual(['NetworkPolicy shop/default-deny', account]);
  expect(policies({ defaultDeny: false })).toEqual([account]);
});

test('default-deny selects every pod, in both directions, and allows nothing', () => {
  expect(only(small('1.34', {}).prod, 'NetworkPolicy', 'default-deny').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('allow-dns opens port 53 of the name service alone, namespace and pods in one peer', () => {
  expect(only(small('1.34', {}).prod, 'NetworkPolicy', 'allow-dns').spec).toEqual({
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{
      to: [{
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      }],
      ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }],
    }],
  });
});

test.each<[string, SecuredNamespaceProps, object]>([
  ['dns without isolation, which would isolate', { defaultDeny: false, dns: true }, { field: 'dns' }],
  ['a label that contradicts the level', { labels: { 'pod-security.kubernetes.io/warn': 'privileged' } }, { field: 'labels.pod-security.kubernetes.io/warn', value: '"privileged"' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => small('1.34', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop', ...problem });
});

test('the name may differ from the id', () => {
  const { prod } = small();
  const namespace = new SecuredNamespace(prod, 'a', { name: 'team-a', podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  new kplus.ConfigMap(namespace, 'settings');
  expect(namespace.namespaceName).toBe('team-a');
  expect(labelsIn(prod)).toEqual(['ConfigMap team-a/settings']);
});

test('a namespace cannot stand inside another, nor inside a chart that has one', () => {
  const { prod, shop } = small();
  expect(problemOf(() => new SecuredNamespace(shop, 'inner'))).toMatchObject({ construct: 'prod/shop/inner', field: 'scope', value: '"prod/shop"' });
  expect(problemOf(() => new SecuredNamespace(new Chart(prod, 'chart', { namespace: 'x' }), 'inner'))).toMatchObject({ field: 'scope', value: '"prod/chart"' });
});

test('two of one name are an error that names both', () => {
  const { prod } = small();
  new SecuredNamespace(prod, 'other', { name: 'shop', podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'object-duplicate', construct: 'prod/other/Resource', message: expect.stringContaining('prod/shop/Resource') as string });
});

test.each(['Shop', 'a_b', '-a', 'x'.repeat(64), ''])('the name %j is refused with construct, field and value', name => {
  const { prod } = small();
  new SecuredNamespace(prod, 'bad', { name, podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'object-invalid', construct: 'prod/bad/Resource', field: 'metadata.name' });
});

test('workloads inside are hardened and what was filled is listed, unless that is turned off', () => {
  const filled = (props: SecuredNamespaceProps) => {
    const { prod, shop } = small('1.34', { defaultDeny: false, ...props });
    new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }] });
    return modelsIn(prod).find(({ object }) => object.kind === 'Deployment')!.hardened;
  };
  const expected = ['spec.template.spec.securityContext.seccompProfile', 'spec.template.spec.containers[0].securityContext.capabilities.drop'];
  expect(filled({})).toEqual(expected);
  // What baseline does not ask for may keep an image that starts as root from starting.
  expect(filled({ podSecurity: PodSecurityLevel.BASELINE })).toEqual(expected.slice(0, 1));
  expect(filled({ podSecurity: PodSecurityLevel.PRIVILEGED, harden: true })).toEqual(expected);
  expect(() => filled({ harden: false })).toThrow('workload-refused');
  expect(filled({ podSecurity: PodSecurityLevel.PRIVILEGED })).toBeUndefined();
});

test('workloads outside every SecuredNamespace are left alone', () => {
  const { prod } = small();
  new kplus.Deployment(new Chart(prod, 'chart', { namespace: 'x' }), 'web', { containers: [{ image: 'x' }] });
  expect(modelsIn(prod).find(({ object }) => object.kind === 'Deployment')!.hardened).toBeUndefined();
});
