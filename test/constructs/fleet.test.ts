import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { problemOf, problemsOf } from './support';
import { synthesize } from '../../src/deliver/synthesize';
import { checkApp } from '../../src/engine/check';
import { contents, snapshot, temporaryFolder } from '../deliver/support';
import {
  Cluster, ClusterTarget, Fleet, GitOpsAgent, KubernetesResource, PolicyApp, ReadOnlyRole, SecuredNamespace, Subject,
  type FleetProps, type IClusterBlueprint,
} from 'cdk8s-bulwark';
import 'cdk8s-bulwark/jest';

const TARGET = ClusterTarget.generic({ kubernetes: '1.34' });
const REPO = 'https://git.example.com/platform';

/** A namespace that jane may read, and a workload. Notes which clusters it made. */
class Shop implements IClusterBlueprint {
  public readonly made: string[] = [];

  public buildCluster(cluster: Cluster): void {
    this.made.push(cluster.clusterName);
    const shop = new SecuredNamespace(cluster, 'shop');
    new ReadOnlyRole(shop, 'reader', { resources: [KubernetesResource.PODS], subjects: [Subject.user(`jane-${cluster.clusterName}`)] });
    new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1', portNumber: 8080 }] });
  }
}

interface Made {
  readonly app: PolicyApp;
  readonly fleet: Fleet;
  readonly shop: Shop;
}

function fleetOf(clusters: string[], props: Partial<FleetProps> = {}, app = new PolicyApp({ name: 'shop' })): Made {
  const shop = new Shop();
  return { app, shop, fleet: new Fleet(app, 'fleet', { clusters, target: TARGET, blueprint: shop, ...props }) };
}

