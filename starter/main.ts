import { Duration } from 'cdk8s';
import { AuditBaseline, Cluster, ClusterTarget, KubeletCertificateRotation, KubernetesResource, PolicyApp, ReadOnlyRole, Subject } from 'cdk8s-bulwark';
import { addShop } from './shop';

const app = new PolicyApp({ name: 'policies' });

// One cluster. Give it the distribution and the minor that yours runs: `npx bulwark targets` lists them.
export const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });

addShop(prod);

// Who looks at everything may change nothing, which `bulwark check` proves over all roles of the cluster.
new ReadOnlyRole(prod, 'auditors', {
  resources: [KubernetesResource.NAMESPACES, KubernetesResource.ROLES, KubernetesResource.ROLE_BINDINGS, KubernetesResource.NETWORK_POLICIES],
  subjects: [Subject.group('security')],
  clusterWide: true,
});

// Every change of access is logged, and no credential ever is.
new AuditBaseline(prod, 'audit');
new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime: Duration.days(30) });

app.synth();
