import type { Fields } from '../fields';

/**
 * The fields of containerd's configuration: the file (`Config`), and the tables of its CRI plugins.
 * test/cluster/write-host-fields.ts reads them from Go; how they are written is told in ../fields.ts.
 */

/**
 * From:
 * github.com/containerd/containerd v1.7.28: services/server/config
 * github.com/containerd/containerd v1.7.28: pkg/cri/config
 */
export const CONTAINERD_V2: Fields = {
  Config: 'version=int root state temp plugin_dir grpc:GRPCConfig ttrpc:TTRPCConfig debug:Debug metrics:MetricsConfig '
    + 'disabled_plugins required_plugins plugins oom_score=int cgroup:CgroupConfig proxy_plugins:{}ProxyPlugin timeouts imports '
    + 'stream_processors:{}StreamProcessor',
  CgroupConfig: 'path',
  Debug: 'address uid=int gid=int level format',
  GRPCConfig: 'address tcp_address tcp_tls_ca tcp_tls_cert tcp_tls_key uid=int gid=int max_recv_message_size=int '
    + 'max_send_message_size=int',
  MetricsConfig: 'address grpc_histogram=bool',
  ProxyPlugin: 'type address platform exports capabilities',
  StreamProcessor: 'accepts returns path args env',
  TTRPCConfig: 'address uid=int gid=int',
  PluginConfig: 'containerd:ContainerdConfig cni:CniConfig registry:Registry image_decryption:ImageDecryption disable_tcp_service=bool '
    + 'stream_server_address stream_server_port stream_idle_timeout enable_selinux=bool selinux_category_range=int sandbox_image '
    + 'stats_collect_period=int systemd_cgroup=bool enable_tls_streaming=bool x509_key_pair_streaming:X509KeyPairStreaming '
    + 'max_container_log_line_size=int disable_cgroup=bool disable_apparmor=bool restrict_oom_score_adj=bool '
    + 'max_concurrent_downloads=int disable_proc_mount=bool unset_seccomp_profile tolerate_missing_hugetlb_controller=bool '
    + 'disable_hugetlb_controller=bool device_ownership_from_security_context=bool ignore_image_defined_volumes=bool '
    + 'netns_mounts_under_state_dir=bool enable_unprivileged_ports=bool enable_unprivileged_icmp=bool enable_cdi=bool '
    + 'cdi_spec_dirs image_pull_progress_timeout drain_exec_sync_io_timeout image_pull_with_sync_fs=bool '
    + 'ignore_deprecation_warnings',
  CniConfig: 'bin_dir conf_dir max_conf_num=int setup_serially=bool conf_template ip_pref',
  ContainerdConfig: 'snapshotter default_runtime_name default_runtime:Runtime untrusted_workload_runtime:Runtime runtimes:{}Runtime '
    + 'no_pivot=bool disable_snapshot_annotations=bool discard_unpacked_layers=bool ignore_blockio_not_enabled_errors=bool '
    + 'ignore_rdt_not_enabled_errors=bool',
  Runtime: 'runtime_type runtime_path runtime_engine pod_annotations container_annotations runtime_root options '
    + 'privileged_without_host_devices=bool privileged_without_host_devices_all_devices_allowed=bool base_runtime_spec '
    + 'cni_conf_dir cni_max_conf_num=int snapshotter sandbox_mode',
  ImageDecryption: 'key_model',
  Registry: 'config_path mirrors:{}Mirror configs:{}RegistryConfig auths:{}AuthConfig headers',
  AuthConfig: 'username password auth identitytoken',
  Mirror: 'endpoint',
  RegistryConfig: 'auth:AuthConfig tls:TLSConfig',
  TLSConfig: 'insecure_skip_verify=bool ca_file cert_file key_file',
  X509KeyPairStreaming: 'tls_cert_file tls_key_file',
};

/**
 * From:
 * github.com/containerd/containerd/v2 v2.0.5 and v2.4.2: cmd/containerd/server/config
 * github.com/containerd/containerd/v2 v2.0.5 and v2.4.2: internal/cri/config
 */
