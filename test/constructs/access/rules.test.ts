import fc from 'fast-check';
import { KubernetesResource as R } from '../../../src/constructs/access/kubernetes-resource';
import { toRules, toUrlRules, type Grant } from '../../../src/constructs/access/rules';
import { ruleAllows } from '../../../src/decide/access';
import { covers } from '../../../src/decide/access/covers';
import type { PolicyRule } from '../../../src/manifests/model';

const RESOURCES = [
  R.PODS, R.PODS_LOG, R.SECRETS, R.DEPLOYMENTS, R.DEPLOYMENTS_SCALE, R.allInGroup('apps'), R.all(),
];
const grant: fc.Arbitrary<Grant> = fc.record({
  resource: fc.constantFrom(...RESOURCES),
  verbs: fc.array(fc.constantFrom('get', 'list', 'watch', 'create', '*'), { minLength: 1, maxLength: 4 }),
  names: fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }),
});

type Rule = Pick<PolicyRule, 'apiGroups' | 'resources' | 'verbs' | 'resourceNames'>;

const VERBS = ['get', 'list', 'watch', 'create', 'another'];
const NAMES = ['a', 'b', 'another'];

/** Every (resource, verb, name) that is granted, `*` among the verbs and an absent name spelt out. */
function granted(rules: readonly Rule[]): string[] {
  const all = rules.flatMap(({ apiGroups = [], resources = [], verbs, resourceNames = NAMES }) =>
    apiGroups.flatMap(group => resources.flatMap(resource => (verbs.includes('*') ? VERBS : verbs)
      .flatMap(verb => resourceNames.map(name => `${group} ${resource} ${verb} ${name}`)))));
  return [...new Set(all)].sort();
}

function written({ resource, verbs, names }: Grant): Rule {
  const rule = { apiGroups: [resource.group], resources: [resource.resource], verbs: [...verbs] };
  return names.length > 0 ? { ...rule, resourceNames: [...names] } : rule;
}

test('the rules together grant exactly what was asked for, never more', () => {
  fc.assert(fc.property(fc.array(grant, { maxLength: 12 }), grants => {
    expect(granted(toRules(grants))).toEqual(granted(grants.map(written)));
  }), { numRuns: 300 });
});

test('the authorizer decides by them as by what was asked for, and the escalation check sees the same', () => {
  const asked = fc.record({
    verb: fc.constantFrom(...VERBS),
    apiGroup: fc.constantFrom('', 'apps', 'batch'),
    resource: fc.constantFrom('pods', 'secrets', 'deployments'),
    subresource: fc.constantFrom('', 'log', 'scale'),
    name: fc.constantFrom('', ...NAMES),
  });
  fc.assert(fc.property(fc.array(grant, { minLength: 1, maxLength: 8 }), fc.array(asked, { minLength: 1, maxLength: 20 }), (grants, requests) => {
    const rules = toRules(grants);
    const before = grants.map(written);
    for (const each of requests) {
      const request = { ...each, resourceRequest: true, namespace: 'shop', path: '' };
      expect(rules.some(rule => ruleAllows(rule, request))).toBe(before.some(rule => ruleAllows(rule, request)));
    }
    expect([covers(rules, before), covers(before, rules)]).toEqual([true, true]);
  }), { numRuns: 300 });
});

test('no rule can be left out, and none says what another grants already', () => {
  fc.assert(fc.property(fc.array(grant, { maxLength: 12 }), grants => {
    const rules = toRules(grants);
    const total = rules.reduce((sum, rule) => sum + granted([rule]).length, 0);
    const overlap = rules.some(({ verbs, resourceNames }) => verbs.includes('*') && resourceNames !== undefined);
    // A named `*` holds what a rule without names may hold as well: `*` cannot be said less a verb.
    if (!overlap) expect(total).toBe(granted(rules).length);
    for (const rule of rules) {
      expect(granted(rules.filter(other => other !== rule))).not.toEqual(granted(rules));
    }
  }), { numRuns: 300 });
});

test('who grants the same in other words gets the same rules', () => {
  const said = fc.array(grant, { minLength: 1, maxLength: 8 }).chain(grants => {
    const atoms = grants.flatMap(({ resource, verbs, names }) => verbs.flatMap(verb => (names.length > 0 ? names : [undefined])
      .map((name): Grant => ({ resource, verbs: [verb], names: name === undefined ? [] : [name] }))));
    return fc.tuple(fc.constant(grants), fc.shuffledSubarray([...atoms, ...grants], { minLength: atoms.length + grants.length }));
  });
  fc.assert(fc.property(said, ([grants, others]) => expect(toRules(others)).toEqual(toRules(grants))));
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

test('what every name or every verb grants already is not said again for one', () => {
  expect(toRules([
    { resource: R.PODS, verbs: ['get', '*'], names: ['a'] },
    { resource: R.SECRETS, verbs: ['get'], names: [] },
    { resource: R.SECRETS, verbs: ['get', 'list'], names: ['a'] },
    { resource: R.SECRETS, verbs: ['list'], names: ['b'] },
    { resource: R.CONFIG_MAPS, verbs: ['*'], names: [] },
    { resource: R.CONFIG_MAPS, verbs: ['delete'], names: ['a'] },
  ])).toEqual([
    { apiGroups: [''], resources: ['pods'], resourceNames: ['a'], verbs: ['*'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['*'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['a', 'b'], verbs: ['list'] },
  ]);
});

test('paths with the same verbs share a rule, each path standing in one', () => {
  expect(toUrlRules([{ urls: ['/metrics', '/healthz'], verbs: ['get'] }, { urls: ['/healthz', '/livez'], verbs: ['get', 'head'] }])).toEqual([
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    { nonResourceURLs: ['/healthz', '/livez'], verbs: ['get', 'head'] },
  ]);
});
