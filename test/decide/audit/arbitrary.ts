import * as fc from 'fast-check';
import type { AuditAttributes } from '../../../src/decide/audit';
import type { AuditLevel, AuditPolicy, AuditPolicyRule, AuditStage } from '../../../src/manifests/model';

/** Few words, so that rules and requests meet. */
export const WORDS = {
  users: ['jane', 'system:admin'],
  groups: ['dev', 'system:authenticated'],
  verbs: ['get', 'create', '*'],
  namespaces: ['', 'one', 'kube-system'],
  apiGroups: ['', 'apps', '*'],
  resources: ['pods', 'secrets', 'pods/log', 'pods/*', '*', '*/status', '*/*', 'secrets/status'],
  names: ['', 'a'],
  urls: ['*', '/', '/healthz', '/healthz*', '/api*', '/api/*', '/*'],
};

const some = (words: readonly string[]) => fc.uniqueArray(fc.constantFrom(...words), { maxLength: 2 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 });
const level = fc.constantFrom<AuditLevel>('None', 'Metadata', 'Request', 'RequestResponse');
const stages = fc.uniqueArray(fc.constantFrom<AuditStage>('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'), { maxLength: 2 });

const entry = fc.record({ group: fc.constantFrom(...WORDS.apiGroups), resources: maybe(some(WORDS.resources)), names: maybe(some(WORDS.names)) })
  .map(({ group, resources, names }) => ({
    group,
    ...resources ? { resources } : {},
    ...names && resources && resources.length > 0 ? { resourceNames: names } : {},
  }));

/** A rule that an API server would take. */
export const rule: fc.Arbitrary<AuditPolicyRule> = fc.record({
  level,
  users: maybe(some(WORDS.users)),
  userGroups: maybe(some(WORDS.groups)),
  verbs: maybe(some(WORDS.verbs)),
  target: fc.oneof(
    fc.record({ resources: maybe(fc.array(entry, { maxLength: 2 })), namespaces: maybe(some(WORDS.namespaces)) }),
    fc.record({ nonResourceURLs: some(WORDS.urls) }),
  ),
  omitStages: maybe(stages),
  omitManagedFields: maybe(fc.boolean()),
}).map(({ target, ...rest }) =>
  Object.fromEntries(Object.entries({ ...rest, ...target }).filter(([, value]) => value !== undefined)) as unknown as AuditPolicyRule);

export const policy: fc.Arbitrary<AuditPolicy> = fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 6 }), omitStages: maybe(stages) })
  .map(({ rules, omitStages }) => (
    { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules, ...omitStages ? { omitStages } : {} }));

const user = fc.option(fc.record({ name: fc.constantFrom(...WORDS.users, 'mallory'), groups: fc.subarray([...WORDS.groups, 'other']) }), { freq: 6 });

export const request: fc.Arbitrary<AuditAttributes> = fc.record({
  user,
  verb: fc.constantFrom('get', 'create', 'list', '*', ''),
  resourceRequest: fc.boolean(),
  apiGroup: fc.constantFrom('', 'apps', 'batch'),
  resource: fc.constantFrom('pods', 'secrets', 'nodes'),
  subresource: fc.constantFrom('', 'log', 'status', '*', 'exec'),
  namespace: fc.constantFrom('', 'one', 'kube-system', 'two'),
  name: fc.constantFrom('', 'a', 'b'),
  path: fc.constantFrom('/', '/healthz', '/healthz/ping', '/api', '/api/v1', '/apis', '/logs'),
});
