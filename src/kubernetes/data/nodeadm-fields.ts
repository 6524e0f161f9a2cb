import type { Fields } from '../fields';

/**
 * The fields of nodeadm's NodeConfig (`node.eks.aws/v1alpha1`). nodeadm has no releases of its own: an image of a minor of Kubernetes
 * holds the nodeadm of the day on which it was built, and no more are built when EKS no longer supports the minor. A field that is
 * younger than the last image of a minor begins with the minor after it. Sources: docs/host-tables.md.
 */
export const NODEADM_FIELDS: Fields = {
  NodeConfigSpec: 'cluster:Cluster containerd:Containerd instance:Instance kubelet:Kubelet featureGates',
  Cluster: 'name apiServerEndpoint certificateAuthority cidr enableOutpost=bool id',
  Containerd: 'config baseRuntimeSpec',
  Instance: 'localStorage:LocalStorage environment',
  LocalStorage: 'strategy mountPath disabledMounts',
  Kubelet: 'config flags maxPodsExpression@28-',
};

/** What grows with the images, so that only slips of known names are told. */
export const NODEADM_OPEN = /^(Instance|LocalStorage)$/;
