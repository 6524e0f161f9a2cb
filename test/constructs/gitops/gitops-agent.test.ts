import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { layOut } from '../../../src/deliver/layout';
import { problemOf } from '../support';
import { Cluster, ClusterTarget, GitOpsAgent, PolicyApp, SecuredNamespace, type ArgoCdOptions, type FluxOptions } from 'cdk8s-bulwark';

const REPO = 'https://git.example.com/platform.git';
const TARGET = ClusterTarget.generic({ kubernetes: '1.34' });

describe('the options of an agent', () => {
  test.each<[string, Partial<ArgoCdOptions>, string]>([
    ['no encryption', { repoUrl: 'http://git.example.com/platform' }, 'repoUrl'],
    ['no host', { repoUrl: 'https:///platform' }, 'repoUrl'],
    ['no repository', { repoUrl: 'https://git.example.com' }, 'repoUrl'],
    ['a password', { repoUrl: 'https://jane:secret@git.example.com/x' }, 'repoUrl'],
    ['a token', { repoUrl: 'https://token@git.example.com/x' }, 'repoUrl'],
    ['a local path', { repoUrl: '/srv/git' }, 'repoUrl'],
    ['a template', { repoUrl: 'https://git.example.com/{{.x}}' }, 'repoUrl'],
    ['a path out of the repository', { path: '../other' }, 'path'],
    ['a path from the root of the machine', { path: '/srv' }, 'path'],
    ['a path with a hole', { path: 'a//b' }, 'path'],
    ['an empty path', { path: '' }, 'path'],
    ['a revision of two words', { revision: 'a b' }, 'revision'],
    ['a revision that is an option', { revision: '-x' }, 'revision'],
    ['a range', { revision: 'a..b' }, 'revision'],
    ['an empty revision', { revision: '' }, 'revision'],
    ['a project in capitals', { project: 'Team' }, 'project'],
    ['a namespace with a point', { namespace: 'a.b' }, 'namespace'],
    ['a namespace of 64 characters', { namespace: 'a'.repeat(64) }, 'namespace'],
    ['an address without TLS', { destinationServer: 'http://10.0.0.1' }, 'destinationServer'],
    ['two destinations', { destinationServer: 'https://10.0.0.1', destination: 'prod' }, 'destination'],
  ])('of Argo CD: %s is an error that names the field', (_, options, field) => {
    const { id, field: named, value } = problemOf(() => GitOpsAgent.argoCd({ repoUrl: REPO, ...options }));
    expect([id, named]).toEqual(['construct-invalid', `GitOpsAgent.argoCd.${field}`]);
    expect(value ?? '').not.toMatch(/secret|token@/);
  });

  test.each<[string, FluxOptions, string]>([
    ['no source', {}, 'repoUrl'],
    ['two sources', { repoUrl: REPO, source: 'flux-system' }, 'repoUrl'],
    ['a revision of a source that exists', { source: 'flux-system', revision: 'main' }, 'revision'],
    ['the short form, which Flux does not read', { repoUrl: 'git@git.example.com:platform.git' }, 'repoUrl'],
    ['less than a minute', { repoUrl: REPO, interval: Duration.seconds(30) }, 'interval'],
    ['an account that is none', { repoUrl: REPO, serviceAccountName: 'system:x' }, 'serviceAccountName'],
  ])('of Flux: %s is an error that names the field', (_, options, field) => {
    expect(problemOf(() => GitOpsAgent.flux(options)).field).toBe(`GitOpsAgent.flux.${field}`);
  });

  test.each(['https://git.example.com/a/b.git', 'ssh://git@git.example.com:22/a', 'git@git.example.com:a/b.git'])('%s is a repository', repoUrl => {
    expect(GitOpsAgent.argoCd({ repoUrl }).profile).toBe('argocd');
  });
});

function filesOf(app: PolicyApp, cluster: string): Map<string, string> {
  return new Map(layOut(app._register().model(cluster)));
}

function clusterIn(app: PolicyApp, name: string, agent?: GitOpsAgent): Cluster {
  const cluster = new Cluster(app, name, { target: TARGET, agent });
  new kplus.Deployment(new SecuredNamespace(cluster, 'shop'), 'web', { containers: [{ image: 'web:1' }] });
  return cluster;
}

