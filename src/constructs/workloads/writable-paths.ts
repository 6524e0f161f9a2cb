import { createHash } from 'node:crypto';
import { Filler, listIn, type ContainerPlace, type Json } from './filler';

/** Volume names are DNS labels. */
const MAX_NAME = 63;

/** Mounts an emptyDir of its own at each path of a container that no writable mount covers yet. */
export function mountWritable(spec: Json, path: string, { container, path: place }: ContainerPlace, paths: readonly string[], filler: Filler): void {
  for (const each of paths) {
    const mounts = listIn(container, 'volumeMounts') as Json[];
    if (mounts.some(mount => covers(mount, each))) {
      continue;
    }
    const taken = new Set((listIn(spec, 'volumes') as Json[]).map(volume => volume.name));
    const name = freeName(`${String(container.name ?? 'container')}${each.replace(/[^A-Za-z0-9]+/g, '-')}`.toLowerCase(), taken);
    filler.add(spec, path, 'volumes', { name, emptyDir: {} });
    filler.add(container, place, 'volumeMounts', { name, mountPath: each });
  }
}

/** A mount at the path or above it, to which the container may write. */
function covers({ mountPath, readOnly }: Json, path: string): boolean {
  return typeof mountPath === 'string' && (mountPath === path || (readOnly !== true && path.startsWith(`${mountPath.replace(/\/$/, '')}/`)));
}

function freeName(text: string, taken: ReadonlySet<unknown>): string {
  const base = text.replace(/-+$/, '');
  const name = base.length <= MAX_NAME ? base : `${base.slice(0, MAX_NAME - 9).replace(/-+$/, '')}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  return taken.has(name) ? freeName(`${base.slice(0, MAX_NAME - 9)}-writable`, taken) : name;
}
