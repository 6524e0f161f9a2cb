import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reserveOutput } from './output';
import { problemsOfProgram } from './program-errors';
import { collectApps, type RegisteredApp } from '../constructs/registry';
import { ProblemError, type Problem } from '../manifests/problem';

/**
 * Runs the program of an app in this process and returns the apps that called `synth()`. TypeScript is
 * loaded without a compile step, with the paths of its tsconfig.json, and stack traces name its lines.
 *
 * @param packages files that stand for packages, by name. Default: what Node finds
 */
export async function loadApps(file: string, packages?: Readonly<Record<string, string>>): Promise<readonly RegisteredApp[]> {
  reserveOutput();
  const apps = await collectApps(() => guarded(file, async () => {
    if (/\.[cm]?js$/.test(file)) {
      await import(pathToFileURL(file).href);
    } else {
      const { createJiti } = await import('jiti');
      // Its cache would lie in a folder that others may write to, and code is run from it.
      const alias = packages ? { alias: { ...packages } } : {};
      await createJiti(file, { fsCache: false, tsconfigPaths: true, interopDefault: true, ...alias }).import(pathToFileURL(file).href);
    }
  }));
  if (apps.length === 0) {
    throw failure(file, { id: 'app-without-synth', message: 'was loaded, but never called synth()', fix: 'end the program with app.synth()' });
  }
  return apps;
}

/** Thrown in place of an exit with status 0: a program may end itself when it is done. */
const ENDED = Symbol('ended');

/** How long a program may go on after its last line before we say that we wait for it, in milliseconds. */
const PATIENCE = 5_000;

/** Keeps a program from ending the command, waits until it is done, and turns what it throws into a problem. */
async function guarded(file: string, run: () => Promise<void>): Promise<void> {
  const { exit } = process;
  let loaded = false;
  let done: () => void;
  let fail: (reason: unknown) => void;
  const end = new Promise<void>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  process.exit = ((code?: number | string) => {
    const reason = Number(code ?? process.exitCode ?? 0) === 0 ? ENDED : failure(file, {
      id: 'app-failed', message: `called process.exit(${code ?? ''}) while it was loaded`, fix: 'throw an error instead',
    });
    // The program may catch what is thrown here.
    fail(reason);
    throw reason;
  }) as typeof process.exit;
  // A program may declare its app after some asynchronous work that nobody awaits: it is done when nothing is left to do.
  // Node ends after this event unless something is left, so what comes next has to be.
  const drained = () => setImmediate(() => loaded ? done() : fail(failure(file, {
    id: 'app-failed', message: 'waits for something that never comes', fix: 'look for a promise that is awaited and never settled',
  })));
  let waiting: NodeJS.Timeout | undefined;
  process.once('beforeExit', drained);
  process.on('unhandledRejection', fail!);
  process.on('uncaughtException', fail!);
  try {
    run().then(() => {
      loaded = true;
      waiting = setTimeout(() => {
        process.stderr.write(`${relative(process.cwd(), file)} is still running; waiting for it to end (Ctrl-C stops it)\n`);
      }, PATIENCE).unref();
    }, fail!);
    await end;
  } catch (e) {
    if (e !== ENDED) {
      // The listeners stay: Node may tell of one broken module several times.
      throw await problemsOfProgram(e, file);
    }
  } finally {
    clearTimeout(waiting);
    process.off('beforeExit', drained);
    process.exit = exit;
  }
  process.off('unhandledRejection', fail!);
  process.off('uncaughtException', fail!);
  if (Number(process.exitCode ?? 0) !== 0) {
    throw failure(file, { id: 'app-failed', message: `set process.exitCode to ${process.exitCode} while it was loaded`, fix: 'throw an error instead' });
  }
}

function failure(file: string, problem: Problem): ProblemError {
  return new ProblemError({ source: { file }, ...problem });
}
