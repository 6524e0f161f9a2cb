import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyTree, removeTree } from '../../../src/deliver/apply';
import { INDEX_FILE } from '../../../src/deliver/cluster-index';
import { JOURNAL_FILE } from '../../../src/deliver/journal';
import type { Tree } from '../../../src/deliver/model';
import { planTree } from '../../../src/deliver/plan';
import { STAGING_FOLDER } from '../../../src/deliver/staging';
import { contents, copyOf, idsOf, later, put, temporaryFolder, treeOf } from '../support';
import { compileWriter, type Ended } from './run-child';

jest.setTimeout(120_000);

const write = compileWriter();
const NONE: Tree = new Map();
const P = 'manifests/policies';
const A = treeOf({
  [`${P}/kept/role-a.yaml`]: 'kept\n',
  [`${P}/kept/role-b.yaml`]: 'the old one\n',
  [`${P}/kept/role-c.yaml`]: 'c of the old\n',
  [`${P}/kept/role-d.yaml`]: 'goes\n',
  [`${P}/goes/deep/role-e.yaml`]: 'goes too\n',
});
const B = treeOf({
  [`${P}/kept/role-a.yaml`]: 'kept\n',
  [`${P}/kept/role-b.yaml`]: 'the new one\n',
  [`${P}/kept/role-c.yaml`]: 'c of the new\n',
  [`${P}/comes/role-f.yaml`]: 'comes\n',
  [`${P}/comes/deep/role-g.yaml`]: 'comes too\n',
});
const C = treeOf({
  [`${P}/kept/role-a.yaml`]: 'third\n',
  [`${P}/kept/role-b.yaml`]: 'third\n',
  [`${P}/third/role-f.yaml`]: 'third\n',
  [`${P}/goes/deep/role-e.yaml`]: 'third\n',
});

/** A folder with one cluster's folder in it, that holds a tree. */
function outWith(tree: Tree): string {
  const out = temporaryFolder();
  if (tree.size > 0) {
    applyTree(join(out, 'prod'), tree);
  }
  return out;
}

/** Every file is that of the one tree or of the other, in every byte; what both hold is there. */
function expectOldOrNew(out: string, from: Tree, to: Tree): void {
  const root = join(out, 'prod');
  const here = existsSync(root) ? contents(root) : {};
  const files = Object.keys(here).filter(path => !path.startsWith(STAGING_FOLDER) && path !== JOURNAL_FILE && !path.endsWith('/'));
  expect(files.filter(path => here[path] !== from.get(path) && here[path] !== to.get(path))).toEqual([]);
  expect([...from.keys()].filter(path => to.has(path) && !(path in here))).toEqual([]);
}

/** Whatever a run wants, it gets it from a copy of what a killed one left, without force, and nothing else stays. */
function expectRepaired(out: string, ...trees: Tree[]): void {
  for (const tree of trees) {
    const copy = copyOf(out);
    repair(copy, tree);
    expectTree(copy, tree);
  }
}

function repair(out: string, tree: Tree): void {
  later(out);
  if (tree.size === 0) {
    removeTree(join(out, 'prod'));
  } else {
    applyTree(join(out, 'prod'), tree);
  }
}

function expectTree(out: string, tree: Tree): void {
  const here = contents(out);
  const expected = Object.fromEntries([...tree].map(([path, text]) => [`prod/${path}`, text]));
  expect(Object.keys({ ...here, ...expected }).filter(path => here[path] !== expected[path])).toEqual([]);
  const again = planTree(join(out, 'prod'), tree);
  expect([again.create, again.update, again.remove, again.interrupted]).toEqual([[], [], [], false]);
}

