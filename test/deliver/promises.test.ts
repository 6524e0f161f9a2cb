import { idsOf, modelOf } from './support';
import { renderClusterIndex } from '../../src/deliver/cluster-index';
import { parsePromises } from '../../src/deliver/promises';
import type { PromisesModel } from '../../src/prove/guarantee';

const JANE = { kind: 'User', name: 'jane' } as const;

const PROMISES: PromisesModel = {
  guarantees: [
    { construct: 'prod/a', predicate: { kind: 'cannot', subjects: [JANE], verbs: ['get'], group: '', resource: 'secrets', namespace: 'shop' } },
    { construct: 'prod/b', predicate: { kind: 'reads-only', subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }, { kind: 'Group', name: 'dev' }] } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-least', level: 'Metadata', failedLogins: true } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-least', level: 'Metadata', requests: [{}], failedLogins: true } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-least', level: 'Request', requests: [{ verbs: ['create'], userGroups: ['sre'] }], except: [{ namespaces: ['a'] }] } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-most', level: 'Metadata', requests: [{ resources: [{ group: '', resources: ['secrets/*'] }] }] } },
    { construct: 'prod/c', predicate: { kind: 'audit-rules-reachable' } },
  ],
  acknowledgements: [{ construct: 'prod/c', ids: ['access-pod-exec'], reason: 'on call', expires: '2030-01-31' }],
  groups: { jane: ['dev', 'ops'] },
};

function indexOf(promises: PromisesModel): string {
  return renderClusterIndex(modelOf({ promises }), new Map(), new Map());
}

test('what is written is read back', () => {
  expect(parsePromises(indexOf(PROMISES), 'x')).toEqual(PROMISES);
});

test('the order of declaration changes no byte', () => {
  expect(indexOf({ ...PROMISES, guarantees: [...PROMISES.guarantees].reverse() })).toBe(indexOf(PROMISES));
});

test.each([
  ['no list of guarantees', { acknowledgements: [] }],
  ['no list of acknowledgements', { guarantees: [] }],
  ['an unknown predicate', { guarantees: [{ construct: 'a', predicate: { kind: 'is-nice', subjects: [JANE] } }], acknowledgements: [] }],
  ['no predicate', { guarantees: [{ construct: 'a' }], acknowledgements: [] }],
  ['nobody', { guarantees: [{ construct: 'a', predicate: { kind: 'reads-only', subjects: [] } }], acknowledgements: [] }],
  ['an unknown kind of subject', { guarantees: [{ construct: 'a', predicate: { kind: 'reads-only', subjects: [{ kind: 'Robot', name: 'x' }] } }], acknowledgements: [] }],
  ['an account without namespace', { guarantees: [{ construct: 'a', predicate: { kind: 'reads-only', subjects: [{ kind: 'ServiceAccount', name: 'x' }] } }], acknowledgements: [] }],
  ['a field that would narrow it', { guarantees: [{ construct: 'a', predicate: { kind: 'reads-only', subjects: [JANE], namespace: 'x' } }], acknowledgements: [] }],
  ['no verb', { guarantees: [{ construct: 'a', predicate: { kind: 'cannot', subjects: [JANE], verbs: [], group: '', resource: 'x' } }], acknowledgements: [] }],
  ['an audit promise about no requests', { guarantees: [{ construct: 'a', predicate: { kind: 'audit-at-most', level: 'Metadata', requests: [] } }], acknowledgements: [] }],
  ['an audit promise about nothing', { guarantees: [{ construct: 'a', predicate: { kind: 'audit-at-least', level: 'Metadata' } }], acknowledgements: [] }],
  ['an audit promise of no level', { guarantees: [{ construct: 'a', predicate: { kind: 'audit-at-least', level: 'All', requests: [{}] } }], acknowledgements: [] }],
  ['an audit promise with an empty list', { guarantees: [{ construct: 'a', predicate: { kind: 'audit-at-most', level: 'None', requests: [{ verbs: [] }] } }], acknowledgements: [] }],
  ['an audit promise with an unknown condition', { guarantees: [{ construct: 'a', predicate: { kind: 'audit-at-most', level: 'None', requests: [{ verb: ['a'] }] } }], acknowledgements: [] }],
  ['an audit promise with a field that would narrow it', { guarantees: [{ construct: 'a', predicate: { kind: 'audit-rules-reachable', except: [{}] } }], acknowledgements: [] }],
  ['an acknowledged error', { guarantees: [], acknowledgements: [{ construct: 'a', ids: ['object-invalid'], reason: 'x' }] }],
  ['an acknowledgement without reason', { guarantees: [], acknowledgements: [{ construct: 'a', ids: ['access-pod-exec'] }] }],
  ['a day that is none', { guarantees: [], acknowledgements: [{ construct: 'a', ids: ['access-pod-exec'], reason: 'x', expires: 'never' }] }],
  ['groups as a list', { guarantees: [], acknowledgements: [], groups: [] }],
  ['no JSON', undefined],
])('an index with %s is refused', (_, index) => {
  expect(idsOf(() => parsePromises(JSON.stringify(index) ?? '{', 'x'))).toEqual(['index-unreadable']);
});
