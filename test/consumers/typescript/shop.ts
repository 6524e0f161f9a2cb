import { join } from 'node:path';
import { Duration, Include } from 'cdk8s';
import {
  AccessRole, Acknowledgements, AuditBaseline, AuditProfile, Cluster, ClusterTarget, DatabaseEngine, Guarantee, Guarantees, HardenedCronJob,
  IsolatedDatabase, KubeletCertificateRotation, KubernetesResource, Peer, PodSecurityLevel, PolicyApp, Port, Protocol, ReadOnlyRole, SecuredNamespace,
  Subject, TrafficPolicy, Verb,
} from 'cdk8s-bulwark';

/** The shop of test/consumers, in each of the four languages: the folder with its workloads is the first argument. */
const workloads = process.argv[2]!;

const app = new PolicyApp({ name: 'shop' });
const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
new AuditBaseline(prod, 'audit', { profile: AuditProfile.CIS });
new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime: Duration.days(30) });

const shop = new SecuredNamespace(prod, 'shop', {
  labels: { team: 'shop' },
  podSecurity: PodSecurityLevel.RESTRICTED,
  quota: { pods: 20, memoryLimits: '16Gi' },
  containerDefaults: { cpuRequest: '50m', cpuLimit: '1', memoryRequest: '64Mi', memoryLimit: '512Mi' },
  readers: [Subject.group('team-shop')],
});
const web = new Include(shop, 'web', { url: join(workloads, 'web.yaml') });
const orders = new Include(shop, 'orders-db', { url: join(workloads, 'orders-db.yaml') });

new ReadOnlyRole(shop, 'pod-reader', {
  resources: [KubernetesResource.PODS, KubernetesResource.PODS_LOG],
  subjects: [Subject.user('jane')],
});
const restarter = new AccessRole(shop, 'restarter', {
  rules: [{ verbs: [Verb.GET, Verb.PATCH], resources: [KubernetesResource.DEPLOYMENTS], names: ['web'] }],
  subjects: [Subject.group('on-call')],
});
Acknowledgements.of(restarter).add({
  ids: ['access-workload-create'],
  reason: 'kubectl rollout restart patches the template of its pods',
  expires: '2099-12-31',
});

new TrafficPolicy(shop, 'customers', {
  pods: web,
  ingress: [{ from: [Peer.ipBlock('10.0.0.0/8', ['10.1.0.0/16'])], ports: [Port.range(8080, 8081, Protocol.TCP)] }],
});
new IsolatedDatabase(shop, 'orders', {
  pods: orders,
  engine: DatabaseEngine.POSTGRESQL,
  clients: [web],
  operators: [Subject.group('on-call'), Subject.serviceAccount('shop', 'operator')],
});
const backup = new HardenedCronJob(shop, 'backup', {
  schedule: '0 3 * * *',
  container: {
    image: 'backup:1',
    args: ['--all'],
    environment: { TARGET: 's3://orders' },
    runAsUser: 1000,
    resources: { cpuRequest: '100m', cpuLimit: '500m', memoryRequest: '128Mi', memoryLimit: '256Mi' },
  },
  activeDeadline: Duration.minutes(30),
  egress: [{ to: [Peer.ipBlock('203.0.113.0/24')], ports: [Port.tcp(443)] }],
});
Guarantees.of(backup).add(Guarantee.cannot({
  subjects: [Subject.user('jane')],
  verbs: [Verb.DELETE],
  resource: KubernetesResource.CRON_JOBS,
  namespace: 'shop',
}));

app.synth();
