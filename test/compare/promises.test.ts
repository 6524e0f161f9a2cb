import { comparePromises, type Said } from '../../src/compare/promises';
import type { Predicate } from '../../src/prove/guarantee';
import { promiseRow } from '../../src/report/diff/other-rows';

type Flow = NonNullable<Extract<Predicate, { kind: 'only-traffic' }>['ingress']>[number];

const JANE = { kind: 'User', name: 'jane' } as const;
const JOE = { kind: 'User', name: 'joe' } as const;
const WEB = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const PODS = { namespace: 'shop', selector: { matchLabels: { app: 'db' } }, workload: { kind: 'StatefulSet', namespace: 'shop', name: 'db' } };
const PEER = { podSelector: { matchLabels: { app: 'web' } } };
const flow = (...ports: number[]): Flow => ({ peer: PEER, workload: WEB, ports: ports.map(port => ({ protocol: 'TCP' as const, port })) });
const traffic = (ingress: readonly Flow[], egress: readonly Flow[] | 'any' = []): Predicate => ({
  kind: 'only-traffic', pods: PODS, ingress, ...egress === 'any' ? {} : { egress },
});
const around = (clients: readonly Flow[], operators = [JANE] as ReadonlyArray<typeof JANE | typeof JOE>): Predicate => ({
  kind: 'no-way-around', pods: PODS, clients: clients.map(({ peer, workload }) => ({ peer, workload })), operators, deployers: [],
});
const atLeast = (level: 'Metadata' | 'Request', ...resources: string[]): Predicate => ({
  kind: 'audit-at-least', level, requests: resources.map(each => ({ resources: [{ group: '', resources: [each] }] })),
});

function said(...guarantees: ReadonlyArray<Predicate | { readonly construct: string; readonly predicate: Predicate }>): Said {
  return {
    guarantees: guarantees.map(each => 'construct' in each ? each : { construct: 'prod/a', predicate: each }), acknowledgements: [], groups: {},
  };
}

function rowsOf(before: Said, after: Said): string[] {
  return comparePromises(before, after).map(change => `${change.direction}: ${promiseRow(change).title}`);
}

const IN = 'only declared traffic goes in and out of StatefulSet shop/db';

test.each<[string, Predicate, Predicate, string]>([
  ['a port more', traffic([flow(5432)]), traffic([flow(5432, 6000)]), `broadened: promise weakened: ${IN}: in: from Deployment shop/web before on TCP 5432, now on TCP 5432 and TCP 6000`],
  ['a port less', traffic([flow(5432, 6000)]), traffic([flow(5432)]), `narrowed: promise strengthened: ${IN}: in: from Deployment shop/web before on TCP 5432 and TCP 6000, now on TCP 5432`],
  ['a client more', traffic([flow(1)]), traffic([flow(1), { ports: [{ protocol: 'UDP', port: 53 }] }]), `broadened: promise weakened: ${IN}: in: now also from everybody on UDP 53`],
  ['a client less', traffic([flow(1)]), traffic([]), `narrowed: promise strengthened: ${IN}: in: no longer from Deployment shop/web on TCP 1`],
  ['another port', traffic([flow(1)]), traffic([flow(9)]), `broadened: promise changed: ${IN}: in: from Deployment shop/web before on TCP 1, now on TCP 9`],
  ['a part of the ports', traffic([{ peer: PEER, ports: [{ protocol: 'TCP', port: 1, endPort: 9 }] }]), traffic([{ peer: PEER, ports: [{ protocol: 'TCP', port: 5 }] }]), `narrowed: promise strengthened: ${IN}: in: from pods app=web of its namespace before on TCP 1-9, now on TCP 5`],
  ['a direction that is spoken of no more', traffic([flow(1)], []), traffic([flow(1)], 'any'), `broadened: promise weakened: ${IN}: out: now also to everybody on every port`],
  ['a direction more', traffic([flow(1)], 'any'), traffic([flow(1)], []), `narrowed: promise strengthened: ${IN}: out: no longer to everybody on every port`],
  ['addresses for pods', traffic([flow(1)]), traffic([{ peer: { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } } }]), `broadened: promise changed: ${IN}: in: now also from 10.0.0.0/8 except 10.1.0.0/16 on every port; in: no longer from Deployment shop/web on TCP 1`],
  ['an operator more', around([flow()]), around([flow()], [JANE, JOE]), 'broadened: promise weakened: nobody goes around the network to StatefulSet shop/db by the Kubernetes API: operators: now also User joe'],
  ['an operator less', around([flow()]), around([flow()], []), 'narrowed: promise strengthened: nobody goes around the network to StatefulSet shop/db by the Kubernetes API: operators: no longer User jane'],
  ['a client that is guarded, too', around([]), around([flow()]), 'narrowed: promise strengthened: nobody goes around the network to StatefulSet shop/db by the Kubernetes API: by way of its clients: now also Deployment shop/web'],
  ['a subject less', { kind: 'reads-only', subjects: [JANE, JOE] }, { kind: 'reads-only', subjects: [JANE] }, 'broadened: promise weakened: who can change nothing, anywhere in the cluster: no longer User joe'],
  ['a subject for another', { kind: 'reads-only', subjects: [JANE] }, { kind: 'reads-only', subjects: [JOE] }, 'broadened: promise changed: who can change nothing, anywhere in the cluster: now also User joe; no longer User jane'],
  ['one namespace for all', { kind: 'cannot', subjects: [JANE], verbs: ['get'], group: '', resource: 'secrets' }, { kind: 'cannot', subjects: [JANE], verbs: ['get', 'list'], group: '', resource: 'secrets', namespace: 'shop' }, 'broadened: promise changed: who cannot do what to secrets: now also list; before in every namespace, now in shop'],
  ['a lower level', atLeast('Request', 'pods'), atLeast('Metadata', 'pods'), 'broadened: promise weakened: what is logged: before at Request, now at Metadata'],
  ['a resource more', atLeast('Metadata', 'pods'), atLeast('Metadata', 'pods', 'secrets'), 'narrowed: promise strengthened: what is logged: now also secrets'],
  ['a higher bound', { kind: 'audit-at-most', level: 'Metadata', requests: [{ verbs: ['get'] }] }, { kind: 'audit-at-most', level: 'Request', requests: [{ verbs: ['get'] }] }, 'broadened: promise weakened: what is never logged with more than is said: before at Metadata, now at Request'],
  ['a longer life', { kind: 'kubelet-certificates', lifetimeSeconds: 86_400, serving: false }, { kind: 'kubelet-certificates', lifetimeSeconds: 172_800, serving: false }, 'broadened: promise weakened: kubelets renew their certificates, which live no longer than is said: before 1 day, now 2 days'],
  ['serving certificates, too', { kind: 'kubelet-certificates', lifetimeSeconds: 60, serving: false }, { kind: 'kubelet-certificates', lifetimeSeconds: 60, serving: true }, 'narrowed: promise strengthened: kubelets renew their certificates, which live no longer than is said: now also serving certificates, asked for, approved and verified'],
])('%s: one row, with the direction and both sides', (_, before, after, row) => {
  expect(rowsOf(said(before), said(after))).toEqual([row]);
});

