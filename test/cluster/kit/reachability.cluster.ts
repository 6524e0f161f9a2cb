import * as fc from 'fast-check';
import { networkQueryOf } from './network-query';
import { networkWorld } from './network-world';
import { type NetworkQuery, type NetworkWorld, Reachability, type Verdict } from './reachability';
import type { Json, JsonObject } from '../generate/json';
import { ControlPlane } from '../harness/control-plane';
import { RUNS, SEED } from '../harness/differential';
import { assetsFromEnvironment, minorFromEnvironment } from '../harness/environment';
import { inFlight } from '../harness/in-flight';
import { collectionPath } from '../harness/objects';

const WORLDS = Math.max(50, Math.ceil(RUNS / 10));
const QUERIES_EACH = 40;
/** So many of the worlds are offered to the API server, too. */
const OFFERED = Math.ceil(WORLDS / 5);
const sidecars = minorFromEnvironment() >= 29;
jest.setTimeout(120_000 + WORLDS * 500);

const assets = assetsFromEnvironment();
let evaluator: Reachability;

beforeAll(() => {
  evaluator = new Reachability(assets.reachability);
});
afterAll(() => evaluator?.close());

const namespace = (name: string, labels: JsonObject = {}): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
const pod = (name: string, ip: string, labels: JsonObject, ports: readonly JsonObject[] = []): JsonObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', labels }, spec: { containers: [{ name: 'c', image: 'x', ports }] }, status: { podIP: ip },
});
const policy = (spec: JsonObject): JsonObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'shop' }, spec });
const world = (...specs: readonly JsonObject[]): NetworkWorld => ({
  namespaces: [namespace('shop'), namespace('ops', { team: 'ops' })],
  pods: [
    pod('web', '10.0.0.1', { app: 'web' }), pod('db', '10.0.0.2', { app: 'db', tier: '' }, [{ name: 'sql', containerPort: 5432 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }]),
    { ...pod('admin', '10.0.1.3', {}), metadata: { name: 'admin', namespace: 'ops', labels: {} } },
  ],
  policies: specs.map(policy),
});
const ips: Readonly<Record<string, string>> = { 'shop/web': '10.0.0.1', 'shop/db': '10.0.0.2', 'ops/admin': '10.0.1.3' };
const end = (name: string) => ips[name] ? { pod: name, ip: ips[name] } : { ip: name };
const query = (from: string, to: string, port = 5432, protocol: NetworkQuery['protocol'] = 'TCP'): NetworkQuery => ({ from: end(from), to: end(to), port, protocol });

const DB = { matchLabels: { app: 'db' } };
const rule = (...from: readonly Json[]): JsonObject => ({ podSelector: DB, ingress: [{ from }] });
const ports = (...list: readonly Json[]): JsonObject => ({ podSelector: DB, ingress: [{ ports: list }] });

/** Each with the traffic that passes, out of what is asked. */
const TRUTHS: ReadonlyArray<readonly [string, readonly JsonObject[], ReadonlyArray<readonly [NetworkQuery, boolean]>]> = [
  ['no policy: all', [], [[query('shop/web', 'shop/db'), true], [query('192.0.2.7', 'shop/db'), true]]],
  ['the ingress of db is closed, its egress is not', [{ podSelector: DB }], [[query('shop/web', 'shop/db'), false], [query('shop/db', 'shop/web'), true]]],
  ['rules of egress alone isolate both', [{ podSelector: DB, egress: [{}] }], [[query('shop/web', 'shop/db'), false], [query('shop/db', 'shop/web'), true]]],
  ['an empty list of egress isolates ingress alone', [{ podSelector: DB, egress: [] }], [[query('shop/db', 'shop/web'), true], [query('shop/web', 'shop/db'), false]]],
  ['ingress rules do not count for a policy of egress', [{ podSelector: DB, policyTypes: ['Egress'], ingress: [] }],
    [[query('shop/web', 'shop/db'), true], [query('shop/db', 'shop/web'), false]]],
  ['pods of the own namespace', [rule({ podSelector: {} })], [[query('shop/web', 'shop/db'), true], [query('ops/admin', 'shop/db'), false]]],
  ['all namespaces', [rule({ namespaceSelector: {} })], [[query('ops/admin', 'shop/db'), true], [query('192.0.2.7', 'shop/db'), false]]],
  ['a namespace by its name', [rule({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } })],
    [[query('ops/admin', 'shop/db'), true], [query('shop/web', 'shop/db'), false]]],
  ['both selectors of a peer, or two peers', [rule({ namespaceSelector: { matchLabels: { team: 'ops' } }, podSelector: { matchLabels: { app: 'web' } } })],
    [[query('ops/admin', 'shop/db'), false], [query('shop/web', 'shop/db'), false]]],
  ['NotIn holds where the key is missing, and an empty value is not a missing one',
    [rule({ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] } }), { podSelector: { matchLabels: { app: 'web', tier: '' } } }],
    [[query('shop/web', 'shop/db'), true], [query('shop/db', 'shop/web'), true]]],
  ['a block with a hole, around pods too', [rule({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.1.0/24'] } })],
    [[query('shop/web', 'shop/db'), true], [query('ops/admin', 'shop/db'), false], [query('10.9.9.9', 'shop/db'), true], [query('192.0.2.7', 'shop/db'), false]]],
  ['a port by its name at the destination, with its protocol', [ports({ port: 'sql' }, { port: 'dns' })],
    [[query('shop/web', 'shop/db'), true], [query('shop/web', 'shop/db', 53, 'UDP'), false], [query('shop/web', 'shop/db', 80), false]]],
  ['a range has both ends', [ports({ port: 80, endPort: 82 })],
    [79, 80, 82, 83].map(port => [query('shop/web', 'shop/db', port), port >= 80 && port <= 82])],
  ['a protocol alone', [ports({ protocol: 'UDP' })], [[query('shop/web', 'shop/db', 9, 'UDP'), true], [query('shop/web', 'shop/db', 9), false], [query('shop/web', 'shop/db', 9, 'SCTP'), false]]],
  ['policies add up', [{ podSelector: {} }, ports({ port: 5432 })], [[query('shop/web', 'shop/db'), true], [query('shop/db', 'shop/web'), false]]],
  ['egress and ingress must both be open', [{ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: DB }], ports: [{ port: 'sql' }] }] }],
    [[query('shop/web', 'shop/db'), true], [query('shop/web', 'shop/db', 80), false], [query('shop/web', '192.0.2.7'), false]]],
];

