import { authorize } from '../../../src/decide/access';
import { policyOf } from '../../../src/decide/access/build';
import { requestsOf, type HttpRequest } from '../../../src/decide/access/request';
import { userWithImpliedGroups } from '../../../src/decide/access/users';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { modelsIn, small, type Small } from '../support';
import {
  AccessBinding, AggregatedRole, Deployer, ExistingRole, KubernetesResource as R, NamespaceOperator, ReadOnlyRole, Subject,
  type NamespaceOperatorProps,
} from 'cdk8s-bulwark';

/** Whether jane may send all of these requests, by what a program writes and the default roles of the minor. */
function allows(make: (world: Small) => unknown, requests: readonly HttpRequest[], minor = 36): boolean {
  const world = small(`1.${minor}`);
  make(world);
  const policy = policyOf(modelsIn(world.prod), { defaultsOf: minor });
  const user = userWithImpliedGroups('jane');
  return requests.flatMap(request => requestsOf(request, minor)).every(attributes => authorize(policy, { ...attributes, user }).decision === 'allow');
}

const JANE = [Subject.user('jane')];
const CORE = '/api/v1/namespaces/shop';
const APPS = '/apis/apps/v1/namespaces/shop';
const get = (url: string): HttpRequest => ({ method: 'GET', url });
const patch = (url: string): HttpRequest => ({ method: 'PATCH', url });

/** What kubectl sends (staging/src/k8s.io/kubectl, pkg/cmd and pkg/polymorphichelpers). */
const KUBECTL: Readonly<Record<string, readonly HttpRequest[]>> = {
  'rollout restart deployment/web': [get(`${APPS}/deployments/web`), patch(`${APPS}/deployments/web?fieldManager=kubectl-rollout`)],
  'rollout restart daemonset/web': [get(`${APPS}/daemonsets/web`), patch(`${APPS}/daemonsets/web`)],
  'rollout status deployment/web': [get(`${APPS}/deployments?fieldSelector=metadata.name%3Dweb`), get(`${APPS}/deployments?fieldSelector=metadata.name%3Dweb&watch=true`)],
  'scale deployment/web --replicas=3': [get(`${APPS}/deployments/web`), patch(`${APPS}/deployments/web/scale`)],
  'scale statefulset/db --current-replicas=2 --replicas=3': [
    get(`${APPS}/statefulsets/db`), get(`${APPS}/statefulsets/db/scale`), { method: 'PUT', url: `${APPS}/statefulsets/db/scale` },
  ],
  'rollout history deployment/web': [get(`${APPS}/deployments/web`), get(`${APPS}/replicasets?labelSelector=app%3Dweb`)],
  'rollout undo deployment/web': [get(`${APPS}/deployments/web`), get(`${APPS}/replicasets?labelSelector=app%3Dweb`), patch(`${APPS}/deployments/web`)],
  'rollout undo statefulset/db': [get(`${APPS}/statefulsets/db`), get(`${APPS}/controllerrevisions?labelSelector=app%3Ddb`), patch(`${APPS}/statefulsets/db`)],
  'debug -it web-1 --image=busybox (WebSocket)': [
    get(`${CORE}/pods/web-1`), patch(`${CORE}/pods/web-1/ephemeralcontainers`), get(`${CORE}/pods?fieldSelector=metadata.name%3Dweb-1&watch=true`),
    { method: 'GET', url: `${CORE}/pods/web-1/attach?container=debugger`, upgrade: true },
  ],
  'debug -it web-1 --image=busybox (SPDY)': [
    get(`${CORE}/pods/web-1`), patch(`${CORE}/pods/web-1/ephemeralcontainers`), get(`${CORE}/pods?fieldSelector=metadata.name%3Dweb-1&watch=true`),
    { method: 'POST', url: `${CORE}/pods/web-1/attach?container=debugger` },
  ],
  'logs web-1': [get(`${CORE}/pods/web-1`), get(`${CORE}/pods/web-1/log`)],
};

function operates(props: Partial<NamespaceOperatorProps>) {
  return ({ shop }: Small) => new NamespaceOperator(shop, 'operator', { subjects: JANE, ...props });
}

const NONE = { restart: false, scale: false, rollBack: false, debug: false };

describe.each(SUPPORTED_MINORS)('on 1.%d', minor => {
  test.each(Object.entries(KUBECTL))('an operator with every capability may `kubectl %s`', (_, requests) => {
    expect(allows(operates({ debug: true }), requests, minor)).toBe(true);
  });
});

test.each<[keyof typeof NONE, RegExp]>([['scale', /^scale|^rollout (status|history)|^logs/], ['debug', /^debug|^rollout (status|history)|^logs/], ['restart', /^rollout|^logs/]])(
  'an operator who may only %s can do that, and of the rest only look', (capability, can) => {
    for (const [command, requests] of Object.entries(KUBECTL)) {
      expect([command, allows(operates({ ...NONE, [capability]: true }), requests)]).toEqual([command, can.test(command)]);
    }
  });

