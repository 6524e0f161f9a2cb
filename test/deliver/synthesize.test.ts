import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appOf, treeOfApp } from './apps';
import { onDiskThatIgnoresCase } from './case-insensitive';
import { withSteps } from './dying-disk';
import { contents, copyOf, idsOf, later, put, snapshot, temporaryFolder } from './support';
import { readAppIndex } from '../../src/deliver/app-index';
import { INDEX_FILE } from '../../src/deliver/cluster-index';
import { layOut } from '../../src/deliver/layout';
import { STAGING_FOLDER } from '../../src/deliver/staging';
import { synthesize, type SynthesizableApp, type SynthesizeOptions } from '../../src/deliver/synthesize';

function written(app: SynthesizableApp): string {
  const outdir = join(temporaryFolder(), 'out');
  synthesize(app, { outdir });
  return outdir;
}

function refuses(app: SynthesizableApp, options: SynthesizeOptions, ids: readonly string[]): void {
  const before = existsSync(options.outdir) ? snapshot(options.outdir) : undefined;
  expect(idsOf(() => synthesize(app, options))).toEqual(ids);
  expect(existsSync(options.outdir) ? snapshot(options.outdir) : undefined).toEqual(before);
}

const MAP = 'manifests/workloads/shop/configmap-a.yaml';

describe('synth of several clusters', () => {
  const app = appOf({ dev: ['a', 'b'], prod: ['a'] });
  const next = appOf({ dev: ['a', 'c'], prod: ['b'] });

  test('writes each into its folder, and one index', () => {
    const outdir = written(app);
    expect(contents(outdir)).toEqual(treeOfApp(app));
    expect(synthesize(next, { outdir }).clusters.map(({ name, files, plan: { create, update, remove } }) =>
      [name, files, create.length, update.length, remove.length])).toEqual([['dev', 3, 1, 1, 1], ['prod', 2, 1, 1, 1]]);
    expect(contents(outdir)).toEqual(treeOfApp(next));
  });

  test('a second time writes nothing', () => {
    const outdir = written(app);
    const before = snapshot(join(outdir, '..'));
    synthesize(app, { outdir });
    expect(snapshot(join(outdir, '..'))).toEqual(before);
  });

  test('in a dry run tells the same and writes nothing', () => {
    const outdir = written(app);
    const before = snapshot(outdir);
    const result = synthesize(next, { outdir, dryRun: true });
    expect(snapshot(outdir)).toEqual(before);
    expect(synthesize(next, { outdir })).toEqual(result);
    synthesize(next, { outdir: join(outdir, 'none'), dryRun: true });
    expect(existsSync(join(outdir, 'none'))).toBe(false);
  });

  describe('whose trees are too many to be kept', () => {
    let computed = 0;
    const huge = (text: string): SynthesizableApp => {
      const big = appOf({ dev: ['a'], prod: ['b'] });
      const data = { x: text.repeat(13_000_000) };
      const model = (cluster: string) => {
        computed += 1;
        const { objects, ...rest } = big.model(cluster);
        return { ...rest, objects: objects.map(({ object, construct }) => ({ object: { ...object, data }, construct })) };
      };
      return { ...big, model };
    };
    const times = (action: () => void) => {
      computed = 0;
      action();
      return computed;
    };

    test('computes new and unchanged ones once, changed ones again, and gives the same bytes', () => {
      const outdir = join(temporaryFolder(), 'out');
      expect(times(() => synthesize(huge('x'), { outdir }))).toBe(2);
      expect(times(() => synthesize(huge('x'), { outdir }))).toBe(2);
      expect(contents(outdir)).toEqual(treeOfApp(huge('x')));
      expect(times(() => synthesize(huge('y'), { outdir }))).toBe(3);
      expect(contents(outdir)).toEqual(treeOfApp(huge('y')));
    });
  });

  test.each<[string, (outdir: string) => void, SynthesizableApp, string]>([
    ['that cannot be laid out', () => undefined, appOf({ dev: ['c'], prod: ['a', 'a'] }), 'path-collision'],
    ['with a file changed by hand', outdir => writeFileSync(join(outdir, 'prod', MAP), 'changed\n'), next, 'file-edited'],
    ['with a file of others in the way', outdir => put(outdir, `prod/${MAP.replace('-a', '-b')}`, 'mine\n'), next, 'file-foreign'],
    ['whose index cannot be trusted', outdir => writeFileSync(join(outdir, 'prod', INDEX_FILE), '{}'), next, 'index-unreadable'],
    ['whose folder is a link', outdir => {
      renameSync(join(outdir, 'prod'), join(outdir, '..', 'away'));
      symlinkSync('../away', join(outdir, 'prod'));
    }, next, 'path-unsafe'],
  ])('leaves the first as it was when the last is one %s', (_what, harm, changed, id) => {
    const outdir = written(app);
    harm(outdir);
    refuses(changed, { outdir }, [id]);
    refuses(changed, { outdir, dryRun: true }, [id]);
  });

  test('leaves the first as it was when the program throws for the last', () => {
    const outdir = written(app);
    const before = snapshot(outdir);
    const failing = {
      ...next,
      model: (cluster: string) => {
        if (cluster === 'prod') {
          throw new Error('oops');
        }
        return next.model(cluster);
      },
    };
    expect(() => synthesize(failing, { outdir })).toThrow('oops');
    expect(snapshot(outdir)).toEqual(before);
  });

  test('that differ in case alone is an error', () => {
    refuses(appOf({ Prod: ['a'], prod: ['a'] }), { outdir: join(temporaryFolder(), 'out') }, ['path-collision']);
  });

  test('writes a cluster of any name below the output folder', () => {
    const names = ['..', 'con', 'a/b', STAGING_FOLDER, INDEX_FILE, 'x'.repeat(300), '__proto__'];
    const odd = appOf(Object.fromEntries(names.map(name => [name, ['a']])));
    const outdir = written(odd);
    const paths = Object.keys(contents(outdir));
    expect(paths).toHaveLength(1 + 2 * names.length);
    expect(Object.keys(contents(join(outdir, '..')))).toEqual(paths.map(path => `out/${path}`));
    expect(readAppIndex(outdir).clusters).toEqual([...names].sort());
  });
});

