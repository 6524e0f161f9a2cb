import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { program, ROLE, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const CREATED = 'shop → dist/manifests/shop\n  prod  5 files: 5 created\n';
/** The same program as a CommonJS module. */
const COMMONJS = `const { Cluster, ClusterTarget, PolicyApp, SecuredNamespace } = require('cdk8s-bulwark');
const app = new PolicyApp({ name: 'shop' });
new SecuredNamespace(new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) }), 'shop');
app.synth();
`;
const MODULE = COMMONJS.replace(/^const (.*) = require\((.*)\);/, 'import $1 from $2;');
/** Declares its app after a while, as a module or in a function that nobody awaits. */
const LATER = MODULE.replace('const app', 'await new Promise(resolve => setTimeout(resolve, 50));\nconst app');
const UNAWAITED = `${MODULE.replace('const app', 'async function main() {\nawait new Promise(resolve => setTimeout(resolve, 50));\nconst app')}}\nmain();\n`;

test.each([
  ['main.ts', program()], ['main.mts', LATER], ['main.cts', program()], ['main.js', COMMONJS], ['main.cjs', COMMONJS], ['main.mjs', LATER],
  ['later.ts', UNAWAITED], ['esm/main.js', LATER],
])('%s is loaded', async (file, text) => {
  const folder = `kind-${file.replaceAll(/\W/g, '-')}`;
  box.put({ [`${folder}/${file}`]: text });
  if (file.startsWith('esm/')) {
    // A package of its own finds this one as any other would.
    box.put({ [`${folder}/esm/package.json`]: '{"name": "esm", "type": "module"}' });
    mkdirSync(box.path(folder, 'node_modules'));
    symlinkSync(join(__dirname, '../..'), box.path(folder, 'node_modules/cdk8s-bulwark'));
  }
  expect(await box.run(['synth', file], { cwd: folder })).toEqual({ code: 0, err: '', out: CREATED });
});

test('what a program prints goes to standard error, also while its objects are made', async () => {
  const lines = `console.log('on loading');\nprocess.stdout.write('written\\n');
shop.node.addValidation({ validate: () => { console.log('on validating'); return []; } });
setTimeout(() => console.log('later'), 20);`;
  box.put({ 'prints/main.ts': program(lines) });
  const run = await box.run(['synth', '--format', 'json', '--dry-run'], { cwd: 'prints' });
  expect(JSON.parse(run.out)).toMatchObject({ app: 'shop' });
  expect(run.err).toBe('on loading\nwritten\nlater\non validating\n');
});

test('a program may end itself when it is done', async () => {
  box.put({ 'ends/main.ts': program('', { end: 'app.synth();\nsetInterval(() => undefined, 1000);\nprocess.exit(0);' }) });
  expect(await box.run(['synth'], { cwd: 'ends' })).toEqual({ code: 0, err: '', out: CREATED });
});

test('one that waits for what never comes is an error, not a silent success', async () => {
  box.put({ 'never/main.mts': LATER.replace('setTimeout(resolve, 50)', 'undefined') });
  const run = await box.run(['synth'], { cwd: 'never' });
  expect(run).toMatchObject({ code: 2, out: '', err: expect.stringContaining('error app-failed  main.mts: waits for something that never comes\n') });
});

test('a broken module has its place, in each dialect', async () => {
  const broken = 'const a = 1;\nconst b = ;\n';
  box.put({
    'broken/a.mjs': broken,
    'broken/a.cjs': broken,
    'broken/a.mts': broken,
    'broken/b.mjs': 'import \'./a.cjs\';\n',
    'broken/c.mjs': '\nimport { nope } from \'node:fs\';\n',
    'broken/d.mjs': '\n\nimport \'nope\';\n',
    'broken/e.cjs': '\nrequire(\'./nope\');\n',
  });
  const places = [];
  for (const file of ['a.mjs', 'a.cjs', 'a.mts', 'b.mjs', 'c.mjs', 'd.mjs', 'e.cjs']) {
    const run = await box.run(['synth', file], { cwd: 'broken' });
    expect(run).toMatchObject({ code: 2, out: '' });
    places.push(run.err.split('\n')[0]!.replace('error app-failed  ', '').split(': ')[0]!);
  }
  expect(places).toEqual(['a.mjs:2:11', 'a.cjs:2', 'a.mts:2:11', 'a.cjs:2', 'c.mjs:2', 'd.mjs:3', 'e.cjs:2']);
});

test.each([
  ['node.mjs', 'import { nope } from \'node:fs\';\n', '"node:fs" exports no nope'],
  ['own.mjs', 'import { nope as other } from \'./lib.mjs\';\n', '"./lib.mjs" exports no nope'],
  ['common.mjs', 'import { nope } from \'./lib.cjs\';\n', '"./lib.cjs" exports no nope'],
])('a name that a module does not export is said to be that, and no matter of syntax: %s', async (file, text, message) => {
  box.put({ [`exports/${file}`]: text, 'exports/lib.mjs': 'export const some = 1;\n', 'exports/lib.cjs': 'exports.some = 1;\n' });
  const run = await box.run(['synth', file], { cwd: 'exports' });
  expect(run).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`error app-failed  ${file}:1: ${message}\n  fix: mend the name in the import\n`) });
});

