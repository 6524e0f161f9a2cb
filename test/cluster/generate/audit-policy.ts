import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { metadata } from './metadata';

const words = (...list: readonly string[]) => fc.array(fc.constantFrom(...list), { maxLength: 2 });
const stages = words('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic');

const group = fc.record<JsonObject>({
  group: fc.constantFrom('', 'apps', '*', 'rbac.authorization.k8s.io'),
  resources: fc.array(fc.constantFrom('pods', 'pods/log', '*', '*/status'), { minLength: 1, maxLength: 2 }),
  resourceNames: words('a', ''),
}, { requiredKeys: ['resources'], noNullPrototype: true });

const common = {
  level: fc.constantFrom('None', 'Metadata', 'Request', 'RequestResponse'),
  users: words('jane', 'system:kube-proxy'), userGroups: words('system:nodes'), verbs: words('get', 'watch', '*'),
  omitStages: stages, omitManagedFields: fc.boolean(),
};

const rule: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record<JsonObject>({ ...common, resources: fc.array(group, { maxLength: 2 }), namespaces: words('', 'kube-system') },
    { requiredKeys: ['level'], noNullPrototype: true }),
  fc.record<JsonObject>({ ...common, nonResourceURLs: words('/healthz*', '*', '/version') }, { requiredKeys: ['level'], noNullPrototype: true }),
);

export const auditPolicy: fc.Arbitrary<Json> = fc.record<JsonObject>({
  apiVersion: fc.constant('audit.k8s.io/v1'), kind: fc.constant('Policy'), metadata: metadata('Cluster'),
  omitStages: stages, omitManagedFields: fc.boolean(),
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
}, { requiredKeys: ['apiVersion', 'kind', 'rules'], noNullPrototype: true });
