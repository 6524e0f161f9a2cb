import { registryServer } from '../../kubernetes/containerd';
import { capabilityOf, type Capability } from '../../kubernetes/distributions';
import type { HostFileModel, HostsModel, RegistryHostModel } from '../hosts-model';
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
  const takes = (setting: string, value?: unknown, path?: string): boolean => {
    const text = typeof value === 'object' ? JSON.stringify(value) : value === undefined ? undefined : String(value);
    const { can, how } = capabilityOf(target, setting, text);
    if (can !== 'settable') {
      const asked = path === undefined ? setting : `${setting.slice('kube-apiserver '.length)} ${path}`;
      refused.push({ setting: path === undefined ? setting : `${setting} ${path}`, construct: constructOf(hosts, asked), can, how });
    }
    return can === 'settable';
  };
  const keep = <T>(section: string, all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name, value]) => takes(`${section}${name}`, value)));

  const { controlPlane, containerd } = hosts;
  const apiServerFlags = keep('kube-apiserver --', controlPlane.apiServerFlags);
  const files = filesTaken();
  /** A file goes with the flags that name it, or with the files that do; one to which no flag leads, with the API server as a whole. */
  function filesTaken(): readonly HostFileModel[] {
    const { files: all } = controlPlane;
    const named = (flags: Readonly<Record<string, string>>) => withNamed(all.filter(({ path }) => isNamed(path, flags, [])), all);
    const [kept, flagged] = [named(apiServerFlags), named(controlPlane.apiServerFlags)];
    const others = all.filter(file => !flagged.has(file) && takes('kube-apiserver file', undefined, file.path));
    const taken = withNamed([...kept, ...others], all);
    return all.filter(file => taken.has(file));
  }
  function takesFile(section: 'file' | 'folder', path: string, flags: Readonly<Record<string, string>>, readers: readonly HostFileModel[]): boolean {
    return isNamed(path, flags, readers) || !isNamed(path, controlPlane.apiServerFlags, controlPlane.files.filter(file => file.path !== path))
      && takes(`kube-apiserver ${section}`, undefined, path);
  }
  return {
    hosts: {
      ...hosts,
      controlPlane: {
        apiServerFlags,
        controllerManagerFlags: keep('kube-controller-manager --', controlPlane.controllerManagerFlags),
        files,
        expected: controlPlane.expected.filter(({ path }) => takesFile('file', path, apiServerFlags, files)),
        mounts: controlPlane.mounts.filter(({ path }) => takesFile('folder', path, apiServerFlags, files)),
      },
      notes: hosts.notes.filter(({ of }) => of === undefined || capabilityOf(target, of).can === 'settable'),
      kubelet: fieldsTaken('', hosts.kubelet, takes),
      containerd: {
        settings: keep('containerd ', containerd.settings as Record<string, unknown>),
        handlers: keep('containerd handler ', containerd.handlers),
        registryHosts: registriesTaken(containerd.registryHosts, takes),
      },
    },
    refused: refused.sort((a, b) => a.setting < b.setting ? -1 : 1),
  };
}

/** The files, and those that are named in them, and so on. */
function withNamed(files: readonly HostFileModel[], all: readonly HostFileModel[]): ReadonlySet<HostFileModel> {
  const found = new Set(files);
  // What is added while this goes on is looked at as well.
  found.forEach(reader => all.filter(({ path }) => isNamed(path, {}, [reader])).forEach(file => found.add(file)));
  return found;
}

function isNamed(path: string, flags: Readonly<Record<string, string>>, readers: readonly HostFileModel[]): boolean {
  const isIn = (word: string) => word === path || word.startsWith(`${path}/`);
  return Object.values(flags).some(isIn) || readers.some(({ content }) => content.split(/[\s"']+/).some(word => isIn(word.replace('unix://', ''))));
}

/** The server is part of what a target must be able to say only where it is not the one that the name of the registry means. */
function registriesTaken(
  all: Readonly<Record<string, RegistryHostModel>>, takes: (setting: string, value: unknown) => boolean,
): Record<string, RegistryHostModel> {
  return Object.fromEntries(Object.entries(all).filter(([host, { server, ...registry }]) =>
    takes(`containerd registry ${host}`, server === undefined || server === registryServer(host) ? registry : { ...registry, server })));
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