const passes = ({ egress, ingress }: Verdict) => egress && ingress;

test.each(TRUTHS)('%s', async (_, specs, cells) => {
  const verdicts = await evaluator.ask(world(...specs), cells.map(([one]) => one));
  expect(verdicts.map(passes)).toEqual(cells.map(([, passing]) => passing));
});

test('what no API server takes is an error, and the next world is judged all the same', async () => {
  await expect(evaluator.ask(world({ podSelector: {}, ingress: [{ from: [{}] }] }), [query('shop/web', 'shop/db')])).rejects.toThrow('a peer selects nothing');
  await expect(evaluator.ask(world(rule({ ipBlock: { cidr: '10.0.0.0' } })), [query('shop/web', 'shop/db')])).rejects.toThrow('unable to parse CIDR');
  await expect(evaluator.ask(world(), [{ ...query('shop/web', 'shop/db'), to: { pod: 'shop/gone', ip: '10.0.0.9' } }])).rejects.toThrow('no pod shop/gone');
  expect(await evaluator.ask(world(), [query('shop/web', 'shop/db')])).toEqual([{ egress: true, ingress: true }]);
});

describe('generated worlds', () => {
  const size = { minLength: QUERIES_EACH, maxLength: QUERIES_EACH };
  const samples = () => fc.sample(
    networkWorld({ sidecars }).chain(one => fc.tuple(fc.constant(one), fc.array(networkQueryOf(one), size))), { seed: SEED, numRuns: WORLDS });

  test('are judged', async () => {
    const from = Date.now();
    let [asked, passing, closed] = [0, 0, 0];
    for (const [one, queries] of samples()) {
      const verdicts = await evaluator.ask(one, queries);
      asked += verdicts.length;
      passing += verdicts.filter(passes).length;
      closed += verdicts.filter(({ egress, ingress }) => !egress && ingress).length;
    }
    process.stderr.write(`reachability: ${WORLDS} worlds, ${asked} queries, ${passing} pass, ${closed} fail by egress alone, `
      + `${Math.round(asked / (Date.now() - from) * 1000)} a second, BULWARK_SEED=${SEED}\n`);
    expect(passing / asked).toBeGreaterThan(0.1);
    expect(passing / asked).toBeLessThan(0.9);
    expect(closed / asked).toBeGreaterThan(0.02);
  });

  test('are taken by the API server, whose defaults change no verdict', async () => {
    const plane = await ControlPlane.start(assets);
    try {
      for (const name of ['shop', 'ops']) {
        await plane.admin.send('POST', '/api/v1/namespaces', namespace(name));
      }
      for (const [one, queries] of samples().slice(0, OFFERED)) {
        const offer = async (object: JsonObject) => {
          const { status, body } = await plane.admin.send('POST', `${collectionPath(object)}?dryRun=All&fieldValidation=Strict`, object);
          expect({ object, status, message: body.message }).toMatchObject({ status: 201 });
          return body as JsonObject;
        };
        await inFlight(one.namespaces.map(({ metadata, ...rest }) => ({ ...rest, metadata: { ...metadata as JsonObject, name: 'new' } })), offer, 8);
        await inFlight(one.pods, offer, 8);
        const policies = await inFlight(one.policies, offer, 8);
        expect(await evaluator.ask({ ...one, policies }, queries)).toEqual(await evaluator.ask(one, queries));
      }
    } finally {
      await plane.finish();
    }
  });
});
