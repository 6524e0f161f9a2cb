import fc from 'fast-check';
import { compareAccess, personOf, type AccessChange, type UnseenChange } from '../../../src/compare/access';
import { ANY, isAsked } from '../../../src/compare/access/asked';
import type { Holder } from '../../../src/compare/access/holdings';
import type { AccessAttributes } from '../../../src/decide/access';
import { authorize } from '../../../src/decide/access';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf, type PolicyOptions } from '../../../src/decide/access/build';
import { policyObjects } from '../../decide/access/arbitrary';
import { policy, type Objects } from '../../decide/access/support';

/* Every request of the words that the arbitrary policies are made of, and of one more word a field. */
const VERBS = ['get', 'list', 'create', 'bind', 'escalate', 'delete', ANY.verb];
const GROUPS = ['', 'apps', 'rbac.authorization.k8s.io', ANY.group];
const RESOURCES: ReadonlyArray<readonly [string, string]> = [
  ['pods', ''], ['pods', 'log'], ['deployments', ''], ['clusterroles', ''], ['roles', ''], ['log', ''], ['secrets', ''], [ANY.resource, ''], [ANY.resource, 'log'],
  ['log', 'finalizers'],
];
// As the name of an object, `*` is an ordinary word (plugin/pkg/auth/authorizer/rbac, ResourceNameMatches): only a request for it is allowed.
const NAMES = ['', 'a', 'b', '*'];
const NAMESPACES = ['', 'shop', 'build', ANY.namespace];
const PATHS = ['/', '/a', '/a/', '/a/b', '/a/x', '/ax', '/x'];
const HOLDERS: readonly Holder[] = [
  ...['jane', 'system:serviceaccount:shop:ci', 'system:serviceaccount:build:ci', 'system:node:n', 'nobody', 'system:anonymous'].map((name): Holder => `user ${name}`),
  ...['devs', 'system:nodes', 'system:authenticated', 'system:masters'].map((name): Holder => `group ${name}`),
];

function* requests(): Iterable<AccessAttributes> {
  const none = { apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path: '' };
  for (const verb of VERBS) {
    for (const path of PATHS) yield { ...none, resourceRequest: false, verb, path };
    for (const apiGroup of GROUPS) {
      for (const [resource, subresource] of RESOURCES) {
        for (const name of NAMES) {
          for (const namespace of NAMESPACES) yield { ...none, resourceRequest: true, verb, apiGroup, resource, subresource, name, namespace };
        }
      }
    }
  }
}

const ALL = [...requests()].filter(isAsked);
const RUNS = { numRuns: 30 };

/** Two policies that have much in common: of each object the same version, another one, or none. */
const versions = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 28, maxLength: 28 });
const pairs = fc.tuple(policyObjects, policyObjects, versions).map(([some, others, draws]): readonly [Objects, Objects] => {
  const identity = ({ kind, metadata }: Record<string, unknown>) => {
    const { namespace, name } = metadata as { readonly namespace?: string; readonly name: string };
    return JSON.stringify([kind, namespace, name]);
  };
  const [one, other] = [some, others].map(objects => new Map(objects.map(each => [identity(each), each] as const)));
  const identities = [...new Set([...one!.keys(), ...other!.keys()])];
  const chosen = identities.map((id, at): ReadonlyArray<Record<string, unknown> | undefined> => {
    const [mine, theirs] = [one!.get(id), other!.get(id)];
    const any = mine ?? theirs;
    return draws[at]! < 9 ? [any, any] : draws[at] === 9 ? [mine, theirs] : draws[at] === 10 ? [any, undefined] : [undefined, any];
  });
  const side = (at: 0 | 1) => chosen.map(each => each[at]).filter(each => each !== undefined);
  return [side(0), side(1)];
});

