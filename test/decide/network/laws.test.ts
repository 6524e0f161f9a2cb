import * as fc from 'fast-check';
import { cluster, endsOf, modelOf, options, QUERIED_PORTS } from './arbitrary';
import { Obj, policy } from './support';
import { decideConnection, NetworkDecision } from '../../../src/decide/network';
import type { NetworkEnd, NetworkModel } from '../../../src/decide/network/model';
import type { NetworkOptions } from '../../../src/decide/network/options';
import type { Protocol } from '../../../src/manifests/model';
import { formatIp } from '../../../src/manifests/validate';

// What holds of every cluster.

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** Some questions about a model, each by a text that does not depend on names of namespaces. */
function answers(model: NetworkModel, chosen?: NetworkOptions): Map<string, NetworkDecision> {
  const out = new Map<string, NetworkDecision>();
  const ends = endsOf(model).sort((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
  ends.forEach((from, at) => ends.forEach((to, also) => {
    const [port, protocol] = [QUERIED_PORTS[(at * 7 + also) % QUERIED_PORTS.length]!, PROTOCOLS[(at + also) % 3]!];
    out.set(`${nameOf(from)} > ${nameOf(to)} ${protocol} ${port}`, decideConnection(model, { from, to, protocol, port }, chosen));
  }));
  return out;
}

function nameOf({ pod, address }: NetworkEnd): string {
  return `${pod?.name ?? ''} ${address ? formatIp(address) : ''}`;
}

function words(of: ReadonlyMap<string, NetworkDecision>): Record<string, string> {
  return Object.fromEntries([...of].map(([question, { decision, egress, ingress, assumptions }]) =>
    [question, `${decision} ${egress.decision} ${ingress.decision} ${[...new Set(assumptions.map(({ id }) => id))].sort().join()}`]));
}

function decisions(of: ReadonlyMap<string, NetworkDecision>): Record<string, string> {
  return Object.fromEntries([...of].map(([question, { decision, egress, ingress }]) => [question, `${decision} ${egress.decision} ${ingress.decision}`]));
}

function isPolicy({ kind }: Obj): boolean {
  return kind === 'NetworkPolicy';
}

const RUNS = { numRuns: 100 };

test('the order of objects does not matter', () => {
  fc.assert(fc.property(cluster, fc.infiniteStream(fc.nat()), (objects, order) => {
    const keyed = objects.map(object => ({ object, key: order.next().value as number }));
    const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ object }) => object);
    expect(words(answers(modelOf(shuffled)))).toEqual(words(answers(modelOf(objects))));
  }), RUNS);
});

test('a policy twice, or a rule twice, is the same as once', () => {
  fc.assert(fc.property(cluster, objects => {
    const doubled = objects.flatMap(object => {
      if (!isPolicy(object)) return [object];
      const { metadata, spec } = object as { metadata: Obj; spec: { ingress?: unknown[]; egress?: unknown[] } };
      const rules = Object.fromEntries((['ingress', 'egress'] as const).flatMap(key => spec[key] ? [[key, [...spec[key], ...spec[key]]]] : []));
      return [object, { ...object, metadata: { ...metadata, name: `${metadata.name as string}-again` }, spec: { ...spec, ...rules } }];
    });
    expect(words(answers(modelOf(doubled)))).toEqual(words(answers(modelOf(objects))));
  }), RUNS);
});

test('a policy may be split by direction and by rule', () => {
  fc.assert(fc.property(cluster, objects => {
    const whole = modelOf(objects);
    const split = objects.filter(object => !isPolicy(object));
    for (const { namespace, name, isolates } of [...whole.policies.values()].flat()) {
      const { spec } = objects.find(({ metadata, kind }) => kind === 'NetworkPolicy' && (metadata as Obj).name === name) as { spec: Record<string, unknown[] | undefined> };
      for (const type of isolates) {
        const key = type.toLowerCase();
        const parts = [[], ...(spec[key] ?? []).map(rule => [rule])];
        parts.forEach((rules, at) => split.push(policy(`${namespace}/${name}-${key}-${at}`, { podSelector: spec.podSelector, policyTypes: [type], [key]: rules })));
      }
    }
    const [one, other] = [answers(whole), answers(modelOf(split))];
    expect(decisions(other)).toEqual(decisions(one));
    // One policy that would surely admit by another of its rules spares the doubt about the first; two policies are two doubts.
    for (const [question, { assumptions }] of one) {
      expect(other.get(question)!.assumptions.map(({ id }) => id)).toEqual(expect.arrayContaining(assumptions.map(({ id }) => id)));
    }
  }), RUNS);
});

