import { containerdPlugins } from './containerd';
import { sortedFlags, withoutEmpty, type Rendered } from './rendered';
import { containerdVersionOf } from '../../kubernetes/containerd';
import { parseManifests } from '../../manifests/read';
import { writeToml } from '../../manifests/toml';
import { writeManifests } from '../../manifests/write';
import type { ControlPlaneModel } from '../hosts-model';
import type { ClusterModel } from '../model';

type Json = Record<string, unknown>;

/**
 * Patches of the machine configuration: one document up to Talos 1.13, separate ones from 1.14 on, where the fields of
 * `machine.kubelet`, `cluster.apiServer` and `cluster.controllerManager` are deprecated and out of the published schema.
 */
export function renderTalos(cluster: ClusterModel): Rendered {
  const hasDocuments = Number(cluster.target.version?.split('.')[1]) >= 14;
  const { machines, controlPlane } = hasDocuments ? documents(cluster) : patch(cluster);
  const files = new Map<string, string>([
    ...machines.length === 0 ? [] : [['machine-patch.yaml', writeManifests(machines)] as const],
    ...controlPlane.length === 0 ? [] : [['control-plane-patch.yaml', writeManifests(controlPlane)] as const],
  ]);
  return {
    files,
    where: [
      ...files.has('machine-patch.yaml') ? ['- `machine-patch.yaml`: for every machine: `talosctl patch machineconfig --patch @machine-patch.yaml`.'] : [],
      ...files.has('control-plane-patch.yaml') ? ['- `control-plane-patch.yaml`: for every control-plane machine, in the same way.'] : [],
      ...hasDocuments && !isPatchKnown(cluster) && files.size > 0
        ? ['- The documents name no image, since the target names no patch release of Kubernetes: they change documents that a machine has already.'] : [],
    ],
  };
}

interface Patches {
  readonly machines: object[];
  readonly controlPlane: object[];
}

/** Talos 1.13 and older: `machine` and `cluster` of one document. */
function patch(cluster: ClusterModel): Patches {
  const { controlPlane, containerd } = cluster.hosts;
  const toml = tomlOf(cluster);
  const mirrors = Object.entries(containerd.registryHosts).map(([host, registry]) => [host, { endpoints: registry.mirrors.map(({ url }) => url) }]);
  const machine = withoutEmpty({
    kubelet: kubeletOf(cluster, 'extraConfig'),
    files: toml === undefined ? undefined : [{ op: 'create', path: '/etc/cri/conf.d/20-customization.part', content: toml }],
    registries: withoutEmpty({ mirrors: Object.fromEntries(mirrors) }),
  });
  const { policy, flags } = auditOf(controlPlane);
  const control = withoutEmpty({
    apiServer: withoutEmpty({ auditPolicy: policy, extraArgs: Object.fromEntries(flags) }),
    controllerManager: withoutEmpty({ extraArgs: Object.fromEntries(sortedFlags(controlPlane.controllerManagerFlags)) }),
  });
  return {
    machines: Object.keys(machine).length === 0 ? [] : [{ version: 'v1alpha1', machine }],
    controlPlane: Object.keys(control).length === 0 ? [] : [{ version: 'v1alpha1', cluster: control }],
  };
}

/** Talos 1.14 and newer: a document a subject. */
function documents(cluster: ClusterModel): Patches {
  const { controlPlane, containerd } = cluster.hosts;
  const toml = tomlOf(cluster);
  const document = (kind: string, fields: Json, image?: string) => Object.keys(fields).length === 0 ? []
    : [{ apiVersion: 'v1alpha1', kind, ...image !== undefined && isPatchKnown(cluster) ? { image: `${image}:v${cluster.target.kubernetes}` } : {}, ...fields }];
  const { policy, flags } = auditOf(controlPlane);
  return {
    machines: [
      ...document('KubeletConfig', kubeletOf(cluster, 'config'), 'ghcr.io/siderolabs/kubelet'),
      ...toml === undefined ? [] : document('CRICustomizationConfig', { name: 'bulwark', content: toml }),
      ...Object.entries(containerd.registryHosts).flatMap(([name, { mirrors }]) => document('RegistryMirrorConfig', { name, endpoints: mirrors.map(({ url }) => ({ url })) })),
    ],
    controlPlane: [
      ...document('KubeAuditPolicyConfig', withoutEmpty({ configuration: policy })),
      ...document('KubeAPIServerConfig', withoutEmpty({ extraArgs: Object.fromEntries(flags) }), 'registry.k8s.io/kube-apiserver'),
      ...document('KubeControllerManagerConfig', withoutEmpty({ extraArgs: Object.fromEntries(sortedFlags(controlPlane.controllerManagerFlags)) }), 'registry.k8s.io/kube-controller-manager'),
    ],
  };
}

/** The audit policy is an object of the configuration, not a file. */
function auditOf({ apiServerFlags, files }: ControlPlaneModel): { policy: unknown; flags: Array<[string, string]> } {
  const file = files.find(({ path }) => path === apiServerFlags['audit-policy-file']);
  return {
    policy: file === undefined ? undefined : parseManifests(file.content, file.path).manifests[0]?.object,
    flags: sortedFlags(apiServerFlags).filter(([flag]) => flag !== 'audit-policy-file'),
  };
}

/** seccompDefault has a name of its own, and may not stand among the others. */
function kubeletOf(cluster: ClusterModel, key: 'config' | 'extraConfig'): Json {
  const { seccompDefault, ...fields } = cluster.hosts.kubelet;
  return withoutEmpty({ [key]: fields, defaultRuntimeSeccompProfileEnabled: seccompDefault });
}

function tomlOf(cluster: ClusterModel): string | undefined {
  const plugins = containerdPlugins(containerdVersionOf(cluster.target), { ...cluster.hosts.containerd, registryHosts: {} });
  return plugins && writeToml({ plugins });
}

function isPatchKnown({ target }: ClusterModel): boolean {
  return target.kubernetes.split('.').length === 3;
}
