import { decodeClusterInput } from '../../src/engine/cluster-input';
import { networkOf } from '../../src/engine/network';
import { NetworkQuestion, portOf } from '../../src/engine/network/question';
import { ProblemError } from '../../src/manifests/problem';
import { parseCidr } from '../../src/manifests/validate';
import { deployment, labels, namespace, Obj, pod, policy } from '../decide/network/support';

const db = policy('shop/db', { podSelector: labels({ app: 'db' }), ingress: [{ from: [{ podSelector: labels({ app: 'web' }) }], ports: [{ port: 'sql' }] }] });
const shop = [
  namespace('shop'), deployment('shop/web', { app: 'web' }, ['http=8080', 'metrics=9090']), deployment('shop/db', { app: 'db' }, ['sql=5432']),
  deployment('shop/job', { app: 'job' }), db,
];
const network = (objects: readonly Obj[] = shop) => networkOf({ minor: 34, objects: objects.map(object => ({ object })) });
const ask = (from: string, to: string, port?: string, more: Partial<NetworkQuestion> = {}) => network().reach({ from, to, port, ...more });

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (e) {
    if (!ProblemError.is(e)) throw e;
    return e.problems.map(({ id, source, field, message, fix }) => `${id}: ${source ? `${source.file}:${source.line}:${source.column} ` : ''}${field ? `${field} ` : ''}${message}; ${fix}`).join('\n');
  }
  return 'none';
}

describe('a question', () => {
  test.each([
    ['shop/web', 'shop/db', '5432', 'allow'], ['shop/web', 'shop/db', 'sql', 'allow'], ['shop/web', 'shop/db', '5432/udp', 'deny'],
    ['shop/web', 'shop/db', '5432-5433', 'partly'], ['shop/web', 'shop/db', undefined, 'partly'], ['shop/job', 'shop/db', undefined, 'deny'],
    ['shop/*', 'shop/db', '5432', 'partly'], ['203.0.113.7', 'shop/db', '5432', 'deny'], ['0.0.0.0/0', 'shop/web', undefined, 'allow'], ['outside', 'shop/web', undefined, 'allow'],
    ['shop/Deployment/web', '::/0', '443/TCP', 'allow'],
  ])('%s to %s on %s: %s', (from, to, port, verdict) => expect(ask(from, to, port).verdict).toBe(verdict));

  test('on all ports says on which, for all that is meant and for some of it', () => {
    expect(ask('shop/web', 'shop/db')).toMatchObject({ always: [{ protocol: 'TCP', first: 5432, last: 5432 }], sometimes: [{ protocol: 'TCP', first: 5432, last: 5432 }] });
    expect(ask('shop/*', 'shop/db')).toMatchObject({ always: [], sometimes: [{ protocol: 'TCP', first: 5432, last: 5432 }] });
  });

  test('comes with an example of what is allowed and of what is not, and all that decides each', () => {
    const { examples, pods } = ask('shop/*', 'shop/db', 'sql');
    expect(examples.map(({ query, decision }) => [query.from.pod?.name, decision.decision])).toEqual([['web', 'allow'], ['db', 'deny']]);
    expect(examples[0]!.decision.ingress).toMatchObject({ settledBy: 'network-policies', because: [{ policy: { name: 'db' }, index: 0 }] });
    expect(examples[1]!.nearMisses).toMatchObject([{ differs: 'peers', policy: { name: 'db' } }]);
    expect(pods).toEqual({ from: 3, to: 1 });
  });

  test('about the name of a port is about the number that each pod gives it', () => {
    const pods = [pod('shop/a', { app: 'x' }, { ports: ['p=1'] }), pod('shop/b', { app: 'x' }, { ports: ['p=2'] })]
      .map(each => ({ ...each, metadata: { ...each.metadata as Obj, ownerReferences: [{ kind: 'StatefulSet', name: 'x', controller: true }] } }));
    const of = (port: number) => network([...shop, ...pods, policy('shop/x', { podSelector: labels({ app: 'x' }), ingress: [{ ports: [{ port }] }] })]).reach({ from: 'shop/web', to: 'shop/x', port: 'p' });
    expect([of(1).verdict, of(3).verdict]).toEqual(['partly', 'deny']);
    expect(network([...shop, ...pods, policy('shop/x', { podSelector: labels({ app: 'x' }), ingress: [{ ports: [{ port: 'p' }] }] })]).reach({ from: 'shop/web', to: 'shop/x', port: 'p' }).verdict).toBe('allow');
  });

  test('takes names of one namespace where one is named', () => {
    expect(ask('web', 'db', 'sql', { namespace: 'shop' }).verdict).toBe('allow');
  });

  test.each([
    [{ from: 'web', to: 'shop/db' }, /^workload-unknown: web is neither namespace\/name nor an address; did you mean shop\/web\?$/],
    [{ from: 'shop/wbe', to: 'shop/db' }, /^workload-unknown: .*; did you mean shop\/web\?$/],
    [{ from: '10.0.0.300', to: 'shop/db' }, /^workload-unknown: 10.0.0.300 is no address and no CIDR/],
    [{ from: '10.0.0.0/33', to: 'shop/db' }, /^workload-unknown: 10.0.0.0\/33 is no address and no CIDR/],
    [{ from: 'fe80::g', to: 'shop/db' }, /^workload-unknown: fe80::g is no address/],
    [{ from: 'shop/web', to: 'shop/db', port: '70000' }, /^port-unknown: a port is a number from 1 to 65535/],
    [{ from: 'shop/web', to: 'shop/db', port: '90-80' }, /^port-unknown: the range goes the wrong way; write 80-90$/],
    [{ from: 'shop/web', to: 'shop/db', port: '80/icmp' }, /^port-unknown: "icmp" is no protocol; use one of TCP, UDP, SCTP$/],
    [{ from: 'shop/web', to: 'shop/db', port: 'http' }, /^port-unknown: Deployment shop\/db declares no TCP port of this name; it declares sql \(TCP 5432\)$/],
    [{ from: 'shop/web', to: '0.0.0.0/0', port: 'http' }, /^port-unknown: a name means a port of a pod/],
    [{ from: '10.0.0.1', to: '203.0.113.7' }, /^usage: neither 10.0.0.1 nor 203.0.113.7 is a pod/],
    [{ from: '10.0.0.1', to: '::1' }, /^usage: 10.0.0.1 and ::1 are of two address families/],
  ])('%j is none', (question, expected) => expect(problemOf(() => network().reach(question))).toMatch(expected));
});

