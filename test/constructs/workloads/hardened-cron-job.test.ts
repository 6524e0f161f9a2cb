import { ApiObject, App, Chart, Cron, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { accessOf } from '../../../src/engine/access';
import { modelsIn, only, problemOf, small, type Json, type Small } from '../support';
import { CronJobConcurrency, HardenedCronJob, KubernetesResource, Peer, Port, Verb, type HardenedCronJobProps } from 'cdk8s-bulwark';

const CONTAINER = { image: 'report:1', resources: { memoryLimit: '128Mi' } };

function made(props: Partial<HardenedCronJobProps> = {}, world: Small = small('1.34', {})): { readonly world: Small; readonly spec: Json; readonly pod: Json } {
  new HardenedCronJob(world.shop, 'nightly', { container: CONTAINER, schedule: '30 2 * * *', ...props });
  const { spec } = only(world.prod, 'CronJob');
  return { world, spec, pod: spec.jobTemplate.spec.template.spec as Json };
}

test('one that is made has every setting that its controller leaves open', () => {
  const { world, spec } = made();
  expect(spec).toEqual({
    schedule: '30 2 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      spec: {
        activeDeadlineSeconds: 3600,
        backoffLimit: 2,
        ttlSecondsAfterFinished: 86400,
        podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
        template: {
          metadata: { labels: { 'app.kubernetes.io/name': 'nightly' } },
          spec: {
            restartPolicy: 'Never',
            serviceAccountName: 'nightly-account',
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [{
              name: 'main',
              image: 'report:1',
              resources: { limits: { memory: '128Mi' } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
            }],
          },
        },
      },
    },
  });
  expect(only(world.prod, 'ServiceAccount', 'nightly-account').automountServiceAccountToken).toBe(false);
});

test('nobody connects to its pods, and they connect to what is declared', () => {
  const { world } = made({ egress: [{ to: [Peer.ipBlock('10.0.0.0/8')], ports: [Port.tcp(443)] }] });
  expect(only(world.prod, 'NetworkPolicy', 'nightly-traffic').spec).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'nightly' } },
    policyTypes: ['Ingress', 'Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 443, protocol: 'TCP' }] }],
  });
});

test('only with rules does it get a token, and it may do what they say and nothing else', () => {
  const { world, pod } = made({ access: [{ verbs: [Verb.LIST], resources: [KubernetesResource.PODS] }] });
  expect(pod.automountServiceAccountToken).toBe(true);
  const access = accessOf({ objects: modelsIn(world.prod), minor: 34 });
  const can = (verb: string, target: string, name: string) => access.can({ verb, target, namespace: 'shop' }, { name: `system:serviceaccount:shop:${name}`, groups: [] }).answer;
  expect(can('list', 'pods', 'nightly-account')).toBe('yes');
  expect(can('get', 'secrets', 'nightly-account')).toBe('no');
  expect(can('list', 'pods', 'default')).toBe('no');
});

test('it works in a plain chart, where nothing else hardens its pods', () => {
  const chart = new Chart(new App(), 'plain', { namespace: 'x' });
  new HardenedCronJob(chart, 'nightly', { container: CONTAINER, schedule: '@daily' });
  const [account, job, policy] = Testing.synth(chart) as [Json, Json, Json];
  expect([account.kind, job.kind, policy.kind]).toEqual(['ServiceAccount', 'CronJob', 'NetworkPolicy']);
  const { template } = job.spec.jobTemplate.spec;
  expect(template.spec.serviceAccountName).toBe(account.metadata.name);
  expect(template.metadata.labels).toEqual(policy.spec.podSelector.matchLabels);
  expect(template.spec.securityContext.runAsNonRoot).toBe(true);
});

test('around a CronJob of cdk8s-plus, what is unset is filled and listed, and what is set stays', () => {
  const { prod, shop } = small('1.34', {});
  const cronJob = new kplus.CronJob(shop, 'report', { schedule: Cron.daily(), containers: [{ image: 'report:1' }], concurrencyPolicy: kplus.ConcurrencyPolicy.REPLACE });
  new HardenedCronJob(shop, 'hardened', { cronJob, retries: 5 });
  const { spec } = only(prod, 'CronJob');
  const job = spec.jobTemplate.spec as Json;
  expect(spec).toMatchObject({ concurrencyPolicy: 'Replace', timeZone: 'Etc/UTC', startingDeadlineSeconds: 10 });
  expect(job).toMatchObject({ backoffLimit: 5, activeDeadlineSeconds: 3600, podFailurePolicy: { rules: [expect.anything()] } });
  expect(job.template.spec.serviceAccountName).toBe('hardened-account');
  const policy = only(prod, 'NetworkPolicy', 'hardened-traffic');
  expect(job.template.metadata.labels).toMatchObject(policy.spec.podSelector.matchLabels);
  const { hardened } = modelsIn(prod).find(({ object }) => object.kind === 'CronJob')!;
  expect(hardened).toEqual(expect.arrayContaining(['spec.timeZone', 'spec.jobTemplate.spec.backoffLimit', 'spec.jobTemplate.spec.template.spec.serviceAccountName']));
  expect(hardened).not.toContain('spec.concurrencyPolicy');
});

