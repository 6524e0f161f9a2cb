/** `npx jiti test/deliver/hosts/write-goldens.ts`: writes what the renderers make of everything. Read the difference before it is committed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenOf, TARGETS } from './targets';

const folder = join(__dirname, 'goldens');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, target] of TARGETS) {
  writeFileSync(join(folder, `${name}.md`), goldenOf(name, target));
}
