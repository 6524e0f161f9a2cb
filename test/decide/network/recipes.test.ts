import { deployment, labels, namespace, Obj, pod, policy, table, world } from './support';

// The recipes of github.com/ahmetb/kubernetes-network-policy-recipes and of the Kubernetes documentation, each with the
// table of who reaches whom. Rows are sources, columns destinations: `.` is open, `X` is closed.

const shop = [
  namespace('shop'), namespace('prod', { purpose: 'production' }), namespace('dev', { purpose: 'testing' }),
  namespace('kube-system'),
  deployment('shop/web', { app: 'web' }, ['http=80', 'metrics=5000']),
  deployment('shop/api', { app: 'bookstore', role: 'api' }, ['http=80']),
  deployment('shop/db', { app: 'bookstore', role: 'db' }, ['sql=5432']),
  pod('prod/client', { app: 'client', type: 'monitoring' }),
  pod('dev/client', { app: 'client' }),
  pod('kube-system/dns', { 'k8s-app': 'kube-dns' }, { ports: ['dns=53/UDP', 'dns-tcp=53'] }),
];
const PODS = ['shop/web', 'shop/api', 'shop/db', 'prod/client', 'dev/client', 'kube-system/dns'];
const SHOP = PODS.slice(0, 3);
const OUTSIDE = '203.0.113.9';

function recipe(...policies: Obj[]) {
  return world([...shop, ...policies]);
}

test('no policy: everything is open', () => {
  expect(table(recipe(), [...PODS, OUTSIDE], PODS)).toBe(Array(7).fill('......').join(' '));
});

test('deny all traffic to an application', () => {
  const cluster = recipe(policy('shop/web-deny-all', { podSelector: labels({ app: 'web' }), ingress: [] }));
  expect(table(cluster, [...PODS, OUTSIDE], SHOP)).toBe('X.. X.. X.. X.. X.. X.. X..');
});

test('limit traffic to an application: from its own parts', () => {
  const cluster = recipe(policy('shop/api-allow', { podSelector: labels({ app: 'bookstore', role: 'api' }), ingress: [{ from: [{ podSelector: labels({ app: 'bookstore' }) }] }] }));
  expect(table(cluster, [...PODS, OUTSIDE], SHOP)).toBe('.X. ... ... .X. .X. .X. .X.');
});

test('allow all traffic to an application', () => {
  const cluster = recipe(policy('shop/web-deny-all', { podSelector: {} }), policy('shop/web-allow-all', { podSelector: labels({ app: 'web' }), ingress: [{}] }));
  expect(table(cluster, [...PODS, OUTSIDE], SHOP)).toBe(Array(7).fill('.XX').join(' '));
});

test('default deny in a namespace: nothing comes in, also from the namespace itself, and everything goes out', () => {
  const cluster = recipe(policy('shop/default-deny-all', { podSelector: {}, ingress: [] }));
  expect(table(cluster, [...PODS, OUTSIDE], PODS)).toBe(Array(7).fill('XXX...').join(' '));
});

test('deny traffic from other namespaces', () => {
  const cluster = recipe(policy('shop/deny-from-other-namespaces', { podSelector: { matchLabels: null }, ingress: [{ from: [{ podSelector: {} }] }] }));
  expect(table(cluster, [...PODS, OUTSIDE], SHOP)).toBe('... ... ... XXX XXX XXX XXX');
});

test('allow traffic from all namespaces, and not from outside', () => {
  const cluster = recipe(policy('shop/web-allow-all-namespaces', { podSelector: labels({ app: 'web' }), ingress: [{ from: [{ namespaceSelector: {} }] }] }));
  expect(table(cluster, [...PODS, OUTSIDE], ['shop/web'])).toBe('. . . . . . X');
});

test('allow traffic from a namespace', () => {
  const cluster = recipe(policy('shop/web-allow-prod', { podSelector: labels({ app: 'web' }), ingress: [{ from: [{ namespaceSelector: labels({ purpose: 'production' }) }] }] }));
  expect(table(cluster, [...PODS, OUTSIDE], SHOP)).toBe('X.. X.. X.. ... X.. X.. X..');
});

test('allow traffic from some pods of another namespace', () => {
  const cluster = recipe(policy('shop/web-allow-monitoring', {
    podSelector: labels({ app: 'web' }),
    ingress: [{ from: [{ namespaceSelector: labels({ purpose: 'production' }), podSelector: labels({ type: 'monitoring' }) }] }],
  }));
  expect(table(cluster, PODS, ['shop/web'])).toBe('X X X . X X');
});

