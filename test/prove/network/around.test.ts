import { DB, FROM_WEB, SHOP, WEB } from './support';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf, type PolicyObject } from '../../../src/decide/access/build';
import { readNetwork } from '../../../src/decide/network/read';
import { bootstrapPolicy } from '../../../src/kubernetes';
import { DefaultGrants } from '../../../src/prove/access/default-grants';
import { placed } from '../../../src/prove/access/placed';
import { WhoMay } from '../../../src/prove/access/who-may';
import type { NoWayAround } from '../../../src/prove/guarantee';
import { proveNoWayAround } from '../../../src/prove/network/around';
import { WAY_QUESTIONS } from '../../../src/prove/network/ways-around';
import { labels } from '../../decide/network/support';
import { binding, janeHolds, role, rule } from '../access/support';

const CLIENT = { peer: FROM_WEB.peer, workload: FROM_WEB.workload };

/** What each of those who may get around it may do, in a cluster where only web is a client. */
function around(access: readonly PolicyObject[], promise: Partial<NoWayAround> = {}): string[] {
  const index = new AccessIndex(placed(policyOf([...access], { defaultsOf: 34 })));
  const { model } = readNetwork(SHOP.map(object => ({ object })));
  const predicate: NoWayAround = { kind: 'no-way-around', pods: DB, clients: [CLIENT], operators: [], deployers: [], ...promise };
  return proveNoWayAround(new WhoMay(index, new Map(), WAY_QUESTIONS, new DefaultGrants(34)), model, { construct: 'prod/shop/orders', predicate })
    .map(({ id, message }) => id === 'guarantee-not-provable' ? message.replace(/^.*cannot be proved: /, 'cannot tell: ') : /but (\S+ \S+ may .*?) \(/.exec(message)![1]!);
}

test('the default bindings of Kubernetes are trusted', () => {
  expect(around([])).toEqual([]);
});

test('defaults that are written down again are trusted, and what is added to them is not', () => {
  const { clusterRoles, clusterRoleBindings } = bootstrapPolicy(34)!;
  const exported = [...clusterRoles, ...clusterRoleBindings].map(object => ({ object: object as unknown as Record<string, unknown> }));
  expect(around(exported)).toEqual([]);
  const changed = clusterRoles.map(each => each.metadata.name === 'system:kube-dns' ? { ...each, rules: [...each.rules ?? [], rule('create pods/exec')] } : each);
  expect(around(changed.map(object => ({ object: object as unknown as Record<string, unknown> })))).toEqual([
    'ServiceAccount kube-system/kube-dns may run commands in them',
    'ServiceAccount kube-system/kube-dns may take a pod for a service account that may go around it',
  ]);
  expect(around([binding('system:kube-scheduler', undefined, 'cluster:cluster-admin', ['User', 'system:kube-scheduler'])]).length).toBeGreaterThan(12);
});

test.each<[string, string | undefined, string, string]>([
  ['run commands', 'shop', 'create pods/exec', 'may run commands in them'],
  ['run commands by a websocket', 'shop', 'get pods/exec', 'may run commands in them'],
  ['attach', 'shop', 'get pods/attach', 'may run commands in them'],
  ['put a container into a pod', 'shop', 'patch pods/ephemeralcontainers', 'may put a container of their own into them'],
  ['forward ports', 'shop', 'create pods/portforward', 'may connect to them through the API server'],
  ['connect through the proxy', 'shop', 'delete pods/proxy', 'may connect to them through the API server'],
  ['connect through a Service', 'shop', 'get services/proxy', 'may connect to them through a Service and the API server'],
  ['make a pod with a client\'s labels', 'shop', 'create pods', 'may make pods'],
  ['make a workload', 'shop', 'create apps:deployments', 'may make pods by a workload'],
  ['change a workload', 'shop', 'patch apps:statefulsets', 'may change the pods of a workload'],
  ['relabel a pod', 'shop', 'update pods', 'may change running pods'],
  ['relabel a pod by its status', 'shop', 'patch pods/status', 'may change running pods'],
  ['change what others write', undefined, 'update admissionregistration.k8s.io:mutatingwebhookconfigurations', 'may change what others write through admission'],
  ['change it by a policy', undefined, 'create admissionregistration.k8s.io:mutatingadmissionpolicies', 'may change what others write through admission'],
  ['take a token of the control plane', 'kube-system', 'create serviceaccounts/token', 'may take a token of a service account that may go around it'],
  ['delete the policy', 'shop', 'delete networking.k8s.io:networkpolicies', 'may change the NetworkPolicies there'],
  ['write a policy of the plugin', 'shop', 'create cilium.io:ciliumnetworkpolicies', 'may change the policies of the network plugin there'],
  ['go through the kubelet', undefined, 'get nodes/proxy', 'may run commands in every pod through the kubelet'],
  ['write a policy before all others', undefined, 'create policy.networking.k8s.io:clusternetworkpolicies', 'may change the policies that stand before and after NetworkPolicies'],
  ['impersonate', undefined, 'impersonate users', 'may act as somebody who may go around it'],
  ['escalate', 'shop', 'escalate rbac.authorization.k8s.io:roles', 'may write roles beyond their own'],
])('to %s is a way around', (_, place, permission, way) => {
  expect(around(janeHolds(place, permission))).toEqual([`User jane ${way}`]);
});

test('two permissions that are one way only together', () => {
  expect(around(janeHolds('other', 'get services/proxy'))).toEqual([]);
  expect(around(janeHolds('other', 'patch endpoints'))).toEqual([]);
  expect(around(janeHolds('other', 'get services/proxy', 'patch endpoints'))).toEqual(['User jane may lead a Service of their own to them, and connect to it through the API server']);
  expect(around(janeHolds('shop', 'bind rbac.authorization.k8s.io:roles'))).toEqual([]);
  expect(around(janeHolds('shop', 'bind rbac.authorization.k8s.io:roles', 'create rbac.authorization.k8s.io:rolebindings'))).toEqual(['User jane may bind roles beyond their own']);
});

test('a role that is not among the manifests may hold anything, where it counts', () => {
  const unknown = (namespace: string | undefined) => around([binding('b', namespace, 'cluster:elsewhere', ['User', 'jane'])]);
  const text = 'gives User jane the ClusterRole elsewhere, and what that holds is not among the manifests';
  expect(unknown('shop')).toEqual([`cannot tell: RoleBinding shop/b ${text}`]);
  expect(unknown(undefined)).toEqual([`cannot tell: ClusterRoleBinding b ${text}`]);
  expect(unknown('other')).toEqual([]);
  expect(around([binding('b', 'shop', 'cluster:elsewhere', ['User', 'jane'])], { operators: [{ kind: 'User', name: 'jane' }] })).toEqual([]);
});

test('a wildcard is every way', () => {
  expect(around(janeHolds(undefined, '* *:*')).length).toBeGreaterThan(12);
});

test('reading, and anything elsewhere, is none', () => {
  expect(around(janeHolds(undefined, 'get,list,watch pods,services', 'get pods/log'))).toEqual([]);
  expect(around(janeHolds('other', 'create pods/exec', 'create pods', 'patch apps:deployments', 'delete networking.k8s.io:networkpolicies'))).toEqual([]);
});

test('where a client stands, pods and workloads count, whoever is the client there', () => {
  const elsewhere = { peer: { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'other' }), ...WEB }, workload: { kind: 'Deployment', namespace: 'other', name: 'web' } };
  expect(around(janeHolds('other', 'create pods/exec'), { clients: [elsewhere] })).toEqual(['User jane may run commands in them']);
  expect(around(janeHolds('other', 'create batch:jobs'), { clients: [elsewhere] })).toEqual(['User jane may make pods by a workload']);
  expect(around(janeHolds('other', 'delete networking.k8s.io:networkpolicies'), { clients: [elsewhere] })).toEqual([]);
});

