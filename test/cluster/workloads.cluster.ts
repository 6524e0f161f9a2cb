import { join } from 'node:path';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { collectionPath } from './harness/objects';
import { podSecurityViolations } from '../../src/decide/pod-security';
import { isBuiltInGroup, servedAt } from '../../src/kubernetes';
import { readManifests } from '../../src/manifests/files';
import { groupOf, versionOf } from '../../src/manifests/identity';
import { podTemplateOf } from '../../src/manifests/pod-template';

// Pods of apps/batch, offered to a server that holds what the app wrote: its Pod Security and its admission policies decide.

type Json = Record<string, any>;

const ADMISSION_POLICIES_SINCE = 30;
const { manifests } = readManifests(join(__dirname, '../../dist/manifests/batch/batch/manifests'));
const objects = manifests.map(({ object }) => object as Json).filter(object => isBuiltInGroup(groupOf(object))
  && servedAt(groupOf(object), versionOf(object), String(object.kind), minorFromEnvironment())?.served !== false)
  .sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
const IMAGE = `registry.example/analytics/spark:4.2.0@sha256:${'7e'.repeat(32)}`;
const SPEC: Json = {
  serviceAccountName: 'clicks-executor',
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{
    name: 'a',
    image: IMAGE,
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    resources: { limits: { memory: '64Mi' } },
  }],
};
const DRIVER = 'system:serviceaccount:analytics:clicks-driver';
let plane: ControlPlane;