test('allow external clients', () => {
  const cluster = recipe(policy('shop/deny', { podSelector: {} }), policy('shop/web-allow-external', { podSelector: labels({ app: 'web' }), ingress: [{ from: [] }] }));
  expect(table(cluster, [OUTSIDE, 'dev/client'], SHOP)).toBe('.XX .XX');
});

test('allow traffic only to a port', () => {
  const cluster = recipe(policy('shop/api-allow-5000', {
    podSelector: labels({ app: 'web' }), ingress: [{ ports: [{ port: 5000 }], from: [{ podSelector: labels({ role: 'api' }) }] }],
  }));
  expect([80, 5000].map(port => table(cluster, PODS, ['shop/web'], port))).toEqual(['X X X X X X', 'X . X X X X']);
});

test('allow traffic from several selectors', () => {
  const cluster = recipe(policy('shop/db-allow', {
    podSelector: labels({ role: 'db' }),
    ingress: [{ from: [{ podSelector: labels({ app: 'web' }) }, { podSelector: labels({ app: 'bookstore', role: 'api' }) }] }],
  }));
  expect(table(cluster, PODS, ['shop/db'])).toBe('. . X X X X');
});

test('deny an application to send anything, name resolution included', () => {
  const cluster = recipe(policy('shop/web-deny-egress', { podSelector: labels({ app: 'web' }), policyTypes: ['Egress'], egress: [] }));
  expect(table(cluster, SHOP, [...PODS.slice(1), OUTSIDE])).toBe('XXXXXX ...... ......');
  expect(cluster.allows('shop/web', 'kube-system/dns', 'UDP 53')).toBe(false);
});

test('deny egress but DNS', () => {
  const dns = [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }];
  const cluster = recipe(policy('shop/web-dns-only', {
    podSelector: labels({ app: 'web' }),
    policyTypes: ['Egress'],
    egress: [{ ports: dns, to: [{ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'kube-system' }), podSelector: labels({ 'k8s-app': 'kube-dns' }) }] }],
  }));
  const ask = (port: string) => table(cluster, ['shop/web', 'shop/api'], ['shop/api', 'kube-system/dns', OUTSIDE], port);
  expect(['UDP 53', 'TCP 53', 'TCP 80', 'SCTP 53'].map(ask)).toEqual(['X.X ...', 'X.X ...', 'XXX ...', 'XXX ...']);
});

test('deny external egress: only what runs in the cluster, on any port', () => {
  const cluster = recipe(policy('shop/web-deny-external', {
    podSelector: labels({ app: 'web' }), policyTypes: ['Egress'], egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }, { to: [{ namespaceSelector: {} }] }],
  }));
  expect(table(cluster, ['shop/web'], [...PODS.slice(1), OUTSIDE])).toBe('.....X');
  expect(cluster.allows('shop/web', OUTSIDE, 'UDP 53')).toBe(true);
});

test('default deny in both directions closes a namespace, and a path needs both sides open again', () => {
  const closed = policy('shop/default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const out = policy('shop/web-to-db', { podSelector: labels({ app: 'web' }), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labels({ role: 'db' }) }], ports: [{ port: 'sql' }] }] });
  const in_ = policy('shop/db-from-web', { podSelector: labels({ role: 'db' }), ingress: [{ from: [{ podSelector: labels({ app: 'web' }) }], ports: [{ port: 5432 }] }] });
  const tables = [[closed], [closed, out], [closed, in_], [closed, out, in_]].map(policies => table(recipe(...policies), SHOP, SHOP, 5432));
  expect(tables).toEqual(['XXX XXX XXX', 'XXX XXX XXX', 'XXX XXX XXX', 'XX. XXX XXX']);
});

test('addresses without the cloud metadata service', () => {
  const cluster = recipe(policy('shop/web-internet', {
    podSelector: labels({ app: 'web' }), policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32', '10.0.0.0/8'] } }], ports: [{ port: 443 }] }],
  }));
  expect(table(cluster, ['shop/web'], [OUTSIDE, '169.254.169.254', '10.9.9.9', '169.254.169.253'], 443)).toBe('.XX.');
});

test('a range of ports', () => {
  const cluster = recipe(policy('shop/multi-port', {
    podSelector: labels({ role: 'db' }), policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 32000, endPort: 32768 }] }],
  }));
  expect([31999, 32000, 32768, 32769].map(port => cluster.allows('shop/db', '10.0.0.7', port))).toEqual([false, true, true, false]);
});
