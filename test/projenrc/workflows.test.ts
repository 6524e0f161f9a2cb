import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { github } from 'projen';
import * as yaml from 'yaml';

interface Step { readonly uses?: string; readonly run?: string; readonly name?: string }
interface Job { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }
interface Workflow { readonly on: Readonly<Record<string, unknown>>; readonly jobs: Readonly<Record<string, Job>> }

const folder = join(__dirname, '../../.github/workflows');
const workflows = readdirSync(folder).sort().map(file => [file, yaml.parse(readFileSync(join(folder, file), 'utf8')) as Workflow] as const);
const jobs = workflows.flatMap(([file, { jobs: all }]) => Object.entries(all).map(([name, job]) => ({ place: `${file} ${name}`, job })));

/** Releases that GitHub keeps from being changed, as projen has looked them up. */
const IMMUTABLE = new Set(Object.values(github.ActionRefs as unknown as Readonly<Record<string, string>>).filter(ref => typeof ref === 'string'));

test('there are workflows for pull requests, releases, updates and CodeQL', () => {
  expect(workflows.map(([file]) => file)).toEqual(['build.yml', 'codeql.yml', 'pull-request-lint.yml', 'release.yml', 'upgrade-main.yml']);
});

test('every action is pinned: by a commit, or by a release that cannot be changed', () => {
  const loose = jobs.flatMap(({ place, job }) => job.steps.flatMap(({ uses }) =>
    uses === undefined || /@[0-9a-f]{40}$/.test(uses) || IMMUTABLE.has(uses) ? [] : [`${place}: ${uses}`]));
  expect(loose).toEqual([]);
});

test('every job says what its token may do, and only those that publish may write', () => {
  const writing = jobs.flatMap(({ place, job }) => job.permissions === undefined
    ? [`${place}: whatever the repository gives`]
    : Object.entries(job.permissions).flatMap(([what, how]) => how === 'read' ? [] : [`${place}: ${what} ${how}`]));
  expect(writing).toEqual([
    'codeql.yml analyze: security-events write',
    'release.yml release_github: contents write',
    'release.yml release_npm: id-token write',
    'release.yml release_pypi: id-token write',
  ]);
});

test('code of a pull request never runs with a token of the repository', () => {
  const risky = workflows.filter(([, { on }]) => 'pull_request_target' in on || 'workflow_run' in on);
  for (const [file, { jobs: all }] of risky) {
    for (const { steps } of Object.values(all)) {
      expect([file, steps.filter(({ uses, run }) => run !== undefined || uses?.startsWith('actions/checkout'))]).toEqual([file, []]);
    }
  }
});

test('a release publishes with provenance and without a stored token to npm, by a pinned program', () => {
  const text = readFileSync(join(folder, 'release.yml'), 'utf8');
  expect(text).toContain('NPM_CONFIG_PROVENANCE: "true"');
  expect(text).toContain('NPM_TRUSTED_PUBLISHER: "true"');
  expect(text).not.toMatch(/NPM_TOKEN|TWINE_PASSWORD|@latest/);
});

test('a release leaves the committed manifests where they are', () => {
  const { tasks } = JSON.parse(readFileSync(join(__dirname, '../../.projen/tasks.json'), 'utf8')) as { tasks: Record<string, { steps: Array<{ exec?: string; execArgs?: string[] }> }> };
  const removed = tasks.release!.steps.flatMap(({ exec, execArgs }) => [exec ?? '', (execArgs ?? []).join(' ')]).filter(each => each.startsWith('rm '));
  expect(removed).toHaveLength(1);
  expect(removed[0]!.split(' ')).not.toContain('dist');
  expect(removed[0]).not.toContain('manifests');
});
