import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collectApps, type RegisteredApp } from '../constructs/registry';
import { authorFrame } from '../constructs/source-lines';
import { ProblemError, type Problem } from '../manifests/problem';

/**
 * Runs the program of an app in this process and returns the apps that called `synth()`. TypeScript is
 * loaded without a compile step, with the paths of its tsconfig.json, and stack traces name its lines.
 * What the program prints goes to standard error, because standard output is the command's.
 */
export async function loadApps(file: string): Promise<readonly RegisteredApp[]> {
  const apps = await collectApps(() => guarded(file, async registered => {
    if (/\.[cm]?js$/.test(file)) {
      await import(pathToFileURL(file).href);
    } else {
      const { createJiti } = await import('jiti');
      // Its cache would lie in a folder that others may write to, and code is run from it.
      await createJiti(file, { fsCache: false, tsconfigPaths: true, interopDefault: true }).import(pathToFileURL(file).href);
    }
    await registered();
  }));
  if (apps.length === 0) {
    throw failure(file, { id: 'app-without-synth', message: 'was loaded, but never called synth()', fix: 'end the program with app.synth()' });
  }
  return apps;
}

/** Keeps a program from ending the command or speaking on its output, and turns what it throws into a problem. */
async function guarded(file: string, run: (registered: () => Promise<void>) => Promise<void>): Promise<void> {
  const { exit, stdout } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = process.stderr.write.bind(process.stderr) as typeof stdout.write;
  process.exit = ((code?: number) => {
    throw failure(file, { id: 'app-failed', message: `called process.exit(${code ?? ''}) while it was loaded`, fix: 'throw an error instead' });
  }) as typeof process.exit;
  let rejected: ((reason: unknown) => void) | undefined;
  let drained: (() => void) | undefined;
  const unhandled = new Promise<never>((_, reject) => {
    rejected = reject;
  });
  const onRejection = (reason: unknown) => rejected!(reason);
  process.on('unhandledRejection', onRejection);
  // A program may declare its app after some asynchronous work that nobody awaits: it is done when nothing is left to do.
  const idle = () => new Promise<void>(resolve => {
    drained = resolve;
    process.once('beforeExit', resolve);
  });
  try {
    await Promise.race([run(idle), unhandled]);
  } catch (e) {
    throw ProblemError.is(e) ? e : failure(file, thrown(e));
  } finally {
    if (drained) {
      process.off('beforeExit', drained);
    }
    process.off('unhandledRejection', onRejection);
    process.exit = exit;
    stdout.write = write;
  }
}

function thrown(error: unknown): Problem {
  const place = error instanceof Error ? authorFrame(error.stack ?? '') : undefined;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    id: 'app-failed',
    message: `the program threw ${text}`,
    source: place && { ...place, file: relative(process.cwd(), place.file) || place.file },
  };
}

function failure(file: string, problem: Problem): ProblemError {
  return new ProblemError({ source: { file: relative(process.cwd(), file) || file }, ...problem, ...problem.source ? { source: problem.source } : {} });
}
