import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectApps } from '../../src/constructs/registry';
import { layOut } from '../../src/deliver/layout';
import type { ClusterModel } from '../../src/deliver/model';
import { proveModel } from '../../src/engine/prove';

const ROOT = join(__dirname, '../..');
const guide = readFileSync(join(ROOT, 'docs/nodes.md'), 'utf8');

/** Code blocks of some languages, in order. */
function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`(?:${language})\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(match => match[1]!);
}

/** The blocks of the guide are one program. */
async function run(): Promise<ReadonlyMap<string, ClusterModel>> {
  const holder = mkdtempSync(join(ROOT, 'test', '.tmp-nodes-'));
  try {
    mkdirSync(join(holder, 'guide'));
    const file = join(holder, 'guide', 'main.ts');
    writeFileSync(file, blocks('ts').join('\n'));
    const [app] = await collectApps(async () => jest.requireActual(file));
    return new Map(app!.clusters.map(name => [name, app!.model(name)]));
  } finally {
    rmSync(holder, { recursive: true });
  }
}

const models = run();

test.each(blocks('yaml|toml').map(block => [/^# (.*)\n/.exec(block)![1]!, block.replace(/^# .*\n/, '')]))('the guide\'s program writes %s as shown', async (path, text) => {
  const [, cluster = 'prod', file = ''] = /^(?:([a-z]+)\/)?((?:manifests|hosts)\/.*)$/.exec(path!)!;
  expect(layOut((await models).get(cluster)!).get(file)).toBe(text);
});

test('the guide shows files of every kind', () => {
  expect(blocks('yaml|toml').length).toBeGreaterThan(5);
});

test('check finds nothing in it that is not acknowledged', async () => {
  for (const model of (await models).values()) {
    const { problems, verdicts } = proveModel(model);
    expect([problems, verdicts.filter(({ verdict }) => verdict !== 'holds')]).toEqual([[], []]);
  }
});
