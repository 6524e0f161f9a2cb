import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decideConnection } from '../../src/decide/network';
import { endAt, endOfPod, podsByAddress } from '../../src/decide/network/ends';
import type { NetworkEnd, NetworkModel } from '../../src/decide/network/model';
import { DEFAULT_NETWORK_OPTIONS } from '../../src/decide/network/options';
import { readNetwork } from '../../src/decide/network/read';
import { Protocol } from '../../src/manifests/model';
import { parseIp } from '../../src/manifests/validate';

// Answers on which two independent evaluators of policies agree: kube-network-policies, and a matcher with the label
// selectors of Kubernetes itself.

interface Query {
  readonly from: Place;
  readonly to: Place;
  readonly port: number;
  readonly protocol: Protocol;
  readonly ipFamily?: 'IPv4' | 'IPv6';
  readonly tag?: string;
  readonly expected: { readonly allowed: boolean; readonly ingress: boolean; readonly egress: boolean };
}

interface Place {
  readonly pod?: string;
  readonly ip?: string;
}

interface Line {
  readonly id: string;
  readonly manifests: ReadonlyArray<Record<string, unknown>>;
  readonly queries: readonly Query[];
}

const lines = gunzipSync(readFileSync(join(__dirname, 'data', 'network.jsonl.gz'))).toString('utf8')
  .split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Line);

function endOf(model: NetworkModel, { pod, ip }: Place, family: Query['ipFamily']): NetworkEnd {
  if (ip !== undefined) return endAt(parseIp(ip)!, podsByAddress(model));
  const found = model.pods.find(({ namespace, name }) => `${namespace}/${name}` === pod);
  if (!found) throw new Error(`no pod ${pod}`);
  return endOfPod(found, family === 'IPv6' ? 6 : family === 'IPv4' ? 4 : undefined);
}

test('every answer is that of the evaluators, on each side', () => {
  const wrong: string[] = [];
  let asked = 0;
  for (const { id, manifests, queries } of lines) {
    const { model, problems } = readNetwork(manifests.map(object => ({ object })));
    expect(problems).toEqual([]);
    for (const query of queries) {
      const { from, to, port, protocol, ipFamily, expected } = query;
      const found = decideConnection(model, { from: endOf(model, from, ipFamily), to: endOf(model, to, ipFamily), port, protocol });
      const answer = { allowed: found.decision === 'allow', ingress: found.ingress.decision === 'allow', egress: found.egress.decision === 'allow' };
      if (JSON.stringify(answer) !== JSON.stringify({ allowed: expected.allowed, ingress: expected.ingress, egress: expected.egress })) {
        wrong.push(`${id} ${JSON.stringify(query)}: ${JSON.stringify(answer)}`);
      }
      asked += 1;
    }
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(asked).toBe(6000);
});

test('an answer rests on ipBlocks that select pods exactly where the data marks it', () => {
  const wrong: string[] = [];
  for (const { id, manifests, queries } of lines) {
    const { model } = readNetwork(manifests.map(object => ({ object: asRunning(object) })));
    for (const { from, to, port, protocol, ipFamily, tag } of queries) {
      const query = { from: endOf(model, from, ipFamily), to: endOf(model, to, ipFamily), port, protocol };
      const { assumptions } = decideConnection(model, query, { ...DEFAULT_NETWORK_OPTIONS, selfTraffic: 'by-policy' });
      const ids = new Set(assumptions.map(assumption => assumption.id));
      ids.delete('self-traffic');
      if ([...ids].join() !== (tag === 'ipblock-pod' ? 'ip-blocks-and-pods' : '')) {
        wrong.push(`${id} ${JSON.stringify({ from, to, port, protocol, tag })} ${[...ids].join()}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

/** The evaluators were asked about pods that run, and what runs has a uid; the data leaves it out. */
function asRunning(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return object.kind === 'Pod' ? { ...object, metadata: { ...object.metadata as object, uid: 'a' } } : object;
}