test('names of namespaces, keys and values of labels are only names', () => {
  fc.assert(fc.property(cluster, objects => {
    expect(words(answers(modelOf(objects.map(object => renamed(object) as Obj))))).toEqual(words(answers(modelOf(objects))));
  }), RUNS);
});

test('a policy more never removes a connection between pods that are isolated already', () => {
  fc.assert(fc.property(cluster, cluster, (objects, others) => {
    const before = answers(modelOf(objects));
    const more = others.filter(isPolicy).map(object => ({ ...object, metadata: { ...object.metadata as Obj, name: `more-${(object.metadata as Obj).name as string}` } }));
    const after = answers(modelOf([...objects, ...more]));
    for (const [question, { decision, egress, ingress }] of before) {
      const isolated = (side: typeof egress) => side.settledBy === 'outside' || side.isolatedBy.length > 0;
      if (decision === 'allow' && isolated(egress) && isolated(ingress) && after.get(question)!.decision !== 'allow') throw new Error(`${question} was removed`);
    }
  }), RUNS);
});

test('without a policy everything is open, but for pods that have come to their end', () => {
  fc.assert(fc.property(cluster, objects => {
    const model = modelOf(objects.filter(({ kind }) => !String(kind).endsWith('Policy')));
    for (const [question, { decision, egress, ingress, assumptions }] of answers(model)) {
      const ended = [egress, ingress].some(({ settledBy }) => settledBy === 'terminated');
      if (decision !== (ended ? 'deny' : 'allow') || assumptions.length > 0) throw new Error(`${question} is ${decision}`);
    }
  }), RUNS);
});

test('an answer that rests on nothing is the same by every choice', () => {
  let certain = 0;
  let changed = 0;
  fc.assert(fc.property(cluster, options, (objects, chosen) => {
    const model = modelOf(objects);
    const other = answers(model, chosen);
    for (const [question, { decision, assumptions }] of answers(model)) {
      if (assumptions.length === 0 && other.get(question)!.decision !== decision) throw new Error(`${question} is not certain`);
      certain += Number(assumptions.length === 0);
      changed += Number(other.get(question)!.decision !== decision);
    }
  }), { numRuns: 250 });
  expect([certain > 1000, changed > 100]).toEqual([true, true]);
});

/** Another name for every namespace, label key and label value, but for those that Kubernetes gives. */
function renamed(value: unknown, within = ''): unknown {
  if (Array.isArray(value)) return value.map(each => renamed(each, within));
  if (typeof value !== 'object' || value === null) return within === 'namespace' && typeof value === 'string' ? `other-${value}` : value;
  const own = value as Record<string, unknown>;
  if (within === 'labels' || within === 'matchLabels') return Object.fromEntries(Object.entries(own).map(([key, each]) => [keyOf(key), valueOf(key, each as string)]));
  if (typeof own.operator === 'string') return { ...own, key: keyOf(own.key as string), ...own.values ? { values: (own.values as string[]).map(each => valueOf(own.key as string, each)) } : {} };
  const copy = Object.fromEntries(Object.entries(own).map(([key, each]) => [key, renamed(each, key)]));
  return own.kind === 'Namespace' ? { ...copy, metadata: { ...copy.metadata as Obj, name: `other-${(own.metadata as Obj).name as string}` } } : copy;
}

function keyOf(key: string): string {
  return key === 'job-name' || key === 'kubernetes.io/metadata.name' ? key : `example.com/${key}`;
}

function valueOf(key: string, value: string): string {
  return key === 'kubernetes.io/metadata.name' ? `other-${value}` : value === '' ? 'empty' : value === 'a' ? '' : `x${value}`;
}
