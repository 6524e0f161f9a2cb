import { existsSync, readdirSync, statSync } from 'node:fs';
import { program, ROLE, ROLE_FILE, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const TWO = 'new SecuredNamespace(new Cluster(app, \'staging\', { target: ClusterTarget.generic({ kubernetes: \'1.33\' }) }), \'shop\');';

test('a named file, a folder and what cdk8s.yaml runs are the same app', async () => {
  box.put({
    'named/app.ts': program(ROLE), 'folder/main.ts': program(ROLE), 'config/src/app.ts': program(ROLE), 'config/cdk8s.yaml': 'language: typescript\napp: npx tsx "src/app.ts"\n',
  });
  const runs = await Promise.all([box.run(['synth', 'app.ts'], { cwd: 'named' }), box.run(['synth', 'folder']), box.run(['synth'], { cwd: 'config' })]);
  for (const run of runs) {
    expect(run).toEqual({ code: 0, err: '', out: 'shop → dist/manifests/shop\n  prod  7 files: 7 created\n' });
  }
  const bytes = (folder: string) => [...box.snapshot(`${folder}dist`)].map(([path, content]) => [path.slice(folder.length), content.split(' ')[2]]);
  expect(bytes('named/')).toHaveLength(15);
  expect(bytes('config/')).toEqual(bytes('named/'));
  expect(bytes('')).toEqual(bytes('named/'));
});

test('a second synth says that there is nothing to change, and touches no file', async () => {
  const before = box.snapshot('named');
  expect(await box.run(['synth', 'app.ts'], { cwd: 'named' })).toEqual({ code: 0, err: '', out: 'shop → dist/manifests/shop\n  prod  7 files: nothing to change\n' });
  expect(box.snapshot('named')).toEqual(before);
});

test('--dry-run lists what would change and writes nothing; --out, --cluster and --format json do what they say', async () => {
  box.put({ 'flags/main.ts': program(`${ROLE}\n${TWO}`) });
  const [dry, one, json] = await Promise.all([
    box.run(['synth', '--dry-run', '--out', 'dry'], { cwd: 'flags' }),
    box.run(['synth', '--out', 'one/deep', '--cluster', 'staging'], { cwd: 'flags' }),
    box.run(['synth', '--format', 'json', '-o', box.path('flags/json'), '-c', 'prod', '-c', 'staging'], { cwd: 'flags' }),
  ]);
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toMatch(/^shop → dry \(dry run, nothing written\)\n {2}prod {5}7 files: 7 created\n {4}\+ \.bulwark\.json\n/);
  expect(dry.out).toContain('    + manifests/policies/shop/role-pod-reader.yaml\n');
  expect(existsSync(box.path('flags/dry'))).toBe(false);

  expect(one).toMatchObject({ code: 0, out: 'shop → one/deep\n  staging  5 files: 5 created\n' });
  expect(readdirSync(box.path('flags/one/deep'))).toEqual(['.bulwark.json', 'staging']);

  expect(json).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(json.out)).toEqual({
    app: 'shop',
    dryRun: false,
    outdir: 'json',
    clusters: [
      { name: 'prod', files: 7, created: expect.arrayContaining(['.bulwark.json', ROLE_FILE.slice('prod/'.length)]), updated: [], removed: [], unchanged: 0, warnings: [] },
      { name: 'staging', files: 5, created: expect.any(Array), updated: [], removed: [], unchanged: 0, warnings: [] },
    ],
    undeclared: [],
  });
});

