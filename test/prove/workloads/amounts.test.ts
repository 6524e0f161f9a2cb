import * as fc from 'fast-check';
import { AMOUNT_CASES } from './amount-cases';
import { parseQuantity } from '../../../src/manifests/quantity';
import { amountText } from '../../../src/prove/workloads/amount-text';
import { refusedWorkloads } from '../../../src/prove/workloads/refused';

type Json = Record<string, any>;

const inShop = (apiVersion: string, kind: string, name: string, rest: Json): Json => ({ apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest });
const quota = (hard: Json, more: Json = {}) => inShop('v1', 'ResourceQuota', 'quota', { spec: { hard, ...more } });
const range = (limits: Json[]) => inShop('v1', 'LimitRange', 'defaults', { spec: { limits } });
const deployment = (name: string, memory: string, replicas?: number) => inShop('apps/v1', 'Deployment', name, {
  spec: { ...replicas === undefined ? {} : { replicas }, template: { spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory } } }] } } },
});

function refused(...objects: Json[]) {
  return refusedIn(37, ...objects);
}
function refusedIn(minor: number, ...objects: Json[]) {
  return refusedWorkloads(objects.map(object => ({ object })), minor).map(({ id, object, field, message }) => ({ id, object, field, message }));
}
const fields = (...objects: Json[]) => refused(...objects).map(({ object, field }) => `${object} ${field}`);

test.each(AMOUNT_CASES.map(each => [each.name, each] as const))('a pod: %s', (_, { limits, quota: hard, scopes, spec, minors, fields: expected }) => {
  const objects = [...limits ? [range(limits)] : [], ...hard ? [quota(hard, scopes)] : [], inShop('v1', 'Pod', 'a', { spec })];
  const found = refusedIn(minors?.last ?? 37, ...objects);
  expect(found.map(({ field }) => field)).toEqual(expected);
  expect(found.every(({ id, object }) => id === 'workload-refused' && object === 'Pod shop/a')).toBe(true);
});

