import fc from 'fast-check';
import { ACKNOWLEDGEABLE } from '../../src/prove/acknowledge';
import { proveCluster } from '../../src/prove/cluster';
import { EXPIRES_ANNOTATION, expiredAccess, isDay } from '../../src/prove/expiry';

function binding(expires: unknown): Record<string, unknown> {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'emergency', annotations: { [EXPIRES_ANNOTATION]: expires } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'sre-emergency' }],
  };
}

function found(expires: unknown, today: string): string[] {
  return expiredAccess([{ object: binding(expires) }], today).map(({ id }) => id);
}

test.each([
  ['2026-12-30', '2026-12-31', false], ['2026-12-31', '2026-12-31', false], ['2027-01-01', '2026-12-31', true], ['2030-06-01', '2026-12-31', true],
])('on %s, what ends on %s has ended: %s', (today, expires, ended) => {
  expect(found(expires, today)).toEqual(ended ? ['access-expired'] : []);
});

test.each(['', 'never', '2026-13-01', '2026-02-30', '2026-2-3', '31.12.2026', '2026-12-31T00:00:00Z', 20261231, null, ['2026-12-31']])(
  'an end that cannot be read, %j, counts as passed', expires => expect(found(expires, '2020-01-01')).toEqual(['access-expired']));

test('what has ended never begins again, and its last day counts', () => {
  const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10));
  fc.assert(fc.property(day, day, day, (end, a, b) => {
    const [first, second] = a < b ? [a, b] : [b, a];
    expect(found(end, first!).length > found(end, second!).length).toBe(false);
    expect(found(end, end)).toEqual([]);
  }));
});

test('objects without an end have none', () => {
  for (const metadata of [{ name: 'a' }, { name: 'a', annotations: {} }, undefined, { name: 'a', annotations: 'x' }]) {
    expect(expiredAccess([{ object: { ...binding('x'), metadata } }], '2030-01-01')).toEqual([]);
  }
});

test('a cluster is asked for it, and no acknowledgement lets it stand', () => {
  const source = { file: 'a.yaml', line: 1, column: 1 };
  const acknowledgements = [{ construct: 'prod', ids: ['access-everything', 'access-expired'], reason: 'we said so' }];
  const view = { minor: 34, objects: [{ object: binding('2026-12-31'), source, construct: 'prod/emergency/binding' }], guarantees: [], acknowledgements, groups: {} };
  expect(proveCluster(view, '2026-12-31').open).toEqual([]);
  expect(proveCluster({ ...view, acknowledgements: acknowledgements.map(each => ({ ...each, ids: ['access-everything'] })) }, '2027-01-01').open).toEqual([{
    id: 'access-expired',
    source,
    construct: 'prod/emergency/binding',
    constructs: ['prod/emergency/binding'],
    object: 'ClusterRoleBinding emergency',
    field: 'metadata.annotations[bulwark.cdk8s.io/expires]',
    value: '"2026-12-31"',
    message: 'ended on 2026-12-31, and today is 2027-01-01',
    fix: 'remove what it grants, or set a later date and have that reviewed',
  }]);
  expect(ACKNOWLEDGEABLE.has('access-expired')).toBe(false);
});

test.each([['2024-02-29', true], ['2023-02-29', false], ['0000-01-01', true], ['2026-00-10', false]])('%s is a day: %s', (text, is) => expect(isDay(text)).toBe(is));
