import { AccessIndex } from '../../src/decide/access/access-index';
import { policyOf, type PolicyObject } from '../../src/decide/access/build';
import { deployerRights } from '../../src/decide/access/deployer-rights';
import { mayWriteBinding, mayWriteRole } from '../../src/decide/access/escalation';
import { findByKind } from '../../src/kubernetes';
import { readManifests } from '../../src/manifests/files';
import { groupOf, metadataOf } from '../../src/manifests/identity';
import type { PolicyRule, RoleRef } from '../../src/manifests/model';

const RBAC = 'rbac.authorization.k8s.io';
const USER = { name: 'deployer', groups: ['system:authenticated'] };

function rightsOf(objects: readonly PolicyObject[], prune = true) {
  return deployerRights(objects, { policy: policyOf(objects, { defaultsOf: 36 }), prune });
}

/** The objects that give the deployer these rules, and nothing else. */
function granted(rules: ReadonlyMap<string, readonly PolicyRule[]>): PolicyObject[] {
  return [...rules].flatMap(([namespace, own]) => {
    const [kind, metadata] = namespace === '' ? ['ClusterRole', { name: 'deployer' }] : ['Role', { name: 'deployer', namespace }];
    return [
      { object: { apiVersion: `${RBAC}/v1`, kind, metadata, rules: own } },
      { object: { apiVersion: `${RBAC}/v1`, kind: `${kind}Binding`, metadata, roleRef: { apiGroup: RBAC, kind, name: 'deployer' }, subjects: [{ kind: 'User', name: USER.name }] } },
    ];
  });
}

/** What the API server would refuse of a deployer with these rules who applies all of the objects. */
function refused(objects: readonly PolicyObject[], rules: ReadonlyMap<string, readonly PolicyRule[]>, prune = true): string[] {
  const policy = policyOf([...objects, ...granted(rules)], { defaultsOf: 36 });
  const index = new AccessIndex(policy);
  return objects.flatMap(({ object }) => {
    const { name = '', namespace = '' } = metadataOf(object);
    const { group, plural, namespaced } = findByKind(groupOf(object), String(object.kind))!;
    const place = namespaced ? namespace : '';
    const own = group === '' && plural === 'namespaces' ? name : place;
    const request = { resourceRequest: true, apiGroup: group, resource: plural, subresource: '', path: '', namespace: own, user: USER };
    const asked = [['get', name], ['list', ''], ['watch', ''], ['create', name], ['patch', name], ...prune ? [['delete', name]] : []] as Array<[string, string]>;
    const failing = asked.filter(([verb, which]) => !index.allows({ ...request, verb, name: which, namespace: which === '' ? place : request.namespace }))
      .map(([verb]) => `${verb} ${plural} ${place}/${name}`);
    const kind = object.kind as string;
    const escalation = group !== RBAC ? undefined
      : kind.endsWith('Binding') ? mayWriteBinding(policy, USER, { namespace: place, roleRef: object.roleRef as RoleRef })
        : mayWriteRole(policy, USER, { kind: kind as 'Role', namespace: place, name: '', rules: (object.rules ?? []) as PolicyRule[] });
    return [...failing, ...escalation && !escalation.allowed ? [`escalation ${kind} ${place}/${name}`] : []];
  });
}

function shop(): PolicyObject[] {
  return readManifests('dist/manifests/shop/prod/manifests').manifests.map(({ object, source }) => ({ object, source }));
}

const view: PolicyObject = {
  object: {
    apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name: 'v', namespace: 'cart' }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' }, subjects: [],
  },
};

test('with these rights nothing of an output is refused', () => {
  const objects = [...shop(), view];
  const { rules, beyond } = rightsOf(objects);
  expect(beyond).toEqual([]);
  expect(refused(objects, rules)).toEqual([]);
  expect(refused(objects, new Map())).not.toEqual([]);
});

test('without any verb, resource or name of them something is', () => {
  const objects = [...shop(), view];
  const { rules } = rightsOf(objects);
  let tried = 0;
  for (const [place, own] of rules) {
    own.forEach((rule, at) => {
      for (const field of ['verbs', 'resources', 'apiGroups', 'resourceNames'] as const) {
        for (const value of rule[field] ?? []) {
          const less = { ...rule, [field]: rule[field]!.filter(each => each !== value) };
          // A rule whose last name goes would hold for every name.
          const rest = own.map((each, index) => index === at ? less : each)
            .filter(each => each.verbs.length > 0 && (each.resourceNames?.length ?? 1) > 0);
          expect(refused(objects, new Map([...rules, [place, rest]]))).not.toEqual([]);
          tried += 1;
        }
      }
    });
  }
  expect(tried).toBeGreaterThan(50);
});

test('a role of Kubernetes is bound by its name, and one among the objects by holding what it gives', () => {
  const { rules } = rightsOf([view]);
  expect(rules.get('cart')).toEqual([
    { apiGroups: [RBAC], resources: ['clusterroles'], resourceNames: ['view'], verbs: ['bind'] },
    { apiGroups: [RBAC], resources: ['rolebindings'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'] },
  ].sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
});

test('nobody short of a master may write an aggregated role, and what has no known resource is told', () => {
  const object = (apiVersion: string, kind: string, rest = {}) => ({ object: { apiVersion, kind, metadata: { name: 'x' }, ...rest } });
  expect(rightsOf([object(`${RBAC}/v1`, 'ClusterRole', { aggregationRule: { clusterRoleSelectors: [{}] } })]).beyond).toMatchObject([{ object: 'ClusterRole x' }]);
  expect(rightsOf([object('example.io/v1', 'Widget')]).beyond).toMatchObject([{ object: 'Widget x' }]);
  const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { spec: { group: 'example.io', scope: 'Cluster', names: { kind: 'Widget', plural: 'widgets' } } });
  const { rules, beyond } = rightsOf([definition, object('example.io/v1', 'Widget')], false);
  expect(beyond).toEqual([]);
  expect(rules.get('')).toContainEqual({ apiGroups: ['example.io'], resources: ['widgets'], verbs: ['create', 'get', 'list', 'patch', 'watch'] });
});

test('the order of the objects makes no difference', () => {
  expect([...rightsOf([...shop(), view].reverse()).rules]).toEqual([...rightsOf([...shop(), view]).rules]);
});