test('of namespaces that are let in by their labels, those that have them count, and whoever writes labels', () => {
  const team = { peer: { namespaceSelector: labels({ team: 'b' }) } };
  expect(around(janeHolds('other', 'create pods'), { clients: [team] })).toEqual(['User jane may make pods']);
  expect(around(janeHolds(undefined, 'patch namespaces'), { clients: [team] })).toEqual(['User jane may give a namespace labels that let it in']);
  expect(around(janeHolds(undefined, 'patch namespaces/status'), { clients: [team] })).toEqual(['User jane may give a namespace labels that let it in']);
  expect(around(janeHolds(undefined, 'update namespaces/finalize'), { clients: [team] })).toEqual(['User jane may give a namespace labels that let it in']);
  expect(around(janeHolds(undefined, 'patch namespaces'))).toEqual([]);
});

test('a rule that names objects is a way only by the names of the pods and workloads that are meant', () => {
  expect(around(janeHolds('shop', 'create pods/exec db-0'))).toEqual(['User jane may run commands in them']);
  expect(around(janeHolds('shop', 'create pods/exec web-5d9f-x'))).toEqual(['User jane may run commands in them']);
  expect(around(janeHolds('shop', 'create pods/exec cache-0'))).toEqual([]);
  // A pod that is there already can be given a client's labels, whatever it is.
  expect(around(janeHolds('shop', 'patch pods cache-0'))).toEqual(['User jane may change running pods']);
});

