import { join } from 'node:path';
import type { RegisteredApp } from '../constructs/registry';

/** The folder that an app is written to: the option, else the app's own choice, else the default. */
export function outdirOf(app: RegisteredApp, out: string | undefined): string {
  return out ?? app.outdir ?? join('dist', 'manifests', app.name);
}
