import { Cron } from 'cdk8s';
import type { Construct } from 'constructs';
import { classes, propertiesOf, structs, structsIn, written, type Method, type Parameter } from './assembly';
import { problemOf, problemsOf, rawDeployment, small } from './support';
import * as surface from '../../src';
import { refuseWrongFields } from '../../src/constructs/props';
import { shapeOf } from '../../src/constructs/types/shapes';
import { wanted, type Wanted } from '../../src/constructs/types/wanted';

const {
  AccessRole, AdmissionRule, AllowedTraffic, AuditPolicy, Cluster, ClusterTarget, DefaultDeny, EgressAllowList, ExistingRole, Fleet, HardenedCronJob,
  IsolatedDatabase, KubeletCertificateRotation, KubernetesResource, NamespaceSelection, Peer, PodHardening, PodSelection, PolicyApp, Port,
  ReadOnlyRole, SandboxedRuntime, SecuredNamespace, Subject, TrafficPolicy, Verb, WorkloadIdentity,
} = surface;

type World = ReturnType<typeof small> & { readonly web: Construct; readonly db: Construct };

function world(): World {
  const made = small();
  return { ...made, web: rawDeployment(made.shop, 'web', { app: 'web' }), db: rawDeployment(made.shop, 'db', { app: 'db' }) };
}

