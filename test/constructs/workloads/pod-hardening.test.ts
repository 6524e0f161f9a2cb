import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { modelsIn, only, problemOf, problemsOf, small, type Json } from '../support';
import { ImagePinning, PodHardening, PodSecurityLevel, type PodHardeningProps, type SecuredNamespace } from 'cdk8s-bulwark';

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** A Deployment of one container, with these fields in the container and the pod. */
function raw(scope: SecuredNamespace, container: Json = {}, pod: Json = {}): ApiObject {
  const labels = { app: 'web' };
  return new ApiObject(scope, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'web:1', ...container }], ...pod } } },
  });
}

/** The pod spec of the Deployment in a namespace that hardens to restricted, under a PodHardening. */
function hardened(props: PodHardeningProps, container: Json = {}, pod: Json = {}): Json {
  const { prod, shop } = small('1.34', { defaultDeny: false });
  const web = raw(shop, container, pod);
  new PodHardening(shop, 'hardening', { workloads: web, ...props });
  return only(prod, 'Deployment').spec.template.spec as Json;
}

test('the named folders become emptyDirs, and the rest of the root file system is read-only', () => {
  expect(hardened({ writablePaths: ['/var/cache/web', '/tmp'] })).toMatchObject({
    volumes: [{ name: 'main-tmp', emptyDir: {} }, { name: 'main-var-cache-web', emptyDir: {} }],
    containers: [{
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'main-tmp', mountPath: '/tmp' }, { name: 'main-var-cache-web', mountPath: '/var/cache/web' }],
    }],
  });
});

test('a folder below a writable mount needs none of its own, and one below a read-only mount does', () => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  const mounted = (readOnly: boolean) => hardened({ writablePaths: ['/data/tmp'] }, { volumeMounts: [{ name: 'data', mountPath: '/data', readOnly }] }, { volumes });
  expect(mounted(false).volumes).toEqual(volumes);
  expect(mounted(true).volumes).toEqual([...volumes, { name: 'main-data-tmp', emptyDir: {} }]);
});

test('a folder that is mounted already is not mounted over, however its path is written', () => {
  const volumes = [{ name: 'mine', emptyDir: { medium: 'Memory' } }];
  const spec = hardened({ writablePaths: ['/tmp'] }, { volumeMounts: [{ name: 'mine', mountPath: '/tmp/' }] }, { volumes });
  expect(spec.volumes).toEqual(volumes);
  expect(spec.containers[0].volumeMounts).toHaveLength(1);
});

test.each(['secret', 'configMap', 'projected', 'downwardAPI', 'image'])('nothing can be written to a volume of the kind %s, whatever its mount says', kind => {
  const volumes = [{ name: 'given', [kind]: {} }];
  const mounted = (mountPath: string) => hardened({ writablePaths: ['/etc/app/cache'] }, { volumeMounts: [{ name: 'given', mountPath }] }, { volumes });
  expect((mounted('/etc/app').volumes as Json[]).map(({ name }) => name as string)).toEqual(['given', 'main-etc-app-cache']);
  expect(() => mounted('/etc/app/cache')).toThrow('is mounted read-only');
});

test('volumes of its own get names that are free', () => {
  const volumes = ['main-tmp', 'main-tmp-writable', 'main-tmp-writable-2'].map(name => ({ name, emptyDir: {} }));
  expect((hardened({ writablePaths: ['/tmp'] }, {}, { volumes }).volumes as Json[])[3]).toEqual({ name: 'main-tmp-writable-3', emptyDir: {} });
});

test('a pod of Windows is asked not to run as its administrator, and gets no field that Windows has not', () => {
  const { prod, shop } = small('1.34', { defaultDeny: false });
  raw(shop, {}, { os: { name: 'windows' } });
  expect(only(prod, 'Deployment').spec.template.spec).toEqual({
    os: { name: 'windows' }, automountServiceAccountToken: false, securityContext: { runAsNonRoot: true }, containers: [{ name: 'main', image: 'web:1' }],
  });
});

test('without writable folders the root file system stays as its author left it: a pod that writes must still start', () => {
  expect(hardened({}).containers[0].securityContext.readOnlyRootFilesystem).toBeUndefined();
});

test('users, groups and resources are filled where they are unset', () => {
  const spec = hardened({
    runAsUser: 1000, runAsGroup: 1001, fsGroup: 1002, resources: { cpuRequest: '100m', memoryRequest: '64Mi', memoryLimit: '128Mi' },
  }, { resources: { requests: { cpu: '250m' } } });
  expect(spec.securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 1001, fsGroup: 1002, runAsNonRoot: true });
  expect(spec.containers[0].resources).toEqual({ requests: { cpu: '250m', memory: '64Mi' }, limits: { memory: '128Mi' } });
});

test('a limit of the author without a request is the request too, so none is filled beside it', () => {
  expect(hardened({ resources: { memoryRequest: '1Gi' } }, { resources: { limits: { memory: '64Mi' } } }).containers[0].resources)
    .toEqual({ limits: { memory: '64Mi' } });
});

