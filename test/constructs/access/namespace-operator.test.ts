import { labelsIn, only, problemOf, small, type Json } from '../support';
import { NamespaceOperator, Subject, type NamespaceOperatorProps } from 'cdk8s-bulwark';

const OPS = [Subject.group('ops')];
const NONE = { restart: false, scale: false, rollBack: false, debug: false };

/** `verb group/resource` of everything that it may do. */
function granted(props: Partial<NamespaceOperatorProps>): string[] {
  const { prod, shop } = small();
  new NamespaceOperator(shop, 'operator', { subjects: OPS, ...props });
  return (only(prod, 'Role').rules as Json[]).flatMap(({ apiGroups, resources, verbs }: Json) => (resources as string[])
    .flatMap(resource => (verbs as string[]).map(verb => `${verb} ${apiGroups[0] as string}/${resource}`))).sort();
}

test('it is one role and one binding', () => {
  const { prod, shop } = small();
  new NamespaceOperator(shop, 'operator', { subjects: OPS });
  expect(labelsIn(prod)).toEqual(['Role shop/operator', 'RoleBinding shop/role-operator']);
  expect(only(prod, 'Role').rules).toEqual([
    { apiGroups: [''], resources: ['events', 'pods'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs: ['get', 'list', 'patch', 'watch'] },
    { apiGroups: ['apps'], resources: ['controllerrevisions', 'replicasets'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments/scale', 'statefulsets/scale'], verbs: ['get', 'patch', 'update'] },
  ]);
});

const PATCHES = ['patch apps/daemonsets', 'patch apps/deployments', 'patch apps/statefulsets'];
test.each<[keyof typeof NONE, string[]]>([
  ['restart', PATCHES],
  ['rollBack', PATCHES],
  ['scale', ['deployments/scale', 'statefulsets/scale'].flatMap(path => ['get', 'patch', 'update'].map(verb => `${verb} apps/${path}`))],
  ['debug', ['create /pods/attach', 'get /pods/attach', 'patch /pods/ephemeralcontainers', 'update /pods/ephemeralcontainers']],
])('%s adds what kubectl asks for, and nothing else', (capability, added) => {
  const other = capability === 'scale' ? 'debug' : 'scale';
  const without = granted({ ...NONE, [other]: true });
  expect(granted({ ...NONE, [other]: true, [capability]: true }).filter(each => !without.includes(each))).toEqual([...added].sort());
});

test('whatever is chosen, it never reads secrets, touches roles, creates or deletes', () => {
  const both = [true, false];
  const choices = both.flatMap(restart => both.flatMap(scale => both.flatMap(rollBack => both.map(debug => ({ restart, scale, rollBack, debug })))));
  for (const props of choices.filter(choice => Object.values(choice).includes(true))) {
    expect(granted(props).filter(each => /secrets|configmaps|rbac|serviceaccounts|exec|^delete|\*|^create (?!\/pods\/attach)/.test(each))).toEqual([]);
  }
});

test('debug is said or not meant', () => {
  expect(granted({})).toEqual(granted({ restart: true, scale: true, rollBack: true, debug: false }));
});

test('in several namespaces it is one ClusterRole', () => {
  const { prod } = small();
  new NamespaceOperator(prod, 'operator', { subjects: OPS, namespaces: ['a', 'b'] });
  expect(labelsIn(prod)).toEqual(['ClusterRole operator', 'RoleBinding a/clusterrole-operator', 'RoleBinding b/clusterrole-operator']);
});

test.each<[string, NamespaceOperatorProps, object]>([
  ['nobody', { subjects: [] }, { field: 'subjects' }],
  ['no properties', undefined as unknown as NamespaceOperatorProps, { field: 'subjects' }],
  ['a text in place of false', { subjects: OPS, debug: 'false' as unknown as boolean }, { field: 'debug', value: '"false"' }],
  ['nothing to do', { subjects: OPS, ...NONE }, { field: 'restart' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => new NamespaceOperator(small().shop, 'operator', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/operator', ...problem });
});