describe('--cluster', () => {
  const app = appOf({ dev: ['a'], prod: ['a'] });

  test('writes the clusters named and leaves the others, which stay listed', () => {
    const outdir = written(app);
    const before = snapshot(join(outdir, 'dev'));
    const next = appOf({ dev: ['b'], prod: ['b'] });
    expect(synthesize(next, { outdir, clusters: ['prod'] }).clusters.map(({ name }) => name)).toEqual(['prod']);
    expect(snapshot(join(outdir, 'dev'))).toEqual(before);
    expect(contents(join(outdir, 'prod'))).toEqual(Object.fromEntries(layOut(next.model('prod'))));
    expect(readAppIndex(outdir).clusters).toEqual(['dev', 'prod']);
  });

  test('lists only what was written so far', () => {
    const outdir = temporaryFolder();
    synthesize(app, { outdir, clusters: ['prod'] });
    expect(contents(outdir)).toEqual(treeOfApp(appOf({ prod: ['a'] })));
  });

  test('of an unknown name is an error that lists the names', () => {
    expect(() => synthesize(app, { outdir: temporaryFolder(), clusters: ['prod', 'stage'] })).toThrow(/"stage".*\n.*dev, prod/);
    expect(() => synthesize(appOf({}), { outdir: temporaryFolder(), clusters: ['stage'] })).toThrow(/declares no cluster/);
  });
});

