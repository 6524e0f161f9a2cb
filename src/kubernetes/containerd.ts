/** The versions of containerd's configuration that are written; 1 went with containerd 2.0. */
export type ContainerdVersion = 2 | 3 | 4;

/** The machines, as far as containerd goes. */
export interface ContainerdTarget {
  readonly distribution: string;
  readonly minor: number;
  readonly version?: string;
  /** `2.3` */
  readonly containerd?: string;
}

/**
 * The version of the configuration file: 3 needs containerd 2.0, 4 needs 2.3, and a newer containerd reads
 * the older ones (containerd docs/PLUGINS.md, RELEASES.md). Where the author does not say which containerd
 * runs, the Kubernetes minor says which must: from 1.36 on 2.2 at least.
 */
export function containerdVersionOf(target: ContainerdTarget): ContainerdVersion {
  const fixed = FIXED.get(target.distribution)?.(target);
  if (fixed !== undefined) {
    return fixed;
  }
  if (target.containerd === undefined) {
    return target.minor >= 36 ? 3 : 2;
  }
  const [major, minor] = target.containerd.split('.').map(Number) as [number, number];
  return major < 2 ? 2 : minor >= 3 ? 4 : 3;
}

/** Where the images of a registry come from when nobody says otherwise: https and its name, but for Docker's. */
export function registryServer(host: string): string {
  return host === 'docker.io' ? 'https://registry-1.docker.io' : `https://${host}`;
}

/** Distributions that bring their own containerd, or a file of theirs with which ours is merged. */
const FIXED = new Map<string, (target: ContainerdTarget) => ContainerdVersion | undefined>([
  // The file that kind's images hold is of version 2, and a patch of other plugin ids would go nowhere.
  ['kind', () => 2],
  // From 1.36 on k0s stops at any file of version 2.
  ['k0s', ({ minor }) => minor >= 36 ? 3 : 2],
  // Talos has had containerd 2 since 1.9.
  ['talos', ({ version }) => Number(version?.split('.')[1]) >= 9 ? 3 : 2],
  // k3s and RKE2 have had containerd 2 since late releases of 1.31 and 1.32.
  ['k3s', ({ minor, containerd }) => containerd !== undefined ? undefined : minor >= 33 ? 3 : 2],
  ['rke2', ({ minor, containerd }) => containerd !== undefined ? undefined : minor >= 33 ? 3 : 2],
]);