describe('the difference of two access policies', () => {
  test('says "no change" exactly when the authorizer decides every request of the joint domain alike', () => {
    let equal = 0;
    let changed = 0;
    fc.assert(fc.property(pairs, ([a, b]) => {
      const [before, after] = [policy(a), policy(b)];
      const [old, now] = [new AccessIndex(before), new AccessIndex(after)];
      const { changes } = compareAccess(before, after);
      const differing = new Map<Holder, AccessAttributes>();
      for (const holder of HOLDERS) {
        const user = personOf(holder);
        const found = ALL.find(each => old.allows({ ...each, user }) !== now.allows({ ...each, user }));
        if (found) differing.set(holder, found);
      }
      expect(changes.length > 0).toBe(differing.size > 0);
      // Whoever differs is told of, itself or by a group of everybody.
      const told = new Set(changes.map(({ holder }) => holder));
      for (const holder of differing.keys()) {
        expect([holder, ...personOf(holder).groups.map(group => `group ${group}`)].some(each => told.has(each as Holder))).toBe(true);
      }
      if (changes.length > 0) changed += 1; else equal += 1;
    }), RUNS);
    expect(Math.min(equal, changed)).toBeGreaterThan(0);
  });

  test('each witness differs when both policies are asked, in the direction that is said, and is a request that can be asked', () => {
    fc.assert(fc.property(pairs, ([a, b]) => {
      const [before, after] = [policy(a), policy(b)];
      for (const change of compareAccess(before, after).changes) {
        const said = [authorize(before, change.witness), authorize(after, change.witness)];
        expect(said.map(({ decision }) => decision)).toEqual(change.direction === 'broadened' ? ['no-opinion', 'allow'] : ['allow', 'no-opinion']);
        expect([change.before.decision, change.after.decision]).toEqual(said.map(({ decision }) => decision));
        expect(new Set([change.before, change.after].flatMap(each => each.because))).toEqual(new Set(said.flatMap(each => each.because)));
        expect(isAsked(change.witness)).toBe(true);
      }
    }), { numRuns: 60 });
  });

  test.each([undefined, 34])('is the same where what stands on both sides was read once, default roles of minor %s beside it', defaultsOf => {
    const read = (objects: Objects, options: PolicyOptions) => policyOf(objects.map(object => ({ object })), { defaultsOf, ...options });
    let changed = 0;
    fc.assert(fc.property(pairs, ([a, b]) => {
      const known: NonNullable<PolicyOptions['known']> = new Map();
      const found = compareAccess(read(a, { known }), read(b, { known }));
      changed += found.changes.length + found.unseen.length;
      expect(found).toEqual(compareAccess(read(a, {}), read(b, {})));
    }), { numRuns: 60 });
    expect(changed).toBeGreaterThan(0);
  });

  test('of equals is empty, whatever their order', () => {
    fc.assert(fc.property(policyObjects.chain(objects => fc.tuple(
      fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length }),
    )), ([objects, shuffled]) => {
      expect(compareAccess(policy(objects), policy(shuffled))).toEqual({ changes: [], unseen: [], unasked: 0 });
    }), { numRuns: 60 });
  });

  test('of b and a mirrors that of a and b', () => {
    const flipped = { broadened: 'narrowed', narrowed: 'broadened' } as const;
    const told = ({ direction, holder, namespace, except, gained }: AccessChange) => JSON.stringify([direction, holder, namespace, except,
      gained.map(({ verbs, ...cell }) => [JSON.stringify(cell), [...verbs].sort()]).sort()]);
    fc.assert(fc.property(pairs, ([a, b]) => {
      const there = compareAccess(policy(a), policy(b));
      const back = compareAccess(policy(b), policy(a));
      expect(back.changes.map(told).sort()).toEqual(there.changes.map(each => told({ ...each, direction: flipped[each.direction] })).sort());
      const unseen = ({ direction, holder, namespace, binding }: UnseenChange) => JSON.stringify([direction, holder, namespace, binding.roleRef]);
      expect(back.unseen.map(unseen).sort()).toEqual(there.unseen.map(each => unseen({ ...each, direction: flipped[each.direction] })).sort());
    }), { numRuns: 60 });
  });
});
