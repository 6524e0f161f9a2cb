import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { MAIN, Sandbox } from './support';

// The workflows of a new app: valid by the schema of GitHub, and each of their scripts run as a runner would run it.

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

jest.setTimeout(120_000);

const MODULES = join(__dirname, '../../node_modules');
const NAMES = ['policies', 'policies-comment'];

interface Step {
  readonly name?: string;
  readonly run?: string;
}

function workflow(name: string): any {
  return parse(sandbox.read(`ci/.github/workflows/${name}.yml`)) as unknown;
}

/** The script of a step, by a word of its name or of itself. */
function scriptOf(name: string, word: string): string {
  const [job] = Object.values<any>(workflow(name).jobs);
  return (job.steps as Step[]).find(step => step.run !== undefined && (step.name ?? step.run).includes(word))!.run!;
}

/** What a runner of GitHub does with a script that names no shell: `bash -e {0}`. */
function runStep(script: string, env: Readonly<Record<string, string>> = {}): { readonly code: number | null; readonly out: string } {
  writeFileSync(sandbox.path('step.sh'), script);
  const { JEST_WORKER_ID: _, NODE_ENV: __, FORCE_COLOR: ___, ...own } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', ['-e', sandbox.path('step.sh')], {
    cwd: sandbox.path('ci'), encoding: 'utf8', env: { ...own, GITHUB_ACTIONS: 'true', CI: 'true', GITHUB_STEP_SUMMARY: sandbox.path('summary.md'), ...env },
  });
  return { code: status, out: stdout + stderr };
}

function git(...args: string[]): void {
  const run = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: sandbox.path('ci'), encoding: 'utf8' });
  expect({ status: run.status, err: run.status === 0 ? '' : run.stderr }).toEqual({ status: 0, err: '' });
}

/** What `npm ci` leaves, of packages that are installed already. */
function install(): void {
  mkdirSync(sandbox.path('ci/node_modules/.bin'), { recursive: true });
  for (const name of readdirSync(MODULES).filter(each => !each.startsWith('.') && each !== 'cdk8s-bulwark')) {
    symlinkSync(join(MODULES, name), sandbox.path('ci/node_modules', name));
  }
  symlinkSync(join(__dirname, '../..'), sandbox.path('ci/node_modules/cdk8s-bulwark'), 'dir');
  for (const [name, program] of [['bulwark', MAIN], ['tsc', join(MODULES, 'typescript/bin/tsc')], ['jest', join(MODULES, 'jest/bin/jest.js')]] as const) {
    writeFileSync(sandbox.path('ci/node_modules/.bin', name), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(sandbox.path('ci/node_modules/.bin', name), 0o755);
  }
}

/** A pull request, checked out as its merge with the branch that it is for: the first parent is that branch. */
async function pullRequest(from: string, to: string): Promise<void> {
  git('checkout', '-q', '-B', 'change', 'main');
  writeFileSync(sandbox.path('ci/shop.ts'), sandbox.read('ci/shop.ts').replace(from, to));
  expect(await sandbox.run(['synth'], { cwd: 'ci' })).toMatchObject({ code: 0 });
  git('commit', '-qam', 'change');
  git('checkout', '-q', '-B', 'merge', 'main');
  git('merge', '-q', '--no-ff', '-m', 'merge', 'change');
}

beforeAll(async () => {
  expect(await sandbox.run(['init', 'ci'])).toMatchObject({ code: 0 });
  install();
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'base');
});

test.each(NAMES)('%s is valid by the schema of workflows, which refuses what it does not know', name => {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false })
    .compile(JSON.parse(readFileSync(join(__dirname, 'schemas/github-workflow.json'), 'utf8')) as object);
  const errors = (value: unknown) => validate(value) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
  const made = workflow(name);
  expect(errors(made)).toEqual([]);
  const [[id, job]] = Object.entries<any>(made.jobs) as [[string, any]];
  const [first, ...steps] = job.steps;
  const jobWith = (more: object) => ({ ...made, jobs: { [id]: { ...job, ...more } } });
  expect([
    { ...made, permission: {} }, { ...made, permissions: { contents: 'raed' } }, { ...made, on: { pull_requests: {} } }, jobWith({ timeout: 5 }), jobWith({ 'runs-on': undefined }),
    jobWith({ steps: [{ ...first, whith: {} }, ...steps] }), jobWith({ steps: [{ ...first, run: 'true' }, ...steps] }),
  ].map(errors).filter(found => found.length === 0)).toEqual([]);
});

