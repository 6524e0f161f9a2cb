import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARGO, FLUX, parsed } from './support';
import type { AgentModel } from '../../../src/deliver/agents/model';
import { readAppIndex } from '../../../src/deliver/app-index';
import { synthesize, type SynthesizableApp, type SynthesizeOptions } from '../../../src/deliver/synthesize';
import { checkApp, checkManifests } from '../../../src/engine/check';
import { readClusterInput } from '../../../src/engine/cluster-input';
import { compareSides } from '../../../src/engine/diff/compare';
import { Texts } from '../../../src/engine/diff/texts';
import { readSide } from '../../../src/engine/diff/written-side';
import { DISK } from '../../../src/manifests/files';
import { appOf, treeOfApp } from '../apps';
import { contents, idsOf, put, snapshot, temporaryFolder } from '../support';

const REMOTE: AgentModel = { ...FLUX, remote: true };
const SET = 'agent/applicationset-shop.yaml';

/** An app of clusters with a config map each, that one agent syncs. */
function syncedBy(agent: AgentModel | undefined, ...clusters: string[]): SynthesizableApp {
  const app = appOf(Object.fromEntries(clusters.map(name => [name, ['a']])));
  return agent === undefined ? app : {
    ...app,
    fanOuts: [{ name: 'shop', agent, clusters }],
    model: name => ({ ...app.model(name), agent: { agent, fannedOut: true } }),
  };
}

function written(app: SynthesizableApp): string {
  const outdir = join(temporaryFolder(), 'out');
  synthesize(app, { outdir });
  return outdir;
}

const elements = (outdir: string) => parsed(readFileSync(join(outdir, SET), 'utf8')).spec.generators[0].list.elements.map(({ cluster }: { cluster: string }) => cluster);

test('the files of an agent are the index\'s own, and a second time writes nothing', () => {
  const outdir = written(syncedBy(ARGO, 'eu', 'us'));
  expect([...readAppIndex(outdir).files.keys()]).toEqual([SET]);
  expect(elements(outdir)).toEqual(['eu', 'us']);
  const before = snapshot(outdir);
  const { agent } = synthesize(syncedBy(ARGO, 'us', 'eu'), { outdir });
  expect(snapshot(outdir)).toEqual(before);
  expect([agent!.files, agent!.plan.unchanged, agent!.plan.update]).toEqual([1, 1, []]);
});

test('they follow the clusters: one that comes is synced, one that goes is no longer, its tree being pruned or not', () => {
  const outdir = written(syncedBy(REMOTE, 'eu', 'us'));
  expect(existsSync(join(outdir, 'agent/us'))).toBe(true);
  const { agent, undeclared } = synthesize(syncedBy(REMOTE, 'eu', 'ap'), { outdir });
  expect([agent!.plan.create.length, agent!.plan.remove.length, undeclared.map(({ name }) => name)]).toEqual([3, 3, ['us']]);
  expect([existsSync(join(outdir, 'agent/us')), existsSync(join(outdir, 'agent/ap')), existsSync(join(outdir, 'us'))]).toEqual([false, true, true]);
  synthesize(syncedBy(REMOTE, 'eu', 'ap'), { outdir, pruneClusters: true });
  expect(readAppIndex(outdir).clusters).toEqual(['ap', 'eu']);
  expect(contents(outdir)).toEqual(contents(written(syncedBy(REMOTE, 'eu', 'ap'))));
});

test('an app that has no agent any more loses the files, and is as it would be had it never had one', () => {
  const outdir = written(syncedBy(ARGO, 'eu'));
  const { agent } = synthesize(syncedBy(undefined, 'eu'), { outdir });
  expect(agent!.plan.remove).toEqual([SET]);
  expect(contents(outdir)).toEqual(treeOfApp(syncedBy(undefined, 'eu')));
});

test('a synth of one cluster lists them all, and writes that one', () => {
  const outdir = join(temporaryFolder(), 'out');
  synthesize(syncedBy(ARGO, 'eu', 'us'), { outdir, clusters: ['eu'] });
  expect([elements(outdir), existsSync(join(outdir, 'us')), readAppIndex(outdir).clusters]).toEqual([['eu', 'us'], false, ['eu']]);
});

test('a dry run tells of them and writes nothing', () => {
  const outdir = join(temporaryFolder(), 'out');
  const { agent } = synthesize(syncedBy(ARGO, 'eu'), { outdir, dryRun: true });
  expect([agent!.plan.create, existsSync(outdir)]).toEqual([[SET], false]);
});

test.each<[string, (outdir: string) => void, SynthesizableApp, Partial<SynthesizeOptions>, string]>([
  ['a file that was changed by hand', outdir => writeFileSync(join(outdir, SET), 'mine\n'), syncedBy(ARGO, 'eu', 'us'), {}, 'file-edited'],
  ['a file of others in the way', outdir => put(outdir, 'agent/gitrepository-shop.yaml', 'mine\n'), syncedBy(REMOTE, 'eu'), {}, 'file-foreign'],
  ['a link where the folder belongs', outdir => {
    rmSync(join(outdir, 'agent'), { recursive: true });
    mkdirSync(join(outdir, '..', 'away'));
    symlinkSync('../away', join(outdir, 'agent'));
  }, syncedBy(ARGO, 'eu', 'us'), { force: true }, 'path-unsafe'],
  ['a cluster that has the name of the folder', () => undefined, syncedBy(ARGO, 'eu', 'Agent'), {}, 'path-collision'],
  ['an index that lists what is no agent\'s', outdir => writeFileSync(join(outdir, '.bulwark.json'),
    JSON.stringify({ version: 1, app: 'shop', clusters: ['eu'], files: { 'hosts/x': { sha256: '0'.repeat(64) } } })), syncedBy(ARGO, 'eu'), {}, 'index-unreadable'],
])('%s stops the synth before anything is written', (_, disturb, app, options, id) => {
  const outdir = written(syncedBy(ARGO, 'eu'));
  disturb(outdir);
  const before = snapshot(join(outdir, '..'));
  expect(idsOf(() => synthesize(app, { outdir, ...options }))).toEqual([id]);
  expect(snapshot(join(outdir, '..'))).toEqual(before);
});

