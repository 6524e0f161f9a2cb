import * as fc from 'fast-check';
import { auditPolicyOf } from './audit-policy';
import { type AuditedRequest, auditedRequest } from './audit-request';
import { AuditServer } from './audit-server';
import type { Json, JsonObject } from '../generate/json';
import { RUNS, SEED } from '../harness/differential';
import { assetsFromEnvironment, minorFromEnvironment } from '../harness/environment';
import { LineProgram } from '../harness/lines';

const POLICIES = Math.max(2, Math.ceil(RUNS / 1000));
const REQUESTS_EACH = 300;
jest.setTimeout(120_000 + POLICIES * 15_000);

const assets = assetsFromEnvironment();
let server: AuditServer;

beforeAll(async () => server = await AuditServer.start(assets));
afterAll(() => server?.finish());

const policy = (...rules: readonly JsonObject[]): JsonObject => ({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules });
const ask = (user: string | undefined, method: string, path: string, more: Pick<AuditedRequest, 'body'> & { readonly headers?: AuditedRequest['headers'] } = {}): AuditedRequest =>
  ({ method, path, ...more, headers: { ...(user ? { authorization: `Bearer ${user}` } : {}), ...more.headers }, attributes: { verb: '', path } });

const [RECEIVED, STARTED, COMPLETE] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'];
const PODS = '/api/v1/namespaces/one/pods';

test('a fixed policy gives each request its level and stages', async () => {
  const fixed = policy(
    { level: 'None', users: ['jane'], resources: [{ group: '', resources: ['configmaps'] }] },
    { level: 'Request', resources: [{ group: '', resources: ['pods'] }] },
    { level: 'RequestResponse', verbs: ['create'], resources: [{ group: 'apps' }], omitStages: ['RequestReceived'] },
    { level: 'Metadata', resources: [{ group: '', resources: ['nodes/*'] }], namespaces: ['one'] },
    { level: 'None', nonResourceURLs: ['/healthz*'] },
    { level: 'Metadata', omitStages: ['ResponseStarted'] },
  );
  const cells: ReadonlyArray<readonly [AuditedRequest, number, string | undefined, readonly (string | undefined)[]]> = [
    [ask('jane', 'GET', PODS), 403, 'Request', [RECEIVED, COMPLETE]],
    [ask('admin', 'GET', `${PODS}?watch=1&timeoutSeconds=1`), 200, 'Request', [RECEIVED, STARTED, COMPLETE]],
    [ask('admin', 'GET', `${PODS}/a/log`), 404, 'Metadata', [RECEIVED, COMPLETE]],
    [ask('jane', 'GET', '/api/v1/namespaces/one/configmaps'), 403, undefined, []],
    // Rules see who logged in.
    [ask('admin', 'GET', '/api/v1/namespaces/one/configmaps', { headers: { 'Impersonate-User': 'jane' } }), 403, 'Metadata', [RECEIVED, COMPLETE]],
    [ask('jane', 'GET', '/api/v1/namespaces/one/secrets', { headers: { 'Impersonate-User': 'admin' } }), 403, 'Metadata', [RECEIVED, COMPLETE]],
    [ask('admin', 'POST', '/apis/apps/v1/namespaces/one/deployments', { body: {} }), 422, 'RequestResponse', [COMPLETE]],
    [ask('admin', 'GET', '/healthz'), 200, undefined, []],
    [ask(undefined, 'GET', '/version'), 200, 'Metadata', [RECEIVED, COMPLETE]],
    // A login that fails has one stage, which a rule may lose.
    [ask('wrong', 'GET', PODS), 401, 'Request', [STARTED]],
    [ask('wrong', 'GET', '/version'), 401, undefined, []],
  ];
  const logged = await server.log(fixed, cells.map(([request]) => request));
  expect(logged.map(({ status, level, stages }) => [status, level, stages])).toEqual(cells.map(([, ...rest]) => rest));
});

test('a policy that the server does not take is an error', async () => {
  await expect(server.log(policy({ level: 'Everything' }), [])).rejects.toThrow(/kube-apiserver ended with status 1[^]*Everything/);
});

test('the server sees of a generated request what the kit says', async () => {
  const requests = fc.sample(auditedRequest, { seed: SEED, numRuns: REQUESTS_EACH });
  const logged = await server.log(policy({ level: 'Metadata' }), requests);
  logged.forEach(({ status, stages, events }, at) => {
    const { attributes, path } = requests[at]!;
    const [event] = events;
    const { apiGroup = '', resource, subresource = '', namespace = '', name = '' } = event!.objectRef ?? {};
    expect({ stages, path: event!.requestURI, attributes: { verb: event!.verb, user: event!.user?.username, groups: event!.user?.groups } }).toEqual({
      stages: status === 401 ? [STARTED] : expect.arrayContaining([RECEIVED, COMPLETE]),
      path,
      attributes: { verb: attributes.verb, user: attributes.user, groups: attributes.groups },
    });
    expect(resource === undefined ? undefined : { apiGroup, resource, subresource, namespace, name }).toEqual(attributes.objectRef);
  });
});

test('generated policies are valid, taken, and of different effect', async () => {
  const judge = new LineProgram<Json, { readonly accepted: boolean }>(assets.auditpolicy);
  const minor = minorFromEnvironment();
  for (const one of fc.sample(auditPolicyOf(minor), { seed: SEED, numRuns: 500 })) {
    expect({ one, verdict: await judge.ask(one) }).toMatchObject({ verdict: { accepted: true } });
  }
  judge.close();

  const counts: Record<string, number> = {};
  const from = Date.now();
  const requestsOf = fc.array(auditedRequest, { minLength: REQUESTS_EACH, maxLength: REQUESTS_EACH });
  for (const [one, requests] of fc.sample(fc.tuple(auditPolicyOf(minor), requestsOf), { seed: SEED, numRuns: POLICIES })) {
    for (const { level = 'nothing' } of await server.log(one, requests)) {
      counts[level] = (counts[level] ?? 0) + 1;
    }
  }
  process.stderr.write(`audit: ${POLICIES} policies, ${POLICIES * REQUESTS_EACH} requests, ${Object.entries(counts).map(([level, count]) => `${count} ${level}`).join(', ')}, `
    + `${((Date.now() - from) / 1000 / POLICIES).toFixed(1)} s a policy, BULWARK_SEED=${SEED}\n`);
  // Few policies may well be alike.
  if (POLICIES >= 10) {
    expect(Object.keys(counts).sort()).toEqual(['Metadata', 'Request', 'RequestResponse', 'nothing']);
  }
});
