import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { statOf } from './disk';
import { foreignOf } from './drift-problems';
import type { Tree } from './model';
import { planTree } from './plan';
import type { Problem } from '../manifests/problem';

/** The folders of a cluster whose manifests an agent may be told to apply. */
const SYNCED = ['manifests', 'agent'];

/**
 * How a folder differs from the tree that the source makes, a problem a file. Nothing is written.
 *
 * @param synced the folders in which a manifest of others is a problem
 */
export function driftOf(root: string, tree: Tree, synced: readonly string[] = SYNCED): Problem[] {
  const plan = planTree(root, tree);
  const fix = 'run bulwark synth and commit the result';
  const isEdited = (file: string) => plan.refused.some(({ id, source }) => id === 'file-edited' && source?.file === file);
  const unsafe = plan.refused.filter(problem => problem.id === 'path-unsafe');
  return [
    ...unsafe,
    ...plan.create.map((path): Problem => ({ id: 'drift-missing', source: { file: join(root, path) }, message: 'is emitted by the source and does not stand here', fix })),
    ...plan.update.map(path => changed(root, path, tree.get(path)!, isEdited(join(root, path)) ? 'restore the file, or run bulwark synth --force to overwrite it' : fix)),
    ...foreignManifests(root, new Set([...tree.keys(), ...plan.remove]), synced),
    ...plan.remove.map((path): Problem => ({ id: 'drift-stale', source: { file: join(root, path) }, message: 'is no longer emitted by the source', fix })),
  ];
}

/**
 * Manifests that somebody else put among ours. Synth leaves them alone, but an agent applies all that it
 * finds there, so a check that passed over them would call a cluster-admin binding clean.
 */
export function foreignManifests(root: string, ours: ReadonlySet<string>, synced: readonly string[] = SYNCED): Problem[] {
  return synced.map(folder => join(root, folder)).filter(folder => statOf(folder)?.isDirectory())
    .flatMap(folder => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter(entry => !entry.isDirectory() && /\.(ya?ml|json|jsonnet)$/i.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => !ours.has(relative(root, file).split(sep).join('/')))
    .sort()
    .map(foreignOf);
}

function changed(root: string, path: string, expected: string, fix: string): Problem {
  const file = join(root, path);
  const here = readFileSync(file, 'utf8').split('\n');
  const there = expected.split('\n');
  const at = there.findIndex((line, index) => line !== here[index]);
  const line = at < 0 ? there.length : at;
  const wanted = there[line] === undefined || (line === there.length - 1 && there[line] === '') ? undefined : there[line];
  return {
    id: 'drift-changed',
    source: { file, line: line + 1 },
    message: `differs from what the source emits: ${wanted === undefined ? 'the file should end here' : `expected \`${wanted.trim()}\``}`
      + `${here[line] === undefined ? ', the file ends' : `, found \`${here[line].trim()}\``}`,
    fix,
  };
}
