import * as fc from 'fast-check';
import { event } from './events';
import { leastPrivilege, type ImportedAccess } from '../../../src/adopt/audit-log/least-privilege';
import { Observer } from '../../../src/adopt/audit-log/observe';
import { accessTypescript } from '../../../src/adopt/audit-log/typescript';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf } from '../../../src/decide/access/build';
import { loggedEvent } from '../../../src/decide/audit/event';
import { ProblemError } from '../../../src/manifests/problem';
import { runProgram } from '../manifests/run';

jest.setTimeout(120_000);

type Json = Record<string, unknown>;

const ALLOWED = { annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'RBAC: allowed by ClusterRoleBinding "x" of ClusterRole "x" to User "x"' } };

function imported(events: readonly Json[], widen: object = {}): ImportedAccess {
  const observer = new Observer();
  for (const each of events) {
    const logged = loggedEvent(each);
    if (typeof logged === 'string') {
      throw new Error(logged);
    }
    observer.add(logged, each);
  }
  return leastPrivilege(observer.observations(), { minor: 36, widen });
}

async function objectsOf(result: ImportedAccess): Promise<Json[]> {
  const main = `import { Cluster, ClusterTarget, PolicyApp } from 'cdk8s-bulwark';
import { observedAccess } from './access';
const app = new PolicyApp({ name: 'x' });
observedAccess(new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes: '1.36' }) }));
app.synth();
`;
  return (await runProgram(new Map([['main.ts', main], ['access.ts', accessTypescript(result.needed)]]))).objects.map(({ object }) => object as Json);
}

const user = fc.constantFrom('jane', 'jane-shop', 'Jane', '\'); process.exit(9); (\'', 'a\nb', '*', 'system:serviceaccount:shop:web', 'system:serviceaccount:a:b:c', 'system:node:n1', 'constructor');
const namespace = fc.constantFrom('', 'shop', 'two', 'shop-web');
const name = fc.constantFrom('', 'web', '*', 'system:x', '${x}', '\'');
const resource = fc.constantFrom(['', 'pods', ''], ['', 'pods', 'exec'], ['', 'pods', 'log'], ['apps', 'deployments', 'scale'], ['', 'nodes', ''], ['', 'namespaces', ''],
  ['example.com', 'widgets', ''], ['example.com', 'widgets', 'status'], ['', 'secrets', ''], ['rbac.authorization.k8s.io', 'clusterroles', '']);
const asked = fc.tuple(user, namespace, resource, name, fc.constantFrom('get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'), fc.boolean())
  .map(([username, place, [apiGroup, plural, subresource], own, verb, made]) => event({
    verb,
    user: { username, groups: ['system:authenticated'] },
    requestURI: `/x/${plural}`,
    objectRef: { apiGroup, resource: plural, subresource, namespace: ['nodes', 'clusterroles'].includes(plural!) ? '' : place, name: ['list', 'deletecollection'].includes(verb) ? '' : own },
    responseStatus: { code: made && (verb === 'patch' || verb === 'update') ? 201 : 200 },
    ...ALLOWED,
  }));
const path = fc.tuple(user, fc.constantFrom('/metrics', '/x/y', '/a%2Db', '/logs/')).map(([username, requestURI]) => event({
  verb: 'get', user: { username, groups: [] }, requestURI, objectRef: undefined, ...ALLOWED,
}));

test('the TypeScript lets every observed request through, or its construct says why that request grants nothing', async () => {
  let through = 0;
  const logs = fc.array(fc.oneof(asked, path), { minLength: 1, maxLength: 6 });
  await fc.assert(fc.asyncProperty(logs, fc.constantFrom({}, { names: true }, { verbs: true }), async (events, widen) => {
    const result = imported(events, widen);
    let objects: Json[];
    try {
      objects = await objectsOf(result);
    } catch (e) {
      if (ProblemError.is(e)) {
        return;
      }
      throw e;
    }
    through += 1;
    const index = new AccessIndex(policyOf(objects.map(object => ({ object }))));
    const missing = result.needed.flatMap(({ user: who, observed }) => observed.filter(({ request }) => !index.allows({ ...request, user: who })));
    expect(missing).toEqual([]);
  }), { numRuns: 80 });
  expect(through).toBeGreaterThan(8);
});

describe('a request that names a wildcard is not handed on', () => {
  const of = (fields: Json) => imported([event({ ...ALLOWED, ...fields })]);

  test.each([
    ['a resource', { verb: 'get', requestURI: '/api/v1/*', objectRef: { resource: '*' } }],
    ['a group', { verb: 'get', requestURI: '/apis/*/v1/pods', objectRef: { apiGroup: '*', resource: 'pods' } }],
    ['a resource with a subresource', { verb: 'get', requestURI: '/api/v1/*/x/log', objectRef: { resource: '*', subresource: 'log', name: 'x' } }],
    ['a path', { verb: 'get', requestURI: '/*', objectRef: undefined }],
    ['the end of a path', { verb: 'get', requestURI: '/logs/*?x=1', objectRef: undefined }],
    ['the end of an encoded path', { verb: 'get', requestURI: '/logs/%2A', objectRef: undefined }],
    ['a method', { verb: '*', requestURI: '/metrics', objectRef: undefined }],
  ])('%s', (_, fields) => {
    const { objects, needed } = of(fields);
    expect(objects).toEqual([]);
    expect(needed.map(each => each.wild.length)).toEqual([1]);
  });

  test('the name of an object means itself', () => {
    const { objects } = of({ verb: 'get', objectRef: { resource: 'pods', namespace: 'shop', name: '*' } });
    expect(objects[0]).toMatchObject({ rules: [{ resourceNames: ['*'] }] });
  });
});

test('a path is granted as the API server reads it', () => {
  const { objects, proved } = imported([event({ ...ALLOWED, verb: 'get', requestURI: '/a%20b/c%2Fd?timeout=1', objectRef: undefined })]);
  expect(objects[0]).toMatchObject({ rules: [{ nonResourceURLs: ['/a b/c/d'] }] });
  expect(proved).toBe(1);
});

test('users and namespaces that would come to one id are told apart', async () => {
  const result = imported([
    event({ ...ALLOWED, user: { username: 'jane', groups: [] } }),
    event({ ...ALLOWED, user: { username: 'jane-shop', groups: [] }, objectRef: { resource: 'nodes' }, requestURI: '/api/v1/nodes' }),
  ]);
  expect(await objectsOf(result)).toHaveLength(4);
});
