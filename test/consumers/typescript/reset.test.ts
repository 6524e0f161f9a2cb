import * as bulwark from 'cdk8s-bulwark';

const shop = () => new bulwark.SecuredNamespace(
  new bulwark.Cluster(new bulwark.PolicyApp({ name: 'reset' }), 'prod', { target: bulwark.ClusterTarget.generic({ kubernetes: '1.34' }) }), 'shop');

test('a package that was imported stays one copy when Jest forgets its modules', () => {
  const port = bulwark.Port.tcp(5432);
  jest.resetModules();
  const pods = bulwark.PodSelection.all();
  expect(() => new bulwark.TrafficPolicy(shop(), 'db', { pods, ingress: [{ from: [bulwark.Peer.anywhere()], ports: [port] }] })).not.toThrow();
});

test('a slip is refused in a copy of its own as well', () => {
  jest.resetModules();
  const again = jest.requireActual<typeof bulwark>('cdk8s-bulwark');
  const target = again.ClusterTarget.generic({ kubernetes: '1.34' });
  const cluster = new again.Cluster(new again.PolicyApp({ name: 'slip' }), 'prod', { target });
  const slip = { resources: [again.KubernetesResource.PODS], namespacess: ['a'], namespace: 'a' };
  expect(() => new again.ReadOnlyRole(cluster, 'viewer', slip)).toThrow(/namespacess/);
});