describe('policies, on a pull request', () => {
  const DIFF = ['policies', 'what the change means'] as const;
  const GATE = ['policies', 'nothing is opened unread'] as const;

  test('that changes nothing: the review says so, and nothing fails', async () => {
    await pullRequest('import', '// A comment.\nimport');
    expect(runStep(scriptOf(...DIFF))).toMatchObject({ code: 0 });
    expect(runStep(scriptOf(...GATE))).toMatchObject({ code: 0 });
    expect(sandbox.read('ci/review/review.md').length).toBeGreaterThan(0);
    rmSync(sandbox.path('ci/review'), { recursive: true });
  });

  test('that opens something: the review and the summary name it, and without the label the last step fails with an annotation', async () => {
    await pullRequest('resources: [', 'resources: [KubernetesResource.SECRETS, ');
    expect(sandbox.read('ci/shop.ts')).toContain('SECRETS');
    expect(runStep(scriptOf(...DIFF))).toMatchObject({ code: 0 });
    expect(sandbox.read('ci/review/review.md')).toMatch(/broadened[\s\S]*secrets/);
    expect(sandbox.read('summary.md')).toContain(sandbox.read('ci/review/review.md'));
    const gate = runStep(scriptOf(...GATE));
    expect(gate.code).toBe(1);
    expect(gate.out).toMatch(/^::error /m);
    rmSync(sandbox.path('ci/review'), { recursive: true });
  });

  test('whose base cannot be read: the review fails, and so does the last step', () => {
    git('checkout', '-q', '--orphan', 'alone');
    git('commit', '-qm', 'alone');
    expect(runStep(scriptOf(...DIFF)).code).not.toBe(0);
    expect(runStep(scriptOf(...GATE)).code).toBe(2);
    git('checkout', '-q', 'main');
    rmSync(sandbox.path('ci/review'), { recursive: true });
  });

  test('its own tests run types, jest and check, and fail where the tree is not what the program makes', () => {
    expect(runStep(scriptOf('policies', 'npm test'))).toMatchObject({ code: 0 });
    writeFileSync(sandbox.path('ci/shop.ts'), sandbox.read('ci/shop.ts').replace('resources: [', 'resources: [KubernetesResource.SERVICES, '));
    const { code, out } = runStep(scriptOf('policies', 'npm test'));
    expect(code).not.toBe(0);
    expect(out).toContain('drift-changed');
    git('checkout', '-q', 'shop.ts');
  });
});

describe('policies-comment', () => {
  const REVIEW = '## A review\n\n`$(id)` "quoted" ${HOME}\n';
  const env = { GH_TOKEN: 'x', REPOSITORY: 'acme/policies', OWNER: 'jane', BRANCH: 'change', COMMIT: 'c'.repeat(40) };
  const pulls = [{ number: 7, head: { sha: 'c'.repeat(40) } }];
  const MARKER = '<!-- bulwark review -->';

  /** A `gh` that answers from files and writes down what it was asked to change. */
  function answering(answers: { readonly pulls: unknown; readonly comments: readonly unknown[] }): { readonly PATH: string } {
    sandbox.put({
      'gh/answers.json': JSON.stringify(answers),
      'gh/gh': `#!${process.execPath}
const { readFileSync, appendFileSync } = require('node:fs');
const { join } = require('node:path');
const args = process.argv.slice(2);
const answers = JSON.parse(readFileSync(join(__dirname, 'answers.json'), 'utf8'));
const method = args.includes('--method') ? args[args.indexOf('--method') + 1] : 'GET';
const path = args.find(each => each.startsWith('repos/'));
if (method === 'GET') {
  // With --paginate each page is a list of its own.
  process.stdout.write(path.endsWith('/pulls') ? JSON.stringify(answers.pulls) : answers.comments.map(page => JSON.stringify(page)).join('\\n'));
} else {
  const [, file] = /^body=@(.*)$/.exec(args[args.indexOf('-F') + 1]);
  appendFileSync(join(__dirname, 'calls'), JSON.stringify({ method, path, body: readFileSync(file, 'utf8') }) + '\\n');
}
`,
      'gh/calls': '',
      'ci/review.md': REVIEW,
    });
    chmodSync(sandbox.path('gh/gh'), 0o755);
    return { PATH: `${sandbox.path('gh')}${delimiter}${process.env.PATH}` };
  }
  const calls = () => sandbox.read('gh/calls').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as { method: string; path: string; body: string });
  const script = () => scriptOf('policies-comment', 'comment');
  /** The runners of GitHub have jq; where these tests run it may be missing. */
  // In CI, where jq is installed first, nothing is left out.
  const withJq = process.env.CI !== undefined || spawnSync('jq', ['--version']).status === 0 ? test : test.skip;

  withJq('posts the review once, under a mark by which it is found again', () => {
    const path = answering({ pulls, comments: [[{ id: 1, user: { login: 'jane' }, body: `${MARKER}\nmine` }], [{ id: 2, user: { login: 'github-actions[bot]' }, body: 'other' }]] });
    expect(runStep(script(), { ...env, ...path })).toMatchObject({ code: 0 });
    expect(calls()).toEqual([{ method: 'POST', path: 'repos/acme/policies/issues/7/comments', body: `${MARKER}\n${REVIEW}` }]);
  });

  withJq('replaces its own earlier comment, on whichever page that is', () => {
    const path = answering({ pulls, comments: [[], [{ id: 9, user: { login: 'github-actions[bot]' }, body: `${MARKER}\nold` }]] });
    expect(runStep(script(), { ...env, ...path })).toMatchObject({ code: 0 });
    expect(calls()).toEqual([{ method: 'PATCH', path: 'repos/acme/policies/issues/comments/9', body: `${MARKER}\n${REVIEW}` }]);
  });

  withJq('says nothing to a pull request that has moved on, or to none', () => {
    for (const other of [[{ number: 7, head: { sha: 'd'.repeat(40) } }], []]) {
      const path = answering({ pulls: other, comments: [] });
      expect(runStep(script(), { ...env, ...path })).toMatchObject({ code: 0, out: expect.stringContaining('moved on') as string });
      expect(calls()).toEqual([]);
    }
  });

  withJq('cuts a review that is longer than a comment may be', () => {
    const path = answering({ pulls, comments: [[]] });
    sandbox.put({ 'ci/review.md': 'x'.repeat(100_000) });
    expect(runStep(script(), { ...env, ...path })).toMatchObject({ code: 0 });
    expect(calls()[0]!.body.length).toBeLessThan(65_536);
  });
});
