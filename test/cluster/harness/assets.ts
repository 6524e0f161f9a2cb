import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Programs of Kubernetes, and ours beside them. Each is a path. */
export interface Assets {
  readonly 'etcd': string;
  readonly 'kube-apiserver': string;
  readonly 'kube-controller-manager': string;
  readonly 'kubeadm': string;
  /** Certificates for a control plane on loopback. */
  readonly 'pki': string;
  /** The kubelet's own judgement of its configuration. */
  readonly 'hostfiles': string;
  /** The API server's own judgement of audit policies. */
  readonly 'auditpolicy': string;
  /** The flags and feature gates of a release. */
  readonly 'flags': string;
  /** What network policies let pass, by an evaluator of others. */
  readonly 'reachability': string;
  /** kubectl, with the kustomize in it. */
  readonly 'kubectl': string;
}

/** Why there is no server to compare with. */
export class NoAssets extends Error {}

const GO = join(__dirname, '../go');

const PACKAGES: Readonly<Record<keyof Assets, string>> = {
  'etcd': 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kubeadm': 'k8s.io/kubernetes/cmd/kubeadm',
  'pki': './pki',
  'hostfiles': './hostfiles',
  'auditpolicy': './auditpolicy',
  'flags': './flags',
  'reachability': './reachability',
  'kubectl': './kubectl',
};

/** What a first build takes, measured on two cores; the check errs on the safe side. */
const GIGABYTES_NEEDED = 8;

/** Minors that can be built, with their release: the rows of minors.json. */
export function releases(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(__dirname, '../minors.json'), 'utf8')) as Record<string, string>;
}

/**
 * The programs of one minor. Those in the folder that `KUBEBUILDER_ASSETS` names are used when they are of that
 * minor (envtest's convention: etcd and kube-apiserver); the others are built once and kept in the user's cache folder.
 */
export function assetsOf(minor: string, log: (line: string) => void): Assets {
  const release = releases()[minor];
  if (!release) {
    throw new NoAssets(`no module for Kubernetes ${minor}; minors.json has ${Object.keys(releases()).join(', ')}`);
  }
  const given = process.env.KUBEBUILDER_ASSETS;
  const paths = programs().map(name => {
    const folder = given && isOfMinor(given, name, minor) ? given : cacheFolder(name, minor, release);
    return [name, join(folder, name)] as const;
  });
  const missing = paths.filter(([, path]) => !existsSync(path)).map(([name]) => name);
  if (missing.length > 0) {
    build(missing, minor, release, log);
  }
  return Object.fromEntries(paths) as unknown as Assets;
}

function programs(): ReadonlyArray<keyof Assets> {
  return Object.keys(PACKAGES) as Array<keyof Assets>;
}

/** Our own programs are folders beside the module files. */
function isOurs(name: keyof Assets): boolean {
  return PACKAGES[name].startsWith('./');
}

function isOfMinor(folder: string, name: keyof Assets, minor: string): boolean {
  const path = join(folder, name);
  if (!existsSync(path) || isOurs(name)) {
    return false;
  }
  return name === 'etcd' || spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.includes(` v${minor}.`);
}

/** One of ours that is a module of its own is the same for every minor. */
function hasModule(name: keyof Assets): boolean {
  return existsSync(join(GO, PACKAGES[name], 'go.mod'));
}

/**
 * One folder a release for the programs of Kubernetes, and one for each of ours, by the state of the sources: a change
 * of one of ours builds that one anew, and only a change of the modules builds all.
 */
function cacheFolder(name: keyof Assets, minor: string, release: string): string {
  const sources = isOurs(name) ? readdirSync(join(GO, PACKAGES[name])).sort().map(file => join(PACKAGES[name], file)) : [];
  const digest = createHash('sha256');
  for (const file of [...hasModule(name) ? [] : [`minors/${minor}.mod`, `minors/${minor}.sum`], ...sources]) {
    digest.update(readFileSync(join(GO, file)));
  }
  const root = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = [isOurs(name) ? name : 'kubernetes', ...hasModule(name) ? [] : [release], process.platform, process.arch, digest.digest('hex').slice(0, 12)].join('-');
  return join(root, 'cdk8s-bulwark', folder);
}

function build(names: ReadonlyArray<keyof Assets>, minor: string, release: string, log: (line: string) => void): void {
  if (spawnSync('go', ['version']).status !== 0) {
    throw new NoAssets(`Kubernetes ${release} is not here and Go, which would build it, is not installed. `
      + 'Install Go, or name a folder with etcd, kube-apiserver and kube-controller-manager in KUBEBUILDER_ASSETS');
  }
  const folders = new Map(names.map(name => [name, cacheFolder(name, minor, release)]));
  folders.forEach(folder => mkdirSync(folder, { recursive: true }));
  if (!names.every(isOurs)) {
    assertRoom([...folders.values()][0]!, release);
  }
  log(`building ${names.join(', ')} of Kubernetes ${release}; the first time takes minutes`);
  for (const name of names) {
    const from = Date.now();
    const target = join(folders.get(name)!, name);
    const ofMinor = [`-modfile=minors/${minor}.mod`, '-ldflags', ldflags(release), PACKAGES[name]];
    const [cwd, rest] = hasModule(name) ? [join(GO, PACKAGES[name]), ['.']] : [GO, ofMinor];
    const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' };
    try {
      execFileSync('go', ['build', '-trimpath', '-o', `${target}.new`, ...rest], { cwd, stdio: ['ignore', 'inherit', 'inherit'], env });
    } catch (e) {
      rmSync(`${target}.new`, { force: true });
      throw new NoAssets(`${name} of Kubernetes ${release} could not be built: ${(e as Error).message.split('\n')[0]}`);
    }
    renameSync(`${target}.new`, target);
    log(`built ${name} in ${Math.round((Date.now() - from) / 1000)} s`);
  }
}

function assertRoom(cache: string, release: string): void {
  const { bavail, bsize } = statfsSync(cache);
  const free = bavail * bsize / 2 ** 30;
  if (free < GIGABYTES_NEEDED) {
    throw new NoAssets(`building Kubernetes ${release} needs ${GIGABYTES_NEEDED} GB of disk in ${cache} and in Go's caches, `
      + `and ${free.toFixed(1)} GB are free`);
  }
}

/** Without a version the server would call itself v0.0.0, and its feature gates could not be trusted. */
function ldflags(release: string): string {
  const [major, minor] = release.split('.');
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(path => [
    `-X ${path}.gitVersion=v${release}`, `-X ${path}.gitMajor=${major}`, `-X ${path}.gitMinor=${minor}`,
  ]).join(' ');
}