test('the paths of tsconfig.json lead to modules', async () => {
  box.put({
    'paths/tsconfig.json': '{\n  // as tsc reads it\n  "compilerOptions": { "baseUrl": ".", "paths": { "@team/*": ["shared/*"] }, },\n}\n',
    'paths/shared/name.ts': 'export const NAME: string = \'from-paths\';\n',
    'paths/main.ts': `import { NAME } from '@team/name';\n${program('', { app: '{ name: NAME }' })}`,
  });
  expect(await box.run(['synth'], { cwd: 'paths' })).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^from-paths → /) });
});

test('without a name, the app is named after its folder, however it is run', async () => {
  box.put({ 'team-a/src/main.ts': program('', { app: '' }), 'team-a/run.js': COMMONJS.replace('{ name: \'shop\' }', '') });
  expect(await box.run(['synth', 'team-a/src/main.ts'])).toMatchObject({ code: 0, out: expect.stringMatching(/^team-a → dist\/manifests\/team-a\n/) });
  expect(await box.run([], { program: 'run.js', cwd: 'team-a' })).toEqual({ code: 0, err: '', out: '' });
  expect(existsSync(box.path('team-a/dist/manifests/team-a/prod/.bulwark.json'))).toBe(true);
});

test('run directly the program writes, where CDK8S_OUTDIR says as cdk8s synth sets it; the command says more', async () => {
  box.put({ 'direct/main.js': COMMONJS, 'direct/main.ts': program(ROLE) });
  const env = { CDK8S_OUTDIR: 'elsewhere' };
  expect(await box.run([], { program: 'main.js', cwd: 'direct', env })).toEqual({ code: 0, err: '', out: '' });
  expect(existsSync(box.path('direct/elsewhere/prod/manifests/policies/_cluster/namespace-shop.yaml'))).toBe(true);
  expect(existsSync(box.path('direct/dist'))).toBe(false);
  expect(await box.run(['synth'], { cwd: 'direct', env })).toMatchObject({ code: 0, out: 'shop → elsewhere\n  prod  7 files: 2 created, 1 updated\n' });
});

test('loading never writes', async () => {
  box.put({ 'loads/main.ts': program(ROLE) });
  const before = box.snapshot('loads');
  const [check, dry] = await Promise.all([box.run(['check'], { cwd: 'loads' }), box.run(['synth', '--dry-run'], { cwd: 'loads' })]);
  expect(check.code).toBe(1);
  expect(dry.code).toBe(0);
  expect(box.snapshot('loads')).toEqual(before);
});
