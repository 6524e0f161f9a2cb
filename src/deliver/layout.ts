import { agentFiles } from './agents';
import { isBuiltInGroup, isNamespaced } from '../kubernetes';
import { INDEX_FILE, renderClusterIndex, sha256, type IndexRow } from './cluster-index';
import { encodeSegment, fileName } from './file-names';
import { renderHosts } from './hosts';
import type { ClusterModel, ObjectModel, Tree } from './model';
import { isPolicy, servicesIn } from './stages';
import { groupOf, metadataOf, objectLabel } from '../manifests/identity';
import { ProblemError, type Problem } from '../manifests/problem';
import { UnprintableError, writeManifest } from '../manifests/write';

/**
 * Every file of a cluster, as text by path. A pure function of the model: the order of objects in it
 * does not matter. Two objects on one path, or on paths that differ in case alone, are an error.
 */
export function layOut(cluster: ClusterModel): Tree {
  const texts = new Map<string, string>();
  const { paths } = emitFiles(cluster, (path, text) => texts.set(path, text));
  return new Map(paths.map(path => [path, texts.get(path)!]));
}

/** What is known of files that were given away. */
export interface EmittedFiles {
  /** Of all, the index at the end. */
  readonly paths: readonly string[];
  readonly index: string;
}

/**
 * The same, of which no text is kept.
 *
 * @param onFile is given each file as soon as its text is known, before all are checked
 */
export function emitFiles(cluster: ClusterModel, onFile: (path: string, text: string) => void): EmittedFiles {
  const files = new Map<string, IndexRow>();
  const put = (path: string, text: string, object?: ObjectModel) => {
    files.set(path, { path, digest: sha256(text), object });
    onFile(path, text);
  };
  const services = servicesIn(cluster.objects.map(({ object }) => object));
  for (const model of cluster.objects) {
    const path = objectPath(model.object, services);
    const other = files.get(path);
    if (other) {
      throw new ProblemError(collision(path, path, model.construct, other.object?.construct));
    }
    put(path, textOf(model), model);
  }
  const manifests = cluster.agent ? new Map([...files.values()].map(({ path, object }) => [path, object!.object])) : undefined;
  for (const [path, text] of renderHosts(cluster)) {
    put(path, text);
  }
  if (cluster.agent) {
    agentFiles(cluster.agent, cluster.app, cluster.name, manifests!).forEach((text, path) => put(path, text));
  }
  refuseCollisions(files);
  const rows = [...files.keys()].sort().map(path => files.get(path)!);
  const index = renderClusterIndex(cluster, rows);
  onFile(INDEX_FILE, index);
  return { paths: [...rows.map(({ path }) => path), INDEX_FILE], index };
}

function textOf({ object, construct }: ObjectModel): string {
  try {
    return writeManifest(object);
  } catch (e) {
    if (e instanceof UnprintableError) {
      throw new ProblemError({ id: 'object-unprintable', construct, object: objectLabel(object), field: e.path.join('.'), message: e.reason });
    }
    throw e;
  }
}

/**
 * `manifests/<policies|workloads>/<namespace|_cluster>/<kind>[.<group>]-<name>.yaml`.
 *
 * @param services `namespace/name` of the Services of the cluster
 */
export function objectPath(object: Readonly<Record<string, unknown>>, services?: ReadonlySet<string>): string {
  const { type, isClusterScoped } = placeOfKind(groupOf(object), String(object.kind));
  const { name, namespace } = metadataOf(object);
  const folder = isPolicy(object, services) ? 'policies' : 'workloads';
  const scope = namespace === undefined || isClusterScoped ? '_cluster' : fileName(encodeSegment(namespace), '');
  return `manifests/${folder}/${scope}/${fileName(encodeSegment(`${type}-${name ?? ''}`), '.yaml')}`;
}

interface KindPlace {
  readonly type: string;
  readonly isClusterScoped: boolean;
}

/** What the paths of all objects of a kind share; a tree has few kinds and many objects. */
const PLACES = new Map<string, KindPlace>();

function placeOfKind(group: string, kind: string): KindPlace {
  const key = `${group}/${kind}`;
  let found = PLACES.get(key);
  if (!found) {
    found = {
      type: kind.toLowerCase() + (isBuiltInGroup(group) ? '' : `.${group}`),
      isClusterScoped: isNamespaced(group, kind) === false,
    };
    PLACES.set(key, found);
  }
  return found;
}

/**
 * macOS and Windows take two names that differ in case alone for one; so does a git checkout there. No
 * disk takes a file for a folder.
 */
function refuseCollisions(files: ReadonlyMap<string, IndexRow>): void {
  const problems: Problem[] = [];
  const folded = inLowerCase(files, (file, other) =>
    problems.push(collision(file.path, other.path, file.object?.construct, other.object?.construct)));
  const folders = new Map<string, string>();
  for (const [key, { path }] of folded) {
    for (let folder = folderOf(key); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.set(folder, path);
    }
  }
  for (const [folder, inside] of folders) {
    const file = folded.get(folder);
    if (file !== undefined) {
      problems.push({
        id: 'path-collision',
        construct: file.object?.construct,
        message: `its file ${file.path} is also a folder, that of ${inside}`,
        fix: 'give one of the two another path',
      });
    }
  }
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
}

/** By path without capitals: most paths have none. */
function inLowerCase(
  files: ReadonlyMap<string, IndexRow>, onSame: (file: IndexRow, other: IndexRow) => void,
): ReadonlyMap<string, IndexRow> {
  if (![...files.keys()].some(path => /[A-Z\u0080-\uffff]/.test(path))) {
    return files;
  }
  const folded = new Map<string, IndexRow>();
  for (const file of files.values()) {
    const key = file.path.toLowerCase();
    const other = folded.get(key);
    if (other !== undefined) {
      onSame(file, other);
    }
    folded.set(key, file);
  }
  return folded;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function collision(path: string, other: string, construct: string | undefined, otherConstruct: string | undefined): Problem {
  const of = otherConstruct === undefined ? '' : ` of ${otherConstruct}`;
  return {
    id: 'path-collision',
    construct,
    message: path === other ? `its file ${path} is also that${of}` : `its file ${path} is one file with ${other}${of} on a disk that ignores case`,
    fix: 'give one of the two objects another name',
  };
}
