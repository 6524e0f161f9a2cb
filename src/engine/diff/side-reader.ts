import { join } from 'node:path';
import type { SideCluster } from './side';
import type { Text, Texts } from './texts';
import type { Said } from '../../compare/promises';
import type { PolicyObject } from '../../decide/access/build';
import { KUSTOMIZATION_FILE } from '../../deliver/agents/kustomize';
import { INDEX_FILE, parseClusterIndex, parseJson, sha256 } from '../../deliver/cluster-index';
import { editedOf, foreignOf, missingOf } from '../../deliver/drift-problems';
import { NEWEST_MINOR, parseKubernetesVersion } from '../../kubernetes';
import { decodeManifests, type FileOptions, type Files } from '../../manifests/files';
import { ProblemError, type Problem } from '../../manifests/problem';
import { parseManifests, type Manifest } from '../../manifests/read';
import { isAuditPolicy } from '../../prove/audit/read';
import { isOfAgent } from '../agent-files';
import { auditOfManifests, mayHoldAuditPolicy } from '../audit/view';
import { pathBelow } from '../paths';
import { writtenPromises } from '../written-promises';

export interface SideOptions extends FileOptions {
  /** Overrules the target that a tree names. Default: that target, else the newest supported minor. */
  readonly kubernetesMinor?: number;
}

const NOTHING_SAID: Said = { guarantees: [], acknowledgements: [], groups: {} };

/** Reads the files of one side, each once. */
export class SideReader {
  constructor(private readonly files: Files, private readonly texts: Texts) {
    texts.begin();
  }

  /** The manifests of some files without an index. */
  public plain(root: string, paths: readonly string[], { kubernetesMinor = NEWEST_MINOR }: SideOptions): SideCluster {
    const { objects, audit } = this.manifests(paths, kubernetesMinor);
    if (objects.length + audit.policies.length === 0) {
      throw new ProblemError({ id: 'input-missing', source: { file: root }, message: 'holds no manifest, so there is nothing to compare', fix: 'name the folder that holds them' });
    }
    return { minor: kubernetesMinor, objects, agent: [], audit, settings: {}, hostFiles: new Map(), said: NOTHING_SAID };
  }