const CHANGES: Array<[Predicate, Predicate]> = [
  [traffic([flow(1)]), traffic([flow(1, 2)])], [traffic([flow(1)]), traffic([flow(2)])], [around([flow()]), around([], [])],
  [atLeast('Metadata', 'a'), atLeast('Request', 'b')], [{ kind: 'reads-only', subjects: [JANE] }, { kind: 'reads-only', subjects: [JANE, JOE] }],
];

test('what is weaker one way is stronger the other way', () => {
  for (const [one, other] of CHANGES) {
    const [[there], [back]] = [comparePromises(said(one), said(other)), comparePromises(said(other), said(one))];
    const words = [there!, back!].map(each => promiseRow(each).title.split(':')[0]);
    expect(words).toEqual(words[0] === 'promise changed' ? words : [words[0], words[0] === 'promise weakened' ? 'promise strengthened' : 'promise weakened']);
    expect(there!.direction === 'broadened' || back!.direction === 'broadened').toBe(true);
  }
});

test('a promise in other words that means the same is no change', () => {
  expect(rowsOf(said(traffic([flow(1, 2)])), said(traffic([flow(2), flow(1)])))).toEqual([]);
  expect(rowsOf(said(traffic([flow(1, 2)])), said(traffic([{ ...flow(), ports: [{ protocol: 'TCP', port: 1, endPort: 2 }] }])))).toEqual([]);
  expect(rowsOf(said(traffic([flow(1)])), said({ construct: 'prod/elsewhere', predicate: traffic([flow(1)]) }))).toEqual([]);
});

test('the data of both sides stays with the row', () => {
  const [before, after] = CHANGES[0]!;
  expect(comparePromises(said(before), said(after))).toMatchObject([{ what: 'guarantee', construct: 'prod/a', before, after }]);
});

test('a promise about something else is another one: it goes, and another comes', () => {
  const other: Predicate = { kind: 'only-traffic', pods: { namespace: 'shop', selector: { matchLabels: { app: 'cache' } } }, ingress: [] };
  expect(rowsOf(said(traffic([])), said(other))).toEqual([
    'broadened: prod/a no longer promises that only declared traffic goes in and out of StatefulSet shop/db (nothing in, nothing out)',
    'narrowed: prod/a now promises that only declared traffic goes in and out of the pods of shop (nothing in)',
  ]);
  const reads = { construct: 'prod/b', predicate: { kind: 'reads-only', subjects: [JOE] } } as const;
  expect(rowsOf(said({ kind: 'reads-only', subjects: [JANE] }), said(reads))).toEqual([
    'broadened: prod/a no longer promises that User jane can change nothing, anywhere in the cluster',
    'narrowed: prod/b now promises that User joe can change nothing, anywhere in the cluster',
  ]);
});

test('a promise with a field that nobody knows is not taken apart', () => {
  const odd = { ...traffic([flow(1)]), unless: 'friday' } as unknown as Predicate;
  expect(comparePromises(said(traffic([flow(1)])), said(odd)).map(({ direction }) => direction)).toEqual(['broadened', 'narrowed']);
});

test('of several promises of one construct those that have most in common are paired', () => {
  const rows = rowsOf(said(atLeast('Metadata', 'a', 'b'), atLeast('Request', 'c', 'd')), said(atLeast('Request', 'c'), atLeast('Metadata', 'a', 'b', 'e')));
  expect(rows).toEqual(expect.arrayContaining([
    'broadened: promise weakened: what is logged: no longer d', 'narrowed: promise strengthened: what is logged: now also e',
  ]));
  expect(rows).toHaveLength(2);
});
