import { App, Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { podSecurityViolations } from '../../../src/decide/pod-security';
import { accessOf } from '../../../src/engine/access';
import { networkOf } from '../../../src/engine/network';
import { proveModel } from '../../../src/engine/prove';
import { modelOf, modelsIn, only, problemOf, rawDeployment, small, type Json, type Small } from '../support';
import {
  Peer, Port, SparkApplication, SparkLanguage, SparkOwnPolicy, SparkSubmission, Subject, type SparkApplicationProps,
} from 'cdk8s-bulwark';

const PROPS: SparkApplicationProps = {
  submission: SparkSubmission.KUBEFLOW,
  sparkVersion: '4.0.1',
  image: 'registry.example/spark:4.0.1',
  mainApplicationFile: 'local:///opt/spark/app.jar',
  mainClass: 'example.Report',
  apiServer: { cidrs: ['10.96.0.1', '192.0.2.10/32'].map(cidr => cidr.includes('/') ? cidr : `${cidr}/32`) },
  storage: [{ to: [Peer.ipBlock('198.51.100.0/24')], ports: [Port.tcp(443)] }],
};
const ALL = Object.values(SparkSubmission);

function made(props: Partial<SparkApplicationProps> = {}, kubernetes = '1.34') {
  const world = small(kubernetes, {});
  const spark = new SparkApplication(world.shop, 'report', { ...PROPS, ...props });
  return { ...world, spark };
}

/** Settings and pods of an application, however it is submitted. */
function submitted({ prod }: Pick<Small, 'prod'>, submission: SparkSubmission): { conf: Json; driver: Json; executor: Json } {
  if (submission === SparkSubmission.SPARK_SUBMIT) {
    const { data } = only(prod, 'ConfigMap') as { data: Record<string, string> };
    const lines = data['spark-defaults.conf']!.trimEnd().split('\n').map(line => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
    return { conf: Object.fromEntries(lines) as Json, driver: parse(data['driver-pod.yaml']!) as Json, executor: parse(data['executor-pod.yaml']!) as Json };
  }
  const { spec } = only(prod, 'SparkApplication') as { spec: Json };
  if (submission === SparkSubmission.APACHE) {
    return { conf: spec.sparkConf as Json, driver: spec.driverSpec.podTemplateSpec as Json, executor: spec.executorSpec.podTemplateSpec as Json };
  }
  // What the operator makes of its own fields.
  const pod = (part: Json) => ({
    metadata: { labels: part.labels as Json },
    spec: {
      serviceAccountName: part.serviceAccount as string,
      securityContext: part.podSecurityContext as Json,
      volumes: spec.volumes as Json,
      containers: [{ name: 'spark', securityContext: part.securityContext as Json, volumeMounts: part.volumeMounts as Json }],
    },
  });
  return { conf: spec.sparkConf as Json, driver: pod(spec.driver as Json), executor: pod(spec.executor as Json) };
}

describe.each(ALL)('submitted by %s', submission => {
  test('ports are pinned, traffic is authenticated and encrypted, and accounts are its own', () => {
    expect(submitted(made({ submission }), submission).conf).toMatchObject({
      'spark.driver.port': '7078',
      'spark.driver.blockManager.port': '7079',
      'spark.blockManager.port': '7079',
      'spark.port.maxRetries': '0',
      'spark.authenticate': 'true',
      'spark.network.crypto.enabled': 'true',
      'spark.io.encryption.enabled': 'true',
      'spark.kubernetes.authenticate.driver.serviceAccountName': 'report-driver',
      'spark.kubernetes.authenticate.executor.serviceAccountName': 'report-executor',
    });
  });

  test('driver and executors meet the level restricted of every version, with a read-only root and folders to write to', () => {
    const { driver, executor } = submitted(made({ submission }), submission);
    for (const pod of [driver, executor]) {
      for (const minor of [27, 34, 35, 37]) {
        expect(podSecurityViolations({ ...pod, metadata: pod.metadata, spec: pod.spec, metadataPath: 'metadata', specPath: 'spec' }, { level: 'restricted', minor })).toEqual([]);
      }
      const [container] = pod.spec.containers as [Json];
      expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
      expect((container.volumeMounts as Json[]).map(mount => mount.mountPath)).toEqual(['/opt/spark/work-dir', '/tmp']);
      expect(pod.spec.securityContext).toMatchObject({ runAsUser: 185, fsGroup: 185 });
    }
    expect([driver.spec.serviceAccountName, executor.spec.serviceAccountName]).toEqual(['report-driver', 'report-executor']);
  });

  test('the labels of the pods are those that the policies select by', () => {
    const world = made({ submission });
    const { driver, executor } = submitted(world, submission);
    expect(only(world.prod, 'NetworkPolicy', 'report-driver-traffic').spec.podSelector.matchLabels).toEqual(driver.metadata.labels);
    expect(only(world.prod, 'NetworkPolicy', 'report-executor-traffic').spec.podSelector.matchLabels).toEqual(executor.metadata.labels);
  });
});

describe('the network', () => {
  const { prod, shop } = made();
  new SparkApplication(shop, 'other', PROPS);
  const pod = (name: string, labels: Json, ip: string) => ({
    object: { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels }, spec: { containers: [{ name: 'a', image: 'a:1' }] }, status: { podIPs: [{ ip }] } },
  });
  const part = (application: string, role: string) => ({ 'app.kubernetes.io/name': application, 'app.kubernetes.io/component': `spark-${role}` });
  const pods = [
    pod('driver', part('report', 'driver'), '10.0.0.1'), pod('executor-1', part('report', 'executor'), '10.0.0.2'), pod('executor-2', part('report', 'executor'), '10.0.0.3'),
    pod('other-driver', part('other', 'driver'), '10.0.0.4'), pod('other-executor', part('other', 'executor'), '10.0.0.5'), pod('stranger', {}, '10.0.0.6'),
  ];
  const network = networkOf({ objects: [...modelsIn(prod), ...pods], minor: 34 });
  const OPEN: Readonly<Record<string, readonly number[]>> = {
    'executor-1 driver': [7078, 7079],
    'executor-2 driver': [7078, 7079],
    'driver executor-1': [7079],
    'driver executor-2': [7079],
    'executor-1 executor-2': [7079],
    'executor-2 executor-1': [7079],
    'other-driver other-executor': [7079],
    'other-executor other-driver': [7078, 7079],
  };
  const names = pods.map(({ object }) => object.metadata.name);
  const PORTS = [1, 53, 443, 4040, 6443, 7077, 7078, 7079, 7080, 8090, 15002, 40000];

  test.each(names.flatMap(from => names.filter(to => to !== from).map(to => [from, to] as const)))('from %s to %s exactly the pinned ports are open', (from, to) => {
    const open = PORTS.filter(port => network.reach({ from: `shop/${from}`, to: `shop/${to}`, port: String(port) }).verdict === 'allow');
    expect(open).toEqual(OPEN[`${from} ${to}`] ?? []);
  });

  test.each([
    ['driver', '10.96.0.1', 443, 'allow'], ['driver', '192.0.2.10', 6443, 'allow'], ['executor-1', '10.96.0.1', 443, 'deny'], ['executor-1', '192.0.2.10', 6443, 'deny'],
    ['driver', '198.51.100.7', 443, 'allow'], ['executor-1', '198.51.100.7', 443, 'allow'], ['driver', '203.0.113.1', 443, 'deny'], ['executor-1', '198.51.100.7', 80, 'deny'],
  ])('from %s to %s:%i: %s', (from, to, port, verdict) => {
    expect(network.reach({ from: `shop/${from}`, to, port: String(port) }).verdict).toBe(verdict);
  });

  test('nobody outside connects to driver or executors', () => {
    for (const to of ['driver', 'executor-1']) {
      expect(network.reach({ from: '203.0.113.1', to: `shop/${to}` }).verdict).toBe('deny');
    }
  });
});

describe('the Role of the driver', () => {
  const { prod, shop } = made();
  new SparkApplication(shop, 'submitted', { ...PROPS, submitters: [Subject.user('pipeline')] });
  const access = accessOf({ objects: modelsIn(prod), minor: 34 });
  const can = (user: string, verb: string, target: string, namespace = 'shop', subresource = '') =>
    access.can({ verb, target, namespace, subresource }, { name: user, groups: [] }).answer;
  const DRIVER = 'system:serviceaccount:shop:report-driver';

  // What Spark asks of the API server: resource-managers/kubernetes/core, KubernetesClusterSchedulerBackend.scala (its own
  // ConfigMap, deletion of all executors in the end), ExecutorPodsAllocator.scala (executors, claims, Services),
  // ExecutorPodsWatchSnapshotSource.scala and ExecutorPodsPollingSnapshotSource.scala.
  test.each([
    ['create', 'pods'], ['get', 'pods'], ['list', 'pods'], ['watch', 'pods'], ['patch', 'pods'], ['delete', 'pods'], ['deletecollection', 'pods'],
    ['create', 'configmaps'], ['get', 'configmaps'], ['list', 'configmaps'], ['delete', 'configmaps'], ['deletecollection', 'configmaps'],
    ['create', 'services'], ['get', 'services'], ['list', 'services'], ['delete', 'services'], ['deletecollection', 'services'],
    ['create', 'persistentvolumeclaims'], ['get', 'persistentvolumeclaims'], ['list', 'persistentvolumeclaims'], ['patch', 'persistentvolumeclaims'],
    ['delete', 'persistentvolumeclaims'], ['deletecollection', 'persistentvolumeclaims'],
  ])('lets it %s %s', (verb, target) => {
    expect(can(DRIVER, verb, target)).toBe('yes');
    expect(can(DRIVER, verb, target, 'default')).toBe('no');
    expect(can('system:serviceaccount:shop:report-executor', verb, target)).toBe('no');
  });

  test.each([
    ['get', 'secrets', ''], ['create', 'pods', 'exec'], ['update', 'pods', 'ephemeralcontainers'], ['create', 'deployments.apps', ''],
    ['create', 'rolebindings.rbac.authorization.k8s.io', ''], ['create', 'serviceaccounts', 'token'], ['update', 'networkpolicies.networking.k8s.io', ''],
  ])('does not let it %s %s %s', (verb, target, subresource) => {
    expect(can(DRIVER, verb, target, 'shop', subresource)).toBe('no');
  });

  test('a submitter makes drivers, and reads no secrets', () => {
    expect(can('pipeline', 'create', 'pods')).toBe('yes');
    expect(can('pipeline', 'get', 'secrets')).toBe('no');
    expect(can('pipeline', 'create', 'networkpolicies.networking.k8s.io')).toBe('no');
  });
});

describe('the policy that Spark makes by itself', () => {
  const EXCLUDED = 'spark.kubernetes.driver.pod.excludedFeatureSteps';
  const conf = (props: Partial<SparkApplicationProps>) => (only(made(props).prod, 'SparkApplication').spec as Json).sparkConf as Json;

  test('is excluded from 4.2 on, and does not exist before', () => {
    expect(conf({ sparkVersion: '4.2.0' })[EXCLUDED]).toBe('org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep');
    expect(conf({ sparkVersion: '4.1.2' })[EXCLUDED]).toBeUndefined();
    expect(conf({ sparkVersion: '4.2.0', sparkOwnPolicy: SparkOwnPolicy.ACCEPTED, submission: SparkSubmission.APACHE })[EXCLUDED]).toBeUndefined();
  });

  test('needs a submitter that may make it; the Kubeflow operator may not', () => {
    const accepted = { sparkVersion: '4.2.0', sparkOwnPolicy: SparkOwnPolicy.ACCEPTED };
    expect(problemOf(() => made(accepted))).toMatchObject({ id: 'construct-invalid', field: 'sparkOwnPolicy' });
    const { prod } = made({ ...accepted, submitters: [Subject.serviceAccount('spark-operator', 'controller')] });
    const access = accessOf({ objects: modelsIn(prod), minor: 34 });
    expect(access.can({ verb: 'create', target: 'networkpolicies.networking.k8s.io', namespace: 'shop' }, { name: 'system:serviceaccount:spark-operator:controller', groups: [] }).answer).toBe('yes');
  });
});

test('the driver can be held to executors: their account, the image, nothing of the node, their labels; and to Services inside', () => {
  const { prod } = made({ limitDriver: true });
  const { spec } = only(prod, 'ValidatingAdmissionPolicy', 'shop-report-limit');
  expect(spec.matchConditions).toEqual([{ name: 'requested-by', expression: 'request.userInfo.username == "system:serviceaccount:shop:report-driver"' }]);
  expect((spec.validations as Json[]).map(({ message }) => message as string)).toEqual([
    'pods must run as report-executor', 'images must be among registry.example/spark:4.0.1', 'pods must use nothing of their node',
    'labels are required: app.kubernetes.io/component=spark-executor, app.kubernetes.io/name=report',
  ]);
  const services = only(prod, 'ValidatingAdmissionPolicy', 'shop-report-limit-services').spec;
  expect(services.matchConditions).toEqual(spec.matchConditions);
  expect((services.validations as Json[]).map(({ message }) => message as string)).toEqual(['Services must be of the type ClusterIP without externalIPs']);
  expect(problemOf(() => made({ limitDriver: true }, '1.29'))).toMatchObject({ id: 'target-unsupported' });
});

test('who connects to the driver is declared', () => {
  const { prod } = made({ driverIngress: [{ from: [Peer.ipBlock('10.1.0.0/16')], ports: [Port.tcp(4040)] }] });
  expect(only(prod, 'NetworkPolicy', 'report-driver-traffic').spec.ingress).toContainEqual({ from: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [{ port: 4040, protocol: 'TCP' }] });
});

test('a Python program is named as each operator wants it', () => {
  const python = { language: SparkLanguage.PYTHON, mainClass: undefined, mainApplicationFile: 'local:///opt/spark/report.py' };
  expect(only(made(python).prod, 'SparkApplication').spec).toMatchObject({ type: 'Python', mainApplicationFile: 'local:///opt/spark/report.py' });
  expect(only(made({ ...python, submission: SparkSubmission.APACHE }).prod, 'SparkApplication').spec).toMatchObject({ pyFiles: 'local:///opt/spark/report.py' });
});

test('it works in a plain chart with a namespace, where name resolution is opened for it', () => {
  const chart = new Chart(new App(), 'plain', { namespace: 'jobs' });
  new SparkApplication(chart, 'report', PROPS);
  const policies = (Testing.synth(chart) as Json[]).filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies).toHaveLength(2);
  for (const { spec } of policies) {
    expect(JSON.stringify(spec.egress)).toContain('kube-dns');
  }
});