test.each<[string, HttpRequest]>([
  ['read a secret', get(`${CORE}/secrets/db`)], ['list secrets', get(`${CORE}/secrets`)], ['read a config map', get(`${CORE}/configmaps/x`)],
  ['get a token', { method: 'POST', url: `${CORE}/serviceaccounts/web/token` }],
  ['make a role', { method: 'POST', url: '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles' }],
  ['change a binding', patch('/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings/x')],
  ['make a pod', { method: 'POST', url: `${CORE}/pods` }], ['remove a pod', { method: 'DELETE', url: `${CORE}/pods/web-1` }],
  ['make a deployment', { method: 'POST', url: `${APPS}/deployments` }], ['remove one', { method: 'DELETE', url: `${APPS}/deployments/web` }],
  ['run a command', { method: 'POST', url: `${CORE}/pods/web-1/exec?command=sh` }],
  ['operate elsewhere', patch('/apis/apps/v1/namespaces/bank/deployments/web')],
])('no operator may %s', (_, request) => {
  expect(allows(operates({ debug: true }), [request])).toBe(false);
});

describe('a deployer', () => {
  const deploys = (prune: boolean) => ({ shop }: Small) => new Deployer(shop, 'ci', { resources: [R.DEPLOYMENTS, R.CONFIG_MAPS], subjects: JANE, prune });
  const apply = (url: string, creates: boolean): HttpRequest => ({ method: 'PATCH', url: `${url}?fieldManager=ci`, creates });

  test.each<[string, HttpRequest, boolean, boolean]>([
    ['apply what is new', apply(`${APPS}/deployments/web`, true), true, true],
    ['apply what is there', apply(`${CORE}/configmaps/flags`, false), true, true],
    ['make it by POST', { method: 'POST', url: `${CORE}/configmaps` }, true, true],
    ['replace it', { method: 'PUT', url: `${APPS}/deployments/web`, creates: true }, true, true],
    ['list and follow it', get(`${APPS}/deployments?watch=1`), true, true],
    ['remove it', { method: 'DELETE', url: `${APPS}/deployments/web` }, true, false],
    ['remove all at once', { method: 'DELETE', url: `${APPS}/deployments` }, false, false],
    ['apply another kind', apply(`${APPS}/daemonsets/web`, true), false, false],
    ['set the status', patch(`${APPS}/deployments/web/status`), false, false],
  ])('may %s', (_, request, pruning, keeping) => {
    expect([allows(deploys(true), [request]), allows(deploys(false), [request])]).toEqual([pruning, keeping]);
  });
});

test('an aggregated role grants what names it, whoever it is bound to and wherever', () => {
  const world = (bound: boolean) => ({ prod }: Small) => {
    const all = new AggregatedRole(prod, 'all', bound ? { subjects: JANE, clusterWide: true } : {});
    new ReadOnlyRole(prod, 'part', { resources: [R.NODES_METRICS], aggregateTo: [all] });
  };
  const metrics = get('/api/v1/nodes/worker/metrics');
  expect([allows(world(true), [metrics]), allows(world(false), [metrics])]).toEqual([true, false]);
});

test('what aggregates to view is seen by all who have view, edit or admin', () => {
  const certificates = R.custom({ group: 'cert-manager.io', resource: 'certificates', namespaced: true });
  const request = get('/apis/cert-manager.io/v1/namespaces/shop/certificates');
  for (const role of [ExistingRole.VIEW, ExistingRole.EDIT, ExistingRole.ADMIN]) {
    const bound = (aggregated: boolean) => ({ prod, shop }: Small) => {
      new AccessBinding(shop, 'team', { role, subjects: JANE });
      new ReadOnlyRole(prod, 'see', { resources: [certificates], ...(aggregated ? { aggregateTo: [ExistingRole.VIEW] } : { clusterWide: true }) });
    };
    expect([allows(bound(true), [request]), allows(bound(false), [request])]).toEqual([true, false]);
  }
});

test('a role in several namespaces grants in each of them, and nowhere else', () => {
  const reads = ({ prod }: Small) => new ReadOnlyRole(prod, 'viewer', { resources: [R.PODS, R.NAMESPACES], subjects: JANE, namespaces: ['shop', 'bank'] });
  const asked = (namespace: string) => [get(`/api/v1/namespaces/${namespace}/pods`), get(`/api/v1/namespaces/${namespace}`)];
  expect(['shop', 'bank', 'other'].map(namespace => allows(reads, asked(namespace)))).toEqual([true, true, false]);
  expect(allows(reads, [get('/api/v1/pods')])).toBe(false);
});
