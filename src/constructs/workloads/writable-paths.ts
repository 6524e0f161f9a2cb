import { createHash } from 'node:crypto';
import { Filler, listIn, type ContainerPlace, type Json } from './filler';

/** Volume names are DNS labels. */
const MAX_NAME = 63;

/** Mounts an emptyDir of its own at each path of a container that no writable mount covers yet. */
export function mountWritable(spec: Json, path: string, { container, path: place }: ContainerPlace, paths: readonly string[], filler: Filler): void {
  for (const each of paths) {
    const mounts = listIn(container, 'volumeMounts') as Json[];
    if (mounts.some(mount => covers(mount, each, spec))) {
      continue;
    }
    const taken = new Set((listIn(spec, 'volumes') as Json[]).map(volume => volume.name));
    const name = freeName(`${String(container.name ?? 'container')}${each.replace(/[^A-Za-z0-9]+/g, '-')}`.toLowerCase(), taken);
    filler.add(spec, path, 'volumes', { name, emptyDir: {} });
    filler.add(container, place, 'volumeMounts', { name, mountPath: each });
  }
}

/** The mount at exactly this path to which nothing can be written, if there is one. */
export function readOnlyMountAt(spec: Json, container: Json, path: string): Json | undefined {
  return (listIn(container, 'volumeMounts') as Json[]).find(mount => folderOf(mount) === path && !isWritable(mount, spec));
}

/** A mount at the path, or one above it to which the container may write. */
function covers(mount: Json, path: string, spec: Json): boolean {
  const folder = folderOf(mount);
  return folder !== undefined && (folder === path || (isWritable(mount, spec) && path.startsWith(folder === '/' ? '/' : `${folder}/`)));
}

/** `/tmp` and `/tmp/` are one folder. */
function folderOf({ mountPath }: Json): string | undefined {
  return typeof mountPath === 'string' ? mountPath.replace(/(?<=.)\/+$/, '') : undefined;
}

/** Volumes that the kubelet mounts read-only whatever is said (pkg/volume: secret, configmap, downwardapi, projected, image). */
const READ_ONLY_VOLUMES = ['secret', 'configMap', 'downwardAPI', 'projected', 'image'];

function isWritable({ name, readOnly }: Json, spec: Json): boolean {
  const volume = (listIn(spec, 'volumes') as Json[]).find(each => each?.name === name) ?? {};
  return readOnly !== true && !READ_ONLY_VOLUMES.some(source => volume[source] !== undefined && volume[source] !== null);
}

function freeName(text: string, taken: ReadonlySet<unknown>): string {
  const base = text.replace(/-+$/, '');
  const cut = (suffix: string) => `${base.slice(0, MAX_NAME - suffix.length).replace(/-+$/, '')}${suffix}`;
  const name = base.length <= MAX_NAME ? base : cut(`-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`);
  for (let more = 1, other = name; ; more += 1) {
    if (!taken.has(other)) {
      return other;
    }
    other = cut(more === 1 ? '-writable' : `-writable-${more}`);
  }
}
