import * as fc from 'fast-check';
import type { JsonObject } from './generate/json';
import { ControlPlane } from './harness/control-plane';
import { RUNS, SEED } from './harness/differential';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { attemptAll, impersonatedGroups, type Attempt, type Outcome } from './kit/escalation';
import { attemptOf, escalationWorld } from './kit/escalation-world';
import { reviewOf } from './kit/rbac-aim';
import { RbacServer } from './kit/rbac-server';
import { rbacWorld } from './kit/rbac-world';
import { reviewAll } from './kit/reviews';
import { answerOf } from '../../src/decide/access';
import { AccessIndex } from '../../src/decide/access/access-index';
import { policyOf } from '../../src/decide/access/build';
import { covers } from '../../src/decide/access/covers';
import { mayWriteBinding, mayWriteRole, type Escalation } from '../../src/decide/access/escalation';
import type { AccessPolicy } from '../../src/decide/access/policy';
import { parseReviews } from '../../src/engine/access/reviews';
import { identityOf, metadataOf } from '../../src/manifests/identity';
import type { LabelSelector, PolicyRule, RoleRef } from '../../src/manifests/model';

/** Our decisions on generated worlds are those of the running API server, the default roles of its minor included. */

/** Ten reviews for each object of the other comparisons, and as many escalations as objects. */
const REVIEWS_EACH = 800;
const REVIEW_WORLDS = Math.ceil(10 * RUNS / REVIEWS_EACH);
const ATTEMPTS_EACH = 100;
const ATTEMPT_WORLDS = Math.ceil(RUNS / ATTEMPTS_EACH);
jest.setTimeout(180_000 + (REVIEW_WORLDS + ATTEMPT_WORLDS) * 10_000);

let plane: ControlPlane;
let server: RbacServer;

beforeAll(async () => {
  plane = await ControlPlane.start(assetsFromEnvironment(), { controllerManagerFlags: {} });
  server = await RbacServer.on(plane);
});
afterAll(() => plane?.finish());

function policyIn(world: readonly JsonObject[]): AccessPolicy {
  return policyOf(world.map(object => ({ object })), { defaultsOf: minorFromEnvironment() });
}

test('every SubjectAccessReview is answered as the API server answers it', async () => {
  const size = { minLength: REVIEWS_EACH, maxLength: REVIEWS_EACH };
  const cases = rbacWorld.chain(world => fc.tuple(fc.constant(world), fc.array(reviewOf(world), size)));
  const worlds = fc.sample(cases, { seed: SEED, numRuns: REVIEW_WORLDS });
  const disagreements: string[] = [];
  let [asked, allowed] = [0, 0];
  for (const [world, reviews] of worlds) {
    await server.become(world);
    const theirs = await reviewAll(plane.admin, reviews);
    const index = new AccessIndex(policyIn(world));
    parseReviews(reviews.map(review => JSON.stringify(review)).join('\n'), 'reviews').forEach((request, at) => {
      const ours = answerOf(index.decide(request)) === 'yes';
      const masters = request.user.groups.includes('system:masters');
      asked += 1;
      allowed += Number(theirs[at]!.allowed);
      if (ours !== theirs[at]!.allowed || (!masters && index.allows(request) !== ours)) {
        disagreements.push(`${JSON.stringify(reviews[at])}: ours ${ours}, theirs ${JSON.stringify(theirs[at])}\n  in ${JSON.stringify(world).slice(0, 3000)}`);
      }
    });
  }
  process.stderr.write(`access: ${asked} reviews in ${worlds.length} worlds, ${allowed} allowed, BULWARK_SEED=${SEED}\n`);
  expect(disagreements).toEqual([]);
  expect(asked).toBeGreaterThanOrEqual(10 * RUNS);
  expect(allowed / asked).toBeGreaterThan(0.05);
});

test('every write of a role or binding is let through, or refused with the same rules missing', async () => {
  const size = { minLength: ATTEMPTS_EACH, maxLength: ATTEMPTS_EACH };
  const cases = escalationWorld.chain(world => fc.tuple(fc.constant(world), fc.array(attemptOf(world), size)));
  const worlds = fc.sample(cases, { seed: SEED, numRuns: ATTEMPT_WORLDS });
  const disagreements: string[] = [];
  const kinds: Record<string, number> = {};
  for (const [world, attempts] of worlds) {
    await server.become(world);
    const outcomes = await attemptAll(plane.admin, attempts);
    const policy = policyIn(world);
    attempts.forEach((attempt, at) => {
      const outcome = outcomes[at]!;
      kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + 1;
      const ours = decided(policy, attempt, world);
      if (!agree(ours, outcome)) {
        disagreements.push(`${JSON.stringify(attempt)}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(outcome)}\n  in ${JSON.stringify(world).slice(0, 3000)}`);
      }
    });
  }
  const outcomes = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(', ');
  process.stderr.write(`escalation: ${ATTEMPT_WORLDS * ATTEMPTS_EACH} writes, ${outcomes}, BULWARK_SEED=${SEED}\n`);
  expect(disagreements).toEqual([]);
  expect(kinds.allowed).toBeGreaterThan(0);
  expect(kinds['not-held']).toBeGreaterThan(0);
});

function decided(policy: AccessPolicy, { user, groups, operation, object }: Attempt, world: readonly JsonObject[]): Escalation {
  const asking = { name: user, groups: impersonatedGroups(user, groups) };
  const { name = '', namespace = '' } = metadataOf(object);
  if (String(object.kind).endsWith('Binding')) {
    return mayWriteBinding(policy, asking, { namespace, roleRef: object.roleRef as unknown as RoleRef });
  }
  const stored = operation === 'update' ? world.find(each => identityOf(each) === identityOf(object)) : undefined;
  return mayWriteRole(policy, asking, {
    kind: object.kind as 'Role',
    namespace,
    // A POST carries no name.
    name: operation === 'update' ? name : '',
    rules: (object.rules ?? []) as unknown as PolicyRule[],
    selectors: [...selectorsOf(object), ...stored ? selectorsOf(stored) : []],
  });
}

function selectorsOf(object: JsonObject): LabelSelector[] {
  const rule = object.aggregationRule as { clusterRoleSelectors?: LabelSelector[] } | undefined;
  return rule?.clusterRoleSelectors ?? [];
}

/** The server compacts what is missing; the same rules are those that cover each other. */
function agree(ours: Escalation, theirs: Outcome): boolean {
  switch (theirs.kind) {
    case 'allowed': return ours.allowed;
    case 'not-held': {
      const missing = theirs.missing as unknown as PolicyRule[];
      return !ours.allowed && ours.reason === 'not-held' && covers(missing, ours.missing) && covers(ours.missing, missing.flatMap(split));
    }
    case 'aggregation': return !ours.allowed && ours.reason === 'aggregation-needs-everything';
    case 'no-role': return !ours.allowed && ours.reason === 'role-not-found';
    default: return false;
  }
}

/** One verb a rule. */
function split(rule: PolicyRule): PolicyRule[] {
  return rule.verbs.map(verb => ({ ...rule, verbs: [verb] }));
}