describe('check', () => {
  const app = syncedBy(ARGO, 'eu');
  const ids = (outdir: string) => [checkApp(app, outdir), checkManifests(outdir)].map(({ problems }) =>
    problems.map(({ id }) => id).filter(id => /^(drift|file|index)/.test(id)));

  test.each<[string, (outdir: string) => void, string[], string[]]>([
    ['is content with what synth wrote', () => undefined, [], []],
    ['finds what was changed by hand', outdir => writeFileSync(join(outdir, SET), 'kind: X\n'), ['drift-changed'], ['file-edited']],
    ['finds what is gone', outdir => rmSync(join(outdir, SET)), ['drift-missing'], ['drift-missing']],
    ['finds what others put there, which an agent would apply', outdir => put(outdir, 'agent/more/evil.yaml', 'a: b\n'), ['drift-foreign'], ['drift-foreign']],
    ['finds a program of jsonnet, which Argo CD would run', outdir => put(outdir, 'agent/more/evil.jsonnet', '{}\n'), ['drift-foreign'], ['drift-foreign']],
    ['finds an index that does not list them', outdir => {
      const file = join(outdir, '.bulwark.json');
      const { files: _, ...index } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify(index));
    }, ['drift-changed'], ['drift-foreign']],
  ])('%s', (_, disturb, ofApp, ofTree) => {
    const outdir = written(app);
    disturb(outdir);
    expect(ids(outdir)).toEqual([ofApp, ofTree]);
  });

  test('finds what others put among the agent\'s files of one cluster', () => {
    const outdir = written(app);
    put(outdir, 'eu/agent/evil.yaml', 'a: b\n');
    expect(ids(outdir)).toEqual([['drift-foreign'], ['drift-foreign']]);
  });
});

describe('a question about a cluster', () => {
  const objectsIn = (outdir: string) => readClusterInput(outdir, { cluster: 'eu' }).objects.map(({ object: { kind } }) => kind);

  test.each<[string, AgentModel]>([['argocd', ARGO], ['flux', REMOTE], ['kustomize', { profile: 'kustomize' }]])(
    'is answered from its objects, and not from those by which %s finds it', (_, agent) => {
      const outdir = written(syncedBy(agent, 'eu'));
      const { objects, unseen } = readClusterInput(outdir);
      expect([objects.map(({ object: { kind } }) => kind), unseen]).toEqual([['ConfigMap'], []]);
    });

  test('counts anything else that stands among them', () => {
    const outdir = written(syncedBy(ARGO, 'eu'));
    const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: x\nrules: []\n';
    put(outdir, 'eu/agent/role.yaml', role);
    expect(objectsIn(outdir)).toEqual(['ClusterRole', 'ConfigMap']);
    put(outdir, 'agent/role.yaml', role);
    expect(idsOf(() => readClusterInput(outdir))).toEqual(['cluster-ambiguous']);
  });

  test('says what a kustomization changes that does more than list files', () => {
    const outdir = written(syncedBy({ profile: 'kustomize' }, 'eu'));
    const file = join(outdir, 'eu/manifests/kustomization.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}namePrefix: x-\n`);
    expect(readClusterInput(outdir).unseen).toEqual([`what kustomize makes of the manifests by ${file} is not among them`]);
  });

  test.each(['github.com/acme/policies', 'https://example.com/a.yaml', 'git@example.com:acme/policies', 'acme/policies?ref=main', 'policies/shop/role.txt', '../lab/manifests'])(
    'says so as well of one that lists %s, which kustomize fetches or reads otherwise than we do', listed => {
      const outdir = written(syncedBy({ profile: 'kustomize' }, 'eu'));
      const file = join(outdir, 'eu/manifests/kustomization.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('resources:\n', `resources:\n- ${JSON.stringify(listed)}\n`));
      expect(readClusterInput(outdir).unseen).toEqual([`what kustomize makes of the manifests by ${file} is not among them`]);
    });
});

describe('a diff of two trees', () => {
  const sides = (...apps: SynthesizableApp[]) => apps.map(app => readSide(written(app), DISK, {}, new Texts()));
  const rows = (before: SynthesizableApp, after: SynthesizableApp) => {
    const [old, now] = sides(before, after);
    return compareSides(old!, now!).flatMap(({ others }) => others.map(each => [each.what, each.after!.object.kind, each.fields]));
  };

  test('compares what stands beside the clusters, by which an agent finds all of them', () => {
    expect(rows(syncedBy(ARGO, 'eu'), syncedBy({ ...ARGO, repoUrl: 'https://git.example.com/other' }, 'eu'))).toEqual([['changed', 'ApplicationSet', ['spec.template.spec.source.repoURL']]]);
    expect(rows(syncedBy(ARGO, 'eu'), syncedBy(ARGO, 'eu'))).toEqual([]);
  });

  test('refuses one that was changed by hand beside the clusters', () => {
    const outdir = written(syncedBy(ARGO, 'eu'));
    writeFileSync(join(outdir, SET), readFileSync(join(outdir, SET), 'utf8').replace('platform', 'evil'));
    expect(idsOf(() => readSide(outdir, DISK, {}, new Texts()))).toEqual(['file-edited']);
  });
});
