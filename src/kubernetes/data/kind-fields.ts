import type { Fields } from '../fields';

/**
 * The fields of kind's configuration (`kind.x-k8s.io/v1alpha4`).
 * test/cluster/write-host-fields.ts reads them from Go; how they are written is told in ../fields.ts.
 */

/**
 * From:
 * sigs.k8s.io/kind v0.20.0 and v0.33.0: pkg/apis/config/v1alpha4
 */
export const KIND_FIELDS: Fields = {
  Cluster: 'kind apiVersion name nodes:[]Node networking:Networking featureGates runtimeConfig kubeadmConfigPatches '
    + 'kubeadmConfigPatchesJSON6902:[]PatchJSON6902 containerdConfigPatches containerdConfigPatchesJSON6902',
  Networking: 'ipFamily apiServerPort=int apiServerAddress podSubnet serviceSubnet disableDefaultCNI=bool kubeProxyMode dnsSearch',
  Node: 'role image labels extraMounts:[]Mount extraPortMappings:[]PortMapping kubeadmConfigPatches '
    + 'kubeadmConfigPatchesJSON6902:[]PatchJSON6902',
  Mount: 'containerPath hostPath readOnly=bool selinuxRelabel=bool propagation',
  PatchJSON6902: 'group version kind patch',
  PortMapping: 'containerPort=int hostPort=int listenAddress protocol',
};
