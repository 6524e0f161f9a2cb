import { posix } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { collectApps } from '../../../src/constructs/registry';
import type { ClusterModel } from '../../../src/deliver/model';

/** Runs a printed program as Node would, and answers the one cluster that it declares. */
export async function runProgram(files: ReadonlyMap<string, string>): Promise<ClusterModel> {
  const loaded = new Map<string, unknown>();
  const load = (path: string): unknown => {
    if (!loaded.has(path)) {
      const { outputText } = transpileModule(files.get(path)!, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
      const module = { exports: {} };
      loaded.set(path, module.exports);
      const local = (name: string) => name.startsWith('.') ? load(posix.join(posix.dirname(path), `${name}.ts`)) : packages(name);
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      new Function('require', 'module', 'exports', outputText)(local, module, module.exports);
    }
    return loaded.get(path);
  };
  // The app would take its name from the file of its program, and here there is none.
  const [app] = await collectApps(async () => load('main.ts'));
  return app!.model(app!.clusters[0]!);
}

function packages(name: string): unknown {
  if (name === 'cdk8s') {
    return jest.requireActual('cdk8s');
  }
  if (name === 'cdk8s-bulwark') {
    return jest.requireActual('../../../src');
  }
  throw new Error(`the program imports ${name}`);
}
