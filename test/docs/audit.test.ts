import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectApps } from '../../src/constructs/registry';
import type { ClusterModel } from '../../src/deliver/model';
import { proveModel } from '../../src/engine/prove';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../..');
const guide = readFileSync(join(ROOT, 'docs/audit.md'), 'utf8');

/** The blocks of the guide are one program. */
async function run(): Promise<readonly ClusterModel[]> {
  const holder = mkdtempSync(join(ROOT, 'test', '.tmp-audit-'));
  try {
    mkdirSync(join(holder, 'guide'));
    const file = join(holder, 'guide', 'main.ts');
    writeFileSync(file, [...guide.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(match => match[1]!).join('\n'));
    const [app] = await collectApps(async () => jest.requireActual(file));
    return app!.clusters.map(name => app!.model(name));
  } finally {
    rmSync(holder, { recursive: true });
  }
}

test('every promise of the guide\'s program holds, and check finds nothing that is not acknowledged', async () => {
  const models = await run();
  expect(models.map(({ name }) => name).sort()).toEqual(['lab', 'prod', 'staging']);
  for (const model of models) {
    const { problems, verdicts } = proveModel(model);
    expect([model.name, problems, verdicts.filter(({ verdict }) => verdict !== 'holds')]).toEqual([model.name, [], []]);
    expect(verdicts.length).toBeGreaterThanOrEqual(3);
  }
});
