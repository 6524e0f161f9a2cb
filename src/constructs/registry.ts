import type { FanOut } from '../deliver/agents/model';
import type { ClusterModel, OnAssembled } from '../deliver/model';

/** What a loaded app offers to whoever loaded it. Plain data and functions: the two may be different copies of the package. */
export interface RegisteredApp {
  readonly name: string;
  /** The prop `outdir`, else `CDK8S_OUTDIR`; undefined leaves the choice to the loader. */
  readonly outdir?: string;
  readonly clusters: readonly string[];
  /**
   * Builds one cluster, so that a fleet is never held whole. Throws a ProblemError.
   *
   * @param onAssembled see `modelOf` of `synthesis.ts`
   */
  model(cluster: string, onAssembled?: OnAssembled): ClusterModel;
  /** Agents that sync several of the clusters. Default: none. */
  readonly fanOuts?: readonly FanOut[];
}

interface Loading {
  readonly apps: RegisteredApp[];
}

const LOADING = Symbol.for('cdk8s-bulwark.loading');

function current(): Loading | undefined {
  return (globalThis as { [LOADING]?: Loading })[LOADING];
}

/** jest names its workers in this variable. Read once: every construct asks, and the environment is slow to read. */
const IN_JEST = process.env.JEST_WORKER_ID !== undefined;

/**
 * True while a command or a test loads an app: `synth()` then registers instead of writing. A test that
 * imports a program wants its constructs, never its files.
 */
export function isLoading(): boolean {
  return IN_JEST || current() !== undefined;
}

/** Runs a part of a program that was put off until after it was loaded, under the rules of loading: nothing is written. */
export function asLoading<T>(run: () => T): T {
  const holder = globalThis as { [LOADING]?: Loading };
  const outer = holder[LOADING];
  holder[LOADING] = { apps: [] };
  try {
    return run();
  } finally {
    holder[LOADING] = outer;
  }
}

/** Hands an app to the loader. */
export function register(app: RegisteredApp): void {
  current()?.apps.push(app);
}

/** Runs a program that declares apps, and returns those that called `synth()`. */
export async function collectApps(load: () => Promise<unknown>): Promise<readonly RegisteredApp[]> {
  const loading: Loading = { apps: [] };
  const holder = globalThis as { [LOADING]?: Loading };
  const outer = holder[LOADING];
  holder[LOADING] = loading;
  try {
    await load();
  } finally {
    holder[LOADING] = outer;
  }
  return loading.apps;
}
