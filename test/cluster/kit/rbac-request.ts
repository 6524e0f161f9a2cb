import * as fc from 'fast-check';
import { GROUPS, NAMES, REQUEST_NAMESPACES, RESOURCES, SUBRESOURCES, URLS, USER_GROUPS, USERS, VERBS } from './rbac-tokens';
import type { Review } from './reviews';

/** Who asks: as the server knows people and service accounts, or with any groups, or with groups alone. */
export const identity: fc.Arbitrary<Pick<Review, 'user' | 'groups'>> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ user: fc.constantFrom(...USERS), extra: fc.subarray(['team']) }).map(({ user, extra }) => ({ user, groups: [...groupsOf(user), ...extra] })) },
  { weight: 2, arbitrary: fc.record({ user: fc.constantFrom(...USERS), groups: fc.subarray(USER_GROUPS) }) },
  { weight: 1, arbitrary: fc.subarray(USER_GROUPS, { minLength: 1 }).map(groups => ({ user: '', groups })) },
);

/** The groups that authentication gives. */
export function groupsOf(user: string): string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user) ?? [];
  if (namespace !== undefined) {
    return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  }
  return [user === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated'];
}

const resourceAttributes = fc.record({
  verb: fc.constantFrom(...VERBS, ...VERBS, ...VERBS, 'no such verb', '*'),
  group: fc.constantFrom(...GROUPS),
  resource: fc.constantFrom(...RESOURCES, ...RESOURCES, '*'),
  subresource: fc.constantFrom('', '', '', ...SUBRESOURCES, '*'),
  namespace: fc.constantFrom(...REQUEST_NAMESPACES, ...REQUEST_NAMESPACES.slice(0, 2)),
  name: fc.constantFrom('', ...NAMES, 'c'),
}, { noNullPrototype: true });

const nonResourceAttributes = fc.record({
  verb: fc.constantFrom('get', 'get', 'post', 'delete', 'put'),
  path: fc.constantFrom(...URLS),
}, { noNullPrototype: true });

/** A question for the authorizer. */
export const review: fc.Arbitrary<Review> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(identity, resourceAttributes).map(([who, attributes]) => ({ ...who, resourceAttributes: attributes })) },
  { weight: 1, arbitrary: fc.tuple(identity, nonResourceAttributes).map(([who, attributes]) => ({ ...who, nonResourceAttributes: attributes })) },
);
