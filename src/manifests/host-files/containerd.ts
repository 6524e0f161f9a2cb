import { fieldProblems, type Reader } from './fields';
import { at, type HostProblem } from './host-problem';
import { CONTAINERD_V2, CONTAINERD_V3, REGISTRY_HOSTS } from '../../kubernetes/data/containerd-fields';
import { meantBy } from '../../kubernetes/fields';
import { isMap, type Fields } from '../fields';

const CRI = 'io.containerd.grpc.v1.cri';

/** What the old plugin still has in version 3: the server that streams exec and port-forward. */
const STREAMING = /^(stream_|disable_tcp_service$|enable_tls_streaming$|x509_key_pair_streaming$)/;

/** Tables of the top that went below `plugins` in version 4. */
const SERVER_TABLES = ['grpc', 'ttrpc', 'debug', 'metrics'];

/**
 * What containerd ignores in its configuration, with a line in its log at most: tables of plugins that the version of the
 * file does not have, and settings that went.
 *
 * @param version of a file that is merged with this one; default: what it says itself
 */
export function containerdProblems(file: Fields, version?: number): HostProblem[] {
  const own = typeof file.version === 'number' ? file.version : 1;
  const counts = version ?? own;
  const plugins = isMap(file.plugins) ? file.plugins : {};
  const { plugins: _, ...top } = file;
  return [
    ...counts < 2 ? [] : fieldProblems(counts === 2 ? CONTAINERD_V2 : CONTAINERD_V3, 'Config', counts < 4 ? top : without(top, SERVER_TABLES), '', READER),
    ...counts < 2 ? [{ field: 'version', value: file.version, message: 'containerd 2 does not read version 1, which a file without a version is of', fix: 'write version = 3, with the plugin ids of that version' }] : [],
    ...version !== undefined && file.version !== undefined && own !== version ? [{ field: 'version', value: own, message: `is merged with a file of version ${version}`, fix: `use version ${version} and its plugin ids` }] : [],
    ...Object.entries(plugins).flatMap(([id, table]) => isMap(table) ? pluginProblems(id, table, counts) : []),
    ...counts < 4 ? [] : SERVER_TABLES.filter(name => file[name] !== undefined).map((name): HostProblem => (
      { field: name, message: `in version 4 this table is plugins."io.containerd.server.v1.${name}"`, fix: 'move it there', dead: true })),
  ];
}

function pluginProblems(id: string, table: Fields, version: number): HostProblem[] {
  const field = `plugins."${id}"`;
  const isNew = /^io\.containerd\.cri\.v1\.(runtime|images)$/.test(id);
  if (isNew && version < 3) {
    return [{ field, message: `version ${version} has no such plugin, and containerd ignores the table`, fix: `use plugins."${CRI}", or version = 3`, dead: true }];
  }
  const stale = id === CRI && version >= 3 ? Object.keys(table).filter(key => !STREAMING.test(key)) : [];
  return [
    ...stale.map((key): HostProblem => (
      { field: `${field}.${key}`, message: `in version ${version} this setting is elsewhere, and containerd ignores it here`, fix: 'move it to plugins."io.containerd.cri.v1.runtime" or plugins."io.containerd.cri.v1.images"', dead: true })),
    ...id === CRI || isNew ? [...fieldsIn(id, table, field, version), ...registryProblems(table, field), ...runtimeProblems(table, field)]
      : misspelt(id, field),
  ];
}

const READER: Reader = { unknown: 'containerd knows no such field, and ignores it with a line in its log', wrong: 'containerd does not start' };

/** The plugin of each table, and the struct that it is read into. */
const STRUCTS: ReadonlyMap<string, string> = new Map([
  [CRI, 'ServerConfig'], ['io.containerd.cri.v1.runtime', 'RuntimeConfig'], ['io.containerd.cri.v1.images', 'ImageConfig'],
]);

/** Of the old plugin in version 3, what is elsewhere now was told already. */
function fieldsIn(id: string, table: Fields, field: string, version: number): HostProblem[] {
  return version === 2 ? fieldProblems(CONTAINERD_V2, 'PluginConfig', table, field, READER)
    : fieldProblems(CONTAINERD_V3, STRUCTS.get(id)!, id === CRI ? only(table, key => STREAMING.test(key)) : table, field, READER);
}

