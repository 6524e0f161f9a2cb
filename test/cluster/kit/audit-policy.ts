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

type Selectors = ReadonlyArray<readonly [string, fc.Arbitrary<Json>]>;

/** Now and then a selector is empty, which is the same as none. */
const mostly = (one: fc.Arbitrary<Json>) => fc.oneof({ weight: 19, arbitrary: one }, { weight: 1, arbitrary: fc.constant([]) });
const BY_PERSON: Selectors = [['users', mostly(users)], ['userGroups', mostly(userGroups)]];

/** Rules ask what is done, and some of them who does it: one that asks for people alone leaves nothing to those after it. */
function rule(minor: number): fc.Arbitrary<JsonObject> {
  const byVerb: Selectors = [['verbs', mostly(verbs)]];
  const ofResources: Selectors = [
    ...byVerb, ['resources', fc.array(resources(minor), { minLength: 1, maxLength: 2 })], ['namespaces', some(['', ...NAMESPACES])],
  ];
  const urls = some(['*', '/', '/*', '/healthz', '/healthz*', '/api', '/api*', '/api/*', '/apis/*', '/nope/*', ...URLS]);
  const ofUrls: Selectors = [...byVerb, ['nonResourceURLs', urls]];
  const person = fc.option(fc.constantFrom(...BY_PERSON), { freq: 3 });
  const picked = (from: Selectors) => fc.tuple(fc.subarray([...from], { minLength: 1, maxLength: 2 }), person)
    .map(([list, one]) => one ? [...list, one] : list)
    .chain(list => object({ ...common, ...Object.fromEntries(list) }, ['level', ...list.map(([name]) => name)]));
  return fc.oneof(
    { weight: 6, arbitrary: picked(ofResources) }, { weight: 4, arbitrary: picked(ofUrls) },
    { weight: 1, arbitrary: picked(BY_PERSON) },
  );
}

/** Valid policies of three to ten rules, and for most a last one for all that is left. */
export function auditPolicyOf(minor: number): fc.Arbitrary<JsonObject> {
  const last = object({ level: fc.constantFrom('Metadata', 'Request', 'RequestResponse'), omitStages: common.omitStages }, ['level']);
  return fc.record({
    omitStages: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: words(['RequestReceived', 'ResponseStarted', 'ResponseComplete'], 1) }),
    rules: fc.array(rule(minor), { minLength: 3, maxLength: 10 }),
    last: fc.option(last, { freq: 6 }),
  }).map(({ omitStages, rules, last: end }) => ({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages, rules: [...rules, ...end ? [end] : []] }));
}
