import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProblemError } from '../manifests/problem';

const PACKAGE = '@hpcc-js/wasm-graphviz';

interface Drawing {
  readonly Graphviz: { load(): Promise<{ layout(dot: string, format: string, engine: string): string }> };
}

/**
 * Draws by Graphviz compiled to WebAssembly. It would make this package nearly twice as large, so whoever wants pictures
 * installs it beside; it is looked for in the project of the working directory, then where this package stands.
 */
export async function svgOf(dot: string): Promise<string> {
  for (const base of [join(process.cwd(), 'package.json'), __filename]) {
    let file: string;
    try {
      file = createRequire(base).resolve(PACKAGE);
    } catch {
      continue;
    }
    const { Graphviz } = await import(pathToFileURL(file).href) as Drawing;
    return (await Graphviz.load()).layout(dot, 'svg', 'dot');
  }
  throw new ProblemError({
    id: 'usage', field: '--format', message: `svg is drawn by ${PACKAGE}, which is not installed`, fix: `npm install --save-dev ${PACKAGE}, or draw the output of --format dot`,
  });
}
