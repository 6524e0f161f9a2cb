import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { metadata } from './metadata';
import { object } from './object';

const words = (...list: readonly string[]) => fc.array(fc.constantFrom(...list), { maxLength: 2 });
const stages = words('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic');

const group = object({
  group: fc.constantFrom('', 'apps', '*', 'rbac.authorization.k8s.io'),
  resources: fc.array(fc.constantFrom('pods', 'pods/log', '*', '*/status'), { minLength: 1, maxLength: 2 }),
  resourceNames: words('a', ''),
}, ['resources']);

const common = {
  level: fc.constantFrom('None', 'Metadata', 'Request', 'RequestResponse'),
  users: words('jane', 'system:kube-proxy'),
  userGroups: words('system:nodes'),
  verbs: words('get', 'watch', '*'),
  omitStages: stages,
  omitManagedFields: fc.boolean(),
};

const rule: fc.Arbitrary<JsonObject> = fc.oneof(
  object({ ...common, resources: fc.array(group, { maxLength: 2 }), namespaces: words('', 'kube-system') },
    ['level']),
  object({ ...common, nonResourceURLs: words('/healthz*', '*', '/version') }, ['level']),
);

export const auditPolicy: fc.Arbitrary<Json> = object({
  apiVersion: fc.constant('audit.k8s.io/v1'),
  kind: fc.constant('Policy'),
  metadata: metadata('Cluster'),
  omitStages: stages,
  omitManagedFields: fc.boolean(),
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
}, ['apiVersion', 'kind', 'rules']);