export const CONTAINERD_V3: Fields = {
  Config: 'version=int root state temp plugin_dir grpc:GRPCConfig ttrpc:TTRPCConfig debug:Debug metrics:MetricsConfig '
    + 'disabled_plugins required_plugins plugins oom_score=int cgroup:CgroupConfig proxy_plugins:{}ProxyPlugin timeouts imports '
    + 'stream_processors:{}StreamProcessor',
  CgroupConfig: 'path',
  Debug: 'address uid=int gid=int level format log_trace_id=bool',
  GRPCConfig: 'address tcp_address tcp_tls_ca tcp_tls_cert tcp_tls_key uid=int gid=int max_recv_message_size=int '
    + 'max_send_message_size=int tcp_tls_common_name',
  MetricsConfig: 'address grpc_histogram=bool',
  ProxyPlugin: 'type address platform exports capabilities',
  StreamProcessor: 'accepts returns path args env',
  TTRPCConfig: 'address uid=int gid=int',
  RuntimeConfig: 'containerd:ContainerdConfig cni:CniConfig enable_selinux=bool selinux_category_range=int max_container_log_line_size=int '
    + 'disable_apparmor=bool restrict_oom_score_adj=bool disable_proc_mount=bool unset_seccomp_profile '
    + 'tolerate_missing_hugetlb_controller=bool disable_hugetlb_controller=bool device_ownership_from_security_context=bool '
    + 'ignore_image_defined_volumes=bool netns_mounts_under_state_dir=bool enable_unprivileged_ports=bool '
    + 'enable_unprivileged_icmp=bool enable_cdi=bool cdi_spec_dirs drain_exec_sync_io_timeout ignore_deprecation_warnings '
    + 'stats_collect_period stats_retention_period enable_criu=bool',
  CniConfig: 'bin_dir conf_dir max_conf_num=int setup_serially=bool conf_template ip_pref use_internal_loopback=bool bin_dirs',
  ContainerdConfig: 'default_runtime_name runtimes:{}Runtime ignore_blockio_not_enabled_errors=bool ignore_rdt_not_enabled_errors=bool',
  Runtime: 'runtime_type runtime_path pod_annotations container_annotations options privileged_without_host_devices=bool '
    + 'privileged_without_host_devices_all_devices_allowed=bool base_runtime_spec cni_conf_dir cni_max_conf_num=int snapshotter '
    + 'sandboxer io_type cgroup_writable=bool disable_pause_image_pull=bool',
  ImageConfig: 'snapshotter disable_snapshot_annotations=bool discard_unpacked_layers=bool pinned_images '
    + 'runtime_platforms:{}ImagePlatform registry:Registry image_decryption:ImageDecryption max_concurrent_downloads=int '
    + 'image_pull_progress_timeout image_pull_with_sync_fs=bool stats_collect_period=int concurrent_layer_fetch_buffer=int '
    + 'use_local_image_pull=bool',
  ImageDecryption: 'key_model',
  ImagePlatform: 'platform snapshotter',
  Registry: 'config_path mirrors:{}Mirror configs:{}RegistryConfig auths:{}AuthConfig headers',
  AuthConfig: 'username password auth identitytoken',
  Mirror: 'endpoint',
  RegistryConfig: 'auth:AuthConfig',
  ServerConfig: 'disable_tcp_service=bool stream_server_address stream_server_port stream_idle_timeout enable_tls_streaming=bool '
    + 'x509_key_pair_streaming:X509KeyPairStreaming',
  X509KeyPairStreaming: 'tls_cert_file tls_key_file',
};

/**
 * From:
 * github.com/containerd/containerd/v2 v2.0.5 and v2.4.2: core/remotes/docker/config
 */
export const REGISTRY_HOSTS: Fields = {
  hostFileConfig: 'capabilities ca client skip_verify=bool header override_path=bool dial_timeout',
};
