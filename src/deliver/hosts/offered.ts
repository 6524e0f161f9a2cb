import { capabilityOf, type Capability } from '../../kubernetes/distributions';
import type { HostsModel } from '../hosts-model';
import type { TargetModel } from '../model';

/** A setting that somebody asked for and that the target does not let one set. */
export interface Refusal {
  /** Such as `kubelet seccompDefault`. */
  readonly setting: string;
  /** The construct that asked. */
  readonly construct?: string;
  readonly can: Exclude<Capability, 'settable'>;
  /** Who does it instead, or why nobody can. */
  readonly how: string;
}

/** What was asked, parted into what the target lets one set and what it does not. */
export interface Offered {
  readonly hosts: HostsModel;
  /** Sorted by setting. */
  readonly refused: readonly Refusal[];
}

type Json = Readonly<Record<string, unknown>>;

/** Nothing is dropped in silence: what is not in `hosts` any more is in `refused`. */
export function offered(target: TargetModel, hosts: HostsModel): Offered {
  const refused: Refusal[] = [];
  const takes = (setting: string, value?: unknown): boolean => {
    const text = typeof value === 'object' ? JSON.stringify(value) : value === undefined ? undefined : String(value);
    const { can, how } = capabilityOf(target, setting, text);
    if (can !== 'settable') {
      refused.push({ setting, construct: constructOf(hosts, setting), can, how });
    }
    return can === 'settable';
  };
  const keep = <T>(section: string, all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name, value]) => takes(`${section}${name}`, value)));

  const { controlPlane, containerd } = hosts;
  const apiServerFlags = keep('kube-apiserver --', controlPlane.apiServerFlags);
  // A file or folder goes with the flags that name it; one that no flag names, with the API server as a whole.
  const names = (flags: Readonly<Record<string, string>>, path: string) => Object.values(flags).some(value => value === path || value.startsWith(`${path}/`));
  const stays = (section: string, path: string) => names(apiServerFlags, path)
    || !names(controlPlane.apiServerFlags, path) && takes(`kube-apiserver ${section}`, path);
  return {
    hosts: {
      ...hosts,
      controlPlane: {
        apiServerFlags,
        controllerManagerFlags: keep('kube-controller-manager --', controlPlane.controllerManagerFlags),
        files: controlPlane.files.filter(({ path }) => stays('file', path)),
        expected: controlPlane.expected.filter(({ path }) => stays('file', path)),
        mounts: controlPlane.mounts.filter(({ path }) => stays('folder', path)),
      },
      kubelet: fieldsTaken('', hosts.kubelet, takes),
      containerd: {
        settings: keep('containerd ', containerd.settings as Record<string, unknown>),
        handlers: keep('containerd handler ', containerd.handlers),
        registryHosts: keep('containerd registry ', containerd.registryHosts),
      },
    },
    refused: refused.sort((a, b) => a.setting < b.setting ? -1 : 1),
  };
}

/** Structs of the kubelet's configuration whose fields are settings of their own. */
const STRUCTS = new Set(['authentication', 'authentication.anonymous', 'authentication.webhook', 'authentication.x509', 'authorization', 'authorization.webhook']);

function fieldsTaken(prefix: string, fields: Json, takes: (setting: string, value: unknown) => boolean): Json {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]): Array<[string, unknown]> => {
    const path = `${prefix}${name}`;
    if (!STRUCTS.has(path)) {
      return takes(`kubelet ${path}`, value) ? [[name, value]] : [];
    }
    const inner = fieldsTaken(`${path}.`, value as Json, takes);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  }));
}

function constructOf({ askedBy }: HostsModel, setting: string): string | undefined {
  return askedBy[setting] ?? Object.entries(askedBy).find(([name]) => name.startsWith(`${setting}.`) || setting.startsWith(`${name}.`))?.[1];
}
