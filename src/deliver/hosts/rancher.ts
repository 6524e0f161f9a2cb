import { containerdPlugins } from './containerd';
import { kubeletArgs } from './kubelet-args';
import { controlPlaneFiles, FIRST_MINOR_OF_DROP_INS, joined, kubeletDropIn, sortedFlags, withoutEmpty, type Rendered } from './rendered';
import { containerdVersionOf } from '../../kubernetes/containerd';
import { writeToml } from '../../manifests/toml';
import { writeManifest } from '../../manifests/write';
import type { ContainerdModel } from '../hosts-model';
import type { ClusterModel } from '../model';

/** k3s: a drop-in for its configuration, one for the kubelet from 1.32 on, before that its flags (k3s#2116). */
export function renderK3s(cluster: ClusterModel): Rendered {
  return renderRancher(cluster, 'k3s');
}

/** RKE2: as k3s, with static pods for the control plane, and its own key for the audit policy. */
export function renderRke2(cluster: ClusterModel): Rendered {
  return renderRancher(cluster, 'rke2');
}

function renderRancher(cluster: ClusterModel, name: 'k3s' | 'rke2'): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const hasDropIn = name === 'k3s' && cluster.target.minor >= FIRST_MINOR_OF_DROP_INS;
  const dropIn = hasDropIn ? kubeletDropIn(kubelet, `/var/lib/rancher/${name}/agent/etc/kubelet.conf.d`) : undefined;
  const own = name === 'rke2' ? RKE2_KEYS : new Map<string, string>();
  const flags = sortedFlags(controlPlane.apiServerFlags);
  const named = flags.filter(([flag]) => own.has(flag));
  // RKE2 mounts by itself what these keys name.
  const mounts = name === 'rke2' ? controlPlane.mounts.filter(({ path }) => !named.some(([, value]) => value.startsWith(`${path}/`))) : [];
  const args = (pairs: ReadonlyArray<readonly [string, string]>) => pairs.map(([flag, value]) => `${flag}=${value}`);
  const agent = {
    ...containerd.settings.sandboxImage === undefined ? {} : { 'pause-image': containerd.settings.sandboxImage },
    ...lists({ 'kubelet-arg': hasDropIn ? [] : args(kubeletArgs(kubelet)) }),
  };
  const server = {
    ...Object.fromEntries(named.map(([flag, value]) => [own.get(flag)!, value])),
    ...lists({
      'kube-apiserver-arg': args(flags.filter(([flag]) => !own.has(flag))),
      'kube-apiserver-extra-mount': mounts.map(({ path, readOnly }) => `${path}:${path}${readOnly ? ':ro' : ''}`),
      'kube-controller-manager-arg': args(sortedFlags(controlPlane.controllerManagerFlags)),
    }),
    ...agent,
  };
  const file = `/etc/rancher/${name}/config.yaml.d/50-bulwark.yaml`;
  const part = (folder: string, document: object, who: string): Rendered => Object.keys(document).length === 0 ? { files: new Map(), where: [] } : {
    files: new Map([[`${folder}${file}`, writeManifest(document as Record<string, unknown>)]]),
    where: [`- \`${folder}${file}\`: goes to \`${file}\` on every ${who}; restart ${name} there.\n  A \`+\` adds to the lists of \`config.yaml\`, whose keys then need one as well.`],
  };
  return joined(
    part('server', server, 'server'),
    part('agent', agent, 'agent'),
    controlPlaneFiles(controlPlane.files),
    dropIn === undefined ? { files: new Map(), where: [] }
      : { files: new Map([dropIn]), where: [`- \`${dropIn[0]}\`: goes to \`${dropIn[0].slice('nodes'.length)}\` on every machine; restart ${name} there.`] },
    containerdOf(cluster, name, containerd),
  );
}

/** Flags that RKE2 sets itself unless a key of its own says otherwise: two of one name would contradict. */
const RKE2_KEYS: ReadonlyMap<string, string> = new Map([
  ['audit-policy-file', 'audit-policy-file'],
  ['admission-control-config-file', 'pod-security-admission-config-file'],
]);

/** Lists are added to those of the main file: without the `+` they would replace them. */
function lists(all: Readonly<Record<string, readonly string[]>>): object {
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0).map(([key, list]) => [`${key}+`, list]));
}

function containerdOf(cluster: ClusterModel, name: string, containerd: ContainerdModel): Rendered {
  const version = containerdVersionOf(cluster.target);
  const plugins = containerdPlugins(version, { settings: {}, handlers: containerd.handlers, registryHosts: {} });
  const template = `/var/lib/rancher/${name}/agent/etc/containerd/${version === 2 ? 'config.toml.tmpl' : 'config-v3.toml.tmpl'}`;
  const mirrors = Object.entries(containerd.registryHosts).map(([host, registry]) =>
    [host, { endpoint: registry.mirrors.map(({ url }) => url) }] as const);
  const authorities = Object.values(containerd.registryHosts).flatMap(registry => registry.mirrors)
    .flatMap(({ url, ca }) => ca === undefined ? [] : [[new URL(url).host, { tls: { ca_file: ca } }] as const]);
  const registries = withoutEmpty({ mirrors: Object.fromEntries(mirrors), configs: Object.fromEntries(authorities) });
  const path = `/etc/rancher/${name}/registries.yaml`;
  return {
    files: new Map([
      ...plugins === undefined ? [] : [[`nodes${template}`, `{{ template "base" . }}\n\n${writeToml({ plugins })}`] as const],
      ...mirrors.length === 0 ? [] : [[`nodes${path}`, writeManifest(registries)] as const],
    ]),
    where: [
      ...plugins === undefined ? [] : [`- \`nodes${template}\`: goes to \`${template}\` on every machine; ${name} makes containerd's configuration of it at its start.`],
      ...mirrors.length === 0 ? [] : [`- \`nodes${path}\`: goes to \`${path}\` on every machine.`],
    ],
  };
}