describe('a cluster no longer declared', () => {
  const app = appOf({ dev: ['a'], old: ['a', 'b'] });
  const next = appOf({ dev: ['b'] });

  test('is kept, and listed until it is pruned', () => {
    const outdir = written(app);
    const before = snapshot(join(outdir, 'old'));
    for (let run = 0; run < 2; run += 1) {
      expect(synthesize(next, { outdir }).undeclared).toEqual([{ name: 'old', plan: undefined }]);
    }
    expect(snapshot(join(outdir, 'old'))).toEqual(before);
    expect(readAppIndex(outdir).clusters).toEqual(['dev', 'old']);
  });

  test('is pruned with --prune-clusters, and a dry run says so first', () => {
    const outdir = written(app);
    const before = snapshot(outdir);
    const dry = synthesize(next, { outdir, pruneClusters: true, dryRun: true });
    expect(snapshot(outdir)).toEqual(before);
    expect(dry.undeclared).toMatchObject([{ name: 'old', plan: { remove: [MAP, MAP.replace('-a', '-b')] } }]);
    expect(synthesize(next, { outdir, pruneClusters: true })).toEqual(dry);
    expect(contents(outdir)).toEqual(treeOfApp(next));
    expect(synthesize(next, { outdir, pruneClusters: true }).undeclared).toEqual([]);
  });

  test('keeps its folder and the files of others in it', () => {
    const outdir = written(app);
    put(outdir, 'old/NOTES.md', 'mine\n');
    put(outdir, 'old/manifests/workloads/shop/mine.yaml', 'mine\n');
    synthesize(next, { outdir, pruneClusters: true });
    expect(contents(outdir)).toEqual({ ...treeOfApp(next), 'old/NOTES.md': 'mine\n', 'old/manifests/workloads/shop/mine.yaml': 'mine\n' });
  });

  test('is refused where it was changed by hand, before anything is written or removed', () => {
    const outdir = written(app);
    writeFileSync(join(outdir, 'old', MAP.replace('-a', '-b')), 'changed\n');
    refuses(next, { outdir, pruneClusters: true }, ['file-edited']);
    synthesize(next, { outdir, pruneClusters: true, force: true });
    expect(contents(outdir)).toEqual(treeOfApp(next));
  });

  test('is forgotten where its folder or its index is gone already', () => {
    const outdir = written(app);
    rmSync(join(outdir, 'old'), { recursive: true });
    synthesize(next, { outdir, pruneClusters: true });
    expect(contents(outdir)).toEqual(treeOfApp(next));
  });

  test('never leads out of the output folder, whatever the index lists', () => {
    const outdir = written(app);
    const outside = join(outdir, '..', 'outside');
    synthesize(appOf({ prod: ['a'] }), { outdir: outside });
    const before = snapshot(outside);
    for (const name of ['../outside/prod', '..', '.', '/', join(outside, 'prod'), 'dev/../../outside/prod', '__proto__', '\0']) {
      writeFileSync(join(outdir, INDEX_FILE), JSON.stringify({ version: 1, app: 'shop', clusters: ['dev', name, name] }));
      expect(synthesize(appOf({ dev: ['a'] }), { outdir, pruneClusters: true }).undeclared.map(each => each.name)).toEqual([name]);
    }
    expect(snapshot(outside)).toEqual(before);
    expect(contents(join(outdir, 'dev'))).toEqual(Object.fromEntries(layOut(app.model('dev'))));
  });

  test('that changed its name in case alone is no other cluster on a disk that ignores case', () => {
    const upper = appOf({ Prod: ['a', 'b'] });
    const lower = appOf({ prod: ['a', 'c'] });
    const outdir = written(upper);
    onDiskThatIgnoresCase(() => {
      for (let run = 0; run < 2; run += 1) {
        expect(synthesize(lower, { outdir, pruneClusters: true }).undeclared).toEqual([]);
      }
    });
    expect(contents(join(outdir, 'Prod'))).toEqual(Object.fromEntries(layOut(lower.model('prod'))));
    expect(readAppIndex(outdir).clusters).toEqual(['prod']);
  });

  test('that changed its name in case alone is another on a disk that minds it', () => {
    const outdir = written(appOf({ Prod: ['a'] }));
    const lower = appOf({ prod: ['a'] });
    synthesize(lower, { outdir, pruneClusters: true });
    expect(contents(outdir)).toEqual(treeOfApp(lower));
  });
});

