import { sortedFlags, withoutEmpty, controlPlaneFiles, joined, type Rendered } from './rendered';
import { registryServer } from '../../kubernetes/containerd';
import { parseManifests } from '../../manifests/read';
import { writeManifest } from '../../manifests/write';
import type { ControlPlaneModel } from '../hosts-model';
import type { ClusterModel } from '../model';

/** Variables of kubespray for flags that it sets itself (roles/kubernetes/control-plane/defaults). */
const AUDIT: ReadonlyMap<string, string> = new Map([
  ['audit-policy-file', 'audit_policy_file'],
  ['audit-log-path', 'audit_log_path'],
  ['audit-log-maxage', 'audit_log_maxage'],
  ['audit-log-maxbackup', 'audit_log_maxbackups'],
  ['audit-log-maxsize', 'audit_log_maxsize'],
]);

/** Variables for the inventory. kubespray writes the audit policy itself, from rules alone. */
export function renderKubespray(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const { rules, rest } = auditRules(controlPlane);
  const flags = sortedFlags(controlPlane.apiServerFlags);
  const variables = withoutEmpty({
    ...rules === undefined ? {} : { kubernetes_audit: true, audit_policy_custom_rules: rules },
    ...Object.fromEntries(flags.flatMap(([flag, value]) => AUDIT.has(flag) ? [[AUDIT.get(flag)!, /^\d+$/.test(value) ? Number(value) : value]] : [])),
    kube_kubeadm_apiserver_extra_args: Object.fromEntries(flags.filter(([flag]) => !AUDIT.has(flag))),
    kube_kubeadm_controller_extra_args: Object.fromEntries(sortedFlags(controlPlane.controllerManagerFlags)),
    apiserver_extra_volumes: controlPlane.mounts.filter(({ path }) => !isAuditFolder(controlPlane, path))
      .map(({ name, path, readOnly }) => ({ name, hostPath: path, mountPath: path, readOnly })),
    ...kubeletVariables(kubelet),
    containerd_use_systemd_cgroup: containerd.settings.systemdCgroup,
    containerd_enable_unprivileged_ports: containerd.settings.enableUnprivilegedPorts,
    containerd_enable_unprivileged_icmp: containerd.settings.enableUnprivilegedIcmp,
    containerd_additional_runtimes: Object.entries(containerd.handlers).map(([name, { type, configPath }]) => ({
      name, type, engine: '', root: '', options: withoutEmpty({ ConfigPath: configPath }),
    })),
    containerd_registries_mirrors: Object.entries(containerd.registryHosts).map(([prefix, { server, mirrors }]) => ({
      prefix,
      server: server ?? registryServer(prefix),
      mirrors: mirrors.map(({ url, capabilities }) => ({ host: url, capabilities: [...capabilities], skip_verify: false })),
    })),
  });
  const own: Rendered = Object.keys(variables).length === 0 ? { files: new Map(), where: [] } : {
    files: new Map([['group_vars/k8s_cluster/bulwark.yml', writeManifest(variables)]]),
    where: ['- `group_vars/k8s_cluster/bulwark.yml`: goes to the same path of your inventory; then run `cluster.yml`.'],
  };
  return joined(own, controlPlaneFiles(rest));
}

/** Fields that its template writes have variables of their own: a second time in `kubelet_config_extra_args` they would stand twice. */
const KUBELET: ReadonlyMap<string, string> = new Map([
  ['authentication.webhook.enabled', 'kubelet_authentication_token_webhook'],
  ['eventRecordQPS', 'kubelet_event_record_qps'],
  ['makeIPTablesUtilChains', 'kubelet_make_iptables_util_chains'],
  ['protectKernelDefaults', 'kubelet_protect_kernel_defaults'],
  ['readOnlyPort', 'kube_read_only_port'],
  ['rotateCertificates', 'kubelet_rotate_certificates'],
  ['seccompDefault', 'kubelet_seccomp_default'],
  ['serverTLSBootstrap', 'kubelet_rotate_server_certificates'],
  ['streamingConnectionIdleTimeout', 'kubelet_streaming_connection_idle_timeout'],
  ['tlsCipherSuites', 'tls_cipher_suites'],
  ['tlsMinVersion', 'tls_min_version'],
]);

function kubeletVariables({ authentication, authorization, ...fields }: Readonly<Record<string, unknown>>): object {
  const webhook = (authentication as { webhook?: { enabled?: boolean } } | undefined)?.webhook?.enabled;
  const all: Record<string, unknown> = { ...fields, 'authentication.webhook.enabled': webhook };
  const mode = (authorization as { mode?: string } | undefined)?.mode;
  return {
    ...Object.fromEntries(Object.entries(all).flatMap(([field, value]) => KUBELET.has(field) ? [[KUBELET.get(field)!, value]] : [])),
    kubelet_authorization_mode_webhook: mode === undefined ? undefined : mode === 'Webhook',
    kubelet_config_extra_args: Object.fromEntries(Object.entries(all).filter(([field, value]) => !KUBELET.has(field) && value !== undefined)),
  };
}

/** kubespray mounts the folders of its own audit settings by itself. */
function isAuditFolder({ apiServerFlags }: ControlPlaneModel, path: string): boolean {
  return sortedFlags(apiServerFlags).some(([flag, value]) => AUDIT.has(flag) && value.startsWith(`${path}/`));
}

type Rule = Readonly<Record<string, unknown>>;

interface Policy {
  readonly rules: readonly Rule[];
  readonly omitStages?: readonly string[];
  readonly omitManagedFields?: boolean;
}

/** The rules of the policy as text. What the policy says for all of them is said in each: kubespray writes its own head. */
function auditRules({ apiServerFlags, files }: ControlPlaneModel): { rules?: string; rest: ControlPlaneModel['files'] } {
  const file = files.find(({ path }) => path === apiServerFlags['audit-policy-file']);
  if (file === undefined) {
    return { rest: files };
  }
  const policy = parseManifests(file.content, file.path).manifests[0]!.object as unknown as Policy;
  const { omitStages = [], omitManagedFields } = policy;
  const rules = policy.rules.map(rule => withoutEmpty({
    ...rule,
    omitStages: [...new Set([...omitStages, ...rule.omitStages as string[] | undefined ?? []])].sort(),
    omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
  }));
  return { rules: rules.map(listItem).join(''), rest: files.filter(each => each !== file) };
}

function listItem(rule: Rule): string {
  return writeManifest(rule).trimEnd().split('\n').map((line, index) => `${index === 0 ? '- ' : '  '}${line}\n`).join('');
}
