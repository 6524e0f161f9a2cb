import { ClusterTarget, PolicyApp, Cluster, type ServingCertificateApproverProps } from 'cdk8s-bulwark';

type Factory = 'kubeadm' | 'kind' | 'k3s' | 'rke2' | 'talos' | 'kops' | 'kubespray' | 'clusterApi' | 'k0s' | 'minikube' | 'eks' | 'gke' | 'aks' | 'generic';

/** A cluster of a distribution, alone in an app. */
export function clusterOn(distribution: string, kubernetes = '1.36'): Cluster {
  return new Cluster(new PolicyApp({ name: 'small' }), 'prod', { target: ClusterTarget[distribution as Factory]({ kubernetes }) });
}

/** An approver for nodes of one block. */
export const APPROVER: ServingCertificateApproverProps = {
  image: `ghcr.io/postfinance/kubelet-csr-approver@sha256:${'a'.repeat(64)}`, nodeNames: '^node-[0-9]+$', nodeAddresses: ['10.0.0.0/16'],
};
