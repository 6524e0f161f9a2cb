import { basename } from 'node:path';
import { Folders, pathBelow } from './paths';
import { KUSTOMIZATION_FILE } from '../deliver/agents/kustomize';
import { groupOf } from '../manifests/identity';
import type { Manifest } from '../manifests/manifest';

/** Kinds by which an agent finds what it applies. */
const AGENT_KINDS = new Set([
  'argoproj.io/Application', 'argoproj.io/ApplicationSet', 'kustomize.toolkit.fluxcd.io/Kustomization', 'source.toolkit.fluxcd.io/GitRepository',
]);

/** What a list of files says, and no more: everything else of kustomize changes what it lists. */
const LISTING = new Set(['apiVersion', 'kind', 'resources', 'sortOptions']);

/**
 * True for an object in a folder that synth wrote by which an agent finds the manifests of that same folder. It is none of
 * the cluster's, and what comes of it is read beside it. Any other object counts, wherever it stands.
 *
 * @param path of its file, from the folder that has the index, `/` between segments
 */
export function isOfAgent(path: string, object: Readonly<Record<string, unknown>>): boolean {
  return path.startsWith('agent/') ? AGENT_KINDS.has(`${groupOf(object)}/${String(object.kind)}`) : isListing(path, object);
}

/**
 * Of the files of manifests, those that hold nothing but objects by which an agent finds the others.
 *
 * @param roots the folders that have an index
 */
export function agentFilesAmong(manifests: readonly Pick<Manifest, 'object' | 'source'>[], roots: readonly string[]): ReadonlySet<string> {
  if (roots.length === 0) return new Set();
  const folders = new Folders(roots);
  const found = new Map<string, boolean>();
  for (const { object, source: { file } } of manifests) {
    const paths = folders.around(file).map(root => pathBelow(root, file));
    found.set(file, (found.get(file) ?? true) && paths.some(path => isOfAgent(path, object)));
  }
  return new Set([...found].filter(([, isAgents]) => isAgents).map(([file]) => file));
}

/** What synth itself lists: folders of ours, and manifests in them. kustomize would fetch `github.com/a/b`, and read files of any name. */
const OWN_LISTED = /^(policies|workloads|[^./:?@]+\/[^:?@/]+\.yaml)$/;

function isListing(path: string, object: Readonly<Record<string, unknown>>): boolean {
  return basename(path) === KUSTOMIZATION_FILE && groupOf(object) === 'kustomize.config.k8s.io' && object.kind === 'Kustomization'
    && Object.keys(object).every(key => LISTING.has(key)) && Array.isArray(object.resources)
    && object.resources.every(each => typeof each === 'string' && OWN_LISTED.test(each) && !each.includes('..'));
}
