import * as fc from 'fast-check';
import { LOGINS, NAMES, NAMESPACES, RESOURCES, URLS } from './audit-tokens';
import type { Json, JsonObject } from '../generate/json';
import { object } from '../generate/object';

const words = (list: readonly string[], maxLength = 2) => fc.uniqueArray(fc.constantFrom(...list), { maxLength });
const some = (list: readonly string[]) => fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 3 });

const plurals = [...new Set(RESOURCES.map(({ resource }) => resource))];
const subresources = RESOURCES.flatMap(({ resource, subresources: list }) => list.map(sub => `${resource}/${sub}`));

// `pods/*` means pods, too; `*` and `*/status` read as they are; `Pods` and `*/*` mean next to nothing.
const resourceWords = [...plurals, ...subresources, '*', '*/status', '*/log', 'pods/*', 'namespaces/*', '*/*', 'Pods'];

const resources = (minor: number): fc.Arbitrary<JsonObject> => {
  // Only 1.36 and later know `*` for a group (k8s.io/apiserver/pkg/apis/audit/validation).
  const group = fc.constantFrom('', '', 'apps', 'rbac.authorization.k8s.io', 'no.such.group', ...minor >= 36 ? ['*'] : []);
  return fc.oneof(
    { weight: 3, arbitrary: object({ group, resources: some(resourceWords) }, ['resources']) },
    { weight: 1, arbitrary: object({ group, resources: some(resourceWords), resourceNames: some([...NAMES, '']) }) },
    { weight: 1, arbitrary: object({ group }) },
  );
};

const common = {
  level: fc.constantFrom('None', 'Metadata', 'Request', 'RequestResponse'),
  omitStages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: words(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']) }),
};
const users = some([...LOGINS.map(({ user }) => user), 'system:anonymous', 'carol']);
const userGroups = some(['team', 'system:masters', 'system:authenticated', 'system:unauthenticated']);
const verbs = some(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'post', '*', 'Get', '']);

/** A rule with one or two of its selectors, so that it matches now and then. An empty selector is none. */
function rule(minor: number): fc.Arbitrary<JsonObject> {
  const none: fc.Arbitrary<Json> = fc.constant([]);
  const mostly = (one: fc.Arbitrary<Json>) => fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: none });
  const selectors: ReadonlyArray<readonly [string, fc.Arbitrary<Json>]> = [['users', mostly(users)], ['userGroups', mostly(userGroups)], ['verbs', mostly(verbs)]];
  const ofResources = [...selectors, ['resources', fc.array(resources(minor), { minLength: 1, maxLength: 2 })], ['namespaces', some(['', ...NAMESPACES])]] as const;
  const ofUrls = [...selectors, ['nonResourceURLs', some(['*', '/', '/*', '/healthz', '/healthz*', '/api', '/api*', '/api/*', '/apis/*', '/nope/*', ...URLS])]] as const;
  const picked = (from: ReadonlyArray<readonly [string, fc.Arbitrary<Json>]>) => fc.subarray([...from], { minLength: 1, maxLength: 2 })
    .chain(list => object({ ...common, ...Object.fromEntries(list) }, ['level', ...list.map(([name]) => name)]));
  return fc.oneof({ weight: 3, arbitrary: picked(ofResources) }, { weight: 2, arbitrary: picked(ofUrls) });
}

/** Valid policies of one to five rules, and for most a last one for all that is left. */
export function auditPolicyOf(minor: number): fc.Arbitrary<JsonObject> {
  const last = object({ level: fc.constantFrom('Metadata', 'Request', 'RequestResponse'), omitStages: common.omitStages }, ['level']);
  return fc.record({
    omitStages: common.omitStages,
    rules: fc.array(rule(minor), { minLength: 1, maxLength: 5 }),
    last: fc.option(last, { freq: 4 }),
  }).map(({ omitStages, rules, last: end }) => ({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages, rules: [...rules, ...end ? [end] : []] }));
}
