import * as fc from 'fast-check';
import { cluster, modelOf, options, QUERIED_PORTS } from './arbitrary';
import { labels, pod, policy, world } from './support';
import { decideConnection } from '../../../src/decide/network';
import { someOfEachSort } from '../../../src/decide/network/alike';
import { commonFamilies, endOfPod } from '../../../src/decide/network/ends';
import type { NetworkModel, NetworkPod } from '../../../src/decide/network/model';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { isMissingFact, NetworkOptions } from '../../../src/decide/network/options';
import { isSelf } from '../../../src/decide/network/same-place';

/** Each answer that any pair gives, with what it rests on. */
function answers(model: NetworkModel, sources: readonly NetworkPod[], destinations: readonly NetworkPod[], chosen: NetworkOptions): string[] {
  const index = new NetworkIndex(model, chosen);
  const found = new Set<string>();
  for (const source of sources) {
    for (const destination of destinations) {
      for (const family of commonFamilies(source, destination)) {
        const [from, to] = [endOfPod(source, family), endOfPod(destination, family)];
        if (isSelf(from, to)) continue;
        found.add(JSON.stringify(index.sets.ranges(index.connections(from, to))));
        for (const port of QUERIED_PORTS) {
          const { decision, assumptions } = decideConnection(model, { from, to, protocol: 'TCP', port }, chosen);
          found.add(`${port} ${decision} ${assumptions.some(isMissingFact)} ${[...new Set(assumptions.map(({ id }) => id))].sort().join()}`);
        }
      }
    }
  }
  return [...found].sort();
}

test('what two pods of each sort answer is all that any pods answer, uncertainties and open ports included', () => {
  let fewer = 0;
  fc.assert(fc.property(cluster, options, (objects, chosen) => {
    const model = modelOf(objects);
    // Each pod thrice, so that there is something to leave out.
    const pods = model.pods.filter(({ terminated }) => !terminated);
    const more = pods.flatMap(each => each.addresses.length > 0 ? [each] : [each, { ...each, name: `${each.name}-2` }, { ...each, name: `${each.name}-3` }]);
    const all = { ...model, pods: more };
    const half = more.filter((_, at) => at % 2 === 0);
    const [sources, destinations] = someOfEachSort({ model: all, options: chosen, anyPort: true }, more, half)!;
    fewer += Number(sources.length < more.length);
    expect(answers(all, sources, destinations, chosen)).toEqual(answers(all, more, half, chosen));
  }), { numRuns: 150 });
  expect(fewer).toBeGreaterThan(20);
});

test('one that has ended is of another sort than those that run: nobody reaches it', () => {
  const pods = ['a', 'b', 'c', 'd', 'e'].map(name => pod(`x/${name}`, { app: 'same' }));
  const { model } = world(pods);
  const own = model.pods.map((each, at) => at === 4 ? { ...each, terminated: true } : each);
  const [, destinations] = someOfEachSort({ model: { ...model, pods: own }, options: new NetworkIndex(model).options, anyPort: false }, own, own)!;
  expect(destinations.map(({ name }) => name)).toEqual(['a', 'b', 'e']);
});

test('pods that only policies about others tell apart are of one sort', () => {
  const pods = ['a', 'b', 'c', 'd'].map(app => pod(`x/${app}`, { app }));
  const { model } = world([...pods, policy('x/deny', {}), ...['a', 'b', 'c'].map(app => policy(`y/${app}`, { ingress: [{ from: [{ namespaceSelector: {}, podSelector: labels({ app }) }] }] }))]);
  const own = model.pods.filter(({ namespace }) => namespace === 'x');
  const [sources, destinations] = someOfEachSort({ model, options: new NetworkIndex(model).options, anyPort: false }, own, own)!;
  expect([sources, destinations].map(({ length }) => length)).toEqual([2, 2]);
});