beforeAll(async () => {
  plane = await ControlPlane.start(assetsFromEnvironment());
  for (const object of objects) {
    const { status } = await plane.admin.send('POST', collectionPath(object), object);
    expect([object.kind, object.metadata.name, status]).toEqual([object.kind, object.metadata.name, 201]);
  }
  // Policies count once the server has compiled them.
  for (let waits = 0; minorFromEnvironment() >= ADMISSION_POLICIES_SINCE && waits < 100; waits += 1) {
    if ((await offer(spec({ image: 'elsewhere.example/a:1' }))).status === 403) {
      break;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
});
afterAll(() => plane?.finish());

function spec(container: Json = {}, pod: Json = {}): Json {
  return { ...SPEC, ...pod, containers: [{ ...SPEC.containers[0], ...container }] };
}

/** Labels by which the app's policies know executors. */
const EXECUTOR = { 'app.kubernetes.io/name': 'clicks', 'app.kubernetes.io/component': 'spark-executor' };

async function offer(podSpec: Json, namespace = 'analytics', user?: string, labels: Json = EXECUTOR): Promise<{ readonly status: number; readonly message: string }> {
  return send('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'offered', namespace, labels }, spec: podSpec }, user);
}

async function send(resource: string, object: Json, user?: string): Promise<{ readonly status: number; readonly message: string }> {
  const headers: Record<string, string> = user === undefined ? {} : { 'Impersonate-User': user };
  const { status, body } = await plane.admin.send('POST', `/api/v1/namespaces/${object.metadata.namespace}/${resource}?dryRun=All`, object, headers);
  return { status, message: String((body as Json).message ?? '') };
}

test('the server takes the pods of every workload that the app wrote', async () => {
  const templates = objects.flatMap((object): Json[] => {
    const template = podTemplateOf(object);
    return template ? [template.spec] : [];
  });
  expect(templates).toHaveLength(2);
  for (const template of templates) {
    expect(await offer({ ...template, volumes: (template.volumes as Json[] ?? []).concat(claimOf(template)) }, 'reports')).toMatchObject({ status: 201 });
  }
});

/** What a StatefulSet adds for its claims. */
function claimOf(template: Json): Json[] {
  const mounts = (template.containers as Json[]).flatMap(({ volumeMounts = [] }) => (volumeMounts as Json[]).map(({ name }) => name as string));
  return mounts.includes('data') ? [{ name: 'data', emptyDir: {} }] : [];
}

test.each<[string, Json]>([
  ['a pod that meets the level', SPEC],
  ['the network of the host', spec({}, { hostNetwork: true })],
  ['system calls that nothing filters', spec({ securityContext: { ...SPEC.containers[0].securityContext, seccompProfile: { type: 'Unconfined' } } })],
  ['no seccomp profile', spec({}, { securityContext: { runAsNonRoot: true } })],
  ['a volume of the host', spec({}, { volumes: [{ name: 'v', hostPath: { path: '/' } }] })],
  ['root', spec({}, { securityContext: { ...SPEC.securityContext, runAsUser: 0 } })],
  ['a capability too many', spec({ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['CHOWN'] } } })],
  ['a probe of another host', spec({ livenessProbe: { tcpSocket: { host: '10.0.0.1', port: 1 } } })],
])('Pod Security refuses what we say that it refuses: %s', async (_, podSpec) => {
  const minor = Math.min(36, minorFromEnvironment());
  const ours = podSecurityViolations({ metadata: {}, spec: podSpec, metadataPath: 'metadata', specPath: 'spec' }, { level: 'restricted', minor });
  const { status, message } = await offer(podSpec);
  expect({ refused: status === 403 && message.includes('violates PodSecurity'), message }).toEqual({ refused: ours.length > 0, message });
});

const admits = minorFromEnvironment() >= ADMISSION_POLICIES_SINCE ? test.each : test.skip.each;
admits<[string, Json, string | undefined, string | undefined]>([
  ['anyone may create what meets the rules', SPEC, undefined, undefined],
  ['an image of another registry', spec({ image: `elsewhere.example/a:1@sha256:${'0'.repeat(64)}` }), undefined, 'images must come from registry.example/analytics/'],
  ['a registry whose name only begins alike', spec({ image: `registry.example/analyticsx/a:1@sha256:${'0'.repeat(64)}` }), undefined, 'images must come from'],
  ['an image by tag', spec({ image: 'registry.example/analytics/spark:4.2.0' }), undefined, 'images must be named by digest'],
  ['an init container of another registry', { ...SPEC, initContainers: [{ ...SPEC.containers[0], name: 'i', image: 'elsewhere.example/a' }] }, undefined, 'images must come from'],
  ['a volume of an image of another registry', { ...SPEC, volumes: [{ name: 'v', image: { reference: `elsewhere.example/a@sha256:${'0'.repeat(64)}` } }] }, undefined, 'images must come from'],
  ['a volume of an image of the registry', { ...SPEC, volumes: [{ name: 'v', image: { reference: IMAGE } }] }, undefined, undefined],
  ['the driver may make its executors', SPEC, DRIVER, undefined],
  ['the driver may not run a pod as itself', spec({}, { serviceAccountName: 'clicks-driver' }), DRIVER, 'pods must run as clicks-executor'],
  ['others may', spec({}, { serviceAccountName: 'clicks-driver' }), undefined, undefined],
  ['the driver may not run another image', spec({ image: `registry.example/analytics/other:1@sha256:${'0'.repeat(64)}` }), DRIVER, 'images must be among'],
  ['the driver may not create pods in another namespace', SPEC, `${DRIVER} elsewhere`, 'forbidden'],
])('admission: %s', async (_, podSpec, user, refusal) => {
  const [who, elsewhere] = (user ?? '').split(' ');
  const { status, message } = await offer(podSpec, elsewhere ? 'reports' : 'analytics', who === '' ? undefined : who);
  expect({ status, message }).toEqual(refusal === undefined ? { status: 201, message: '' } : { status: 403, message: expect.stringContaining(refusal) as string });
});

admits<[string, Json, number]>([
  ['without labels', {}, 403], ['with those of another workload', { ...EXECUTOR, 'app.kubernetes.io/name': 'figures' }, 403], ['with more', { ...EXECUTOR, tier: 'x' }, 201],
])('admission: the driver makes pods only with the labels of its executors: %s', async (_, labels, expected) => {
  expect(await offer(SPEC, 'analytics', DRIVER, labels)).toMatchObject({ status: expected });
  expect(await offer(SPEC, 'analytics', undefined, labels)).toMatchObject({ status: 201 });
});

admits<[string, Json, number]>([
  ['a headless one', { clusterIP: 'None' }, 201], ['one with a port of every node', { type: 'NodePort' }, 403], ['one with a load balancer', { type: 'LoadBalancer' }, 403],
  ['one that takes an address from outside', { externalIPs: ['198.51.100.7'] }, 403], ['a name of elsewhere', { type: 'ExternalName', externalName: 'x.example' }, 403],
])('admission: the driver makes Services inside the cluster alone: %s', async (_, more, expected) => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'offered', namespace: 'analytics' }, spec: { ports: [{ port: 7078 }], ...more } };
  expect(await send('services', service, DRIVER)).toMatchObject({ status: expected });
  expect(await send('services', service)).toMatchObject({ status: 201 });
});
