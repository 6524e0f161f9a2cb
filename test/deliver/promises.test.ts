import { idsOf, modelOf } from './support';
import { renderClusterIndex } from '../../src/deliver/cluster-index';
import { parsePromises } from '../../src/deliver/promises';
import type { PromisesModel } from '../../src/prove/guarantee';

const JANE = { kind: 'User', name: 'jane' } as const;

const WORKLOAD = { kind: 'Deployment', namespace: 'shop', name: 'db' };
const PODS = { namespace: 'shop', selector: { matchLabels: { app: 'db' } }, workload: WORKLOAD };
const WEB = { podSelector: { matchLabels: { app: 'web' } } };
const NETWORK = (predicate: object) => ({ guarantees: [{ construct: 'a', predicate }], acknowledgements: [] });

const PROMISES: PromisesModel = {
  guarantees: [
    { construct: 'prod/a', predicate: { kind: 'cannot', subjects: [JANE], verbs: ['get'], group: '', resource: 'secrets', namespace: 'shop' } },
    { construct: 'prod/b', predicate: { kind: 'reads-only', subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }, { kind: 'Group', name: 'dev' }] } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-least', level: 'Metadata', failedLogins: true } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-least', level: 'Metadata', requests: [{}], failedLogins: true } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-least', level: 'Request', requests: [{ verbs: ['create'], userGroups: ['sre'] }], except: [{ namespaces: ['a'] }] } },
    { construct: 'prod/c', predicate: { kind: 'audit-at-most', level: 'Metadata', requests: [{ resources: [{ group: '', resources: ['secrets/*'] }] }] } },
    { construct: 'prod/c', predicate: { kind: 'audit-rules-reachable' } },
    { construct: 'prod/d', predicate: { kind: 'only-traffic', pods: PODS, ingress: [{ peer: WEB, workload: WORKLOAD, ports: [{ port: 5432, protocol: 'TCP' }] }, {}], egress: [] } },
    { construct: 'prod/e', predicate: { kind: 'only-traffic', pods: { namespace: 'shop', selector: {} }, egress: [{ peer: { ipBlock: { cidr: '10.0.0.0/8' } } }] } },
    {
      construct: 'prod/f',
      predicate: {
        kind: 'no-way-around', pods: PODS, clients: [{ peer: WEB, workload: WORKLOAD }, { peer: WEB }], operators: [JANE], deployers: [{ subject: JANE }, { subject: JANE, namespaces: ['shop'] }],
      },
    },
  ],
  acknowledgements: [{ construct: 'prod/c', ids: ['access-pod-exec'], reason: 'on call', expires: '2030-01-31' }],
  groups: { jane: ['dev', 'ops'] },
};

function indexOf(promises: PromisesModel): string {
  return renderClusterIndex(modelOf({ promises }), []);
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
  ['traffic in no direction', NETWORK({ kind: 'only-traffic', pods: PODS })],
  ['traffic of nobody', NETWORK({ kind: 'only-traffic', ingress: [] })],
  ['traffic of pods without selector', NETWORK({ kind: 'only-traffic', pods: { namespace: 'shop' }, ingress: [] })],
  ['an empty list of ports, which would be every port', NETWORK({ kind: 'only-traffic', pods: PODS, ingress: [{ peer: WEB, ports: [] }] })],
  ['a peer that is null', NETWORK({ kind: 'only-traffic', pods: PODS, ingress: [{ peer: null }] })],
  ['a peer that is empty', NETWORK({ kind: 'only-traffic', pods: PODS, ingress: [{ peer: {} }] })],
  ['a misspelt field of a peer', NETWORK({ kind: 'only-traffic', pods: PODS, ingress: [{ peer: { podSelectr: {} } }] })],
  ['a block that is none', NETWORK({ kind: 'only-traffic', pods: PODS, ingress: [{ peer: { ipBlock: { cidr: '10.0.0.0/99' } } }] })],
  ['a misspelt direction', NETWORK({ kind: 'only-traffic', pods: PODS, ingres: [], egress: [] })],
  ['no clients', NETWORK({ kind: 'no-way-around', pods: PODS, operators: [], deployers: [] })],
  ['a deployer that is nobody', NETWORK({ kind: 'no-way-around', pods: PODS, clients: [], operators: [], deployers: [{}] })],
  ['an operator of an unknown kind', NETWORK({ kind: 'no-way-around', pods: PODS, clients: [], operators: [{ kind: 'Robot', name: 'x' }], deployers: [] })],
  ['half a workload', NETWORK({ kind: 'only-traffic', pods: { ...PODS, workload: { kind: 'Deployment' } }, ingress: [] })],
  ['no JSON', undefined],
])('an index with %s is refused', (_, index) => {
  expect(idsOf(() => parsePromises(JSON.stringify(index) ?? '{', 'x'))).toEqual(['index-unreadable']);
});
