import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { runProgram } from './run';
import { canonical } from '../../../src/adopt/manifests/clean';
import { importManifests } from '../../../src/adopt/manifests/import';
import { ProblemError } from '../../../src/manifests/problem';
import { objectsIn, small, type Json } from '../../constructs/support';
import { CronJobConcurrency, HardenedCronJob, KubernetesResource as R, Peer, PodSelection, Port, Verb, type HardenedCronJobProps } from 'cdk8s-bulwark';

jest.setTimeout(120_000);

const OPTIONS = { clusterName: 'prod', distribution: 'generic', minor: 36 };

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const seconds = fc.constantFrom(10, 45, 60, 300, 3600, 5400, 86_400, 7 * 86_400).map(each => Duration.seconds(each));
const props: fc.Arbitrary<HardenedCronJobProps> = fc.record({
  schedule: fc.constantFrom('30 2 * * *', '@daily', '*/5 * * * 1-5'),
  timeZone: maybe(fc.constantFrom('Etc/UTC', 'Europe/Berlin')),
  concurrency: maybe(fc.constantFrom(...Object.values(CronJobConcurrency))),
  startingDeadline: maybe(seconds),
  activeDeadline: maybe(seconds),
  retries: maybe(fc.nat(3)),
  timeToLive: maybe(fc.oneof(seconds, fc.constant(Duration.seconds(0)))),
  successfulRuns: maybe(fc.nat(4)),
  failedRuns: maybe(fc.nat(2)),
  container: fc.record({
    image: fc.constantFrom('registry.example/report:1', 'postgres:17', 'nginx'),
    command: maybe(fc.constant(['sh', '-c', '\'; echo `x`'])),
    args: maybe(fc.constant(['--all'])),
    environment: maybe(fc.dictionary(fc.constantFrom('A', 'B_C', 'constructor'), fc.constantFrom('', 'x y', '${A}'), { noNullPrototype: true })),
    runAsUser: maybe(fc.constantFrom(1000, 10_001)),
    writablePaths: maybe(fc.uniqueArray(fc.constantFrom('/tmp', '/var/cache/a_b', '/data'), { maxLength: 2 })),
    resources: fc.record({ cpuRequest: maybe(fc.constant('100m')), memoryRequest: maybe(fc.constant('64Mi')), memoryLimit: fc.constant('1Gi'), storageLimit: maybe(fc.constant('2Gi')) }),
  }),
  egress: maybe(fc.constantFrom([], [{ to: [Peer.pods(PodSelection.labelled({ app: 'db' }))], ports: [Port.tcp(5432)] }], [{ to: [Peer.ipBlock('10.0.0.0/8')], ports: [Port.all()] }])),
  access: maybe(fc.constant([{ verbs: [Verb.GET, Verb.LIST], resources: [R.CONFIG_MAPS] }])),
});

/** The objects of one that is made; undefined for what a HardenedCronJob refuses. */
function objectsOf(given: HardenedCronJobProps): Json[] | undefined {
  const { prod, shop } = small('1.36', {});
  try {
    new HardenedCronJob(shop, 'nightly', given);
    return objectsIn(prod);
  } catch (e) {
    if (ProblemError.is(e)) return undefined;
    throw e;
  }
}

const imported = (objects: readonly Json[], exact: boolean) => importManifests(objects.map(object => ({ object, source: { file: 'x.yaml' } })), { ...OPTIONS, exact });
/** Undefined where the namespace refuses what was changed, which is said of the object. */
function importedOrRefused(objects: readonly Json[]): ReturnType<typeof imported> | undefined {
  try {
    return imported(objects, true);
  } catch (e) {
    if (!ProblemError.is(e)) throw e;
    expect(e.problems.filter(({ id, object }) => id !== 'workload-refused' || object !== 'CronJob shop/nightly')).toEqual([]);
    return undefined;
  }
}
const synthesized = async (files: ReadonlyMap<string, string>) => (await runProgram(files)).objects.map(({ object }) => canonical(object)).sort();

test('what a HardenedCronJob makes is imported as one, which makes the same objects', async () => {
  let made = 0;
  await fc.assert(fc.asyncProperty(props, async given => {
    const objects = objectsOf(given);
    if (!objects) return;
    made += 1;
    const { files } = imported(objects, true);
    expect(files.get('main.ts')).toContain('new HardenedCronJob(shop, \'nightly\', {');
    expect(await synthesized(files)).toEqual(objects.map(canonical).sort());
  }), { numRuns: 40 });
  expect(made).toBeGreaterThan(10);
});

test('an object of another kind that has its name leaves it its own', async () => {
  const objects = objectsOf({ schedule: '@daily', container: { image: 'nginx', resources: { memoryLimit: '1Gi' } } })!;
  const all = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'nightly', namespace: 'shop' } }, ...objects];
  const { files } = imported(all, true);
  expect(files.get('main.ts')).toContain('new HardenedCronJob(shop, \'nightly\', {');
  expect(await synthesized(files)).toEqual(all.map(canonical).sort());
});

test('where anything of it was changed by hand, the change is in what the program makes, with or without the construct', async () => {
  const changes: ReadonlyArray<readonly [string, (object: Json) => void]> = [
    ['CronJob', object => object.spec.suspend = true],
    ['CronJob', object => object.spec.concurrencyPolicy = 'Allow'],
    ['CronJob', object => delete object.spec.jobTemplate.spec.podFailurePolicy],
    ['CronJob', object => object.spec.jobTemplate.spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem = false],
    ['CronJob', object => object.spec.jobTemplate.spec.template.spec.containers.push({ name: 'other', image: 'x' })],
    ['CronJob', object => object.spec.jobTemplate.spec.template.metadata.labels.more = 'x'],
    ['CronJob', object => object.metadata.annotations = { why: 'x' }],
    ['ServiceAccount', object => object.automountServiceAccountToken = true],
    ['ServiceAccount', object => object.metadata.name = 'another'],
    ['NetworkPolicy', object => object.spec.ingress = [{}]],
    ['NetworkPolicy', object => object.spec.podSelector = {}],
    ['Role', object => object.rules[0].verbs.push('delete')],
    ['RoleBinding', object => object.subjects.push({ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' })],
  ];
  let through = 0;
  await fc.assert(fc.asyncProperty(props, fc.constantFrom(...changes), async (given, [kind, change]) => {
    const objects = objectsOf(given);
    const meant = objects?.find(object => object.kind === kind && String(object.metadata.name).includes('nightly'));
    if (!objects || !meant) return;
    change(meant);
    const program = importedOrRefused(objects);
    if (program) {
      through += 1;
      expect(await synthesized(program.files)).toEqual(objects.map(canonical).sort());
    }
  }), { numRuns: 60 });
  expect(through).toBeGreaterThan(20);
});
