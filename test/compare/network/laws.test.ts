import fc from 'fast-check';
import type { Direction } from '../../../src/compare/access';
import { compareNetwork, type ChangedEnd, type NetworkChange } from '../../../src/compare/network';
import type { Workload } from '../../../src/compare/network/joint';
import { decideConnection } from '../../../src/decide/network';
import type { NetworkEnd, NetworkModel, NetworkPod } from '../../../src/decide/network/model';
import { readNetwork, type NetworkReadOptions } from '../../../src/decide/network/read';
import { isSelf } from '../../../src/decide/network/same-place';
import type { Protocol } from '../../../src/manifests/model';
import { cluster, endsOf, modelOf, options, QUERIED_PORTS } from '../../decide/network/arbitrary';
import type { Obj } from '../../decide/network/support';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP'];

/** A cluster, and the same with some policies of another one, pods that lost or changed labels, and pods that are gone. */
const versions = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 });
const pairs = fc.tuple(cluster, cluster, versions).map(([some, others, draws]): readonly [Obj[], Obj[]] => {
  const isPod = ({ kind }: Obj) => kind === 'Pod' || kind === 'Deployment';
  const isPolicy = ({ kind }: Obj) => String(kind).endsWith('NetworkPolicy');
  const theirs = new Map(others.filter(isPolicy).map(each => [JSON.stringify([each.kind, each.metadata]), each]));
  const changed = some.flatMap((each, at): Obj[] => {
    const draw = draws[at % draws.length]!;
    if (isPod(each)) return draw === 0 ? [] : [each];
    if (isPolicy(each)) return draw === 1 ? [] : draw === 2 ? [theirs.get(JSON.stringify([each.kind, each.metadata])) ?? each] : [each];
    return draw === 3 ? [{ ...each, metadata: { name: (each.metadata as { name: string }).name, labels: { app: 'a' } } }] : [each];
  });
  return [some, changed];
});

const isSame = (one: NetworkPod | undefined, other: NetworkPod | undefined) => one !== undefined && other !== undefined
  && one.namespace === other.namespace && one.name === other.name && one.kind === other.kind;

const same = (one: NetworkEnd, other: NetworkEnd) => one.address?.value === other.address?.value && one.address?.family === other.address?.family
  && (one.pod || other.pod ? isSame(one.pod, other.pod) : true);

const covers = (place: ChangedEnd, { pod, address }: NetworkEnd) => place.workloads
  ? place.workloads.some(({ before, after }) => isSame(before ?? after, pod))
  : !pod && address!.family === place.addresses.family && place.addresses.first <= address!.value && address!.value <= place.addresses.last;

const isTold = (changes: readonly NetworkChange[], from: NetworkEnd, to: NetworkEnd, protocol: Protocol, port: number): Direction[] => changes
  .filter(change => covers(change.from, from) && covers(change.to, to))
  .filter(({ ports }) => ports.some(each => each.protocol === protocol && each.first <= port && port <= each.last))
  .map(({ direction }) => direction);

describe('the difference of two network models', () => {
  test('tells of a connection exactly when the specification decides it otherwise', () => {
    const seen = new Set<string>();
    fc.assert(fc.property(pairs, options, ([a, b], chosen) => {
      const [before, after] = [modelOf(a), modelOf(b)];
      const changes = compareNetwork(before, after, chosen);
      const theirs = endsOf(after);
      const kept = endsOf(before).flatMap(old => {
        const now = theirs.find(each => same(old, each));
        return now && !old.pod?.terminated ? [{ old, now }] : [];
      });
      const decided = (model: NetworkModel, from: NetworkEnd, to: NetworkEnd, protocol: Protocol, port: number) =>
        decideConnection(model, { from, to, protocol, port }, chosen).decision === 'allow';
      // Of a pod with addresses of both families one alone may differ: what is told of the pod is told of either.
      const single = kept.filter(({ old }) => (old.pod?.addresses.length ?? 0) < 2);
      for (const from of single) {
        for (const to of single) {
          if (isSelf(from.old, to.old) || (!from.old.pod && !to.old.pod)) continue;
          if (from.old.pod && to.old.pod && from.old.address && to.old.address && from.old.address.family !== to.old.address.family) continue;
          for (const protocol of PROTOCOLS) {
            for (const port of QUERIED_PORTS) {
              const [was, is] = [decided(before, from.old, to.old, protocol, port), decided(after, from.now, to.now, protocol, port)];
              const expected: Direction[] = was === is ? [] : [is ? 'broadened' : 'narrowed'];
              expect(isTold(changes, from.old, to.old, protocol, port)).toEqual(expected);
              expected.forEach(each => seen.add(each));
            }
          }
        }
      }
    }), { numRuns: 30 });
    expect(seen.size).toBeGreaterThan(0);
  });

  test('each witness differs when both models are asked, in the direction that is said', () => {
    fc.assert(fc.property(pairs, options, ([a, b], chosen) => {
      const [before, after] = [modelOf(a), modelOf(b)];
      for (const { direction, witness } of compareNetwork(before, after, chosen)) {
        const decisions = ([[before, witness.before], [after, witness.after]] as const)
          .map(([model, query]) => query ? decideConnection(model, query, chosen).decision : 'deny');
        expect(decisions).toEqual(direction === 'broadened' ? ['deny', 'allow'] : ['allow', 'deny']);
        expect([witness.decisionBefore?.decision ?? 'deny', witness.decisionAfter?.decision ?? 'deny']).toEqual(decisions);
      }
    }), { numRuns: 80 });
  });

  test('is the same where what stands on both sides was read once', () => {
    const sharing = (a: readonly Obj[], b: readonly Obj[]) => {
      const known: NonNullable<NetworkReadOptions['known']> = new Map();
      const [before, after] = [a, b].map(objects => readNetwork(objects.map(object => ({ object })), { known }).model);
      return [before!, after!] as const;
    };
    let changed = 0;
    fc.assert(fc.property(pairs, options, ([a, b], chosen) => {
      const found = compareNetwork(...sharing(a, b), chosen);
      changed += found.length;
      expect(found).toEqual(compareNetwork(modelOf(a), modelOf(b), chosen));
    }), { numRuns: 80 });
    expect(changed).toBeGreaterThan(0);
  });

  test('of equals is empty, whatever their order', () => {
    const twice = cluster.chain(objects => fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length })));
    fc.assert(fc.property(twice, options, ([objects, shuffled], chosen) => {
      expect(compareNetwork(modelOf(objects), modelOf(shuffled), chosen)).toEqual([]);
    }), { numRuns: 100 });
  });

  test('of b and a mirrors that of a and b', () => {
    const name = ({ before, after }: Workload) => `${(before ?? after)!.namespace}/${(before ?? after)!.name}`;
    const names = (end: ChangedEnd) => end.workloads ? end.workloads.map(name).sort()
      : [`${end.addresses.family} ${end.addresses.first} ${end.addresses.last}`];
    const flipped = { broadened: 'narrowed', narrowed: 'broadened' } as const;
    const told = ({ direction, from, to, ports }: NetworkChange) => JSON.stringify([direction, names(from), names(to), ports]);
    fc.assert(fc.property(pairs, options, ([a, b], chosen) => {
      const there = compareNetwork(modelOf(a), modelOf(b), chosen);
      const back = compareNetwork(modelOf(b), modelOf(a), chosen);
      expect(back.map(told).sort()).toEqual(there.map(each => told({ ...each, direction: flipped[each.direction] })).sort());
    }), { numRuns: 80 });
  });
});
