import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { modelsIn, only, problemOf, problemsOf, small, type Json } from '../support';
import { PodSecurityLevel } from 'cdk8s-bulwark';

test('a workload that its namespace would refuse is an error with the construct and the field', () => {
  const { prod, shop } = small('1.34', { defaultDeny: false });
  new kplus.Deployment(shop, 'agent', { hostNetwork: true, containers: [{ image: 'agent:1', securityContext: { privileged: true, allowPrivilegeEscalation: true } }] });
  expect(problemsOf(() => modelsIn(prod)).map(({ id, construct, object, field }) => ({ id, construct, object, field }))).toEqual([
    'spec.template.spec.hostNetwork',
    'spec.template.spec.containers[0].securityContext.privileged',
    'spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation',
  ].map(field => ({ id: 'workload-refused', construct: 'prod/shop/agent/Resource', object: 'Deployment shop/agent', field })));
});

test.each([['1.33', true], ['1.34', false]])('the version that the labels pin decides: a probe of another host on %s passes: %s', (kubernetes, passes) => {
  const { prod, shop } = small(kubernetes, { defaultDeny: false });
  new ApiObject(shop, 'cron', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: {
      schedule: '@daily',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1', livenessProbe: { tcpSocket: { host: '10.0.0.1', port: 1 } } }] } } } },
    },
  });
  const problems = passes ? [] : [{ id: 'workload-refused', field: 'spec.jobTemplate.spec.template.spec.containers[0].livenessProbe.tcpSocket.host' }];
  expect((() => { try { modelsIn(prod); return []; } catch { return problemsOf(() => modelsIn(prod)); } })()).toMatchObject(problems);
});

test('with hardening turned off, what is unset is refused in the same words', () => {
  const { prod, shop } = small('1.34', { defaultDeny: false, harden: false });
  new ApiObject(shop, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'a:1' }] } });
  expect(problemsOf(() => modelsIn(prod)).map(({ field }) => field)).toEqual([
    'spec.containers[0].securityContext.allowPrivilegeEscalation',
    'spec.containers[0].securityContext.capabilities.drop',
    'spec.containers[0].securityContext.runAsNonRoot',
    'spec.containers[0].securityContext.seccompProfile.type',
  ]);
});

test('a label of Pod Security that nobody can read is refused with its namespace', () => {
  const { prod } = small('1.34', { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  new ApiObject(prod, 'team', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team', labels: { 'pod-security.kubernetes.io/enforce': 'strict' } } });
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'object-invalid', construct: 'prod/team', field: 'metadata.labels[pod-security.kubernetes.io/enforce]', value: '"strict"' });
});

describe('a quota', () => {
  const quota = (hard: Json, rest: Json = {}) => ({ apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard, ...rest } });
  const limits = (item: Json) => ({ apiVersion: 'v1', kind: 'LimitRange', spec: { limits: [{ type: 'Container', ...item }] } });
  const pod = (resources: Json) => ({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'a:1', resources }] } });
  function fieldsRefused(...objects: Array<{ apiVersion: string; kind: string } & Json>): Array<string | undefined> {
    const { prod, shop } = small('1.34', { defaultDeny: false });
    objects.forEach((object, at) => new ApiObject(shop, `o${at}`, object));
    try {
      modelsIn(prod);
      return [];
    } catch {
      return problemsOf(() => modelsIn(prod)).map(({ field }) => field);
    }
  }

  test.each<[string, Json, Json, string[]]>([
    ['limits that are not named', { 'limits.memory': '1Gi' }, {}, ['spec.containers[0].resources.limits.memory']],
    ['requests that are not named', { cpu: '1' }, { requests: { memory: '1' } }, ['spec.containers[0].resources.requests.cpu']],
    ['nothing where they are named', { 'limits.memory': '1Gi', 'requests.cpu': '1' }, { limits: { memory: '1Mi' }, requests: { cpu: '1' } }, []],
    ['no request where the limit is named', { 'requests.memory': '1Gi' }, { limits: { memory: '1Mi' } }, []],
    ['nothing by a count of objects', { pods: '10' }, {}, []],
  ])('refuses %s', (_, hard, resources, fields) => {
    expect(fieldsRefused(quota(hard), pod(resources))).toEqual(fields);
  });

  test('refuses nothing that a LimitRange fills, and nothing of pods that are not in its scopes', () => {
    expect(fieldsRefused(quota({ 'limits.cpu': '1' }), limits({ default: { cpu: '1' } }), pod({}))).toEqual([]);
    expect(fieldsRefused(quota({ 'limits.cpu': '1' }), limits({ default: { memory: '1' } }), pod({}))).toEqual(['spec.containers[0].resources.limits.cpu']);
    expect(fieldsRefused(quota({ 'limits.cpu': '1' }, { scopes: ['Terminating'] }), pod({}))).toEqual([]);
    expect(fieldsRefused(quota({ 'limits.cpu': '1' }, { scopes: ['NotTerminating'] }), pod({}))).toEqual(['spec.containers[0].resources.limits.cpu']);
  });
});

test('postgres in a restricted namespace says the user that its image steps down to, and has the folders that it writes', () => {
  const { prod, shop } = small('1.34', { defaultDeny: false });
  new kplus.StatefulSet(shop, 'orders-db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
  const { spec } = only(prod, 'StatefulSet').spec.template as Json;
  expect(spec.containers[0].securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, readOnlyRootFilesystem: true });
  expect(spec.containers[0].volumeMounts).toEqual([{ name: 'main-tmp', mountPath: '/tmp' }, { name: 'main-var-run-postgresql', mountPath: '/var/run/postgresql' }]
    .reverse().map(mount => expect.objectContaining(mount) as object));
  expect(spec.volumes).toHaveLength(2);
});

test.each([['postgres:17-alpine', 70], ['docker.io/library/postgres:17', 999], ['mysql:8.4', 999], ['redis:8', 999], ['redis:8-alpine', 999], ['mongo:8.0', 999],
  ['mariadb:11', 999], ['rabbitmq:4-management', 999], ['rabbitmq:4-alpine', 100], ['memcached:1.6', 11211], ['haproxy:3.0', 99], ['registry.example/postgres:17', undefined],
  ['web:1', undefined]])(
  'the user of %s is %s', (image, user) => {
    const { prod, shop } = small('1.34', { defaultDeny: false });
    new kplus.Deployment(shop, 'db', { containers: [{ image }] });
    expect(only(prod, 'Deployment').spec.template.spec.containers[0].securityContext.runAsUser).toBe(user);
  });

test('a user that the author names for the pod is not overruled by what is known of the image', () => {
  const { prod, shop } = small('1.34', { defaultDeny: false });
  new kplus.Deployment(shop, 'db', { securityContext: { user: 26 }, containers: [{ image: 'postgres:17' }] });
  expect(only(prod, 'Deployment').spec.template.spec.containers[0].securityContext.runAsUser).toBeUndefined();
});
