import { aggregated, clusterRole, policy } from './support';
import type { PolicyRule } from '../../../src/manifests/model';

const on = (resource: string): PolicyRule => ({ verbs: ['get'], apiGroups: [''], resources: [resource] });
const labelled = (name: string, labels: Record<string, string>, ...rules: PolicyRule[]) => {
  const role = clusterRole(name, ...rules);
  return { ...role, metadata: { name, labels } };
};
const to = (label: string) => [{ matchLabels: { [label]: 'true' } }];

/** What a ClusterRole holds in the end, as `resource<role it is written in>`. */
function rulesOf(name: string, objects: Parameters<typeof policy>[0], minor?: number): string[] {
  return policy(objects, { defaultsOf: minor }).clusterRoles.get(name)!.rules.map(({ rule, aggregatedFrom = '' }) => `${rule.resources!.join()}<${aggregatedFrom}>`);
}

describe('an aggregated ClusterRole', () => {
  test('holds the rules of the roles that it selects, in the order of its selectors and their names', () => {
    expect(rulesOf('all', [
      aggregated('all', [...to('second'), ...to('first')]),
      labelled('b', { first: 'true' }, on('pods')), labelled('a', { first: 'true' }, on('services')), labelled('c', { second: 'true' }, on('secrets')),
    ])).toEqual(['secrets<c>', 'services<a>', 'pods<b>']);
  });

  test('loses the rules that its author wrote', () => {
    expect(rulesOf('all', [aggregated('all', to('x'), {}, on('nodes')), labelled('a', { x: 'true' }, on('pods'))])).toEqual(['pods<a>']);
  });

  test('keeps the rules that its author wrote while its selectors yield none', () => {
    expect(rulesOf('all', [aggregated('all', to('x'), {}, on('nodes')), labelled('a', { x: 'true' })])).toEqual(['nodes<>']);
    expect(policy([aggregated('all', to('x'))]).clusterRoles.get('all')).toMatchObject({ rules: [], lacksParts: true });
  });

  test('is known to lack parts where one of several selectors finds no role', () => {
    const half = policy([aggregated('all', [...to('x'), ...to('y')]), labelled('a', { x: 'true' }, on('pods'))]).clusterRoles.get('all');
    expect(half).toMatchObject({ rules: [{ rule: on('pods') }], lacksParts: true });
    expect(policy([aggregated('all', to('x')), labelled('a', { x: 'true' }, on('pods'))]).clusterRoles.get('all')).not.toHaveProperty('lacksParts');
  });

  test('does not select itself', () => {
    expect(rulesOf('all', [aggregated('all', to('x'), { x: 'true' }, on('nodes'))])).toEqual(['nodes<>']);
  });

  test('gathers through others to the end', () => {
    expect(rulesOf('a', [
      aggregated('a', to('into-a')), aggregated('b', to('into-b'), { 'into-a': 'true' }), aggregated('c', to('into-c'), { 'into-b': 'true' }),
      labelled('leaf', { 'into-c': 'true' }, on('pods')),
    ])).toEqual(['pods<leaf>']);
  });

  test('counts a role that comes by two ways once, and equal rules of two roles twice', () => {
    expect(rulesOf('all', [
      aggregated('all', [...to('x'), ...to('y')]), labelled('a', { x: 'true', y: 'true' }, on('pods')), labelled('b', { x: 'true' }, on('pods')),
    ])).toEqual(['pods<a>', 'pods<b>']);
  });

  test('reads whole label selectors', () => {
    const expression = (operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', ...values: string[]) =>
      [{ matchExpressions: [{ key: 'tier', operator, ...values.length > 0 ? { values } : {} }] }];
    const roles = [labelled('a', { tier: 'web' }, on('a')), labelled('b', { tier: 'db' }, on('b')), labelled('c', {}, on('c'))];
    expect(rulesOf('all', [aggregated('all', expression('In', 'web')), ...roles])).toEqual(['a<a>']);
    expect(rulesOf('all', [aggregated('all', expression('NotIn', 'web')), ...roles])).toEqual(['b<b>', 'c<c>']);
    expect(rulesOf('all', [aggregated('all', expression('Exists')), ...roles])).toEqual(['a<a>', 'b<b>']);
    expect(rulesOf('all', [aggregated('all', expression('DoesNotExist')), ...roles])).toEqual(['c<c>']);
    expect(rulesOf('all', [aggregated('all', [{}]), ...roles])).toEqual(['a<a>', 'b<b>', 'c<c>']);
  });

  test('that gathers another one which gathers it holds all that either could hold', () => {
    const ring = [aggregated('a', to('into-a'), { 'into-b': 'true' }, on('a')), aggregated('b', to('into-b'), { 'into-a': 'true' }, on('b')),
      labelled('leaf', { 'into-a': 'true' }, on('pods'))];
    expect(rulesOf('a', ring)).toEqual(['pods<leaf>', 'a<a>', 'b<b>']);
    expect(rulesOf('b', ring)).toEqual(['pods<leaf>', 'a<a>', 'b<b>']);
  });

  test('may stand at the end of a chain as long as somebody likes', () => {
    const long = Array.from({ length: 5000 }, (_, n) => aggregated(`r${n}`, to(`into-${n}`), { [`into-${n + 1}`]: 'true' }));
    expect(rulesOf('r4999', [...long, labelled('leaf', { 'into-0': 'true' }, on('pods'))])).toEqual(['pods<leaf>']);
  });
});

describe('the default roles', () => {
  const widening = labelled('widgets', { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' }, { verbs: ['*'], apiGroups: ['x.io'], resources: ['widgets'] });

  test('edit and admin are widened by a ClusterRole with the label, and view is not', () => {
    for (const minor of [27, 34, 37]) {
      expect(rulesOf('edit', [widening], minor)).toContain('widgets<widgets>');
      expect(rulesOf('admin', [widening], minor)).toContain('widgets<widgets>');
      expect(rulesOf('view', [widening], minor)).not.toContain('widgets<widgets>');
    }
  });

  test.each([['view', 12], ['edit', 27], ['admin', 29]])('%s of 1.36 has %d rules that differ', (name, rules) => {
    const held = policy([], { defaultsOf: 36 }).clusterRoles.get(name)!.rules.map(({ rule }) => JSON.stringify(rule));
    expect(new Set(held).size).toBe(rules);
  });
});