/** The command line loads programs as they are: what no compiler looked at is said as clearly as any other mistake. */
test.each<[string, (world: World) => unknown, string, RegExp, RegExp]>([
  ['a target by its name', () => new Cluster(new PolicyApp({ name: 'a' }), 'b', { target: 'kubeadm' } as never), 'target', /a ClusterTarget, not a text/, /such as ClusterTarget\.kubeadm/],
  ['no properties of a cluster', () => new Cluster(new PolicyApp({ name: 'a' }), 'b', undefined as never), 'target', /is not given/, /such as ClusterTarget\.kubeadm/],
  ['a Cron in place of its text', ({ shop }) => new HardenedCronJob(shop, 'c', { schedule: Cron.daily(), container: { image: 'a:1', resources: {} } } as never), 'schedule', /a text, not a Cron/, /expressionString/],
  ['a container without resources', ({ shop }) => new HardenedCronJob(shop, 'c', { schedule: '@daily', container: { image: 'a:1' } } as never), 'container.resources', /is not given/, /memoryLimit/],
  ['a lifetime as a text', ({ prod }) => new KubeletCertificateRotation(prod, 'k', { certificateLifetime: '30d' } as never), 'certificateLifetime', /a Duration, not a text/, /Duration\.days\(30\)/],
  ['a list where the pods of one workload are meant', ({ shop, web, db }) => new IsolatedDatabase(shop, 'i', { pods: [db], clients: [web], ports: [Port.tcp(1)] } as never), 'pods', /a PodSelection or a construct, not a list of 1/, /^leave the brackets out$/],
  ['a list of several workloads', ({ shop, web, db }) => new TrafficPolicy(shop, 't', { pods: [web, db], ingress: [] } as never), 'pods', /not a list of 2/, /labels that all of them have, such as PodSelection\.labelled/],
  ['a list where one end is meant', ({ shop, web, db }) => new AllowedTraffic(shop, 'a', { from: web, to: [db] } as never), 'to', /a Peer or a construct, not a list of 1/, /^leave the brackets out$/],
  ['an end that is undefined', ({ shop, web }) => new AllowedTraffic(shop, 'a', { from: web, to: undefined } as never), 'to', /and is not given/, /misspelt/],
  ['a client by its name', ({ shop, db }) => new IsolatedDatabase(shop, 'i', { pods: db, clients: ['web'], ports: [Port.tcp(1)] } as never), 'clients[0]', /a Peer or a construct, not a text/, /a name alone does not say which: give one, such as Peer\.\w+\(.*\) or the construct itself$/],
  ['a construct where a list is meant', ({ shop, web, db }) => new IsolatedDatabase(shop, 'i', { pods: db, clients: web, ports: [Port.tcp(1)] } as never), 'clients', /a list \(each a Peer or a construct\), not one alone/, /in brackets/],
  ['a port where a peer is meant', ({ shop, web }) => new AllowedTraffic(shop, 'a', { from: web, to: Port.tcp(1) } as never), 'to', /not a Port/, /Peer\./],
  ['a number where a port is meant', ({ shop, web, db }) => new AllowedTraffic(shop, 'a', { from: web, to: db, ports: [5432] } as never), 'ports[0]', /a Port, not a number/, /Port\.tcp\(5432\)/],
  ['a factory that nobody called', ({ shop, web }) => new AllowedTraffic(shop, 'a', { from: web, to: Peer.clusterDns } as never), 'to', /not a function/, /call it/],
  ['a user by its name', ({ shop }) => new ReadOnlyRole(shop, 'r', { resources: [KubernetesResource.PODS], subjects: 'jane' } as never), 'subjects', /a list/, /\[Subject\.user/],
  ['a subject alone', ({ shop }) => new ReadOnlyRole(shop, 'r', { resources: [KubernetesResource.PODS], subjects: Subject.user('jane') } as never), 'subjects', /not one alone/, /in brackets/],
  ['a misspelt resource', ({ shop }) => new ReadOnlyRole(shop, 'r', { resources: [(KubernetesResource as never as Record<string, never>).POD] } as never), 'resources[0]', /is not given/, /misspelt/],
  ['a verb as a text', ({ shop }) => new AccessRole(shop, 'r', { rules: [{ verbs: ['get'], resources: [KubernetesResource.PODS] }] } as never), 'rules[0].verbs[0]', /a Verb, not a text/, /Verb\.GET/],
  ['a role by its name', ({ shop }) => new surface.AccessBinding(shop, 'b', { role: 'view', subjects: [Subject.user('jane')] } as never), 'role', /an ExistingRole or a construct, not a text/, /ExistingRole\.clusterRole\("view"\)/],
  ['a namespace where its name is meant', ({ shop }) => new DefaultDeny(shop, 'd', { namespace: shop } as never), 'namespace', /a text, not the construct prod\/shop/, /its name/],
  ['a level in another case', ({ prod }) => new AuditPolicy(prod, 'a', { rules: [{ level: 'metadata' }] } as never), 'rules[0].level', /an AuditLevel, not a text/, /AuditLevel\.METADATA/],
  ['a choice in quotes', ({ prod }) => new SecuredNamespace(prod, 'n', { harden: 'false' } as never), 'harden', /true or false, not a text/, /without quotes/],
  ['a label that is undefined', ({ prod }) => new SecuredNamespace(prod, 'n', { labels: { team: undefined } } as never), 'labels.team', /a text, and is not given/, /misspelt/],
  ['a Map where an object is meant', ({ prod }) => new SecuredNamespace(prod, 'n', { labels: new Map([['team', 'a']]) } as never), 'labels', /not a Map/, /Object\.fromEntries/],
  ['a Set where a list is meant', ({ shop, db }) => new EgressAllowList(shop, 'e', { pods: db, destinations: new Set() } as never), 'destinations', /not a Set/, /\[\.\.\.set\]/],
  ['a workload for what it holds', ({ shop, web, db }) => new IsolatedDatabase(shop, 'i', { pods: db, clients: [web], backup: web } as never), 'backup', /a DatabaseBackup, not the construct/, /\{ ports: …, to: … \}/],
  ['a workload by its name', ({ shop }) => new WorkloadIdentity(shop, 'w', { workload: 'web' } as never), 'workload', /a construct, not a text/, /the construct itself/],
  ['a list of workloads', ({ shop, web }) => new PodHardening(shop, 'p', { workloads: [web] } as never), 'workloads', /a construct, not a list of 1/, /^leave the brackets out$/],
  ['a sandbox by another name', ({ prod }) => new SandboxedRuntime(prod, 's', { sandbox: 'gVisor' } as never), 'sandbox', /a Sandbox, not a text/, /Sandbox\.GVISOR/],
  ['checks that are none', ({ prod }) => new AdmissionRule(prod, 'a', { checks: ['object.spec'] } as never), 'checks[0]', /an AdmissionCheck, not a text/, /AdmissionCheck\./],
  ['a function as a blueprint', () => new Fleet(new PolicyApp({ name: 'a' }), 'f', { clusters: ['a'], target: ClusterTarget.kubeadm({ kubernetes: '1.34' }), blueprint: () => undefined } as never), 'blueprint', /buildCluster, not a function/, /\{ buildCluster\(cluster\)/],
  ['no options of a target', () => (ClusterTarget as unknown as { kubeadm(): unknown }).kubeadm(), 'ClusterTarget.kubeadm.kubernetes', /a text, and is not given/, /give it/],
  ['labels for a selection', () => Peer.pods({ app: 'web' } as never), 'Peer.pods pods', /a PodSelection, not a plain object/, /PodSelection\.labelled/],
  ['a namespace by its name', () => Peer.namespaces('shop' as never), 'Peer.namespaces namespaces', /a NamespaceSelection, not a text/, /NamespaceSelection\.named\("shop"\)/],
  ['a list of names', () => NamespaceSelection.named(['shop', 'web'] as never), 'NamespaceSelection.named names[0]', /a text, not a list of 2/, /leave the brackets out|one/],
  ['conditions that are labels', () => PodSelection.where('app=web' as never), 'PodSelection', /a LabelConditions, not a text/, /labels: …/],
  ['a role for a construct', () => ExistingRole.clusterRole(small().shop as never), 'ExistingRole.clusterRole name', /a text, not the construct/, /its name/],
  ['a text for a verb of an extension', () => Verb.custom(5 as never), 'Verb.custom verb', /a text, not a number/, /quotes/],
])('%s is refused with what was given, what is wanted and what to write', (_, make, field, message, fix) => {
  const here = world();
  expect(problemOf(() => make(here))).toMatchObject({
    id: 'construct-invalid', field, message: expect.stringMatching(message) as string, fix: expect.stringMatching(fix) as string,
  });
});

class Odd {}

/** Values that are not of a type, whatever the type. */
function wrongFor(type: Wanted): unknown[] {
  const always = [null, () => undefined, ...type.optional ? [] : [undefined]];
  if (type.form === 'list') return [...always, new Odd(), 7, {}, [null], [undefined], ...wrongFor(type.each!).filter(each => each !== undefined && !Array.isArray(each)).map(each => [each])];
  if (type.form === 'map') return [...always, 'text', 7, [], new Map(), small().shop, { key: null }, { key: undefined }];
  const struct = type.kinds.some(kind => shapeOf(kind));
  return [...always, [], [7], ...struct ? ['text', 7, small().shop] : [new Odd(), {}, Number.NaN].filter(each => !(typeof each === 'number' && type.kinds.includes('number')))];
}

const properties = structs.flatMap(struct => propertiesOf(struct).map(([name, type]) => [struct.name, name, type] as const));

test.each(properties)('%s.%s, %s, refuses every other kind of value by its place', (struct, name, type) => {
  const shape = shapeOf(struct)!;
  for (const value of wrongFor(wanted(type))) {
    const problems = problemsOf(() => refuseWrongFields(struct, { [name]: value }, '')).filter(({ field }) => (field ?? '').split(/[.[]/)[0] === name);
    expect(problems.length).toBeGreaterThan(0);
    for (const { id, message, fix } of problems) {
      expect({ id, shape: Object.keys(shape) }).toEqual({ id: 'construct-invalid', shape: expect.arrayContaining([name]) as string[] });
      expect(message).toMatch(/^must be .*(, not (?!undefined).+|, and is not given)$/);
      expect(`${message} ${fix}`).not.toMatch(/undefined,(?! too)|\[object|such as *$|\bor *$/);
    }
  }
});

const withProps = classes.filter(({ abstract, initializer }) => !abstract && initializer?.parameters?.[0]?.name === 'scope' && initializer.parameters.length > 2);

test.each(withProps.map(each => [each.name, each] as const))('%s refuses properties that are no object', (name, { initializer }) => {
  const [struct] = structsIn(initializer!.parameters![2]!.type);
  for (const props of ['text', 7, [], () => undefined, true, null]) {
    const { prod } = small();
    expect(problemOf(() => new (surface as unknown as Record<string, new (...args: unknown[]) => unknown>)[name]!(prod, 'it', props)))
      .toMatchObject({ id: 'construct-invalid', field: 'props', message: expect.stringContaining(struct!) as string });
  }
});

const factories = classes.flatMap(({ name, methods = [] }) => methods.filter(each => each.static && (each.parameters ?? []).length > 0).map(each => [`${name}.${each.name}`, name, each] as const))
  .filter(([, , { parameters = [] }]) => parameters.every(({ type }) => type.primitive !== 'any'));

/** Something of that type, to stand beside what is wrong. */
function right({ type }: Parameter): unknown {
  return { string: 'text', number: 1, boolean: true, AuditLevel: 'Metadata' }[written(type)];
}

test.each(factories)('%s refuses arguments of other kinds, and names them', (_, name, { name: method, parameters = [] }: Method) => {
  const owner = (surface as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[name]!;
  parameters.forEach((parameter, at) => {
    const type = wanted(`${parameter.optional ? '?' : ''}${written(parameter.type)}`);
    for (const value of wrongFor(type)) {
      const given = parameters.map((each, index) => index === at ? value : right(each));
      const problems = problemsOf(() => owner[method]!(...given));
      expect(problems[0]!.field).toMatch(new RegExp(`^${name}`));
      expect(problems[0]!.fix).not.toBe('');
    }
  });
});

test('an app says of wrong properties what it says of others', () => {
  const made = (props: unknown) => () => new PolicyApp(props as never);
  expect(problemOf(made(null))).toMatchObject({ id: 'construct-invalid', field: 'props', message: expect.stringContaining('PolicyAppProps') as string });
  expect(problemOf(made({ name: 5 }))).toMatchObject({ id: 'construct-invalid', field: 'name' });
  expect(problemOf(made({ name: 'a', outdir: 5 }))).toMatchObject({ id: 'construct-invalid', field: 'outdir' });
});

test('a map may have the key node, and is no construct for that', () => {
  const { prod, shop } = small();
  new SecuredNamespace(prod, 'labelled', { labels: { node: 'gpu' } });
  expect(PodSelection.labelled({ node: 'gpu' })._selector).toEqual({ matchLabels: { node: 'gpu' } });
  expect(problemOf(() => new TrafficPolicy(shop, 't', { pods: { node: 'gpu' }, ingress: [] } as never))).toMatchObject({ field: 'pods', message: expect.stringMatching(/not a plain object/) as string });
  expect(problemOf(() => new DefaultDeny(shop, 'd', { node: undefined, namespace: 5 } as never))).toMatchObject({ field: 'namespace' });
});