describe('a fleet', () => {
  test('writes what the same clusters would by themselves, each below its construct path', () => {
    const [outdir, other] = [join(temporaryFolder(), 'out'), join(temporaryFolder(), 'out')];
    synthesize(fleetOf(['eu-1', 'us-1']).app._register(), { outdir });
    const app = new PolicyApp({ name: 'shop' });
    const scope = new Construct(app, 'fleet');
    ['us-1', 'eu-1'].forEach(name => new Shop().buildCluster(new Cluster(scope, name, { target: TARGET })));
    synthesize(app._register(), { outdir: other });
    expect(contents(outdir)).toEqual(contents(other));
    expect(readFileSync(join(outdir, 'eu-1/.bulwark.json'), 'utf8')).toContain('"construct":"fleet/eu-1/shop/reader/Resource"');
  });

  test('makes no cluster before it is asked for one, and then that one alone', () => {
    const { app, shop } = fleetOf(['a', 'b', 'c']);
    const registered = app._register();
    expect([registered.clusters, shop.made]).toEqual([['a', 'b', 'c'], []]);
    registered.model('b');
    expect(shop.made).toEqual(['b']);
    synthesize(registered, { outdir: join(temporaryFolder(), 'out'), clusters: ['c'] });
    expect(shop.made).toEqual(['b', 'c']);
  });

  test('gives the same whatever is asked first, and how often', () => {
    const models = (order: string[]) => {
      const registered = fleetOf(['a', 'b', 'c']).app._register();
      return Object.fromEntries(order.map(name => [name, JSON.stringify(registered.model(name))]));
    };
    const first = models(['a', 'b', 'c']);
    expect(models(['c', 'b', 'b', 'a'])).toEqual(first);
    expect(first.a).not.toBe(first.b);
  });

  test('is written a second time without a change, and checked without drift', () => {
    const outdir = join(temporaryFolder(), 'out');
    synthesize(fleetOf(['a', 'b']).app._register(), { outdir });
    const before = snapshot(outdir);
    synthesize(fleetOf(['b', 'a']).app._register(), { outdir });
    expect(snapshot(outdir)).toEqual(before);
    expect(checkApp(fleetOf(['a', 'b']).app._register(), outdir).problems).toEqual([]);
  });

  test('leaves a cluster that is named no longer until it is pruned, and writes a new one', () => {
    const outdir = join(temporaryFolder(), 'out');
    synthesize(fleetOf(['a', 'b']).app._register(), { outdir });
    const { undeclared, clusters } = synthesize(fleetOf(['b', 'c']).app._register(), { outdir });
    expect([undeclared.map(({ name }) => name), clusters.map(({ plan }) => plan.create.length > 0), existsSync(join(outdir, 'a'))]).toEqual([['a'], [false, true], true]);
    synthesize(fleetOf(['b', 'c']).app._register(), { outdir, pruneClusters: true });
    expect(readdirSync(outdir)).toEqual(['.bulwark.json', 'b', 'c']);
  });

  test('of which one cluster changes rewrites that one', () => {
    const outdir = join(temporaryFolder(), 'out');
    const names = ['a', 'b', 'c'];
    synthesize(fleetOf(names).app._register(), { outdir });
    const next = fleetOf(names, { targets: { b: ClusterTarget.generic({ kubernetes: '1.33' }) } });
    expect(synthesize(next.app._register(), { outdir }).clusters.map(({ plan }) => plan.update.length > 0)).toEqual([false, true, false]);
  });

  test('has an agent of its own, or that of the app, and its clusters are synced together', () => {
    const app = new PolicyApp({ name: 'shop', agent: GitOpsAgent.argoCd({ repoUrl: REPO }) });
    fleetOf(['a'], {}, app);
    new Fleet(app, 'edge', { clusters: ['x', 'y'], target: TARGET, blueprint: new Shop(), agent: GitOpsAgent.flux({ source: 'flux-system', remote: true }) });
    const registered = app._register();
    expect(registered.fanOuts!.map(({ name, agent, clusters }) => [name.replace(/-[0-9a-f]{10}$/, ''), agent.profile, clusters]))
      .toEqual([['shop', 'argocd', ['a']], ['shop.fleet.edge', 'flux', ['x', 'y']]]);
    expect(['a', 'x'].map(name => registered.model(name).agent)).toMatchObject([{ agent: { profile: 'argocd' }, fannedOut: true }, { agent: { profile: 'flux' }, fannedOut: true }]);
  });

  test('hands its context on', () => {
    const app = new PolicyApp({ name: 'shop' });
    app.node.setContext('owner', 'platform');
    let seen: unknown;
    const { fleet } = fleetOf(['a'], { blueprint: { buildCluster: cluster => { seen = cluster.node.tryGetContext('owner'); } } }, app);
    fleet.cluster('a');
    expect(seen).toBe('platform');
  });
});

describe('a test', () => {
  test('asks about one cluster of a fleet', () => {
    const cluster = fleetOf(['eu-1', 'us-1']).fleet.cluster('eu-1');
    expect(cluster).toAllow('jane-eu-1', 'get', 'pods', { namespace: 'shop' });
    expect(cluster).not.toAllow('jane-us-1', 'get', 'pods', { namespace: 'shop' });
    expect(cluster).toEmit({ kind: 'Deployment', metadata: { name: 'web' } });
    expect(cluster).not.toReach('outside', 'shop/web', 8080);
  });

  test('that asks about another is told which there are', () => {
    expect(problemOf(() => fleetOf(['eu-1']).fleet.cluster('eu-2'))).toMatchObject({ id: 'cluster-unknown', construct: 'fleet', value: '"eu-2"', fix: 'name one of eu-1' });
  });
});

