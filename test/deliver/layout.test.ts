import * as fc from 'fast-check';
import { idsOf, modelOf, objectOf, problemsOf } from './support';
import { INDEX_FILE, isSafePath, parseClusterIndex, sha256 } from '../../src/deliver/cluster-index';
import { layOut, objectPath } from '../../src/deliver/layout';
import type { ObjectModel } from '../../src/deliver/model';

function pathOf(apiVersion: string, kind: string, name: string, namespace?: string): string {
  return objectPath(objectOf(apiVersion, kind, name, namespace).object);
}

describe('the path of an object', () => {
  test.each([
    ['v1', 'Namespace', 'shop', undefined, 'policies/_cluster/namespace-shop'],
    ['v1', 'ServiceAccount', 'web', 'shop', 'policies/shop/serviceaccount-web'],
    ['v1', 'ResourceQuota', 'q', 'shop', 'policies/shop/resourcequota-q'],
    ['v1', 'LimitRange', 'l', 'shop', 'policies/shop/limitrange-l'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'r', 'shop', 'policies/shop/role-r'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:node:x', undefined, 'policies/_cluster/clusterrole-system%3Anode%3Ax'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'shop', 'policies/shop/networkpolicy-deny'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'p', undefined, 'policies/_cluster/validatingadmissionpolicy-p'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x.y.io', undefined, 'policies/_cluster/customresourcedefinition-x.y.io'],
    ['scheduling.k8s.io/v1', 'PriorityClass', 'high', undefined, 'policies/_cluster/priorityclass-high'],
    ['policy/v1', 'PodDisruptionBudget', 'b', 'shop', 'workloads/shop/poddisruptionbudget-b'],
    ['cilium.io/v2', 'CiliumNetworkPolicy', 'c', 'shop', 'policies/shop/ciliumnetworkpolicy.cilium.io-c'],
    ['v1', 'ConfigMap', 'c', 'shop', 'workloads/shop/configmap-c'],
    ['v1', 'PersistentVolume', 'v', undefined, 'workloads/_cluster/persistentvolume-v'],
    ['apps/v1', 'Deployment', 'web', 'shop', 'workloads/shop/deployment-web'],
    ['networking.k8s.io/v1', 'Ingress', 'i', 'shop', 'workloads/shop/ingress-i'],
    ['cert-manager.io/v1', 'Certificate', 'tls', 'shop', 'workloads/shop/certificate.cert-manager.io-tls'],
  ])('%s %s %s in %s is %s', (apiVersion, kind, name, namespace, path) => {
    expect(pathOf(apiVersion, kind, name, namespace)).toBe(`manifests/${path}.yaml`);
  });

  test('holds no namespace for a kind that has none, whatever the object says', () => {
    expect(pathOf('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', 'shop')).toBe('manifests/policies/_cluster/clusterrole-r.yaml');
  });

  test('tells kinds of one name in two groups apart', () => {
    expect(pathOf('networking.istio.io/v1', 'Gateway', 'g', 'shop'))
      .not.toBe(pathOf('gateway.networking.k8s.io/v1', 'Gateway', 'g', 'shop'));
  });

  test('stays inside the output, and short, for any kind, name and namespace', () => {
    const any = fc.oneof(fc.constantFrom('..', '../../x', '/x', 'C:\\x', '', '.git', 'x'.repeat(400)), fc.string({ unit: 'binary' }));
    fc.assert(fc.property(any, any, any, any, (group, kind, name, namespace) => {
      const path = pathOf(`${group}/v1`, kind, name, namespace);
      expect(isSafePath(path)).toBe(true);
      expect(path.split('/').length).toBe(4);
      expect(Math.max(...path.split('/').map(segment => segment.length))).toBeLessThanOrEqual(200);
    }), { numRuns: 1000 });
  });
});

