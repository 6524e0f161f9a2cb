import * as kplus from 'cdk8s-plus-27';
import { problemOf, small } from '../support';
import { AccessRole, Acknowledgements, Cluster, ClusterTarget, Guarantee, Guarantees, KubernetesResource, PolicyApp, ReadOnlyRole, Subject, Verb } from 'cdk8s-bulwark';

const { PODS, SECRETS } = KubernetesResource;

function promisesOf({ app }: ReturnType<typeof small>) {
  return app._register().model('prod').promises;
}

test('a ReadOnlyRole promises that its subjects only read; one without subjects promises nothing', () => {
  const made = small();
  new ReadOnlyRole(made.shop, 'reader', { resources: [PODS], subjects: [Subject.user('jane'), Subject.group('dev'), Subject.user('jane')] });
  new ReadOnlyRole(made.shop, 'unbound', { resources: [PODS] });
  expect(promisesOf(made).guarantees).toEqual([{
    construct: 'prod/shop/reader', predicate: { kind: 'reads-only', subjects: [{ kind: 'Group', name: 'dev' }, { kind: 'User', name: 'jane' }] },
  }]);
});

test('a construct of one\'s own states its promise in the same words', () => {
  const made = small();
  const web = new kplus.Deployment(made.shop, 'web', { containers: [{ image: 'x' }], automountServiceAccountToken: true, serviceAccount: new kplus.ServiceAccount(made.shop, 'account') });
  Guarantees.of(web).add(Guarantee.cannot({ subjects: [web], verbs: [Verb.LIST, Verb.GET], resource: SECRETS, namespace: 'shop' }));
  expect(promisesOf(made).guarantees).toEqual([{
    construct: 'prod/shop/web',
    predicate: { kind: 'cannot', subjects: [{ kind: 'ServiceAccount', name: 'account', namespace: 'shop' }], verbs: ['get', 'list'], group: '', resource: 'secrets', namespace: 'shop' },
  }]);
});

test('acknowledgements carry their construct, and sorted ids once', () => {
  const made = small();
  const role = new AccessRole(made.shop, 'ops', { rules: [{ verbs: [Verb.GET], resources: [SECRETS] }] });
  Acknowledgements.of(role).add({ ids: ['access-secrets-write', 'access-secrets-read', 'access-secrets-read'], reason: ' on call ', expires: '2030-02-28' });
  expect(promisesOf(made).acknowledgements).toEqual([
    { construct: 'prod/shop/ops', ids: ['access-secrets-read', 'access-secrets-write'], reason: 'on call', expires: '2030-02-28' },
  ]);
});

test.each([
  [{ ids: [], reason: 'x' }, 'ids'],
  [{ ids: ['access-nothing'], reason: 'x' }, 'ids'],
  [{ ids: ['object-invalid'], reason: 'x' }, 'ids'],
  [{ ids: ['access-pod-exec'], reason: ' ' }, 'reason'],
  [{ ids: ['access-pod-exec'], reason: 'x', expires: '2030-02-30' }, 'expires'],
  [{ ids: ['access-pod-exec'], reason: 'x', expires: 'soon' }, 'expires'],
])('the acknowledgement %j is refused for its %s', (props, field) => {
  const { shop } = small();
  expect(problemOf(() => Acknowledgements.of(shop).add(props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop', field });
});

test('a guarantee about nobody, or of nothing, is an error at synth', () => {
  const made = small();
  Guarantees.of(made.shop).add(Guarantee.readsOnly([]));
  expect(problemOf(() => promisesOf(made))).toMatchObject({ field: 'subjects', construct: 'prod/shop' });
  const other = small();
  Guarantees.of(other.shop).add(Guarantee.cannot({ subjects: [Subject.user('jane')], verbs: [], resource: SECRETS }));
  expect(problemOf(() => promisesOf(other))).toMatchObject({ field: 'verbs', construct: 'prod/shop' });
  expect(problemOf(() => Guarantees.of(other.shop).add('x' as unknown as Guarantee))).toMatchObject({ field: 'guarantee' });
});

test('groups of users are sorted, and an empty list of them is refused', () => {
  const target = ClusterTarget.generic({ kubernetes: '1.34' });
  const app = new PolicyApp({ name: 'groups' });
  new Cluster(app, 'prod', { target, groups: { tom: ['b', 'a', 'b'], jane: ['dev'] } });
  expect(JSON.stringify(app._register().model('prod').promises.groups)).toBe('{"jane":["dev"],"tom":["a","b"]}');
  expect(problemOf(() => new Cluster(app, 'other', { target, groups: { jane: [] } }))).toMatchObject({ id: 'construct-invalid', field: 'groups.jane' });
});
