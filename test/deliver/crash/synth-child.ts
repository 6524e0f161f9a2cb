/** Synthesizes an app of many objects, given as JSON on standard input: `{ outdir, clusters, objects, fails }`. */
import { readFileSync, writeSync } from 'node:fs';
import { synthesize } from '../../../src/deliver/synthesize';
import { ProblemError } from '../../../src/manifests/problem';
import { manyObjects, type Many } from '../many-objects';

const { outdir, fails, ...many } = JSON.parse(readFileSync(0, 'utf8')) as Many & { outdir: string; fails?: boolean };
const app = manyObjects(many);
writeSync(1, 'started\n');
try {
  synthesize({
    ...app,
    model: name => {
      if (fails && name === app.clusters.at(-1)) {
        throw new Error('oops');
      }
      return app.model(name);
    },
  }, { outdir });
} catch (e) {
  writeSync(1, ProblemError.is(e) ? e.problems.map(problem => problem.id).join(' ') : String(e));
  process.exitCode = 3;
}
