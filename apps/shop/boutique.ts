import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { SERVICES, TEAMS, addressOf, type ShopService } from './services';
import {
  AccessRole, Acknowledgements, AllowedTraffic, AuditBaseline, Cluster, DatabaseEngine, IsolatedDatabase, KubernetesResource, Peer, ReadOnlyRole,
  SecuredNamespace, Subject, Verb,
} from 'cdk8s-bulwark';

/** How one cluster runs the shop. */
export interface BoutiqueProps {
  readonly replicas: number;
  /** Simulated customers. */
  readonly users: number;
}

/** The Redis that holds the carts of all customers. */
const STORE = 'redis-cart';

/** Puts the whole shop into a cluster: a namespace a team, every flow of the call graph opened and nothing else. */
export function addBoutique(cluster: Cluster, props: BoutiqueProps): void {
  const namespaces = new Map(TEAMS.map(team => [team, new SecuredNamespace(cluster, team)]));
  const workloads = new Map(SERVICES.map(service => [service.name, addWorkload(namespaces.get(service.team)!, service, props)]));

  const workload = (name: string) => workloads.get(name)!;
  for (const { name, team, calls } of SERVICES) {
    for (const callee of Object.keys(calls ?? {}).filter(each => each !== STORE)) {
      new AllowedTraffic(namespaces.get(team)!, `${name}-to-${callee}`, { from: workload(name), to: workload(callee) });
    }
  }
  // Customers come through the load balancer, whose addresses only the cloud knows.
  new AllowedTraffic(namespaces.get('storefront')!, 'customers', { from: Peer.anywhere(), to: workload('frontend') });
  new IsolatedDatabase(namespaces.get('cart')!, 'cart-store', {
    pods: workload(STORE),
    engine: DatabaseEngine.REDIS,
    clients: [workload('cartservice')],
    operators: [Subject.group('team-cart-on-call')],
  });

  for (const [team, namespace] of namespaces) {
    new ReadOnlyRole(namespace, 'viewer', {
      resources: [
        KubernetesResource.PODS, KubernetesResource.PODS_LOG, KubernetesResource.SERVICES, KubernetesResource.EVENTS,
        KubernetesResource.DEPLOYMENTS, KubernetesResource.REPLICA_SETS, KubernetesResource.NETWORK_POLICIES,
      ],
      subjects: [Subject.group(`team-${team}`)],
    });
  }
  const restarter = new AccessRole(namespaces.get('cart')!, 'restarter', {
    rules: [{ verbs: [Verb.GET, Verb.PATCH], resources: [KubernetesResource.DEPLOYMENTS], names: [STORE] }],
    subjects: [Subject.group('team-cart-on-call')],
  });
  Acknowledgements.of(restarter).add({
    ids: ['access-workload-create'],
    reason: 'kubectl rollout restart patches the pod template; the namespace has no privileged service account',
  });
  new AuditBaseline(cluster, 'audit');
  new ReadOnlyRole(cluster, 'auditor', {
    clusterWide: true,
    resources: [KubernetesResource.NAMESPACES, KubernetesResource.NETWORK_POLICIES, KubernetesResource.ROLES, KubernetesResource.ROLE_BINDINGS],
    subjects: [Subject.group('security')],
  });
}

function addWorkload(namespace: SecuredNamespace, service: ShopService, props: BoutiqueProps): kplus.Deployment {
  const { name, containerPort } = service;
  const isRedis = name === STORE;
  const deployment = new kplus.Deployment(namespace, name, {
    // The cart lives in one Redis, and one load generator is enough.
    replicas: isRedis || name === 'loadgenerator' ? 1 : props.replicas,
    securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
    containers: [{
      name: isRedis ? 'redis' : 'server',
      image: service.image ?? `us-central1-docker.pkg.dev/google-samples/microservices-demo/${name}:v0.10.4`,
      portNumber: containerPort,
      envVariables: Object.fromEntries(Object.entries(environmentOf(service, props)).map(([key, value]) => [key, kplus.EnvValue.fromValue(value)])),
      resources: {
        cpu: { request: kplus.Cpu.millis(service.cpu[0]), limit: kplus.Cpu.millis(service.cpu[1]) },
        memory: { request: Size.mebibytes(service.memory[0]), limit: Size.mebibytes(service.memory[1]) },
      },
      readiness: probeOf(service),
      liveness: probeOf(service),
      volumeMounts: isRedis ? [{ path: '/data', volume: kplus.Volume.fromEmptyDir(namespace, 'redis-data', 'redis-data') }] : undefined,
    }],
  });
  if (containerPort !== undefined) {
    const ports = [{ name: isRedis ? 'tcp-redis' : name === 'frontend' ? 'http' : 'grpc', port: service.servicePort ?? containerPort, targetPort: containerPort }];
    deployment.exposeViaService({ name, ports });
    if (name === 'frontend') {
      new kplus.Service(namespace, 'frontend-external', { type: kplus.ServiceType.LOAD_BALANCER, selector: deployment, ports });
    }
  }
  return deployment;
}

function environmentOf(service: ShopService, props: BoutiqueProps): Record<string, string> {
  return {
    ...(service.containerPort === undefined || service.name === 'redis-cart' ? {} : { PORT: String(service.containerPort) }),
    ...Object.fromEntries(Object.entries(service.calls ?? {}).map(([callee, variable]) => [variable, addressOf(callee)])),
    ...service.env,
    ...(service.name === 'loadgenerator' ? { USERS: String(props.users) } : {}),
  };
}

function probeOf(service: ShopService): kplus.Probe | undefined {
  if (service.containerPort === undefined) {
    return undefined;
  }
  return service.name === 'frontend'
    ? kplus.Probe.fromHttpGet('/_healthz', { port: service.containerPort })
    : kplus.Probe.fromTcpSocket({ port: service.containerPort });
}