test('a cluster that is no longer declared is left alone, and said to be, until --prune-clusters', async () => {
  box.put({ 'prune/main.ts': program(TWO) });
  expect(await box.run(['synth'], { cwd: 'prune' })).toMatchObject({ code: 0 });
  box.put({ 'prune/main.ts': program() });
  const before = box.snapshot('prune/dist');
  const left = await box.run(['synth'], { cwd: 'prune' });
  expect(left.out).toBe('shop → dist/manifests/shop\n  prod  5 files: nothing to change\n'
    + '  staging  left as it is: the app no longer declares this cluster; --prune-clusters removes its files\n');
  expect(box.snapshot('prune/dist')).toEqual(before);
  const pruned = await box.run(['synth', '--prune-clusters'], { cwd: 'prune' });
  expect(pruned.out).toContain('  staging  4 files removed: the app no longer declares this cluster\n');
  expect(readdirSync(box.path('prune/dist/manifests/shop'))).toEqual(['.bulwark.json', 'prod']);
});

test('--force overwrites what was changed by hand, and nothing else', async () => {
  box.put({ 'force/main.ts': program(ROLE) });
  await box.run(['synth'], { cwd: 'force' });
  const file = `force/dist/manifests/shop/${ROLE_FILE}`;
  const written = box.read(file);
  const other = statSync(box.path('force/dist/manifests/shop/prod/.bulwark.json'), { bigint: true }).mtimeNs;
  box.put({ [file]: `${written}# mine\n` });
  expect(await box.run(['synth'], { cwd: 'force' })).toMatchObject({ code: 2, out: '', err: expect.stringContaining('synth --force') });
  expect(await box.run(['synth', '--force'], { cwd: 'force' })).toMatchObject({ code: 0, out: expect.stringContaining('7 files: 1 updated\n') });
  expect(box.read(file)).toBe(written);
  expect(statSync(box.path('force/dist/manifests/shop/prod/.bulwark.json'), { bigint: true }).mtimeNs).toBe(other);
});

describe('several apps', () => {
  beforeAll(() => box.put({
    'several/a.ts': program(ROLE, { app: '{ name: \'a\' }' }),
    'several/b.ts': program(ROLE, { app: '{ name: \'b\' }' }),
    'several/bad.ts': program('new SecuredNamespace(prod, \'Bad_Name\');', { app: '{ name: \'bad\' }' }),
    'several/none.ts': program(ROLE, { end: '' }),
    'several/two.ts': program('const late = new PolicyApp({ name: \'late\' });\nnew Cluster(late, \'c\', { target: ClusterTarget.generic({ kubernetes: \'1.34\' }) });\nlate.synth();'),
    'several/twice.ts': program(ROLE, { end: 'app.synth();\napp.synth();' }),
  }));

  test('are written each to its own folder, also when one program declares two', async () => {
    expect(await box.run(['synth', 'a.ts', 'b.ts', 'two.ts', './a.ts'], { cwd: 'several' })).toEqual({
      code: 0,
      err: '',
      out: 'a → dist/manifests/a\n  prod  7 files: 7 created\nb → dist/manifests/b\n  prod  7 files: 7 created\n'
        + 'late → dist/manifests/late\n  c  1 file: 1 created\nshop → dist/manifests/shop\n  prod  5 files: 5 created\n',
    });
  });

  test('are all right before the first byte of any is written', async () => {
    const before = box.snapshot('several');
    const [bad, none] = await Promise.all([
      box.run(['synth', 'b.ts', 'bad.ts', 'a.ts', '--force'], { cwd: 'several' }), box.run(['synth', 'a.ts', 'none.ts', '--force'], { cwd: 'several' }),
    ]);
    expect(bad).toMatchObject({ code: 2, out: '', err: expect.stringContaining('bad.ts:8') });
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/app-without-synth {2}none\.ts: /) });
    expect(box.snapshot('several')).toEqual(before);
  });

  test('cannot share a folder', async () => {
    const before = box.snapshot('several');
    const [out, twice] = await Promise.all([
      box.run(['synth', 'a.ts', 'b.ts', '--out', 'x'], { cwd: 'several' }), box.run(['synth', 'twice.ts'], { cwd: 'several' }),
    ]);
    expect(out).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--out: 2 apps cannot share a folder') });
    expect(twice).toMatchObject({ code: 2, out: '', err: expect.stringContaining('the app shop would be written here twice') });
    expect(box.snapshot('several')).toEqual(before);
  });
});
