import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { metadata } from './metadata';
import { selector } from './selector';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = fc.constant(`${GROUP}/v1`);

const some = <T extends Json>(...words: readonly T[]) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });

const resourceRule = fc.record<JsonObject>({
  verbs: some('get', 'list', '*', 'no such verb'),
  apiGroups: some('', 'apps', '*'),
  resources: some('pods', 'pods/log', '*', '*/scale'),
  resourceNames: fc.array(fc.constantFrom('a', ''), { maxLength: 2 }),
}, { requiredKeys: ['verbs', 'apiGroups', 'resources'], noNullPrototype: true });

const urlRule = fc.record<JsonObject>({ verbs: some('get', '*'), nonResourceURLs: some('/healthz', '/metrics/*', '*') }, { noNullPrototype: true });

export const role: fc.Arbitrary<Json> = fc.record<JsonObject>({
  apiVersion: API_VERSION, kind: fc.constant('Role'), metadata: metadata('Namespaced'),
  rules: fc.array(resourceRule, { maxLength: 3 }),
}, { requiredKeys: ['apiVersion', 'kind', 'metadata'], noNullPrototype: true });

export const clusterRole: fc.Arbitrary<Json> = fc.record<JsonObject>({
  apiVersion: API_VERSION, kind: fc.constant('ClusterRole'), metadata: metadata('Cluster'),
  rules: fc.array(fc.oneof(resourceRule, urlRule), { maxLength: 3 }),
  aggregationRule: fc.record<JsonObject>({ clusterRoleSelectors: fc.array(selector, { minLength: 1, maxLength: 2 }) }, { noNullPrototype: true }),
}, { requiredKeys: ['apiVersion', 'kind', 'metadata'], noNullPrototype: true });

const subjectName = fc.constantFrom('jane', 'system:serviceaccount:a:b', 'Any text at all', '*');
const subject: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record<JsonObject>({
    kind: fc.constantFrom('User', 'Group'), name: subjectName, apiGroup: fc.constantFrom(GROUP, ''), namespace: fc.constantFrom('', 'a'),
  }, { requiredKeys: ['kind', 'name'], noNullPrototype: true }),
  fc.record<JsonObject>({
    kind: fc.constant('ServiceAccount'), name: fc.constantFrom('default', 'x.y'), namespace: fc.constantFrom('a', 'Any Text'), apiGroup: fc.constant(''),
  }, { requiredKeys: ['kind', 'name', 'namespace'], noNullPrototype: true }),
);

function binding(kind: string, scope: 'Namespaced' | 'Cluster', roles: readonly string[]): fc.Arbitrary<Json> {
  return fc.record<JsonObject>({
    apiVersion: API_VERSION, kind: fc.constant(kind), metadata: metadata(scope),
    roleRef: fc.record<JsonObject>({ apiGroup: fc.constantFrom(GROUP, ''), kind: fc.constantFrom(...roles), name: fc.constantFrom('view', 'system:x', 'Any Role') },
      { requiredKeys: ['kind', 'name'], noNullPrototype: true }),
    subjects: fc.array(subject, { maxLength: 3 }),
  }, { requiredKeys: ['apiVersion', 'kind', 'metadata', 'roleRef'], noNullPrototype: true });
}

export const roleBinding = binding('RoleBinding', 'Namespaced', ['Role', 'ClusterRole']);
export const clusterRoleBinding = binding('ClusterRoleBinding', 'Cluster', ['ClusterRole']);
