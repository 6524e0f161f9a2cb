import { Cron } from 'cdk8s';
import type * as Plus27 from 'cdk8s-plus-27';
import { podSecurityViolations } from '../../src/decide/pod-security';
import { podTemplateOf } from '../../src/manifests/pod-template';
import { modelsIn, ofKind, only, small, type Json } from '../constructs/support';
import { HardenedCronJob, PodHardening, Port, WorkloadIdentity } from 'cdk8s-bulwark';

// Every cdk8s-plus that npm has, side by side. Their types are not loaded: what is used of them is the same in all.

type Plus = typeof Plus27;

const VERSIONS = [27, 28, 29, 30, 31, 32, 33, 34];
const MINORS = [27, 31, 34, 36];

// eslint-disable-next-line @typescript-eslint/no-require-imports
const plusOf = (version: number) => require(`cdk8s-plus-${version}`) as Plus;

/** One workload of each kind. */
function world(version: number, kubernetes = '1.36') {
  const plus = plusOf(version);
  const { prod, shop } = small(kubernetes, {});
  const containers = [{ image: 'registry.example/app:1', portNumber: 8080 }];
  const web = new plus.Deployment(shop, 'web', { containers });
  const db = new plus.StatefulSet(shop, 'db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
  new plus.DaemonSet(shop, 'agent', { containers });
  new plus.Job(shop, 'job', { containers: [{ image: 'registry.example/job:1' }] });
  const cronJob = new plus.CronJob(shop, 'cron', { schedule: Cron.daily(), containers: [{ image: 'registry.example/cron:1' }] });
  new plus.Pod(shop, 'pod', { containers });
  return { prod, shop, web, db, cronJob };
}

function templatesIn(prod: Parameters<typeof modelsIn>[0]): Array<{ kind: string; template: NonNullable<ReturnType<typeof podTemplateOf>> }> {
  return modelsIn(prod).flatMap(({ object }) => {
    const template = podTemplateOf(object);
    return template ? [{ kind: String(object.kind), template }] : [];
  });
}

describe.each(VERSIONS)('cdk8s-plus-%i', version => {
  test('hardened, every kind of workload meets the level restricted on each target', () => {
    for (const minor of MINORS) {
      const templates = templatesIn(world(version, `1.${minor}`).prod);
      expect(templates.map(({ kind }) => kind).sort()).toEqual(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'StatefulSet']);
      for (const { template: { metadata, spec, path } } of templates) {
        expect(podSecurityViolations({ metadata, spec, metadataPath: 'metadata', specPath: path }, { level: 'restricted', minor })).toEqual([]);
        expect(spec.automountServiceAccountToken).toBe(false);
      }
    }
  });

  test('selectors select the pods of their own workload, by readable labels', () => {
    const { prod } = world(version);
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet']) {
      const { selector, template } = only(prod, kind).spec as Json;
      expect(template.metadata.labels).toMatchObject(selector.matchLabels as object);
      expect(Object.keys(selector.matchLabels as object)).toEqual(['app.kubernetes.io/name']);
    }
  });

  test('an image that starts as root gets its user and its folders', () => {
    const { containers } = only(world(version).prod, 'StatefulSet').spec.template.spec as Json;
    expect(containers[0].securityContext).toMatchObject({ runAsUser: 999, runAsNonRoot: true, readOnlyRootFilesystem: true });
    expect((containers[0].volumeMounts as Json[]).map(({ mountPath }) => mountPath as string)).toEqual(expect.arrayContaining(['/tmp', '/var/run/postgresql']));
  });

  test('cron jobs, identities and hardenings take its workloads', () => {
    const { prod, shop, web, db, cronJob } = world(version);
    new HardenedCronJob(shop, 'hardened', { cronJob });
    new WorkloadIdentity(shop, 'web-identity', { workload: web, egress: [{ to: [db], ports: [Port.tcp(5432)] }] });
    new PodHardening(shop, 'web-hardening', { workloads: web, runAsUser: 10001, writablePaths: ['/tmp'] });
    const { template } = only(prod, 'Deployment').spec as Json;
    expect(template.spec).toMatchObject({ serviceAccountName: 'web-identity', securityContext: { runAsUser: 10001 } });
    expect(only(prod, 'CronJob').spec).toMatchObject({ timeZone: 'Etc/UTC', jobTemplate: { spec: { template: { spec: { serviceAccountName: 'hardened-account' } } } } });
    const policy = only(prod, 'NetworkPolicy', 'web-identity-traffic').spec as Json;
    expect(template.metadata.labels).toMatchObject(policy.podSelector.matchLabels as object);
  });
});

test('two of them stand in one namespace without meeting', () => {
  const { prod, shop } = small('1.36', {});
  new (plusOf(27)).Deployment(shop, 'old', { containers: [{ image: 'registry.example/old:1' }] });
  new (plusOf(34)).Deployment(shop, 'new', { containers: [{ image: 'registry.example/new:1' }] });
  const labels = ofKind(prod, 'Deployment').map(({ spec }) => JSON.stringify(spec.selector.matchLabels));
  expect(new Set(labels).size).toBe(2);
});
