import { containersIn, isWindows, listIn, mapAt, mapIn, type Filler, type Json } from './filler';
import { mountWritable } from './writable-paths';
import { imageUserOf, type ImageUser } from '../../kubernetes/image-users';

/**
 * Names the user for containers that must not run as root and whose image is known to name none: without it the kubelet
 * refuses to start them (pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot). Where their root file system is
 * read-only, the folders to which the image writes become emptyDirs.
 */
export function fillImageUsers(spec: Json, path: string, filler: Filler): void {
  const pod = mapAt(spec, 'securityContext') ?? {};
  if (isWindows(spec) || spec.hostUsers === false) {
    return;
  }
  const groups = new Set<number>();
  for (const place of containersIn(spec, path)) {
    const { container } = place;
    const context = mapAt(container, 'securityContext') ?? {};
    const known = typeof container.image === 'string' ? imageUserOf(container.image) : undefined;
    if (!known || (context.runAsNonRoot ?? pod.runAsNonRoot) !== true) {
      continue;
    }
    if ((context.runAsUser ?? pod.runAsUser) === undefined) {
      nameUser(container, place.path, known, filler);
      if (listIn(container, 'volumeMounts').length > 0) {
        groups.add(known.group);
      }
    }
    if (context.readOnlyRootFilesystem === true) {
      mountWritable(spec, path, place, known.writes, filler);
    }
  }
  // Volumes belong to root unless the pod names a group; two images of two groups cannot both have theirs.
  if (groups.size === 1) {
    filler.fill(mapIn(spec, path, 'securityContext'), `${path}.securityContext`, 'fsGroup', [...groups][0]);
  }
}

function nameUser(container: Json, path: string, { user, group }: ImageUser, filler: Filler): void {
  const context = mapIn(container, path, 'securityContext');
  filler.fill(context, `${path}.securityContext`, 'runAsUser', user);
  filler.fill(context, `${path}.securityContext`, 'runAsGroup', group);
}
