/**
 * The examples of an article on the security features of Kubernetes 1.8, under the article's names, for
 * a Kubernetes of today. What has moved on since is said where it has.
 */
import { Duration } from 'cdk8s';
import {
  AuditLevel, AuditPolicy, AuditStage, Cluster, ClusterTarget, KubeletCertificateRotation, KubernetesResource, NamespaceSelection,
  Peer, PodSecurityLevel, PodSelection, PolicyApp, Port, ReadOnlyRole, SecuredNamespace, Subject, TrafficPolicy,
} from 'cdk8s-bulwark';

const app = new PolicyApp();
const cluster = new Cluster(app, 'article', { target: ClusterTarget.kubeadm({ kubernetes: '1.37' }) });

// The article's objects are in the namespace `default`, which has no restrictions of its own there.
const namespace = new SecuredNamespace(cluster, 'default', { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });

// RBAC, stable in 1.8. The API server's `--authorization-mode=RBAC` is kubeadm's `Node,RBAC` today.
new ReadOnlyRole(namespace, 'pod-reader', {
  resources: [KubernetesResource.PODS],
  subjects: [Subject.user('jane')],
  bindingName: 'jane-can-read-pods',
});

// Policies for outbound traffic, beta in 1.8.
new TrafficPolicy(namespace, 'test-network-policy', {
  pods: PodSelection.labelled({ role: 'db' }),
  ingress: [{
    from: [
      Peer.ipBlock('172.17.0.0/16', ['172.17.1.0/24']),
      Peer.namespaces(NamespaceSelection.labelled({ project: 'myproject' })),
      Peer.pods(PodSelection.labelled({ role: 'frontend' })),
    ],
    ports: [Port.tcp(6379)],
  }],
  egress: [{ to: [Peer.ipBlock('10.0.0.0/24')], ports: [Port.tcp(5978)] }],
});

// Advanced auditing, beta in 1.8: `audit.k8s.io/v1beta1` then, `v1` since 1.12.
new AuditPolicy(cluster, 'audit-policy', {
  rules: [
    { level: AuditLevel.REQUEST, resources: [KubernetesResource.PODS] },
    { level: AuditLevel.METADATA, resources: [KubernetesResource.PODS_LOG, KubernetesResource.PODS_STATUS] },
    { level: AuditLevel.METADATA, omitStages: [AuditStage.REQUEST_RECEIVED] },
  ],
});

// Rotation of TLS certificates, beta in 1.8: the gate RotateKubeletClientCertificate is gone, and
// `--experimental-cluster-signing-duration` is `--cluster-signing-duration`.
new KubeletCertificateRotation(cluster, 'kubelet', { certificateLifetime: Duration.days(30) });

app.synth();