test('an account that its author chose stays, and no other is made', () => {
  const { prod, shop } = small('1.34', {});
  const serviceAccount = new kplus.ServiceAccount(shop, 'robot');
  const cronJob = new kplus.CronJob(shop, 'report', { schedule: Cron.daily(), containers: [{ image: 'report:1' }], serviceAccount });
  expect(new HardenedCronJob(shop, 'hardened', { cronJob }).serviceAccount).toBeUndefined();
  expect(only(prod, 'CronJob').spec.jobTemplate.spec.template.spec.serviceAccountName).toBe('robot');
});

test('a property that the CronJob contradicts is an error with the field', () => {
  const { prod, shop } = small('1.34', {});
  const cronJob = new kplus.CronJob(shop, 'report', { schedule: Cron.daily(), containers: [{ image: 'report:1' }] });
  new HardenedCronJob(shop, 'hardened', { cronJob, concurrency: CronJobConcurrency.REPLACE });
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'workload-conflict', construct: 'prod/shop/hardened', field: 'spec.concurrencyPolicy', value: '"Forbid"' });
});

test.each<[string, Partial<HardenedCronJobProps>, string]>([
  ['no schedule', { schedule: undefined }, 'schedule'],
  ['neither container nor CronJob', { container: undefined }, 'container'],
  ['too few fields', { schedule: '* * * *' }, 'schedule'],
  ['a zone in the schedule', { schedule: 'TZ=UTC * * * * *' }, 'schedule'],
  ['the zone of the machine', { timeZone: 'Local' }, 'timeZone'],
  ['a deadline that is always over', { startingDeadline: Duration.seconds(9) }, 'startingDeadline'],
  ['a run without time', { activeDeadline: Duration.seconds(0) }, 'activeDeadline'],
  ['a fraction of a retry', { retries: 0.5 }, 'retries'],
  ['an amount that is none', { container: { ...CONTAINER, resources: { memoryLimit: 'much' } } }, 'container.resources.memoryLimit'],
])('%s is refused', (_, props, field) => {
  expect(problemOf(() => made(props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/nightly', field });
});

test('a CronJob of another namespace is refused: neither account nor policy would count there', () => {
  const { prod, shop } = small('1.34', {});
  const chart = new Chart(prod, 'chart', { namespace: 'other' });
  const cronJob = new kplus.CronJob(chart, 'report', { schedule: Cron.daily(), containers: [{ image: 'report:1' }] });
  expect(problemOf(() => new HardenedCronJob(shop, 'hardened', { cronJob }))).toMatchObject({ id: 'workload-unresolved', field: 'cronJob' });
});

test.each<[string, Partial<HardenedCronJobProps['container'] & object>, string]>([
  ['no image', { image: '' }, 'container.image'],
  ['an image of two words', { image: 'a b' }, 'container.image'],
  ['root', { runAsUser: 0 }, 'container.runAsUser'],
  ['half a user', { runAsUser: 0.5 }, 'container.runAsUser'],
  ['a relative folder', { writablePaths: ['tmp'] }, 'container.writablePaths[0]'],
  ['the root as a folder', { writablePaths: ['/'] }, 'container.writablePaths[0]'],
])('a container with %s is refused', (_, container, field) => {
  expect(problemOf(() => made({ container: { ...CONTAINER, ...container } }))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/nightly', field });
});

test('a name to which a run cannot append its time is refused', () => {
  const named = (length: number) => {
    const { shop } = small('1.34', {});
    const spec = { schedule: '@daily', jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a', image: 'a:1' }] } } } } };
    return new HardenedCronJob(shop, 'hardened', { cronJob: new ApiObject(shop, 'job', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'c'.repeat(length) }, spec }) });
  };
  expect(problemOf(() => named(53))).toMatchObject({ id: 'construct-invalid', field: 'name' });
  expect(named(52).cronJob.name).toHaveLength(52);
});

test('an account that the old field names is the author\'s own', () => {
  const { prod, shop } = small('1.34', {});
  const standing = new ApiObject(shop, 'old', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: { serviceAccount: 'robot', containers: [{ name: 'a', image: 'a:1' }] } } } } },
  });
  expect(new HardenedCronJob(shop, 'hardened', { cronJob: standing }).serviceAccount).toBeUndefined();
  expect(only(prod, 'CronJob').spec.jobTemplate.spec.template.spec.serviceAccountName).toBeUndefined();
});
