import fc from 'fast-check';
import { KubernetesResource as R } from '../../../src/constructs/access/kubernetes-resource';
import { toRules, type Grant } from '../../../src/constructs/access/rules';
import type { PolicyRule } from '../../../src/manifests/model';

const RESOURCES = [
  R.PODS, R.PODS_LOG, R.SECRETS, R.DEPLOYMENTS, R.DEPLOYMENTS_SCALE, R.allInGroup('apps'), R.all(),
];
const grant: fc.Arbitrary<Grant> = fc.record({
  resource: fc.constantFrom(...RESOURCES),
  verbs: fc.array(fc.constantFrom('get', 'list', 'watch', 'create', '*'), { minLength: 1, maxLength: 4 }),
  names: fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }),
});

/** What is granted, one text a (group, resource, verb, name); no name stands for every name. */
function tuples(rules: ReadonlyArray<Pick<PolicyRule, 'apiGroups' | 'resources' | 'verbs' | 'resourceNames'>>): string[] {
  const all = rules.flatMap(({ apiGroups = [], resources = [], verbs, resourceNames = ['(any)'] }) =>
    apiGroups.flatMap(group => resources.flatMap(resource => verbs.flatMap(verb => resourceNames.map(name => `${group} ${resource} ${verb} ${name}`)))));
  return [...new Set(all)].sort();
}

function written(grants: readonly Grant[]): string[] {
  return tuples(grants.map(({ resource, verbs, names }) => ({
    apiGroups: [resource.group],
    resources: [resource.resource],
    verbs: [...verbs],
    ...(names.length > 0 ? { resourceNames: [...names] } : {}),
  })));
}

test('the rules together grant exactly what was asked for, never more', () => {
  fc.assert(fc.property(fc.array(grant, { maxLength: 12 }), grants => {
    expect(tuples(toRules(grants))).toEqual(written(grants));
  }), { numRuns: 300 });
});

test('order and repetition of what is asked for make no difference', () => {
  const twice = fc.array(grant, { minLength: 1, maxLength: 8 })
    .chain(grants => fc.tuple(fc.constant(grants), fc.shuffledSubarray([...grants, ...grants], { minLength: grants.length * 2 })));
  fc.assert(fc.property(twice, ([grants, shuffled]) => {
    expect(toRules(shuffled)).toEqual(toRules(grants));
  }));
});

test('no resource stands in two rules for the same names', () => {
  fc.assert(fc.property(fc.array(grant, { maxLength: 12 }), grants => {
    const all = toRules(grants).flatMap(({ apiGroups, resources = [], resourceNames }) =>
      resources.map(resource => JSON.stringify([apiGroups, resource, resourceNames])));
    expect(new Set(all).size).toBe(all.length);
  }));
});

test('resources with the same verbs share a rule; others do not', () => {
  const verbs = ['watch', 'get'];
  expect(toRules([
    { resource: R.SECRETS, verbs, names: [] },
    { resource: R.PODS, verbs, names: [] },
    { resource: R.PODS_LOG, verbs: ['get'], names: [] },
    { resource: R.DEPLOYMENTS, verbs, names: [] },
    { resource: R.CONFIG_MAPS, verbs, names: ['b', 'a', 'b'] },
  ])).toEqual([
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['a', 'b'], verbs: ['get', 'watch'] },
    { apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get', 'watch'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'watch'] },
  ]);
});