  /** A tree that synth wrote, every file of which is as it was written. */
  public cluster(root: string, paths: readonly string[], { kubernetesMinor }: SideOptions): SideCluster {
    const file = join(root, INDEX_FILE);
    const text = this.text(file);
    const { files } = parseClusterIndex(text, file);
    const pathOf = (each: string) => pathBelow(root, each);
    const foreign = paths.filter(each => !files.has(pathOf(each)) && /^(manifests|agent)\//.test(pathOf(each))).map(foreignOf);
    const problems = [...foreign, ...[...files].flatMap(([path, digest]) => this.problemsOf(join(root, path), digest))];
    if (problems.length > 0) {
      throw new ProblemError(...problems);
    }
    const { promises, constructs, nodes } = writtenPromises(root, text);
    const { cluster, target } = parseJson(text) as { cluster: string; target?: { distribution?: unknown; kubernetes?: unknown } };
    const { distribution, kubernetes } = target ?? {};
    const version = typeof kubernetes === 'string' ? parseKubernetesVersion(kubernetes)?.minor : undefined;
    if (typeof distribution !== 'string' || version === undefined) {
      throw unreadable(file, 'names no target that this program knows');
    }
    const hostFiles = [...files.keys()].filter(path => path.startsWith('hosts/'));
    const { objects, audit } = this.manifests(paths, kubernetesMinor ?? version, constructs, each => pathOf(each).startsWith('hosts/'));
    // Most trees have no such file, and asking for the path of each of many takes its time.
    const mayBeAgents = [...files.keys()].some(path => path.startsWith('agent/') || path.endsWith(KUSTOMIZATION_FILE));
    const isAgents = ({ object, source }: PolicyObject) => mayBeAgents && source !== undefined && isOfAgent(pathOf(source.file), object);
    return {
      name: cluster,
      minor: kubernetesMinor ?? version,
      // What machines and installers read looks like a manifest and is none; their audit policy is asked about all the same.
      audit,
      objects: objects.filter(each => !isAgents(each)),
      agent: objects.filter(each => isAgents(each) && pathOf(each.source!.file).startsWith('agent/')),
      ...nodes ? { nodes } : {},
      settings: nodes?.settings ?? {},
      hostFiles: new Map(hostFiles.map(path => [path, this.text(join(root, path))])),
      said: { target: { distribution, kubernetes: kubernetes as string }, ...promises },
    };
  }

  public index(file: string): Readonly<Record<string, unknown>> {
    const index = parseJson(this.text(file));
    if (typeof index !== 'object' || index === null || Array.isArray(index)) {
      throw unreadable(file, 'is not JSON');
    }
    return index as Record<string, unknown>;
  }

  /** What a file holds; the places in it may name another file of the same text. */
  public parse(file: string): ReturnType<typeof decodeManifests> {
    return this.parsed(this.textAt(file), file);
  }

  private parsed(found: Text, file: string): ReturnType<typeof decodeManifests> {
    const { text } = found;
    // A text that holds this character may have been no UTF-8, which the bytes tell.
    return found.parsed ??= text.includes('\ufffd') ? decodeManifests(this.files.read(file), file) : parseManifests(text, file);
  }

  private manifests(
    paths: readonly string[], minor: number, constructs?: ReadonlyMap<string, string>, ofHosts: (file: string) => boolean = () => false,
  ): Pick<SideCluster, 'objects' | 'audit'> {
    const problems: Problem[] = [];
    const objects: PolicyObject[] = [];
    const forAudit: Manifest[] = [];
    for (const file of paths) {
      const construct = constructs?.get(file);
      // Without an index nothing was read before, and each of them comes once.
      const read = constructs ? this.parse(file) : this.parsed(this.texts.of(this.textIn(file)), file);
      read.problems.forEach(problem => problems.push(placed(problem, file)));
      for (const each of read.manifests) {
        const { object } = each;
        const source = each.source.file === file ? each.source : { ...each.source, file };
        if (mayHoldAuditPolicy(each)) {
          forAudit.push(placed(each, file));
        }
        if (!isAuditPolicy(object) && !ofHosts(file)) {
          objects.push(construct === undefined ? { object, source } : { object, source, construct });
        }
      }
    }
    if (problems.length > 0) {
      throw new ProblemError(...problems);
    }
    return { objects, audit: auditOfManifests(forAudit, minor, constructs) };
  }

  /** What is wrong with a file that an index lists with its digest. */
  public problemsOf(file: string, digest: string): Problem[] {
    if (typeof this.files.look(file) === 'string') {
      return [missingOf(file)];
    }
    const text = this.text(file);
    // What is no UTF-8 reads as this character, and is not the text that it reads as.
    return sha256(text.includes('\ufffd') ? this.files.read(file) : text) === digest ? [] : [editedOf(file)];
  }

  public text(file: string): string {
    return this.textAt(file).text;
  }

  /** Each file is read once: between two readings it could change. */
  private textAt(file: string): Text {
    let found = this.read.get(file);
    if (found === undefined) {
      found = this.texts.of(this.textIn(file));
      this.read.set(file, found);
    }
    return found;
  }

  private textIn(file: string): string {
    try {
      return this.files.text(file);
    } catch (e) {
      throw ProblemError.is(e) ? e : new ProblemError({ id: 'input-missing', source: { file }, message: `cannot be read (${(e as Error).message.split(',')[0]})` });
    }
  }

  private readonly read = new Map<string, Text>();
}

export function unreadable(file: string, message: string): ProblemError {
  return new ProblemError({ id: 'index-unreadable', source: { file }, message, fix: 'restore the file from version control, or run synth' });
}

/** The same in another file. */
export function placed<T extends { readonly source?: Problem['source'] }>(each: T, file: string): T {
  return each.source && each.source.file !== file ? { ...each, source: { ...each.source, file } } : each;
}
