import type { ControlEvidence } from './evidence';
import type { PolicyObject } from '../../decide/access/build';
import { isMap } from '../../manifests/fields';
import { objectLabel } from '../../manifests/identity';
import type { Problem } from '../../manifests/problem';

/** A value of a setting, and where it was read. */
export interface SettingValue extends Pick<Problem, 'source' | 'object'> {
  readonly value: unknown;
}

/**
 * What is known of the settings of machines, by name (`kubelet readOnlyPort`, `kube-apiserver --audit-log-path`): what
 * constructs asked for, and what KubeletConfiguration and kubeadm's ClusterConfiguration among the manifests say. Of other
 * files nothing is read; what they would say is unknown.
 */
export function settingsIn({ nodes, objects }: Pick<ControlEvidence, 'nodes' | 'objects'>): ReadonlyMap<string, readonly SettingValue[]> {
  const all = new Map<string, SettingValue[]>();
  const add = (name: string, value: SettingValue) => {
    all.set(name, [...all.get(name) ?? [], value]);
  };
  Object.entries(nodes?.settings ?? {}).forEach(([name, value]) => add(name, { value }));
  for (const each of nodes === undefined ? objects : []) {
    const place = { object: objectLabel(each.object).trim(), ...each.source && { source: each.source } };
    settingsOf(each).forEach(([name, value]) => add(name, { value, ...place }));
  }
  return all;
}

function settingsOf({ object }: PolicyObject): Array<readonly [string, unknown]> {
  const group = String(object.apiVersion).split('/')[0];
  if (object.kind === 'KubeletConfiguration' && group === 'kubelet.config.k8s.io') {
    const { apiVersion: _version, kind: _kind, ...rest } = object;
    return fields('kubelet ', rest);
  }
  if (object.kind === 'ClusterConfiguration' && group === 'kubeadm.k8s.io') {
    return [...flags('kube-apiserver', object.apiServer), ...flags('kube-controller-manager', object.controllerManager)];
  }
  return [];
}

function fields(prefix: string, value: Readonly<Record<string, unknown>>): Array<readonly [string, unknown]> {
  return Object.entries(value).flatMap(([name, inner]) =>
    isMap(inner) && name !== 'featureGates' ? fields(`${prefix}${name}.`, inner) : [[`${prefix}${name}`, inner] as const]);
}

/** `extraArgs` is a map up to v1beta3, and a list of names and values from v1beta4 on. */
function flags(component: string, holder: unknown): Array<readonly [string, unknown]> {
  const args = isMap(holder) ? holder.extraArgs : undefined;
  const pairs = Array.isArray(args) ? args.filter(isMap).map(({ name, value }) => [String(name), value] as const)
    : isMap(args) ? Object.entries(args) : [];
  return pairs.map(([name, value]) => [`${component} --${name}`, value] as const);
}
