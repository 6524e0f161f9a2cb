import type { Fields } from '../fields';

/**
 * The keys of the configuration files of k3s and RKE2: the flags of `server` and `agent`. A release has the minor of the Kubernetes
 * that it runs, and so are the releases behind an `@`, of 1.27 to 1.37. Both bring a new flag to all minors that still get patches, so
 * that a key begins with the oldest minor of which some patch has it. Sources of each: docs/host-tables.md.
 */

/** Of both (k3s-io/k3s pkg/cli/cmds; rancher/rke2 pkg/cli/cmds, where copyFlag and hideFlag keep a flag of k3s). */
const BOTH = 'config c debug v vmodule log l alsologtostderr bind-address advertise-address tls-san tls-san-security data-dir d disable-agent '
  + 'cluster-cidr service-cidr cluster-reset cluster-reset-restore-path cluster-dns cluster-domain token t token-file write-kubeconfig o '
  + 'write-kubeconfig-mode write-kubeconfig-group write-kubeconfig-name@37- kube-apiserver-arg etcd-arg kube-scheduler-arg '
  + 'kube-controller-manager-arg kube-cloud-controller-manager-arg datastore-endpoint datastore-cafile datastore-certfile datastore-keyfile '
  + 'disable disable-scheduler disable-cloud-controller disable-kube-proxy disable-apiserver disable-controller-manager disable-etcd '
  + 'etcd-disable-snapshots etcd-snapshot-schedule-cron etcd-snapshot-reconcile-interval@29- etcd-snapshot-retention etcd-snapshot-dir '
  + 'etcd-snapshot-name etcd-snapshot-compress node-name with-node-id node-label node-taint image-credential-provider-bin-dir '
  + 'image-credential-provider-config container-runtime-endpoint disable-default-registry-endpoint nonroot-devices@28- embedded-registry '
  + 'supervisor-metrics pause-image default-runtime private-registry system-default-registry node-ip i node-external-ip node-internal-dns@28- '
  + 'node-external-dns@28- resolv-conf multi-cluster-cidr@-28 egress-selector-mode kubelet-arg kube-proxy-arg agent-token agent-token-file '
  + 'server s secrets-encryption secrets-encryption-provider@30- protect-kernel-defaults snapshotter selinux lb-server-port '
  + 'service-node-port-range etcd-expose-metrics airgap-extra-registry etcd-s3 etcd-s3-access-key etcd-s3-bucket '
  + 'etcd-s3-bucket-lookup-type@30- etcd-s3-config-secret etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-folder etcd-s3-insecure etcd-s3-proxy '
  + 'etcd-s3-region etcd-s3-retention@31- etcd-s3-secret-key etcd-s3-session-token@29- etcd-s3-skip-ssl-verify etcd-s3-timeout helm-job-image '
  + 'enable-pprof servicelb-namespace';

/** Of k3s alone: RKE2 drops these flags (dropFlag), or never had them. */
const K3S = 'https-listen-port supervisor-port apiserver-port apiserver-bind-address advertise-port cluster-init flannel-backend vpn-auth '
  + 'vpn-auth-file kube-controller-arg kube-cloud-controller-arg kine-tls default-local-storage-path disable-network-policy '
  + 'disable-apiserver-lb docker image-service-endpoint flannel-iface flannel-conf flannel-cni-conf flannel-ipv6-masq flannel-external-ip '
  + 'rootless prefer-bundled-bin disable-helm-controller no-flannel@-25 no-deploy@-25 disable-selinux@-25 cluster-secret@-25';

/** Of RKE2's static pods. */
const COMPONENTS = ['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'kube-proxy', 'etcd', 'cloud-controller-manager'];

/** Of RKE2 alone (root.go, server.go). */
const RKE2 = 'profile audit-policy-file pod-security-admission-config-file cni ingress-controller enable-servicelb control-plane-resource-requests '
  + 'control-plane-resource-limits control-plane-probe-configuration cloud-provider-name cloud-provider-config kubelet-path runtime-image '
  + 'kube-apiserver-image kube-controller-manager-image cloud-controller-manager-image kube-proxy-image kube-scheduler-image etcd-image '
  + 'node-name-from-cloud-provider-metadata@29-';

export const RANCHER_FIELDS: Fields = {
  k3s: `${BOTH} ${K3S}`,
  rke2: [BOTH, RKE2, ...COMPONENTS.flatMap(each => [`${each}-extra-mount`, `${each}-extra-env`])].join(' '),
};
