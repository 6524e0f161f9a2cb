import { allows, clusterRole, effectiveRules, policyOf } from './bootstrap-roles';
import { NEWEST_MINOR, SUPPORTED_MINORS } from '../../src/kubernetes';

const minorsWhere = (condition: (minor: number) => boolean): readonly number[] => SUPPORTED_MINORS.filter(condition);
const between = (first: number, last: number): readonly number[] => minorsWhere(minor => minor >= first && minor <= last);

test.each<[role: string, verb: string, group: string, resource: string, first: number, last: number, reason: string]>([
  ['view', 'get', 'resource.k8s.io', 'resourceclaims', 34, 37, 'dynamic resource allocation is on'],
  ['edit', 'create', 'resource.k8s.io', 'resourceclaims', 34, 37, 'dynamic resource allocation is on'],
  ['system:node', 'get', 'resource.k8s.io', 'resourceclaims', 34, 37, 'dynamic resource allocation is on'],
  ['view', 'get', 'events.k8s.io', 'events', 35, 37, 'events were there in the core group alone'],
  ['edit', 'create', 'events.k8s.io', 'events', 35, 37, 'events were there in the core group alone'],
  ['edit', 'create', '', 'events', 27, 37, 'the rule for both groups took the place of the one for the core group'],
  ['system:kubelet-api-admin', 'get', '', 'nodes/pods', 33, 37, 'the kubelet asks for less than nodes/proxy'],
  ['system:monitoring', 'get', '', 'nodes/metrics', 34, 37, 'monitoring reads the metrics of kubelets too'],
  ['system:node', 'get', '', 'serviceaccounts', 34, 37, 'credential providers of the kubelet use service accounts'],
  ['system:node', 'create', 'certificates.k8s.io', 'podcertificaterequests', 37, 37, 'pod certificates are on'],
  ['system:node', 'get', 'certificates.k8s.io', 'clustertrustbundles', 37, 37, 'trust bundles are on'],
  ['system:kube-scheduler', 'create', '', 'endpoints', 27, 27, 'leases alone elect leaders'],
  ['system:kube-controller-manager', 'create', '', 'endpoints', 27, 27, 'leases alone elect leaders'],
  ['system:kube-scheduler', 'create', 'coordination.k8s.io', 'leasecandidates', 31, 37, 'coordinated leader election'],
  ['system:controller:persistent-volume-binder', 'get', '', 'secrets', 27, 31, 'glusterfs, which was in the tree, read them'],
  ['system:controller:expand-controller', 'get', '', 'secrets', 27, 31, 'glusterfs, which was in the tree, read them'],
  ['system:controller:namespace-controller', 'watch', '', 'secrets', 32, 37, 'clients that list by watching need the verb'],
  ['system:controller:node-controller', 'create', 'networking.k8s.io', 'clustercidrs', 27, 29, 'ClusterCIDR was given up'],
])('%s may %s %j %s in 1.%i to 1.%i: %s', (role, verb, group, resource, first, last) => {
  expect(minorsWhere(minor => allows(effectiveRules(minor, role), verb, group, resource))).toEqual(between(first, last));
});

test.each<[role: string, first: number]>([
  ['system:controller:legacy-service-account-token-cleaner', 29],
  ['system:controller:validatingadmissionpolicy-status-controller', 30],
  ['system:controller:selinux-warning-controller', 33],
  ['system:controller:service-cidrs-controller', 33],
  ['system:controller:resource-claim-controller', 34],
  ['system:controller:volumeattributesclass-protection-controller', 34],
  ['system:controller:device-taint-eviction-controller', 36],
  ['system:cluster-trust-bundle-discovery', 37],
  ['system:controller:kube-apiserver-serving-clustertrustbundle-publisher', 37],
  ['system:controller:podcertificaterequestcleaner', 37],
  ['system:controller:storage-version-migrator-controller', 37],
])('%s is there from 1.%i on, by when its feature gate is on by default', (role, first) => {
  expect(minorsWhere(minor => clusterRole(minor, role) !== undefined)).toEqual(between(first, NEWEST_MINOR));
});

test('no other ClusterRole came, and none went', () => {
  const [first, ...later] = SUPPORTED_MINORS.map(minor => policyOf(minor).clusterRoles.map(({ metadata }) => metadata.name));
  for (const names of later) expect(names).toEqual(expect.arrayContaining(first!));
  expect(later.at(-1)!.length - first!.length).toBe(11);
});

test('the rules of a leader for locks in config maps stayed until 1.34, those for leases came in 1.31', () => {
  const locks = (minor: number) => policyOf(minor).roles.find(({ metadata }) => metadata.name === 'system::leader-locking-kube-scheduler')!.rules!;
  expect(minorsWhere(minor => allows(locks(minor), 'watch', '', 'configmaps'))).toEqual(between(27, 34));
  expect(minorsWhere(minor => allows(locks(minor), 'watch', 'coordination.k8s.io', 'leases'))).toEqual(between(31, 37));
});

test('pages of the server about itself are open to monitoring from 1.36 on', () => {
  const urls = (minor: number) => effectiveRules(minor, 'system:monitoring').flatMap(({ nonResourceURLs }) => nonResourceURLs ?? []);
  expect(minorsWhere(minor => urls(minor).includes('/flagz') && urls(minor).includes('/statusz'))).toEqual(between(36, 37));
});

test('the controller manager of a running 1.36 gave the aggregated roles as many rules', () => {
  const distinct = (name: string) => new Set(effectiveRules(36, name).map(rule => JSON.stringify(rule))).size;
  expect(['view', 'edit', 'admin'].map(distinct)).toEqual([12, 27, 29]);
});