describe('refuses', () => {
  test.each<[string, Partial<FleetProps>, string]>([
    ['no cluster', { clusters: [] }, 'clusters'],
    ['a name twice', { clusters: ['a', 'b', 'a'] }, 'clusters[2]'],
    ['a name that is no folder', { clusters: ['a', '../b'] }, 'clusters[1]'],
    ['a name of 101 characters', { clusters: ['a'.repeat(101)] }, 'clusters[0]'],
    ['a target of a cluster that it has not', { targets: { b: TARGET } }, 'targets.b'],
    ['no target', { target: undefined as unknown as ClusterTarget }, 'target'],
    ['a blueprint that makes nothing', { blueprint: {} as IClusterBlueprint }, 'blueprint'],
  ])('%s', (_, props, field) => {
    expect(problemOf(() => fleetOf(['a'], props))).toMatchObject({ id: 'construct-invalid', construct: 'fleet', field });
  });

  test('a name that another fleet or a Cluster has', () => {
    const { app } = fleetOf(['a', 'b']);
    new Fleet(app, 'other', { clusters: ['b', 'c'], target: TARGET, blueprint: new Shop() });
    new Cluster(app, 'c', { target: TARGET });
    expect(problemsOf(() => app._register()).map(({ value }) => value).sort()).toEqual(['"b"', '"c"']);
  });

  test('names that are one folder on some disks', () => {
    expect(problemOf(() => synthesize(fleetOf(['a', 'A']).app._register(), { outdir: join(temporaryFolder(), 'out') })).id).toBe('path-collision');
  });

  test('to stand in a chart, or in an app that writes no tree', () => {
    const chart = new Chart(new PolicyApp({ name: 'shop' }), 'chart');
    expect(problemOf(() => new Fleet(chart, 'fleet', { clusters: ['a'], target: TARGET, blueprint: new Shop() })).id).toBe('construct-misplaced');
    expect(problemOf(() => new Fleet(new Construct(undefined as unknown as Construct, ''), 'fleet', { clusters: ['a'], target: TARGET, blueprint: new Shop() })).id)
      .toBe('construct-misplaced');
  });

  test.each<[string, (cluster: Cluster, app: PolicyApp) => unknown, string]>([
    ['throws', () => { throw new Error('no such region'); }, 'threw: no such region'],
    ['throws nothing of ours', () => { throw 'text'; }, 'threw: text'],
    ['ends the process as if all were well', () => process.exit(0), 'called process.exit(0)'],
    ['is asynchronous', async () => Promise.reject(new Error('later')), 'answered a promise'],
    ['makes something elsewhere', (_, app) => new Construct(app, 'elsewhere'), 'made something outside of the cluster'],
  ])('a blueprint that %s, as a problem of the cluster', (_, build, message) => {
    const app = new PolicyApp({ name: 'shop' });
    fleetOf(['a'], { blueprint: { buildCluster: cluster => build(cluster, app) as void } }, app);
    const { exit } = process;
    const problem = problemOf(() => app._register().model('a'));
    expect(problem).toMatchObject({ id: 'construct-invalid', construct: 'fleet/a', field: 'blueprint' });
    expect(problem.message).toContain(message);
    expect(process.exit).toBe(exit);
  });

  test('what a blueprint makes wrongly, with its path and line, before anything is written', () => {
    const outdir = join(temporaryFolder(), 'out');
    const { app } = fleetOf(['a', 'b'], {
      blueprint: {
        buildCluster: cluster => {
          new ApiObject(cluster, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: cluster.clusterName === 'b' ? [{ verbs: [] }] : [] } as any);
        },
      },
    });
    const problem = problemsOf(() => synthesize(app._register(), { outdir }))[0]!;
    expect([problem.id, problem.construct, problem.source?.file]).toEqual(['object-invalid', 'fleet/b/role', __filename]);
    expect(existsSync(outdir)).toBe(false);
  });

  test('a blueprint that makes another cluster the second time, of which nobody knows what was checked', () => {
    let times = 0;
    const data = { x: 'x'.repeat(30_000_000) };
    const { app } = fleetOf(['a'], {
      blueprint: {
        buildCluster: cluster => {
          times += 1;
          new ApiObject(new SecuredNamespace(cluster, 'shop'), `map-${times}`, { apiVersion: 'v1', kind: 'ConfigMap', data } as any);
        },
      },
    });
    const outdir = join(temporaryFolder(), 'out');
    synthesize(app._register(), { outdir });
    expect(problemOf(() => synthesize(app._register(), { outdir }))).toMatchObject({ id: 'app-unstable', value: '"a"' });
  });
});
