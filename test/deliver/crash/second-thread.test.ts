import fs, { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STAGING_FOLDER } from '../../../src/deliver/staging';
import { synthesize, type SynthesizableApp } from '../../../src/deliver/synthesize';
import { ProblemError } from '../../../src/manifests/problem';
import { treeOfApp } from '../apps';
import { manyObjects } from '../many-objects';
import { contents, idsOf, later, put, temporaryFolder } from '../support';
import { compileChild } from './run-child';

jest.setTimeout(120_000);

const start = compileChild('synth-child');
const MANY = { clusters: 4, objects: 800 };
const TREE = treeOfApp(manyObjects(MANY));

/** Each cluster's folder is whole, or is not there. */
function expectWhole(outdir: string): void {
  for (const name of existsSync(outdir) ? readdirSync(outdir).filter(each => each.startsWith('cluster-')) : []) {
    const whole = Object.fromEntries(Object.entries(TREE).filter(([path]) => path.startsWith(`${name}/`)));
    expect(Object.fromEntries(Object.entries(contents(join(outdir, name))).map(([path, text]) => [`${name}/${path}`, text]))).toEqual(whole);
  }
}

describe.each(['a second thread', 'one thread'])('new clusters of many files, written by %s', threads => {
  const write = async (outdir: string, fails = false): Promise<string> => {
    if (threads === 'a second thread') {
      return (await start({ ...MANY, outdir, fails })).output;
    }
    const app = manyObjects(MANY);
    const model = (name: string) => {
      if (fails && name === 'cluster-3') {
        throw new Error('oops');
      }
      return app.model(name);
    };
    try {
      synthesize({ ...app, model }, { outdir });
      return '';
    } catch (e) {
      return String(e);
    }
  };

  test('are what they are when computed, and nothing else stays', async () => {
    const outdir = join(temporaryFolder(), 'some', 'out');
    expect(await write(outdir)).toBe('');
    expect(contents(join(outdir, '..'))).toEqual(Object.fromEntries(Object.entries(TREE).map(([path, text]) => [`out/${path}`, text])));
  });

  test('leave nothing, not even a folder, where the program throws for the last', async () => {
    const folder = temporaryFolder();
    expect(await write(join(folder, 'some', 'out'), true)).toBe('Error: oops');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('leave what stood there where the program throws for the last', async () => {
    const outdir = temporaryFolder();
    put(outdir, 'README.md', 'mine\n');
    expect(await write(outdir, true)).toBe('Error: oops');
    expect(contents(outdir)).toEqual({ 'README.md': 'mine\n' });
  });
});

test('killed at any moment, a run with a second thread leaves whole clusters alone, and the next run repairs the rest', async () => {
  let killed = 0;
  await Promise.all([0, 1].map(async lane => {
    for (let run = lane; run < 12; run += 2) {
      const outdir = join(temporaryFolder(), 'out');
      const ended = await start({ ...MANY, outdir }, { after: 25 * run });
      killed += ended.killed ? 1 : 0;
      expectWhole(outdir);
      if (existsSync(outdir)) {
        later(outdir);
      }
      expect(await start({ ...MANY, outdir })).toEqual({ killed: false, code: 0, output: '' });
      expect(contents(outdir)).toEqual(TREE);
    }
  }));
  expect(killed).toBeGreaterThan(2);
});

test.each(['a disk that is quick', 'a disk on which a file takes milliseconds', 'a program that computes for long'])(
  'two runs at a time on %s wait for each other, and leave one tree, whole', async what => {
    const outdir = join(temporaryFolder(), 'out');
    const slow = what.includes('disk that') ? {} : what.includes('milliseconds') ? { file: 4 } : { model: 2500 };
    const ended = await Promise.all([start({ ...MANY, outdir, slow }), start({ ...MANY, outdir })]);
    expect(ended.map(({ code, output }) => [code, output])).toEqual([[0, ''], [0, '']]);
    expect(contents(outdir)).toEqual(TREE);
  });

test('a run inside another one of the same process, which holds the folder, says so at once', () => {
  const outdir = join(temporaryFolder(), 'out');
  const app = manyObjects({ clusters: 2, objects: 1100 });
  const model = (name: string) => {
    if (name === 'cluster-1') {
      synthesize(app, { outdir });
    }
    return app.model(name);
  };
  const before = Date.now();
  expect(idsOf(() => synthesize({ ...app, model }, { outdir }))).toEqual(['folder-busy']);
  expect(Date.now() - before).toBeLessThan(30_000);
});

test('a run whose unfinished files another run took away while it computed stops with a clear error, and leaves the other alone', () => {
  const outdir = join(temporaryFolder(), 'out');
  const app = manyObjects(MANY);
  const model = (name: string) => {
    if (name === 'cluster-3') {
      rmSync(join(outdir, STAGING_FOLDER), { recursive: true });
      put(outdir, `${STAGING_FOLDER}/1-other/file`, 'other');
    }
    return app.model(name);
  };
  expect(idsOf(() => synthesize({ ...app, model }, { outdir }))).toEqual(['folder-busy']);
  expect(contents(outdir)).toEqual({ [`${STAGING_FOLDER}/1-other/file`]: 'other' });
});

test('a cluster that is refused when its files are under way leaves nothing, and what stood before as it was', () => {
  const outdir = join(temporaryFolder(), 'out');
  const app = manyObjects(MANY);
  const refused: SynthesizableApp = {
    ...app,
    model: (name, onAssembled) => {
      const model = app.model(name, onAssembled);
      if (name === 'cluster-3') {
        throw new ProblemError({ id: 'object-invalid', message: 'is not what it should be' });
      }
      return model;
    },
  };
  expect(idsOf(() => synthesize(refused, { outdir }))).toEqual(['object-invalid']);
  expect(existsSync(outdir)).toBe(false);

  synthesize({ ...app, clusters: ['cluster-0'] }, { outdir });
  const before = contents(outdir);
  expect(idsOf(() => synthesize(refused, { outdir }))).toEqual(['object-invalid']);
  expect(contents(outdir)).toEqual(before);
});

test('a cluster that another run made in the meantime is not replaced, but checked and brought up to date as any other', () => {
  const outdir = join(temporaryFolder(), 'out');
  const app = manyObjects({ clusters: 2, objects: 3 });
  const make = jest.spyOn(fs, 'mkdirSync').mockImplementationOnce((path, options) => {
    synthesize(manyObjects({ clusters: 1, objects: 5, text: 'another' }), { outdir });
    return jest.requireActual<typeof fs>('node:fs').mkdirSync(path, options as fs.MakeDirectoryOptions);
  });
  synthesize(app, { outdir });
  make.mockRestore();
  expect(contents(outdir)).toEqual(treeOfApp(app));
});
