import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { collectApps } from '../../src/constructs/registry';
import { layOut } from '../../src/deliver/layout';
import type { ClusterModel } from '../../src/deliver/model';
import { explainWorkload } from '../../src/engine/explain';
import { proveModel } from '../../src/engine/prove';
import { explainText } from '../../src/report/explain-text';

const ROOT = join(__dirname, '../..');
const guide = readFileSync(join(ROOT, 'docs/workloads.md'), 'utf8');

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(match => match[1]!);
}

/** The blocks of the guide are one program. */
async function run(): Promise<ClusterModel> {
  const holder = mkdtempSync(join(ROOT, 'test', '.tmp-workloads-'));
  try {
    mkdirSync(join(holder, 'guide'));
    const file = join(holder, 'guide', 'main.ts');
    writeFileSync(file, blocks('ts').join('\n'));
    const [app] = await collectApps(async () => jest.requireActual(file));
    return app!.model('prod');
  } finally {
    rmSync(holder, { recursive: true });
  }
}

const model = run();

test.each(blocks('yaml').map(block => [/^# (.*)\n/.exec(block)![1]!, block.replace(/^# .*\n/, '')]))('the guide\'s program writes %s as shown', async (path, text) => {
  expect(layOut(await model).get(path!)).toBe(text);
});

test('the explanation that the guide shows is what is printed', async () => {
  const { objects, target } = await model;
  const text = explainText(explainWorkload({ minor: target.minor, objects }, 'shop/web'), { colors: createColors(false), show: file => file });
  const [, shown] = /^\$ bulwark explain shop\/web\n([\s\S]*)$/.exec(blocks('console')[0]!)!;
  // The first line ends with the place in the program, which is another on every machine.
  const tail = (lines: string) => lines.split('\n').slice(1).join('\n');
  expect(tail(text)).toBe(tail(shown!));
});

test('check finds nothing in it that is not acknowledged', async () => {
  const { problems, verdicts } = proveModel(await model);
  expect(problems).toEqual([]);
  expect(verdicts.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(3);
});
