import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import fc from 'fast-check';
import { modelOf, rawDeployment } from './support';
import { layOut } from '../../src/deliver/layout';
import {
  AccessRole, Cluster, ClusterTarget, KubernetesResource as R, Peer, PodSelection, PolicyApp, Port, ReadOnlyRole, SecuredNamespace, Subject,
  TrafficPolicy, Verb,
} from 'cdk8s-bulwark';

const containers = [{ image: 'x', portNumber: 80 }];

/** A program whose declarations run in the order that the keys give them. Workloads come first: what names them needs them. */
function treeOf(keys: readonly number[]): Array<[string, string]> {
  const app = new PolicyApp({ name: 'order' });
  const cluster = new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes: '1.34' }) });
  const at = { key: 0 };
  const run = (thunks: Array<() => unknown>) => thunks.map(thunk => ({ thunk, key: keys[at.key++ % keys.length]! }))
    .sort((a, b) => a.key - b.key)
    .forEach(({ thunk }) => thunk());
  const spaces: Record<string, SecuredNamespace> = {};
  run(['shop', 'back', 'ops'].map(name => () => { spaces[name] = new SecuredNamespace(cluster, name); }));
  const workloads: Record<string, kplus.Workload> = {};
  run([
    () => { workloads.web = new kplus.Deployment(spaces.shop!, 'web', { containers }); },
    () => { workloads.daemon = new kplus.DaemonSet(spaces.shop!, 'Web', { containers }); },
    () => { workloads.db = new kplus.StatefulSet(spaces.back!, 'db', { containers }); },
    () => new ReadOnlyRole(cluster, 'auditor', { clusterWide: true, resources: [R.NODES], subjects: [Subject.user('jane'), Subject.group('ops')] }),
    () => new ApiObject(spaces.ops!, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data: { ä: '1', a: '2', Z: '3' } }),
  ]);
  run([
    () => new TrafficPolicy(spaces.back!, 'db-traffic', { pods: workloads.db!, ingress: [{ from: [workloads.web!, workloads.daemon!], ports: [Port.tcp(80)] }] }),
    () => new TrafficPolicy(spaces.shop!, 'web-traffic', { pods: workloads.web!, egress: [{ to: [workloads.db!, Peer.pods(PodSelection.all())], ports: [Port.tcp(80), Port.udp(80)] }] }),
    () => workloads.web!.connections.allowTo(workloads.db!),
    () => workloads.daemon!.connections.isolate(),
    () => (workloads.web as kplus.Deployment).exposeViaService(),
    () => new AccessRole(spaces.shop!, 'restarter', {
      rules: [{ verbs: [Verb.PATCH], resources: [R.DEPLOYMENTS] }, { verbs: [Verb.GET], resources: [R.PODS, R.DEPLOYMENTS] }], subjects: [Subject.user('Zoë'), Subject.user('zoe')],
    }),
  ]);
  return [...layOut(modelOf(cluster))];
}

test('the same program gives the same bytes, whatever the order of its declarations', () => {
  const expected = treeOf([0]);
  expect(expected.length).toBeGreaterThan(15);
  fc.assert(fc.property(fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), keys => {
    expect(treeOf(keys)).toEqual(expected);
  }), { numRuns: 12 });
});

test('nothing asks for the locale, the time zone, the time or chance', () => {
  const asked = [
    jest.spyOn(String.prototype, 'localeCompare'), jest.spyOn(String.prototype, 'toLocaleLowerCase'), jest.spyOn(Intl, 'Collator'), jest.spyOn(Intl, 'DateTimeFormat'),
    jest.spyOn(Date, 'now'), jest.spyOn(Date.prototype, 'getTimezoneOffset'), jest.spyOn(Math, 'random'),
  ];
  asked.forEach(spy => spy.mockImplementation(() => { throw new Error('asked'); }));
  try {
    const app = new PolicyApp({ name: 'x' });
    const cluster = new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes: '1.34' }) });
    const shop = new SecuredNamespace(cluster, 'shop');
    rawDeployment(shop, 'TITLE', { app: 'web' });
    new ReadOnlyRole(shop, 'reader', { resources: [R.SECRETS, R.PODS], subjects: ['ä', 'z', 'a', 'Z'].map(name => Subject.user(name)) });
    const binding = layOut(modelOf(cluster)).get('manifests/policies/shop/rolebinding-role-reader.yaml')!;
    expect([...binding.matchAll(/^ {2}name: "?(.)"?$/gm)].map(match => match[1])).toEqual(['Z', 'a', 'z', 'ä']);
  } finally {
    asked.forEach(spy => spy.mockRestore());
  }
});