describe('trusted are', () => {
  const exec = (...who: Parameters<typeof binding>[3][]) => [role('r', 'shop', [rule('create pods/exec')]), binding('b', 'shop', 'r', ...who)];
  test('operators, by the subject that the binding names', () => {
    expect(around(exec(['User', 'jane']), { operators: [{ kind: 'User', name: 'jane' }] })).toEqual([]);
    expect(around(exec(['User', 'jane'], ['Group', 'ops']), { operators: [{ kind: 'User', name: 'jane' }] })).toEqual(['Group ops may run commands in them']);
  });

  test.each([
    ['create serviceaccounts/token', 'take a token of a service account that may go around it'],
    ['create serviceaccounts/token dba', 'take a token of a service account that may go around it'],
    ['impersonate serviceaccounts', 'act as somebody who may go around it'],
    ['impersonate:serviceaccount authentication.k8s.io:serviceaccounts', 'act as somebody who may go around it'],
    ['create pods', 'take a pod for a service account that may go around it'],
    ['patch apps:deployments', 'take a pod for a service account that may go around it'],
    ['create pods/exec', 'take a pod for a service account that may go around it'],
    ['list secrets', 'read or make tokens in secrets beside a service account that may go around it'],
    ['create secrets', 'read or make tokens in secrets beside a service account that may go around it'],
    ['escalate rbac.authorization.k8s.io:roles', 'write roles beyond their own'],
  ])('service accounts, and so nobody else may become one: to %s', (permission, does) => {
    const dba = { kind: 'ServiceAccount', name: 'dba', namespace: 'ops' } as const;
    const found = [`User jane may ${does}`];
    const access = janeHolds('ops', permission);
    expect(around(access)).toEqual([]);
    expect(around(access, { operators: [dba] })).toEqual(found);
    expect(around(access, { deployers: [{ subject: dba, namespaces: ['shop'] }] })).toEqual(found);
    expect(around(access, { operators: [{ kind: 'Group', name: 'system:serviceaccounts:ops' }] })).toEqual(found);
    expect(around(access, { operators: [{ kind: 'Group', name: 'system:serviceaccounts' }] })).toEqual(found);
    expect(around(access, { operators: [{ ...dba, namespace: 'other' }] })).toEqual([]);
  });

  test('service accounts by their names, of which a token of another is none', () => {
    const dba = { kind: 'ServiceAccount', name: 'dba', namespace: 'ops' } as const;
    expect(around(janeHolds('ops', 'create serviceaccounts/token web'), { operators: [dba] })).toEqual([]);
  });

  test('deployers, where they deploy', () => {
    const bot = { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' } as const;
    const access = exec(['ServiceAccount', 'bot', 'ci']);
    expect(around(access, { deployers: [{ subject: bot }] })).toEqual([]);
    expect(around(access, { deployers: [{ subject: bot, namespaces: ['shop'] }] })).toEqual([]);
    expect(around(access, { deployers: [{ subject: bot, namespaces: ['other'] }] })).toEqual(['ServiceAccount ci/bot may run commands in them']);
  });

  test('system:masters and nodes, whatever is granted to them', () => {
    expect(around(exec(['Group', 'system:masters'], ['Group', 'system:nodes']))).toEqual([]);
  });

  test('not whoever somebody binds to a role of Kubernetes', () => {
    expect(around([binding('b', 'shop', 'cluster:edit', ['Group', 'dev'])])).toContain('Group dev may run commands in them');
    expect(around([binding('b', 'shop', 'cluster:view', ['Group', 'dev'])])).toEqual([]);
  });
});
