/** Writes a tree, given as JSON on standard input: `{ root, files }`; without files, removes what is there. */
import { readFileSync, writeSync } from 'node:fs';
import { applyTree, removeTree } from '../../../src/deliver/apply';
import { ProblemError } from '../../../src/manifests/problem';

const { root, files } = JSON.parse(readFileSync(0, 'utf8')) as { root: string; files?: Array<[string, string]> };
writeSync(1, 'started\n');
try {
  if (files) {
    applyTree(root, new Map(files));
  } else {
    removeTree(root);
  }
} catch (e) {
  writeSync(1, ProblemError.is(e) ? e.problems.map(problem => problem.id).join(' ') : String(e));
  process.exitCode = 3;
}