describe('a cluster\'s tree', () => {
  const objects: readonly ObjectModel[] = ['a', 'b', 'c', 'system:d', 'E'].flatMap(name => [
    objectOf('v1', 'ConfigMap', name, 'shop'), objectOf('v1', 'ConfigMap', name, 'shop-2'), objectOf('v1', 'Namespace', name),
    objectOf('rbac.authorization.k8s.io/v1', 'ClusterRole', name), objectOf('example.com/v1', 'ConfigMap', name, 'shop'),
  ]);

  test('has the same bytes in the same order, whatever the order of declaration', () => {
    const expected = [...layOut(modelOf({ objects }))];
    fc.assert(fc.property(fc.shuffledSubarray([...objects], { minLength: objects.length }), shuffled => {
      expect([...layOut(modelOf({ objects: shuffled }))]).toEqual(expected);
    }), { numRuns: 50 });
  });

  test('has the same bytes whatever the order of keys in an object', () => {
    const reversed = objects.map(({ object, construct }) => ({ construct, object: Object.fromEntries(Object.entries(object).reverse()) }));
    expect([...layOut(modelOf({ objects: reversed }))]).toEqual([...layOut(modelOf({ objects }))]);
  });

  test('holds an index that reads back as every other file and its digest', () => {
    const tree = new Map(layOut(modelOf({ objects })));
    const { files } = parseClusterIndex(tree.get(INDEX_FILE)!, 'index');
    tree.delete(INDEX_FILE);
    expect(files).toEqual(new Map([...tree].map(([path, text]) => [path, sha256(text)])));
    expect(tree.size).toBe(objects.length);
  });

  test('has an index of one row a file', () => {
    const digest = sha256('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\n');
    expect(layOut(modelOf({ objects: [objectOf('v1', 'ConfigMap', 'a', 'shop')] })).get(INDEX_FILE)).toBe(`{
  "version": 1,
  "app": "shop",
  "cluster": "prod",
  "target": {
    "distribution": "generic",
    "kubernetes": "1.34"
  },
  "guarantees": [],
  "acknowledgements": [],
  "files": {
    "manifests/workloads/shop/configmap-a.yaml": {"sha256":"${digest}","construct":"prod/ConfigMap-shop-a"}
  }
}
`);
  });

  test('reads back for names that JSON objects treat in a way of their own', () => {
    const odd = ['__proto__', 'constructor', 'toString', '1'].map(name => objectOf('v1', 'ConfigMap', name, '__proto__'));
    const { files } = parseClusterIndex(layOut(modelOf({ objects: odd })).get(INDEX_FILE)!, 'index');
    expect([...files.keys()]).toContain('manifests/workloads/__proto__/configmap-__proto__.yaml');
    expect(files.size).toBe(4);
  });
});

describe('a collision is an error', () => {
  test('of two objects on one path, naming both constructs', () => {
    const [problem, ...others] = problemsOf(() => layOut(modelOf({
      objects: [objectOf('v1', 'ConfigMap', 'a', 'shop'), { ...objectOf('v1', 'ConfigMap', 'a', 'shop'), construct: 'prod/other' }],
    })));
    expect(problem).toMatchObject({ id: 'path-collision', construct: 'prod/other' });
    expect(problem?.message).toContain('prod/ConfigMap-shop-a');
    expect(others).toEqual([]);
  });

  test('of two versions of one object', () => {
    const objects = ['autoscaling/v1', 'autoscaling/v2'].map(version => objectOf(version, 'HorizontalPodAutoscaler', 'a', 'shop'));
    expect(idsOf(() => layOut(modelOf({ objects })))).toEqual(['path-collision']);
  });

  test('of names that differ in case alone, every pair of them at once', () => {
    const role = (name: string) => objectOf('rbac.authorization.k8s.io/v1', 'ClusterRole', name);
    const objects = ['admin', 'Admin', 'view', 'View', 'edit'].map(role);
    expect(idsOf(() => layOut(modelOf({ objects })))).toEqual(['path-collision', 'path-collision']);
  });

  test('of two host files on one path, or where one needs the other to be a folder', () => {
    const withFiles = (...paths: string[]) => modelOf({ files: paths });
    expect(idsOf(() => layOut(withFiles('/etc/audit', '/etc/audit')))).toEqual(['path-collision']);
    expect(idsOf(() => layOut(withFiles('/etc/audit', '/etc/AUDIT')))).toEqual(['path-collision']);
    expect(idsOf(() => layOut(withFiles('/etc/audit', '/etc/audit/policy.yaml')))).toEqual(['path-collision']);
    expect(idsOf(() => layOut(withFiles('/etc/audit', '/ETC/Audit/policy.yaml')))).toEqual(['path-collision']);
    expect([...layOut(withFiles('/etc/audit', '/etc/audit2/policy.yaml')).keys()]).toHaveLength(4);
  });
});

test('a host file cannot climb out of the output, and its index reads back', () => {
  const files = ['/../../../etc/passwd', '/a:b', '/x/..', '/a\\..\\b'];
  const tree = layOut(modelOf({ files }));
  expect([...tree.keys()].filter(path => path !== INDEX_FILE && !isSafePath(path))).toEqual([]);
  expect(parseClusterIndex(tree.get(INDEX_FILE)!, 'index').files.size).toBe(files.length + 1);
});
