import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ProblemError } from '../manifests/problem';

const MAIN = ['main.ts', 'main.mts', 'main.js', 'main.mjs'];
const PROGRAM = /\.[cm]?[jt]s$/;

/** The file of the app: named, in a named folder, or what `cdk8s.yaml` in the working directory runs. */
export function findApp(named: string | undefined): string {
  const path = resolve(named ?? '.');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) {
    throw notFound(path, 'does not exist', 'name the program of the app, such as main.ts');
  }
  if (!stat.isDirectory()) {
    if (!PROGRAM.test(path)) {
      throw notFound(path, 'is no program (.ts, .mts, .cts, .js, .mjs or .cjs)', 'name the program of the app, such as main.ts');
    }
    return path;
  }
  const config = join(path, 'cdk8s.yaml');
  if (existsSync(config)) {
    return appOf(config);
  }
  const main = MAIN.map(file => join(path, file)).find(existsSync);
  if (!main) {
    throw notFound(path, 'holds neither a cdk8s.yaml nor a main.ts', 'name the program of the app, or write `app: main.ts` into a cdk8s.yaml');
  }
  return main;
}

/** True when a path is meant as an app rather than as manifests. */
export function looksLikeApp(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() ? ['cdk8s.yaml', ...MAIN].some(file => existsSync(join(path, file))) : PROGRAM.test(path);
}

/** `app` is the command that cdk8s runs, such as `npx tsx main.ts`: the program in it is what we load. */
function appOf(config: string): string {
  let app: unknown;
  try {
    const { parse } = require('../manifests/any-yaml') as typeof import('../manifests/any-yaml');
    app = (parse(readFileSync(config, 'utf8')) as { app?: unknown } | null)?.app;
  } catch (e) {
    throw notFound(config, `is not YAML: ${(e as Error).message.split('\n')[0]}`, 'mend the file, or name the program of the app');
  }
  const words = typeof app === 'string' ? app.trim().split(/\s+/) : [];
  const program = words.map(word => resolve(dirname(config), word.replace(/^["']|["']$/g, ''))).find(word => PROGRAM.test(word) && existsSync(word));
  if (!program) {
    throw notFound(config, `names no program that exists in \`app\` (${JSON.stringify(app)})`, 'name the program of the app on the command line');
  }
  return program;
}

function notFound(file: string, message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'app-not-found', source: { file }, message, fix });
}
