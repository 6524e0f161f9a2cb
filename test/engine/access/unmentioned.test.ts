import { accessOf } from '../../../src/engine/access';
import { account, group, roleBinding, user } from '../../decide/access/support';

const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const deployment = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'payments' }, spec: { template: { spec: { serviceAccountName: 'web-sa' } } },
};
const OBJECTS = [
  namespace('payments'), deployment, roleBinding('bank', 'b', 'ClusterRole/view', account('ci', 'tools'), group('platform'), user('jane')),
  roleBinding('bank', 'all', 'ClusterRole/view', group('system:serviceaccounts:fleet')),
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'payments', annotations: { 'kubernetes.io/service-account.name': 'robot' } } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'payments' }, data: { target: 'elsewhere', group: 'auditors' } },
];

interface Named {
  readonly namespace?: string;
  readonly user?: string;
  readonly groups?: string[];
}

function told(named: Named, objects: ReadonlyArray<Record<string, unknown>> = OBJECTS, bootstrap = true): string[] {
  const access = accessOf({ minor: 34, objects: objects.map(object => ({ object })) }, { bootstrap });
  return access.unmentioned(named).map(each => each.replace('nothing among the manifests mentions ', ''));
}

test.each<[law: string, named: Named, expected: string[]]>([
  ['a namespace that is misspelt', { namespace: 'paymnets' }, ['the namespace paymnets; did you mean payments?']],
  ['a namespace that is nowhere', { namespace: 'warehouse' }, ['the namespace warehouse']],
  ['a namespace that is an object', { namespace: 'payments' }, []],
  ['a namespace that objects live in', { namespace: 'bank' }, []],
  ['the namespace of a service account that is bound', { namespace: 'tools' }, []],
  ['a namespace that some text names', { namespace: 'elsewhere' }, []],
  ['a namespace that every cluster has', { namespace: 'kube-system' }, []],
  ['a namespace whose service accounts are bound as a group', { namespace: 'fleet' }, []],
  ['a service account that a token is made for', { user: 'system:serviceaccount:payments:robot' }, []],
  ['no namespace', { namespace: '' }, []],
  ['a service account that is misspelt', { user: 'system:serviceaccount:payments:web-as' }, ['the service account payments/web-as; did you mean payments/web-sa?']],
  ['a service account of pods', { user: 'system:serviceaccount:payments:web-sa' }, []],
  ['a service account that is bound', { user: 'system:serviceaccount:tools:ci' }, []],
  ['the service account default', { user: 'system:serviceaccount:payments:default' }, []],
  ['a service account of a namespace that is nowhere, once', { namespace: 'paymnets', user: 'system:serviceaccount:paymnets:web' }, ['the namespace paymnets; did you mean payments?']],
  ['a service account of a namespace of which none is mentioned', { user: 'system:serviceaccount:bank:x' }, []],
  ['a service account of the control plane, and others beside it', { user: 'system:serviceaccount:kube-system:coredns' }, []],
  ['any user', { user: 'jnae' }, []],
  ['a group that is misspelt', { groups: ['platfrom'] }, ['the group platfrom; did you mean platform?']],
  ['a group of Kubernetes that is misspelt', { groups: ['system:master'] }, ['the group system:master; did you mean system:masters?']],
  ['a group that may be anybody\'s', { groups: ['everybody-else', 'platform', 'system:authenticated'] }, []],
  ['a group that some text names', { groups: ['auditors'] }, []],
  ['the group of the service accounts of a namespace that is nowhere', { groups: ['system:serviceaccounts:paymnets'] }, ['the namespace paymnets; did you mean payments?']],
])('%s', (_, named, expected) => {
  expect(told(named)).toEqual(expected);
});

test('manifests that name no namespace and no service account say nothing of others', () => {
  const bare = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } };
  for (const bootstrap of [true, false]) {
    expect(told({ namespace: 'shop', user: 'system:serviceaccount:shop:ci', groups: ['ops'] }, [bare], bootstrap)).toEqual([]);
  }
});