describe('manifests', () => {
  const read = (text: string) => networkOf(decodeClusterInput(Buffer.from(text), 'in.yaml'));
  const head = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\n  namespace: x\nspec:\n  ingress:\n';

  test.each([
    [`${head}  - from:\n    - ipBlock:\n        cidr: 10.0.0.0/33\n`, 'object-invalid: in.yaml:10:9 spec.ingress[0].from[0].ipBlock.cidr must be a valid CIDR value'],
    [`${head}  - from:\n    - ipBlock:\n        cidr: 10.0.0.0/8\n        except: ["2001:db8::/32"]\n`, 'object-invalid: in.yaml:11:18 spec.ingress[0].from[0].ipBlock.except[0] must be a strict subset of `cidr`'],
    [`${head}  - ports:\n    - port: 90\n      endPort: 80\n`, 'object-invalid: in.yaml:10:7 spec.ingress[0].ports[0].endPort must be greater than or equal to `port`'],
    [`${head}  - from:\n    - {}\n`, 'object-invalid: in.yaml:9:7 spec.ingress[0].from[0] must specify a peer'],
    ['apiVersion: policy.networking.k8s.io/v1beta1\nkind: ClusterNetworkPolicy\nmetadata: {name: p}\n', 'object-invalid: in.yaml:1:1 apiVersion supported values: "policy.networking.k8s.io/v1alpha2"'],
    ['apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: {name: p}\n', 'object-unserved: '],
  ])('that no API server takes are errors with line and rule: %#', (text, expected) => expect(problemOf(() => read(text))).toContain(expected));

  test('without anything to ask are an error', () => {
    expect(problemOf(() => read('# nothing\n'))).toContain('input-missing');
  });

  test('of which others render more are an assumption', () => {
    expect(network([...shop, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'a', namespace: 'argocd' } }]).assumptions).toEqual(['what Application argocd/a renders is not among the manifests']);
  });
});

test('options choose between the readings on which implementations differ', () => {
  const objects = [pod('x/a'), pod('x/b'), policy('x/p', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })].map(object => ({ object }));
  const verdict = (...cidrs: string[]) => networkOf({ objects }, { podCidrs: cidrs.map(cidr => parseCidr(cidr)!) }).reach({ from: 'x/a', to: 'x/b', port: '80' });
  expect(verdict()).toMatchObject({ verdict: 'deny', undecided: true, assumptions: [{ id: 'pod-address' }] });
  expect(verdict('10.1.0.0/16')).toMatchObject({ verdict: 'allow', undecided: false });
});

test('a port is read as written', () => {
  expect([portOf('80'), portOf('53/udp'), portOf('1-9/SCTP'), portOf('http')]).toEqual([
    { protocol: 'TCP', first: 80, last: 80 }, { protocol: 'UDP', first: 53, last: 53 }, { protocol: 'SCTP', first: 1, last: 9 }, { protocol: 'TCP', name: 'http' },
  ]);
});

test('a question about more pairs than can be answered in seconds is refused, and says what to ask in its place', () => {
  const app = (at: number) => ({ app: `p${at}` });
  const pods = Array.from({ length: 600 }, (_, at) => pod(`big/p${at}`, app(at)));
  const policies = pods.map((_, at) => policy(`big/np${at}`, { podSelector: { matchLabels: app(at) }, ingress: [{ from: [{ podSelector: { matchLabels: app(at + 1) } }] }] }));
  const big = networkOf({ objects: [...pods, ...policies].map(object => ({ object })) });
  expect(() => big.reach({ from: 'big/*', to: 'big/*', port: '80' })).toThrow(/whether big\/\* reaches big\/\* is a question about 360000 pairs of pods[^]*fix: ask about one workload at a time/);
  expect(big.reach({ from: 'big/*', to: 'big/p2', port: '80' }).verdict).toBe('partly');
  // Alike pods are asked about once, however many there are, and so are those that this question does not tell apart.
  const aboutOthers = [
    policy('big/all', { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, ingress: [{ from: [{ podSelector: { matchLabels: app(1) } }] }] }),
    ...pods.map((_, at) => policy(`far/np${at}`, { ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: app(at) } }] }] })),
  ];
  const few = networkOf({ objects: [...pods, ...aboutOthers].map(object => ({ object })) }).reach({ from: 'big/*', to: 'big/*', port: '80' });
  expect(few).toMatchObject({ verdict: 'partly', allowed: { from: { pod: { name: 'p1' } } }, pods: { from: 600, to: 600 } });
  expect(networkOf({ objects: pods.map(object => ({ object })) }).reach({ from: 'big/*', to: 'big/*' }).verdict).toBe('allow');
});
