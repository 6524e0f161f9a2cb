import { ApiObject, Cron, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import fc from 'fast-check';
import { selected } from './selectors';
import { modelsIn, rawDeployment, rawPolicy, type Json } from './support';
import { everythingIn } from '../../src/constructs/tree';
import { Cluster, ClusterTarget, Peer, PodSecurityLevel, PodSelection, PolicyApp, Port, SecuredNamespace, TrafficPolicy } from 'cdk8s-bulwark';

const NAME = 'app.kubernetes.io/name';
const INSTANCE = 'app.kubernetes.io/instance';
const NAMESPACES = ['shop', 'back', 'ops'];
const IDS = ['web', 'db', 'web-deployment', 'a-name-that-is-long-enough-to-be-cut-where-a-label-value-ends'];
/** Values that the replacement would like to use itself. */
const VALUES = ['web', 'db', 'web-deployment', 'shop.web', 'back.db'];

/** Values that selectors of the author's name, and no workload has: a readable name in one would mean the workload. */
const OTHERS = ['frontend', 'other.web'];

const workload = fc.record({
  kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod'),
  namespace: fc.constantFrom(...NAMESPACES),
  id: fc.constantFrom(...IDS),
  name: fc.option(fc.constantFrom(...VALUES, ...OTHERS), { nil: undefined }),
  instance: fc.option(fc.constantFrom(...VALUES, ...OTHERS), { nil: undefined }),
  own: fc.boolean(),
  also: fc.option(fc.constantFrom(...OTHERS), { nil: undefined, freq: 4 }),
});
type WorkloadSpec = typeof workload extends fc.Arbitrary<infer T> ? T : never;

const relation = fc.record({
  what: fc.constantFrom('service', 'allowTo', 'allowFrom', 'isolate', 'traffic', 'anyNamespace', 'otherNamespaces', 'colocate', 'separate', 'rawPolicy', 'rawExpression',
    'rawDeployment'),
  a: fc.nat(),
  b: fc.nat(),
  value: fc.constantFrom(...VALUES),
  other: fc.constantFrom(...OTHERS),
  key: fc.constantFrom(NAME, INSTANCE),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  everywhere: fc.boolean(),
});
type RelationSpec = typeof relation extends fc.Arbitrary<infer T> ? T : never;

const program = fc.record({
  workloads: fc.uniqueArray(workload, { minLength: 1, maxLength: 6, selector: ({ namespace, id }) => `${namespace}/${id}` }),
  relations: fc.array(relation, { maxLength: 8 }),
});

type Runnable = kplus.Workload | kplus.Pod;

function make(scope: SecuredNamespace, { kind, id, name, instance, own, also }: WorkloadSpec): Runnable {
  const app = { app: id.slice(0, 19) };
  const labels = { ...(name ? { [NAME]: name } : {}), ...(instance ? { [INSTANCE]: instance } : {}), ...(own ? app : {}) };
  const containers = [{ image: 'x', portNumber: 80 }];
  const props = { containers, podMetadata: { labels }, select: !own };
  switch (kind) {
    case 'Pod': return new kplus.Pod(scope, id, { containers, metadata: { labels } });
    case 'Job': return new kplus.Job(scope, id, { containers, podMetadata: { labels } });
    case 'CronJob': return new kplus.CronJob(scope, id, { containers, podMetadata: { labels }, schedule: Cron.daily() });
  }
  const made = kind === 'Deployment' ? new kplus.Deployment(scope, id, props)
    : kind === 'StatefulSet' ? new kplus.StatefulSet(scope, id, props) : new kplus.DaemonSet(scope, id, props);
  if (own) made.select(kplus.LabelSelector.of({ labels: app }));
  if (also) made.select(kplus.LabelSelector.of({ labels: { [NAME]: also } }));
  return made;
}

function relate(namespaces: readonly SecuredNamespace[], all: readonly Runnable[], spec: RelationSpec, at: number): void {
  const [a, b] = [all[spec.a % all.length]!, all[spec.b % all.length]!];
  const scope = namespaces[spec.b % namespaces.length]!;
  const address = { [kplus.Pod.ADDRESS_LABEL]: Names.toLabelValue(a) };
  const peers = (podSelector: Json) => [{ from: [{ podSelector, ...(spec.everywhere ? { namespaceSelector: {} } : {}) }] }];
  const once = (id: string, action: () => void) => void (a.node.tryFindChild(id) ?? action());
  switch (spec.what) {
    case 'service': return void new kplus.Service(scope, `service-${at}`, { selector: a, ports: [{ port: 80 }] });
    case 'allowTo': return a === b || spec.a % all.length === spec.b % all.length ? undefined : tolerant(() => a.connections.allowTo(b));
    case 'allowFrom': return a === b ? undefined : tolerant(() => a.connections.allowFrom(b));
    case 'isolate': return once('DefaultDenyAll', () => a.connections.isolate());
    case 'traffic': return void new TrafficPolicy(namespaces.find(each => each.namespaceName === a.metadata.namespace)!, `traffic-${at}`, {
      pods: a, ingress: [{ from: [b, Peer.pods(PodSelection.labelled({ [spec.key]: spec.other }))], ports: [Port.tcp(80)] }],
    });
    case 'anyNamespace': return void rawPolicy(scope, `any-${at}`, { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: address } }] }] });
    case 'otherNamespaces': return void rawPolicy(scope, `other-${at}`, {
      podSelector: {},
      ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['ops'] }] }, podSelector: { matchLabels: address } }] }],
    });
    case 'colocate': return a === b ? undefined : a.scheduling.colocate(b);
    case 'separate': return a === b ? undefined : a.scheduling.separate(b);
    case 'rawPolicy': return void rawPolicy(scope, `raw-${at}`, { podSelector: {}, ingress: peers({ matchLabels: { [spec.key]: spec.other } }) });
    case 'rawExpression': return void rawPolicy(scope, `raw-${at}`, {
      podSelector: {},
      ingress: peers({ matchExpressions: [{ key: spec.key, operator: spec.operator, ...(spec.operator.endsWith('In') ? { values: [spec.other] } : {}) }] }),
    });
    default: return void rawDeployment(scope, `raw-${at}`, { [spec.key]: spec.value });
  }
}

