import { AllowedTraffic, type Cluster, IsolatedDatabase, KubernetesResource, Peer, Port, ReadOnlyRole, SecuredNamespace, Subject } from 'cdk8s-bulwark';
import { Workload } from './workload';

/** A namespace that starts closed: Pod Security "restricted", no traffic but name resolution, no tokens. */
export function addShop(cluster: Cluster): void {
  const shop = new SecuredNamespace(cluster, 'shop');
  const web = new Workload(shop, 'web', { kind: 'Deployment', image: 'registry.example/shop/web:1.0', port: 8080 });
  const orders = new Workload(shop, 'orders-db', { kind: 'StatefulSet', image: 'registry.example/postgres:17.2', port: 5432 });

  // The database talks to its client alone; that nobody goes around it is proved, too.
  new IsolatedDatabase(shop, 'orders', { pods: orders, clients: [web] });
  // Whoever uses the shop comes through the ingress controller of the network 10.0.0.0/16.
  new AllowedTraffic(shop, 'visitors', { from: Peer.ipBlock('10.0.0.0/16'), to: web, ports: [Port.tcp(8080)] });

  new ReadOnlyRole(shop, 'viewer', {
    resources: [KubernetesResource.PODS, KubernetesResource.PODS_LOG, KubernetesResource.DEPLOYMENTS],
    subjects: [Subject.group('team-shop')],
  });
}