test.each<[string, PodHardeningProps, Json, Json, object]>([
  ['another user', { runAsUser: 1 }, { securityContext: { runAsUser: 2 } }, {}, { id: 'workload-conflict', field: 'spec.template.spec.containers[0].securityContext.runAsUser', value: '2' }],
  ['another group of volumes', { fsGroup: 1 }, {}, { securityContext: { fsGroup: 0 } }, { id: 'workload-conflict', field: 'spec.template.spec.securityContext.fsGroup', value: '0' }],
  ['a writable root', { writablePaths: ['/tmp'] }, { securityContext: { readOnlyRootFilesystem: false } }, {}, { id: 'workload-conflict', field: 'spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem' }],
  ['a request above the limit', { resources: { memoryLimit: '1Mi' } }, { resources: { requests: { memory: '1.5Mi' } } }, {}, { id: 'workload-conflict', field: 'spec.template.spec.containers[0].resources.requests.memory', value: '"1.5Mi"' }],
  ['an image by tag', { images: ImagePinning.DIGEST }, {}, {}, { id: 'workload-image-unpinned', field: 'spec.template.spec.containers[0].image', value: '"web:1"' }],
])('%s is an error that names the field, and nothing is overwritten', (_, props, container, pod, problem) => {
  expect(problemOf(() => hardened(props, container, pod))).toMatchObject({ construct: 'prod/shop/web', object: 'Deployment shop/web', ...problem });
});

test('an image by digest is pinned, whatever its tag', () => {
  expect(hardened({ images: ImagePinning.DIGEST }, { image: `registry.example:5000/web:1@${DIGEST}` }).containers[0].image).toContain(DIGEST);
  expect(problemOf(() => hardened({ images: ImagePinning.DIGEST }, { image: 'web@sha256:1' }))).toMatchObject({ id: 'workload-image-unpinned' });
});

test('a hardening of a scope reaches every workload below it, and the nearest one says first', () => {
  const { prod, shop } = small('1.34', { defaultDeny: false });
  const web = raw(shop);
  const job = new kplus.Job(shop, 'job', { containers: [{ image: 'job:1' }] });
  new PodHardening(shop, 'all', { resources: { memoryLimit: '4Gi', storageLimit: '1Gi' } });
  new PodHardening(shop, 'web-hardening', { workloads: web, resources: { memoryLimit: '8Gi' } });
  expect(only(prod, 'Deployment').spec.template.spec.containers[0].resources.limits).toEqual({ 'memory': '8Gi', 'ephemeral-storage': '1Gi' });
  expect(only(prod, 'Job').spec.template.spec.containers[0].resources.limits).toMatchObject({ 'ephemeral-storage': '1Gi' });
  expect(modelsIn(prod).find(({ construct }) => construct === job.node.defaultChild?.node.path)?.hardened).toContain('spec.template.spec.containers[0].resources.limits.ephemeral-storage');
});

test('outside every SecuredNamespace it fills and judges as well', () => {
  const { prod } = small();
  const chart = new Chart(prod, 'chart', { namespace: 'x' });
  new kplus.Deployment(chart, 'web', { containers: [{ image: 'web:1' }] });
  new PodHardening(chart, 'hardening');
  expect(only(prod, 'Deployment').spec.template.spec.containers[0].securityContext.capabilities).toEqual({ drop: ['ALL'] });
  new kplus.DaemonSet(chart, 'agent', { hostNetwork: true, containers: [{ image: 'agent:1' }] });
  expect(problemsOf(() => modelsIn(prod))).toMatchObject([{ id: 'workload-conflict', construct: 'prod/chart/agent/Resource', field: 'spec.template.spec.hostNetwork' }]);
});

test.each<[PodHardeningProps, string]>([
  [{ runAsUser: -1 }, 'runAsUser'], [{ runAsUser: 0 }, 'runAsUser'], [{ fsGroup: 1.5 }, 'fsGroup'],
  [{ writablePaths: ['tmp'] }, 'writablePaths[0]'], [{ writablePaths: ['/'] }, 'writablePaths[0]'], [{ writablePaths: ['/a/../etc'] }, 'writablePaths[0]'], [{ writablePaths: ['/a//b'] }, 'writablePaths[0]'],
  [{ resources: { memoryLimit: '1 GB' } }, 'resources.memoryLimit'], [{ resources: { cpuRequest: '2', cpuLimit: '1500m' } }, 'resources.cpuRequest'],
])('%j is refused', (props, field) => {
  expect(problemOf(() => hardened(props))).toMatchObject({ id: 'construct-invalid', field });
});

test('in no Cluster nothing is hardened, which is an error', () => {
  const chart = new Chart(new App(), 'plain');
  expect(problemOf(() => new PodHardening(chart, 'hardening'))).toMatchObject({ id: 'construct-misplaced', construct: 'plain/hardening' });
});

test('root is a user where the level allows it', () => {
  const { prod, shop } = small('1.34', { podSecurity: PodSecurityLevel.BASELINE, defaultDeny: false });
  new PodHardening(shop, 'hardening', { workloads: raw(shop), level: PodSecurityLevel.BASELINE, runAsUser: 0 });
  expect(only(prod, 'Deployment').spec.template.spec.securityContext).toEqual({ runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } });
});