describe('the agent of an app', () => {
  test('is that of each cluster that has none, and syncs them together', () => {
    const app = new PolicyApp({ name: 'shop', agent: GitOpsAgent.argoCd({ repoUrl: REPO }) });
    ['eu', 'us'].forEach(name => clusterIn(app, name));
    clusterIn(app, 'lab', GitOpsAgent.kustomize());
    expect(app._register().fanOuts!.map(({ name, clusters }) => [name, clusters])).toEqual([['shop', ['eu', 'us']]]);
    expect([...filesOf(app, 'eu').keys()].some(path => /agent|kustomization/.test(path))).toBe(false);
    expect(filesOf(app, 'eu').get('manifests/policies/shop/networkpolicy-default-deny.yaml')).toContain('sync-wave: "-2"');
    expect([...filesOf(app, 'lab').keys()].filter(path => path.endsWith('/kustomization.yaml'))).toHaveLength(3);
    expect(filesOf(app, 'lab').get('manifests/policies/shop/networkpolicy-default-deny.yaml')).not.toContain('sync-wave');
  });

  test('finds the output where the app was told to write it, and is asked where that tells nothing', () => {
    const pathOf = (outdir: string | undefined) => {
      const app = new PolicyApp({ name: 'shop', outdir, agent: GitOpsAgent.flux({ repoUrl: REPO }) });
      clusterIn(app, 'eu');
      return /path: "?\.\/(\S*)\/eu\/manifests\/policies/.exec(filesOf(app, 'eu').get('agent/kustomization-shop.eu.policies.yaml')!)![1];
    };
    expect([pathOf(undefined), pathOf('clusters'), pathOf('./deploy/out/')]).toEqual(['dist/manifests/shop', 'clusters', 'deploy/out']);
    expect(problemOf(() => pathOf('/srv/out')).fix).toBe('give the agent the prop path, such as dist/manifests/shop');
    expect(problemOf(() => pathOf('../out')).field).toBe('GitOpsAgent.flux.path');
  });

  test('may not name the one cluster that it syncs to', () => {
    const app = new PolicyApp({ name: 'shop', agent: GitOpsAgent.argoCd({ repoUrl: REPO, destination: 'in-cluster' }) });
    clusterIn(app, 'eu');
    expect(problemOf(() => app._register()).field).toBe('GitOpsAgent.argoCd.destination');
  });

  test('may of one cluster', () => {
    const app = new PolicyApp({ name: 'shop' });
    clusterIn(app, 'eu', GitOpsAgent.argoCd({ repoUrl: REPO, destinationServer: 'https://10.0.0.1:6443', automated: false }));
    const text = filesOf(app, 'eu').get('agent/application-shop.eu.yaml')!;
    expect(text).toContain('server: https://10.0.0.1:6443');
    expect(text).not.toContain('automated');
  });

  test('that reaches clusters by Secrets wants names that a Secret can have', () => {
    const flux = GitOpsAgent.flux({ source: 'flux-system', remote: true });
    const [shared, own] = [new PolicyApp({ name: 'shop', agent: flux }), new PolicyApp({ name: 'shop' })];
    clusterIn(shared, 'EU_1');
    clusterIn(own, 'EU_1', flux);
    expect(problemOf(() => shared._register()).value).toBe('"EU_1"');
    expect(problemOf(() => own._register().model('EU_1'))).toMatchObject({ construct: 'EU_1', value: '"EU_1"' });
  });
});

test('what an agent would not apply is an error with the construct', () => {
  const app = new PolicyApp({ name: 'shop', agent: GitOpsAgent.argoCd({ repoUrl: REPO }) });
  const shop = new SecuredNamespace(new Cluster(app, 'eu', { target: TARGET }), 'shop');
  new kplus.Job(shop, 'migrate', { containers: [{ image: 'web:1' }], metadata: { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } } });
  expect(problemOf(() => app._register().model('eu'))).toMatchObject({ id: 'agent-refused', construct: 'eu/shop/migrate/Resource', object: 'Job shop/migrate' });
});

test('the stream of manifests holds no file of an agent', () => {
  const app = new PolicyApp({ name: 'shop', agent: GitOpsAgent.kustomize() });
  clusterIn(app, 'eu');
  expect(app.synthYaml()).not.toContain('kustomize.config.k8s.io');
});
