import digests from './bootstrap-policy.digests.json';
import { policyOf } from './bootstrap-roles';
import { NEWEST_MINOR, SUPPORTED_MINORS } from '../../src/kubernetes';
import * as tables from '../../src/kubernetes/data/bootstrap-policy';
import type { BindingRow, RoleRow } from '../../src/kubernetes/data/bootstrap-policy-rows';
import { parseMinorRange } from '../../src/kubernetes/minors';
import { digest } from '../cluster/bootstrap-data/printed';

const minorOf = (release: string) => Number(release.split('.')[1]);

test('every supported minor was printed', () => {
  expect(Object.keys(digests).map(minorOf)).toEqual(SUPPORTED_MINORS);
});

test.each(Object.entries(digests))('the tables hold all that the package of Kubernetes %s returns', (release, expected) => {
  expect(digest(policyOf(minorOf(release)))).toBe(expected);
});

const range = (text: string | undefined): readonly [number, number] => {
  const { firstMinor = SUPPORTED_MINORS[0]!, lastMinor = NEWEST_MINOR } = parseMinorRange(text);
  return [firstMinor, lastMinor];
};

/** Contents that several rows have for minors that touch or overlap: they could be one row. */
const touching = (rows: ReadonlyArray<readonly [content: unknown, minors: string | undefined]>): unknown[] => {
  const byContent = new Map<string, Array<readonly [number, number]>>();
  for (const [content, minors] of rows) {
    const [first, last] = range(minors);
    expect(first).toBeLessThanOrEqual(last);
    byContent.set(JSON.stringify(content), [...byContent.get(JSON.stringify(content)) ?? [], [first, last]]);
  }
  return [...byContent].filter(([, ranges]) => {
    const sorted = ranges.sort(([a], [b]) => a - b);
    return sorted.slice(1).some(([first], i) => first <= sorted[i]![1] + 1);
  }).map(([content]) => JSON.parse(content) as unknown);
};

const roleTables: readonly RoleRow[] = [
  ...tables.BOOTSTRAP_CLUSTER_ROLES, ...tables.BOOTSTRAP_CONTROLLER_ROLES, ...tables.BOOTSTRAP_ROLES,
];

test('no role and no binding stands twice for minors that touch', () => {
  const bindings: readonly BindingRow[] = [...tables.BOOTSTRAP_CLUSTER_ROLE_BINDINGS, ...tables.BOOTSTRAP_ROLE_BINDINGS];
  expect(touching(roleTables.map(([name, , minors, aggregation]) => [[name, aggregation], minors]))).toEqual([]);
  expect(touching(bindings.map(([name, role, subjects, minors]) => [[name, role, subjects], minors]))).toEqual([]);
});

test('no rule stands twice for minors that touch, except where it changed its place', () => {
  const twice = roleTables.flatMap(([name, rules]) =>
    touching(rules.map(([verbs, groups, resources, minors, names]) => [[verbs, groups, resources, names], minors]))
      .map(content => [name, content]));
  expect(twice).toEqual([
    // From the end into the list, when the gate of disruption conditions was gone (1.31).
    ['system:controller:disruption-controller', ['patch update', '', 'pods/status', null]],
    // Behind the rule for writing events, when what glusterfs had needed went (1.32).
    ['system:controller:persistent-volume-binder', ['watch', '', 'events', null]],
    // To the end, as in the roles of the other controllers (1.35).
    ['system:controller:statefulset-controller', ['create patch update', ['', 'events.k8s.io'], 'events', null]],
  ]);
});