/** Kills a process at each of its steps in turn, until one comes through; gives what each left. */
async function killedAtEachStep(start: () => string, tree: Tree, torn: boolean): Promise<string[]> {
  const left: string[] = [];
  const WIDTH = 4;
  for (let step = 1; ; step += WIDTH) {
    const outs = Array.from({ length: WIDTH }, start);
    const wanted = tree.size > 0 ? tree : undefined;
    const ended: Ended[] = await Promise.all(outs.map((out, at) => write(join(out, 'prod'), wanted, { step: step + at, torn })));
    left.push(...outs.filter((_, at) => ended[at]!.killed));
    const finished = ended.find(each => !each.killed);
    if (finished) {
      expect(finished).toEqual({ killed: false, code: 0, output: '' });
      return left;
    }
  }
}

describe.each([['before', false], ['in the middle of', true]])('killed %s any step on the disk', (_when, torn) => {
  test.each([
    ['an update that creates, replaces and prunes', A, B, [25, 6]],
    ['the first write', NONE, B, [15, 6]],
    ['the removal of everything', A, NONE, [14, 1]],
  ] as const)('%s leaves every file old or new, and the next run repairs the rest', async (_what, from, to, [before, amid]) => {
    const left = await killedAtEachStep(() => outWith(from), to, torn);
    expect(left.length).toBeGreaterThanOrEqual(torn ? amid : before);
    for (const out of left) {
      expectOldOrNew(out, from, to);
      expectRepaired(out, A, B, C, NONE);
    }
  });
});

test('killed again and again, at any step of each run, the last one repairs everything', async () => {
  const trees = [B, C, A, B];
  await Promise.all(Array.from({ length: 4 }, async (_, lane) => {
    const out = outWith(A);
    for (const [at, tree] of trees.entries()) {
      later(out);
      await write(join(out, 'prod'), tree, { step: 3 + (lane * 7 + at * 11) % 24, torn: (lane + at) % 2 === 0 });
    }
    expectRepaired(out, A, B, C, NONE);
  }));
});

test('killed again and again, it still tells a file changed by hand from its own', async () => {
  for (let step = 5; step < 30; step += 8) {
    const out = outWith(A);
    await write(join(out, 'prod'), B, { step, torn: true });
    later(out);
    put(out, `prod/${P}/kept/role-b.yaml`, 'by hand\n');
    for (const tree of [A, B, C, NONE]) {
      expect(idsOf(() => applyTree(join(out, 'prod'), tree))).toEqual(['file-edited']);
    }
    expect(contents(join(out, 'prod'))[`${P}/kept/role-b.yaml`]).toBe('by hand\n');
  }
});

describe('with some hundred files', () => {
  const all = Array.from({ length: 240 }, (_, at) => at);
  const many = (label: string, skip: number) => treeOf(Object.fromEntries(all.filter(at => at % 7 !== skip)
    .map(at => [`${P}/ns-${at % 10}/role-${at}.yaml`, `${at % 5 === 0 ? 'same' : label} ${at}\n`.repeat(20)])));
  const [from, to, third] = [many('old', 1), many('new', 2), many('third', 3)];

  test('killed at any moment, every file is old or new, and the next run repairs the rest', async () => {
    let killed = 0;
    for (let run = 0; run < 26; run += 2) {
      await Promise.all([run, run + 1].map(async each => {
        const out = outWith(from);
        const ended = await write(join(out, 'prod'), to, { after: Math.random() * 5 * (each % 13) });
        killed += ended.killed ? 1 : 0;
        expectOldOrNew(out, from, to);
        const next = each % 2 === 0 ? to : third;
        repair(out, next);
        expectTree(out, next);
      }));
    }
    expect(killed).toBeGreaterThan(0);
  });

  test('runs at the same time leave one tree, whole, and a run that fails says why', async () => {
    for (let round = 0; round < 2; round += 1) {
      const out = outWith(round === 0 ? NONE : from);
      const ended = await Promise.all([to, third, to].map(tree => write(join(out, 'prod'), tree)));
      expect(ended.filter(each => each.code !== 0 && each.output !== 'folder-busy')).toEqual([]);
      expectTree(out, contents(out)[`prod/${INDEX_FILE}`] === to.get(INDEX_FILE) ? to : third);
    }
  });
});