/** containerd has many plugins, and others may bring theirs: only an id that is almost one of these three is told. */
function misspelt(id: string, field: string): HostProblem[] {
  const meant = meantBy(id, STRUCTS.keys());
  return meant === undefined ? [] : [{ field, message: 'containerd has no such plugin, and ignores the table', fix: `write ${meant}` }];
}

function only(table: Fields, keeps: (key: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(table).filter(([key]) => keeps(key)));
}

function without(table: Fields, keys: readonly string[]): Fields {
  return only(table, key => !keys.includes(key));
}

/** Options of runc's shim, by the names of its Go struct (containerd api/types/runc/options). Of other shims nothing is known. */
const RUNC_OPTIONS = [
  'NoPivotRoot', 'NoNewKeyring', 'ShimCgroup', 'IoUid', 'IoGid', 'BinaryName', 'Root', 'SystemdCgroup', 'CriuImagePath', 'CriuWorkPath', 'CriuPath',
  'TaskApiAddress', 'TaskApiVersion',
];

function optionProblems(runtime: Fields, field: string): HostProblem[] {
  return runtime.runtime_type !== 'io.containerd.runc.v2' || !isMap(runtime.options) ? [] : Object.entries(runtime.options)
    .filter(([name]) => !RUNC_OPTIONS.includes(name)).map(([name, value]) => {
      const meant = name === 'systemd_cgroup' ? 'SystemdCgroup' : meantBy(name, RUNC_OPTIONS);
      return { field: `${field}.options.${name}`, value, message: 'the shim of runc has no such option, and ignores it', fix: meant === undefined ? 'leave it out' : `write ${meant}` };
    });
}

/**
 * What containerd ignores or refuses in `hosts.toml` of a registry.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/hosts.md
 */
export function registryHostsProblems(file: Fields): HostProblem[] {
  const { server: _, host, ...own } = file;
  const reader = { ...READER, wrong: 'containerd refuses the file, and pulls nothing from the registry' };
  const hosts: Array<[string, unknown]> = isMap(host) ? Object.entries(host).map(([name, each]) => [`host."${name}"`, each]) : [];
  return [['', own] as [string, unknown], ...hosts].flatMap(([field, each]) => [
    ...fieldProblems(REGISTRY_HOSTS, 'hostFileConfig', each, field, reader), ...capabilityProblems(each, field),
  ]);
}

function capabilityProblems(host: unknown, path: string): HostProblem[] {
  const { capabilities } = isMap(host) ? host : {} as Fields;
  return !Array.isArray(capabilities) ? [] : capabilities.filter(each => !['pull', 'resolve', 'push', 'referrers'].includes(String(each))).map((value): HostProblem => (
    { field: at(path, 'capabilities'), value, message: 'is no capability of a registry host: containerd refuses the file', fix: 'use pull, resolve or push' }));
}

function registryProblems(table: Fields, field: string): HostProblem[] {
  const registry = isMap(table.registry) ? table.registry : {};
  return ['mirrors', 'configs', 'auths'].filter(name => registry[name] !== undefined).map((name): HostProblem => ({
    field: `${field}.registry.${name}`, message: 'goes with containerd 2.4, and cannot stand beside config_path', fix: 'set config_path, and write hosts.toml for each registry', dead: true,
  }));
}

function runtimeProblems(table: Fields, field: string): HostProblem[] {
  const runtimes = isMap(table.containerd) && isMap(table.containerd.runtimes) ? table.containerd.runtimes : {};
  const options = Object.entries(runtimes).flatMap(([name, runtime]) => isMap(runtime) ? optionProblems(runtime, `${field}.containerd.runtimes.${name}`) : []);
  return [...options, ...Object.entries(runtimes).flatMap(([name, runtime]) => isMap(runtime) && /^io\.containerd\.runtime\.v1\./.test(String(runtime.runtime_type)) ? [{
    field: `${field}.containerd.runtimes.${name}.runtime_type`, value: runtime.runtime_type, message: 'went with containerd 2.0: pods of this handler do not start', fix: 'use the shim of version 2, such as io.containerd.runsc.v1',
  }] : [])];
}
