import * as fc from 'fast-check';
import { RUNS, SEED } from './harness/differential';
import { assetsFromEnvironment } from './harness/environment';
import { networkQueryOf } from './kit/network-query';
import { networkWorld } from './kit/network-world';
import { Reachability, type End, type NetworkQuery, type NetworkWorld } from './kit/reachability';
import { endOfPod } from '../../src/decide/network/ends';
import type { NetworkEnd, NetworkModel } from '../../src/decide/network/model';
import { networkOf, type ClusterNetwork } from '../../src/engine/network';
import { parseConnections } from '../../src/engine/network/requests';
import { parseIp } from '../../src/manifests/validate';

/** Our decisions on generated clusters are those of an independent evaluator of policies, on either side, however they are asked. */

/** Twenty queries for each object of the other comparisons. */
const QUERIES_EACH = 40;
const WORLDS = Math.ceil(20 * RUNS / QUERIES_EACH);
jest.setTimeout(180_000 + WORLDS * 500);

let evaluator: Reachability;

beforeAll(() => {
  evaluator = new Reachability(assetsFromEnvironment().reachability);
});
afterAll(() => evaluator?.close());

function endOf({ pods }: NetworkModel, { pod, ip }: End): NetworkEnd {
  const address = parseIp(ip)!;
  const found = pods.find(({ namespace, name }) => `${namespace}/${name}` === pod);
  return found ? endOfPod(found, address.family) : { address };
}

/** As a batch of `reach` asks it. A pod is asked about in both of its families there, and so is only comparable from or to an address. */
function lineOf({ from, to, protocol, port }: NetworkQuery): string {
  const place = ({ ip }: End) => ({ ip });
  return JSON.stringify({ src: place(from), dst: place(to), port, protocol });
}

function ours(network: ClusterNetwork, query: NetworkQuery): { egress: boolean; ingress: boolean; assumed: readonly string[] } {
  const { protocol, port } = query;
  const decision = network.decide({ from: endOf(network.model, query.from), to: endOf(network.model, query.to), protocol, port });
  return { egress: decision.egress.decision === 'allow', ingress: decision.ingress.decision === 'allow', assumed: decision.assumptions.map(({ id }) => id) };
}

function networkIn({ namespaces, pods, policies }: NetworkWorld): ClusterNetwork {
  return networkOf({ objects: [...namespaces, ...pods, ...policies].map(object => ({ object })) });
}

/** A pod as a cluster gives it out: only such a one says at which addresses it stands, a manifest's may be anybody's. */
function givenOut(pod: NetworkWorld['pods'][number], at: number): NetworkWorld['pods'][number] {
  return { ...pod, metadata: { ...pod.metadata as object, uid: `uid-${at}` } };
}

test('every query is answered as the evaluator answers it, by the specification and by the index', async () => {
  const size = { minLength: QUERIES_EACH, maxLength: QUERIES_EACH };
  const cases = networkWorld({ sidecars: true }).chain(world => fc.tuple(fc.constant(world), fc.array(networkQueryOf(world), size)));
  const disagreements: string[] = [];
  let [asked, allowed, assumed] = [0, 0, 0];
  for (const [world, queries] of fc.sample(cases, { seed: SEED, numRuns: WORLDS })) {
    const network = networkIn(world);
    const theirs = await evaluator.ask(world, queries);
    queries.forEach((query, at) => {
      const { egress, ingress } = theirs[at]!;
      const found = ours(network, query);
      const indexed = network.index.allows(endOf(network.model, query.from), endOf(network.model, query.to), query.protocol, query.port);
      asked += 1;
      allowed += Number(egress && ingress);
      assumed += Number(found.assumed.length > 0);
      if (found.egress !== egress || found.ingress !== ingress || indexed !== (egress && ingress)) {
        disagreements.push(`${JSON.stringify(query)}: ours ${JSON.stringify({ ...found, indexed })}, theirs ${JSON.stringify(theirs[at])}\n  in ${JSON.stringify(world).slice(0, 3000)}`);
      }
    });
  }
  process.stderr.write(`network: ${asked} queries in ${WORLDS} worlds, ${allowed} allowed, ${assumed} rest on an ipBlock that selects a pod, `
    + `${disagreements.length} disagree, BULWARK_SEED=${SEED}\n`);
  expect(disagreements.slice(0, 5)).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(20 * RUNS);
  expect(allowed / asked).toBeGreaterThan(0.1);
  expect(allowed / asked).toBeLessThan(0.9);
  // Otherwise the reading on which implementations differ was not compared at all.
  expect(assumed / asked).toBeGreaterThan(0.0005);
});

test('a batch of addresses is answered as the evaluator answers it, by what stands at each address', async () => {
  const size = { minLength: 20, maxLength: 20 };
  const cases = networkWorld({ sidecars: true }).chain(world => fc.tuple(fc.constant(world), fc.array(networkQueryOf(world), size)));
  const samples = fc.sample(cases, { seed: SEED + 1, numRuns: Math.ceil(WORLDS / 20) });
  const disagreements: string[] = [];
  for (const [world, queries] of samples) {
    const network = networkIn({ ...world, pods: world.pods.map(givenOut) });
    const oneFamily = queries.filter(({ from }) => !from.ip.includes(':'));
    const theirs = await evaluator.ask(world, oneFamily);
    const both = await evaluator.ask(world, oneFamily.map(query => otherFamily(world, query)));
    parseConnections(network.model, oneFamily.map(lineOf).join('\n'), 'batch').forEach((question, at) => {
      const { verdict } = network.verdict(question);
      // A pod that is named by its address is asked about with all of its addresses, where the other end has several too.
      const answers = [theirs[at]!, ...oneFamily[at]!.from.pod !== undefined && oneFamily[at]!.to.pod !== undefined ? [both[at]!] : []]
        .map(({ egress, ingress }) => egress && ingress);
      const expected = answers.every(each => each) ? 'allow' : answers.some(each => each) ? 'partly' : 'deny';
      if (verdict !== expected) disagreements.push(`${JSON.stringify(oneFamily[at])}: ours ${verdict}, theirs ${expected}\n  in ${JSON.stringify(world).slice(0, 2000)}`);
    });
  }
  expect(disagreements.slice(0, 5)).toEqual([]);
});

/** The same query over IPv6, between two pods; any other stays as it is. */
function otherFamily({ pods }: NetworkWorld, query: NetworkQuery): NetworkQuery {
  if (query.from.pod === undefined || query.to.pod === undefined) return query;
  const at = ({ pod }: End): End => {
    const found = pods.find(({ metadata }) => `${(metadata as { namespace: string }).namespace}/${(metadata as { name: string }).name}` === pod)!;
    return { pod, ip: (found.status as { podIPs: Array<{ ip: string }> }).podIPs.find(({ ip }) => ip.includes(':'))!.ip };
  };
  return { ...query, from: at(query.from), to: at(query.to) };
}