describe('the workloads of a namespace together', () => {
  test('take no more than its quota, counted by their replicas', () => {
    expect(fields(quota({ 'limits.memory': '2Gi' }), deployment('a', '512Mi', 2), deployment('b', '1Gi'))).toEqual([]);
    expect(refused(quota({ 'limits.memory': '2Gi' }), deployment('a', '512Mi', 3), deployment('b', '1Gi'))).toEqual([{
      id: 'workload-refused',
      object: 'ResourceQuota shop/quota',
      field: 'spec.hard.limits.memory',
      message: 'is less than the 2560Mi that the namespace takes at once: Deployment shop/a (3 pods), Deployment shop/b (namespace shop)',
    }]);
    expect(fields(quota({ pods: '2' }), deployment('a', '1Mi', 3))).toEqual(['ResourceQuota shop/quota spec.hard.pods']);
  });

  test('count by the least that an autoscaler may choose, and not at all where something else makes them or they run to an end', () => {
    const scaler = (minReplicas?: number) => inShop('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { spec: { minReplicas, scaleTargetRef: { kind: 'Deployment', name: 'a' } } });
    expect(fields(quota({ pods: '2' }), deployment('a', '1Mi', 5), scaler())).toEqual([]);
    expect(fields(quota({ pods: '2' }), deployment('a', '1Mi', 5), scaler(3))).toEqual(['ResourceQuota shop/quota spec.hard.pods']);
    expect(fields(quota({ pods: '2' }), deployment('a', '1Mi', 1), scaler(3))).toEqual(['ResourceQuota shop/quota spec.hard.pods']);
    expect(fields(quota({ pods: '2' }), deployment('a', '1Mi', 0), scaler(3))).toEqual([]);
    const owned = { ...deployment('a', '1Mi', 5), metadata: { name: 'a', namespace: 'shop', ownerReferences: [{ kind: 'X' }] } };
    expect(fields(quota({ pods: '2' }), owned)).toEqual([]);
    const job = inShop('batch/v1', 'Job', 'j', { spec: { parallelism: 9, template: { spec: { containers: [{ name: 'a', image: 'a:1' }] } } } });
    expect(fields(quota({ pods: '2' }), job)).toEqual([]);
  });

  test('take nothing of the quota of another namespace', () => {
    const elsewhere = { ...deployment('a', '5Gi', 5), metadata: { name: 'a', namespace: 'other' } };
    expect(fields(quota({ 'limits.memory': '2Gi' }), elsewhere)).toEqual([]);
  });
});

describe('objects that are no pods', () => {
  const service = (name: string, spec: Json) => inShop('v1', 'Service', name, { spec: { ports: [{ port: 1 }, { port: 2 }], ...spec } });

  test.each<[string, Json, Json, string[]]>([
    ['a load balancer where none is allowed', { 'services.loadbalancers': '0' }, { type: 'LoadBalancer' }, ['Service shop/s spec.type']],
    ['the ports of the nodes that a load balancer has', { 'services.nodeports': '1' }, { type: 'LoadBalancer' }, ['Service shop/s spec.ports']],
    ['none that it is told not to have', { 'services.nodeports': '1' }, { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }, []],
    ['ports of the nodes', { 'services.nodeports': '1' }, { type: 'NodePort' }, ['Service shop/s spec.ports']],
    ['as many as allowed', { 'services.nodeports': '2' }, { type: 'NodePort' }, []],
    ['nothing of a Service inside', { 'services.nodeports': '0', 'services.loadbalancers': '0' }, {}, []],
    ['Services by their count', { services: '0' }, {}, ['Service shop/s kind']],
    ['the same by the general name', { 'count/services': '0' }, {}, ['Service shop/s kind']],
  ])('a quota refuses %s', (_, hard, spec, expected) => {
    expect(fields(quota(hard), service('s', spec))).toEqual(expected);
  });

  test('a quota with scopes counts none of them', () => {
    expect(fields(quota({ services: '0' }, { scopes: ['BestEffort'] }), service('s', {}))).toEqual([]);
  });

  test('several together are refused at the quota', () => {
    expect(fields(quota({ services: '1' }), service('s', {}), service('t', {}))).toEqual(['ResourceQuota shop/quota spec.hard.services']);
    expect(fields(quota({ 'count/deployments.apps': '1' }), deployment('a', '1Mi'), deployment('b', '1Mi'))).toEqual(['ResourceQuota shop/quota spec.hard.count/deployments.apps']);
  });

  test('claims, those of a StatefulSet by its replicas, take storage', () => {
    const claim = (storage: string) => ({ metadata: { name: 'data' }, spec: { resources: { requests: { storage } }, storageClassName: 'fast' } });
    const set = (replicas: number) => inShop('apps/v1', 'StatefulSet', 'db', { spec: { replicas, volumeClaimTemplates: [claim('10Gi')], template: { spec: { containers: [{ name: 'a', image: 'a:1' }] } } } });
    expect(fields(quota({ 'requests.storage': '20Gi' }), set(2))).toEqual([]);
    expect(fields(quota({ 'requests.storage': '20Gi' }), set(3))).toEqual(['ResourceQuota shop/quota spec.hard.requests.storage']);
    expect(fields(quota({ 'fast.storageclass.storage.k8s.io/requests.storage': '5Gi' }), set(1))).toEqual(['StatefulSet shop/db spec.volumeClaimTemplates[0].spec.resources.requests.storage']);
    const own = inShop('v1', 'PersistentVolumeClaim', 'c', claim('10Gi'));
    expect(fields(quota({ 'requests.storage': '5Gi' }), { ...own, metadata: { name: 'c', namespace: 'shop' } })).toEqual(['PersistentVolumeClaim shop/c spec.resources.requests.storage']);
    expect(fields(quota({ persistentvolumeclaims: '1' }), { ...own, metadata: { name: 'c', namespace: 'shop' } })).toEqual([]);
    const limits = range([{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '5Gi' } }]);
    expect(fields(limits, { ...own, metadata: { name: 'c', namespace: 'shop' } })).toEqual(['PersistentVolumeClaim shop/c spec.resources.requests.storage']);
    expect(fields(limits, set(1))).toEqual(['StatefulSet shop/db spec.volumeClaimTemplates[0].spec.resources.requests.storage']);
  });
});

test('more replicas never make room: whatever is refused stays refused', () => {
  const upTo = (max: number) => fc.integer({ min: 1, max });
  fc.assert(fc.property(fc.nat(20), fc.nat(20), upTo(4096), upTo(8192), (few, more, memory, hard) => {
    const isRefused = (replicas: number) => fields(quota({ 'limits.memory': `${hard}Mi` }), deployment('a', `${memory}Mi`, replicas)).length > 0;
    expect(isRefused(few + more) || !isRefused(few)).toBe(true);
    expect(isRefused(few)).toBe(memory > hard || few * memory > hard);
  }));
});

test('an amount is written so that it reads as the same', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.constantFrom('memory', 'cpu', 'requests.storage'), (amount, resource) => {
    expect(parseQuantity(amountText(amount, resource))).toBe(amount);
  }));
});