describe('the output folder', () => {
  const app = appOf({ prod: ['a'] });

  test('of another app is refused, even by force', () => {
    const outdir = written(app);
    for (const options of [{}, { force: true }, { dryRun: true }, { pruneClusters: true }]) {
      refuses(appOf({ dev: ['a'] }, 'other'), { outdir, ...options }, ['file-foreign']);
    }
  });

  test.each([
    '', '{', 'null', '[]', '{}', '{"version":2,"app":"shop","clusters":[]}', '{"version":1,"app":1,"clusters":[]}',
    '{"version":1,"app":"shop","clusters":{}}', '{"version":1,"app":"shop","clusters":[1]}', '{"version":1,"app":"shop","clusters":[""]}',
    '{"__proto__":{"version":1,"app":"shop","clusters":[]}}',
  ])('with the index %j is refused', text => {
    const outdir = written(app);
    writeFileSync(join(outdir, INDEX_FILE), text);
    refuses(appOf({ prod: ['b'] }), { outdir, force: true }, ['index-unreadable']);
  });

  test('may itself be a link, but its index may not, and what that leads to stays', () => {
    const outdir = written(app);
    const link = join(outdir, '..', 'link');
    symlinkSync(outdir, link);
    const next = appOf({ prod: ['b'], stage: ['a'] });
    synthesize(next, { outdir: link });
    expect(contents(outdir)).toEqual(treeOfApp(next));
    renameSync(join(outdir, INDEX_FILE), join(outdir, '..', 'index'));
    symlinkSync('../index', join(outdir, INDEX_FILE));
    refuses(app, { outdir, force: true }, ['path-unsafe']);
    expect(JSON.parse(readFileSync(join(outdir, '..', 'index'), 'utf8'))).toMatchObject({ clusters: ['prod', 'stage'] });
  });

  test.each<[string, (outdir: string) => void]>([
    ['a file', outdir => writeFileSync(outdir, 'mine\n')],
    ['a link to nothing', outdir => symlinkSync('/nonexistent/folder', outdir)],
    ['a folder with a folder as index', outdir => mkdirSync(join(outdir, INDEX_FILE), { recursive: true })],
    ['a folder with a link for unfinished files', outdir => {
      mkdirSync(outdir);
      symlinkSync('/nonexistent/folder', join(outdir, STAGING_FOLDER));
    }],
  ])('cannot be %s', (_what, make) => {
    const out = temporaryFolder();
    make(join(out, 'out'));
    const before = snapshot(out);
    expect(idsOf(() => synthesize(app, { outdir: join(out, 'out'), force: true }))).toEqual(['path-unsafe']);
    expect(snapshot(out)).toEqual(before);
  });
});

test('killed at any step, synth of several clusters is repaired by the next run, whatever that one wants', () => {
  const from = appOf({ dev: ['a', 'b'], old: ['a'] });
  const to = appOf({ dev: ['a', 'c'], prod: ['a'] });
  const others = [from, appOf({ stage: ['a'] })];
  const start = written(from);
  let steps = 0;
  for (let finished = false; !finished; steps += 1) {
    const outdir = copyOf(start);
    finished = withSteps(steps, () => synthesize(to, { outdir, pruneClusters: true }));
    for (const app of [to, others[steps % 2]!]) {
      const copy = copyOf(outdir);
      later(copy);
      synthesize(app, { outdir: copy, pruneClusters: true });
      expect(contents(copy)).toEqual(treeOfApp(app));
    }
  }
  expect(steps).toBeGreaterThan(40);
});