test.each<[string, Partial<SparkApplicationProps>, string]>([
  ['a version that is none', { sparkVersion: 'latest' }, 'sparkVersion'],
  ['a version that the operator does not run', { sparkVersion: '3.5.1', submission: SparkSubmission.APACHE }, 'sparkVersion'],
  ['no class', { mainClass: undefined }, 'mainClass'],
  ['no address of the API server', { apiServer: { cidrs: [] } }, 'apiServer.cidrs'],
  ['no executor', { executors: 0 }, 'executors'],
  ['half a core', { driver: { cores: 0.5 } }, 'driver.cores'],
  ['memory as Kubernetes writes it', { executor: { memory: '1Gi' } }, 'executor.memory'],
  ['another port', { sparkConf: { 'spark.blockManager.port': '9000' } }, 'sparkConf.spark.blockManager.port'],
  ['authentication turned off', { sparkConf: { 'spark.authenticate': 'false' } }, 'sparkConf.spark.authenticate'],
  ['a secret in a manifest', { sparkConf: { 'spark.hadoop.fs.s3a.secret.key': 'x' } }, 'sparkConf.spark.hadoop.fs.s3a.secret.key'],
  ['a setting of two lines', { sparkConf: { 'spark.a': 'b\nspark.authenticate false' } }, 'sparkConf.spark.a'],
  ['an older handshake', { sparkConf: { 'spark.network.crypto.saslFallback': 'true' } }, 'sparkConf.spark.network.crypto.saslFallback'],
  ['a cipher that does not notice changes', { sparkConf: { 'spark.network.crypto.cipher': 'AES/CTR/NoPadding' } }, 'sparkConf.spark.network.crypto.cipher'],
  ['a shorter key', { sparkConf: { 'spark.network.crypto.keyLength': '128' } }, 'sparkConf.spark.network.crypto.keyLength'],
  ['a folder of the node', { sparkConf: { 'spark.kubernetes.driver.volumes.hostPath.x.mount.path': '/x' } }, 'sparkConf.spark.kubernetes.driver.volumes.hostPath.x.mount.path'],
  ['executors of a StatefulSet', { sparkConf: { 'spark.kubernetes.allocation.pods.allocator': 'statefulset' } }, 'sparkConf.spark.kubernetes.allocation.pods.allocator'],
  ['a count of executors that the property would replace', { sparkConf: { 'spark.executor.instances': '50' } }, 'sparkConf.spark.executor.instances'],
  ['an image that the property would replace', { sparkConf: { 'spark.kubernetes.executor.container.image': 'x' } }, 'sparkConf.spark.kubernetes.executor.container.image'],
  ['no image', { image: '' }, 'image'],
  ['an image of two lines', { image: 'a\nspark.authenticate false', submission: SparkSubmission.SPARK_SUBMIT }, 'image'],
  ['no program', { mainApplicationFile: '' }, 'mainApplicationFile'],
  ['a pod template of its own', { sparkConf: { 'spark.kubernetes.driver.podTemplateFile': '/x' } }, 'sparkConf.spark.kubernetes.driver.podTemplateFile'],
])('%s is refused', (_, props, field) => {
  expect(problemOf(() => made(props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/report', field });
});

test('the labels by which policies select stay labels, however long the id is', () => {
  const { prod, shop } = small('1.34', {});
  new SparkApplication(shop, 'l'.repeat(100), PROPS);
  const names = modelsIn(prod).flatMap(({ object }) => ((object as Json).spec?.podSelector?.matchLabels ?? {})['app.kubernetes.io/name'] as string | undefined ?? []);
  expect(names).toHaveLength(2);
  names.forEach(name => expect(name).toMatch(/^[a-z0-9-]{1,63}$/));
});

test.each([['4.0.0', true], ['4.2.1', true], ['3.5.2', true], ['3.5.1', false], ['3.5', false], ['3.4.4', true], ['3.4.3', false], ['3.3.9', false]])(
  'version %s encrypts with a cipher that notices changes: %s', (sparkVersion, has) => {
    const { sparkConf } = only(made({ sparkVersion }).prod, 'SparkApplication').spec as { sparkConf: Json };
    expect(sparkConf['spark.network.crypto.cipher']).toBe(has ? 'AES/GCM/NoPadding' : undefined);
    expect(sparkConf['spark.network.crypto.saslFallback']).toBe('false');
  });

test('a value that ends with a backslash does not join the next line of the properties file', () => {
  const { data } = only(made({ submission: SparkSubmission.SPARK_SUBMIT, sparkConf: { 'spark.a': 'b\\' } }).prod, 'ConfigMap') as { data: Record<string, string> };
  expect(data['spark-defaults.conf']).toContain('spark.a b\\\\\n');
});

test('settings of the author stand beside the construct\'s own, secrets that are mounted too', () => {
  const sparkConf = { 'spark.sql.shuffle.partitions': '10', 'spark.kubernetes.driver.secrets.bucket': '/etc/bucket', 'spark.kubernetes.driver.annotation.prometheus.io/scrape': 'true' };
  expect((only(made({ sparkConf }).prod, 'SparkApplication').spec as Json).sparkConf).toMatchObject(sparkConf);
});

test('its pods are in no manifest: beside pods of others, each of its policies is a finding, and is one', () => {
  const { prod, shop } = small();
  rawDeployment(shop, 'web', { app: 'web' });
  new SparkApplication(shop, 'etl', PROPS);
  const { problems } = proveModel(modelOf(prod));
  expect(problems.filter(({ id }) => id === 'network-selects-nothing').map(({ object, field }) => `${object} ${field}`)).toEqual([
    'NetworkPolicy shop/etl-driver-traffic spec.podSelector', 'NetworkPolicy shop/etl-executor-traffic spec.podSelector',
  ]);
});
