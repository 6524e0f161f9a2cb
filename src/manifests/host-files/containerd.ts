import { isMap, type HostProblem, type Json } from './host-problem';

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
export function containerdProblems(file: Json, version?: number): HostProblem[] {
  const own = typeof file.version === 'number' ? file.version : 1;
  const counts = version ?? own;
  const plugins = isMap(file.plugins) ? file.plugins : {};
  return [
    ...counts < 2 ? [{ field: 'version', value: file.version, message: 'containerd 2 does not read version 1, which a file without a version is of', fix: 'write version = 3, with the plugin ids of that version' }] : [],
    ...version !== undefined && file.version !== undefined && own !== version ? [{ field: 'version', value: own, message: `is merged with a file of version ${version}`, fix: `use version ${version} and its plugin ids` }] : [],
    ...Object.entries(plugins).flatMap(([id, table]) => isMap(table) ? pluginProblems(id, table, counts) : []),
    ...counts < 4 ? [] : SERVER_TABLES.filter(name => file[name] !== undefined).map((name): HostProblem => (
      { field: name, message: `in version 4 this table is plugins."io.containerd.server.v1.${name}"`, fix: 'move it there', dead: true })),
  ];
}

function pluginProblems(id: string, table: Json, version: number): HostProblem[] {
  const field = `plugins."${id}"`;
  const isNew = /^io\.containerd\.cri\.v1\.(runtime|images)$/.test(id);
  if (isNew && version < 3) {
    return [{ field, message: `version ${version} has no such plugin, and containerd ignores the table`, fix: `use plugins."${CRI}", or version = 3`, dead: true }];
  }
  const stale = id === CRI && version >= 3 ? Object.keys(table).filter(key => !STREAMING.test(key)) : [];
  return [
    ...stale.map((key): HostProblem => (
      { field: `${field}.${key}`, message: `in version ${version} this setting is elsewhere, and containerd ignores it here`, fix: 'move it to plugins."io.containerd.cri.v1.runtime" or plugins."io.containerd.cri.v1.images"', dead: true })),
    ...id === CRI || isNew ? [...registryProblems(table, field), ...runtimeProblems(table, field)] : [],
  ];
}

function registryProblems(table: Json, field: string): HostProblem[] {
  const registry = isMap(table.registry) ? table.registry : {};
  return ['mirrors', 'configs', 'auths'].filter(name => registry[name] !== undefined).map((name): HostProblem => ({
    field: `${field}.registry.${name}`, message: 'goes with containerd 2.4, and cannot stand beside config_path', fix: 'set config_path, and write hosts.toml for each registry', dead: true,
  }));
}

function runtimeProblems(table: Json, field: string): HostProblem[] {
  const runtimes = isMap(table.containerd) && isMap(table.containerd.runtimes) ? table.containerd.runtimes : {};
  return Object.entries(runtimes).flatMap(([name, runtime]) => isMap(runtime) && /^io\.containerd\.runtime\.v1\./.test(String(runtime.runtime_type)) ? [{
    field: `${field}.containerd.runtimes.${name}.runtime_type`, value: runtime.runtime_type, message: 'went with containerd 2.0: pods of this handler do not start', fix: 'use the shim of version 2, such as io.containerd.runsc.v1',
  }] : []);
}