/** cdk8s-plus throws when two connections of the same pair are declared. */
function tolerant(action: () => void): void {
  try {
    action();
  } catch (e) {
    if (!String(e).includes('There is already a Construct')) throw e;
  }
}

function build(spec: { workloads: WorkloadSpec[]; relations: RelationSpec[] }): Cluster {
  const app = new PolicyApp({ name: 'law' });
  const cluster = new Cluster(app, 'qqqq', { target: ClusterTarget.generic({ kubernetes: '1.34' }) });
  const namespaces = NAMESPACES.map(name => new SecuredNamespace(cluster, name, { podSecurity: PodSecurityLevel.PRIVILEGED }));
  const all = spec.workloads.map(each => make(namespaces[NAMESPACES.indexOf(each.namespace)]!, each));
  spec.relations.forEach((each, at) => relate(namespaces, all, each, at));
  return cluster;
}

test('every selector selects after the replacement exactly the pods that it selected before', () => {
  let replaced = 0;
  fc.assert(fc.property(program, spec => {
    const cluster = build(spec);
    const apiObjects = everythingIn(cluster).filter((each): each is ApiObject => ApiObject.isApiObject(each));
    const before = new Map(apiObjects.map(each => [each.node.path, each.toJson() as Json]));
    const after = new Map(modelsIn(cluster).map(({ object, construct }) => [construct, object as Json]));
    expect(selected(after)).toEqual(selected(before));
    replaced += Number(JSON.stringify([...before.values()]).includes(kplus.Pod.ADDRESS_LABEL));
  }), { numRuns: 80 });
  expect(replaced).toBeGreaterThan(30);
});

test('no hash, and not the name of the cluster, remains in any emitted object', () => {
  fc.assert(fc.property(program, spec => {
    const text = JSON.stringify(modelsIn(build(spec)).map(({ object }) => object));
    expect(text).not.toMatch(/qqqq|-c8[0-9a-f]{6}|[0-9a-f]{40}/);
  }), { numRuns: 25 });
});
