import {
  copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, utimesSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { INDEX_FILE, renderClusterIndex, sha256 } from '../../src/deliver/cluster-index';
import { NO_HOSTS, type HostsModel } from '../../src/deliver/hosts-model';
import type { ClusterModel, ObjectModel, Tree } from '../../src/deliver/model';
import { STAGING_FOLDER } from '../../src/deliver/staging';
import { ProblemError, type Problem } from '../../src/manifests/problem';
import type { PromisesModel } from '../../src/prove/guarantee';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A folder of this test file alone, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bulwark-'));
  made.push(folder);
  return folder;
}

/** A fresh copy of a folder of files. */
export function copyOf(folder: string): string {
  const copy = temporaryFolder();
  for (const path of everything(folder)) {
    const target = join(copy, relative(folder, path));
    if (lstatSync(path).isDirectory()) {
      mkdirSync(target);
    } else {
      copyFileSync(path, target);
    }
  }
  return copy;
}

/** Everything below a folder: files by their bytes and time, links by their target, folders by their name. */
export function snapshot(root: string): Record<string, string> {
  return Object.fromEntries(everything(root).map(path => {
    const stat = lstatSync(path);
    const content = stat.isFile() ? `${readFileSync(path, 'utf8')}\n@${stat.mtimeMs}`
      : stat.isSymbolicLink() ? `link to ${readlinkSync(path)}` : `folder @${stat.mtimeMs}`;
    return [relative(root, path).split(sep).join('/'), content];
  }));
}

/** The files of a folder by their bytes, and its empty folders as such. */
export function contents(root: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const path of everything(root)) {
    const name = relative(root, path).split(sep).join('/');
    if (!lstatSync(path).isDirectory()) {
      all[name] = readFileSync(path, 'utf8');
    } else if (readdirSync(path).length === 0) {
      all[`${name}/`] = 'empty folder';
    }
  }
  return all;
}

function everything(root: string): string[] {
  return readdirSync(root).sort().flatMap(name => {
    const path = join(root, name);
    return lstatSync(path).isDirectory() ? [path, ...everything(path)] : [path];
  });
}

/** Writes a file and the folders above it. */
export function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Makes what a killed run left look as it does a while later. */
export function later(folder: string): void {
  for (const path of everything(folder).filter(each => each.endsWith(STAGING_FOLDER))) {
    utimesSync(path, 0, 0);
  }
}

/** A tree of these files with its index. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const tree = new Map(Object.entries(files));
  return tree.set(INDEX_FILE, renderClusterIndex(modelOf(), [...tree].map(([path, text]) => ({ path, digest: sha256(text) }))));
}

/** What a test says of a model; `files` are paths of host files. */
interface ModelParts {
  readonly name?: string;
  readonly objects?: readonly ObjectModel[];
  readonly hosts?: Partial<HostsModel>;
  readonly files?: readonly string[];
  readonly distribution?: string;
  readonly minor?: number;
  readonly promises?: PromisesModel;
}

/** Constructs that promise nothing. */
export const NO_PROMISES: PromisesModel = { guarantees: [], acknowledgements: [], groups: {} };

/** A model of one cluster; nothing asked of its machines unless said. */
export function modelOf(some: ModelParts = {}): ClusterModel {
  const { name = 'prod', objects = [], hosts = {}, files = [], distribution = 'generic', minor = 34, promises = NO_PROMISES } = some;
  const controlPlane = { ...NO_HOSTS.controlPlane, files: files.map(path => ({ path, content: path })) };
  return {
    name,
    app: 'shop',
    target: { distribution, kubernetes: `1.${minor}`, minor },
    objects,
    hosts: { ...NO_HOSTS, controlPlane, ...hosts },
    promises,
  };
}

/** An object as a construct made it. */
export function objectOf(apiVersion: string, kind: string, name: string, namespace?: string): ObjectModel {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return { object: { apiVersion, kind, metadata }, construct: `prod/${kind}-${namespace ?? ''}-${name}` };
}

/** The problems that an action throws; an error when it throws none. */
export function problemsOf(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (e) {
    if (ProblemError.is(e)) {
      return e.problems;
    }
    throw e;
  }
  throw new Error('nothing was refused');
}

/** Their ids. */
export function idsOf(action: () => unknown): string[] {
  return problemsOf(action).map(problem => problem.id);
}
