import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { metadata } from './metadata';
import { object } from './object';
import { selector } from './selector';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = fc.constant(`${GROUP}/v1`);

const some = <T extends Json>(...words: readonly T[]) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });

const resourceRule = object({
  verbs: some('get', 'list', '*', 'no such verb'),
  apiGroups: some('', 'apps', '*'),
  resources: some('pods', 'pods/log', '*', '*/scale'),
  resourceNames: fc.array(fc.constantFrom('a', ''), { maxLength: 2 }),
}, ['verbs', 'apiGroups', 'resources']);

const urlRule = object({ verbs: some('get', '*'), nonResourceURLs: some('/healthz', '/metrics/*', '*') });

export const role: fc.Arbitrary<Json> = object({
  apiVersion: API_VERSION,
  kind: fc.constant('Role'),
  metadata: metadata('Namespaced'),
  rules: fc.array(resourceRule, { maxLength: 3 }),
}, ['apiVersion', 'kind', 'metadata']);

export const clusterRole: fc.Arbitrary<Json> = object({
  apiVersion: API_VERSION,
  kind: fc.constant('ClusterRole'),
  metadata: metadata('Cluster'),
  rules: fc.array(fc.oneof(resourceRule, urlRule), { maxLength: 3 }),
  aggregationRule: object({ clusterRoleSelectors: fc.array(selector, { minLength: 1, maxLength: 2 }) }),
}, ['apiVersion', 'kind', 'metadata']);

const subjectName = fc.constantFrom('jane', 'system:serviceaccount:a:b', 'Any text at all', '*');
const subject: fc.Arbitrary<JsonObject> = fc.oneof(
  object({
    kind: fc.constantFrom('User', 'Group'), name: subjectName, apiGroup: fc.constantFrom(GROUP, ''), namespace: fc.constantFrom('', 'a'),
  }, ['kind', 'name']),
  object({
    kind: fc.constant('ServiceAccount'),
    name: fc.constantFrom('default', 'x.y'),
    namespace: fc.constantFrom('a', 'Any Text'),
    apiGroup: fc.constant(''),
  }, ['kind', 'name', 'namespace']),
);

function binding(kind: string, scope: 'Namespaced' | 'Cluster', roles: readonly string[]): fc.Arbitrary<Json> {
  return object({
    apiVersion: API_VERSION,
    kind: fc.constant(kind),
    metadata: metadata(scope),
    roleRef: object({
      apiGroup: fc.constantFrom(GROUP, ''),
      kind: fc.constantFrom(...roles),
      name: fc.constantFrom('view', 'system:x', 'Any Role'),
    }, ['kind', 'name']),
    subjects: fc.array(subject, { maxLength: 3 }),
  }, ['apiVersion', 'kind', 'metadata', 'roleRef']);
}

export const roleBinding = binding('RoleBinding', 'Namespaced', ['Role', 'ClusterRole']);
export const clusterRoleBinding = binding('ClusterRoleBinding', 'Cluster', ['ClusterRole']);
