import * as fc from 'fast-check';
import { policy, rule, WORDS } from './arbitrary';
import type { UserInfo } from '../../../src/decide/access';
import { AUDIT_LEVELS, decideAudit, ruleMatches, type AuditAttributes, type AuditDecision } from '../../../src/decide/audit';
import { RESOURCE_VERBS } from '../../../src/decide/audit/alphabet';
import { AuditQuestions } from '../../../src/decide/audit/questions';
import type { AuditLevel, AuditPolicy, AuditPolicyRule, AuditStage } from '../../../src/manifests/model';

// Every request of the words of the generators and of some that no rule has: brute force against the symbolic answers.

const subsets = <T>(list: readonly T[]): T[][] => list.reduce<T[][]>((sets, each) => [...sets, ...sets.map(set => [...set, each])], [[]]);

const PEOPLE: Array<UserInfo | null> = [
  null, { name: 'system:anonymous', groups: ['system:unauthenticated'] },
  ...[...WORDS.users, 'mallory'].flatMap(name => subsets(WORDS.groups.filter(group => group !== 'system:authenticated'))
    .map(groups => ({ name, groups: [...groups, 'system:authenticated'] }))),
];
// The other verbs of resources are in no rule, so that one of them stands for all.
const VERBS = ['get', 'create', 'list'];
const PLACES = ['', 'one', 'kube-system', 'two'];
const RESOURCES = ['', 'apps', 'batch'].flatMap(apiGroup => ['pods', 'secrets', 'nodes'].flatMap(resource => ['', 'log', 'status', 'exec']
  .flatMap(subresource => ['', 'a', 'b'].map(name => ({ apiGroup, resource, subresource, name })))));
const PATHS = ['/', '/healthz', '/healthz/ping', '/api', '/apis', '/api/v1', '/logs'];

const EVERYTHING: AuditAttributes[] = [
  ...PEOPLE.flatMap(user => VERBS.flatMap(verb => RESOURCES.flatMap(words => PLACES
    .map(namespace => ({ user, verb, resourceRequest: true, ...words, namespace, path: '' }))))),
  ...PEOPLE.flatMap(user => ['get', 'create', '*', 'put'].flatMap(verb => PATHS
    .map(path => ({ user, verb, resourceRequest: false, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', path })))),
];

const minors = fc.constantFrom(35, 36);
const levels = fc.constantFrom<AuditLevel>(...AUDIT_LEVELS);
/** A set of requests, in the words of a rule. */
const sets = fc.option(rule.map(({ level: _l, omitStages: _s, omitManagedFields: _m, ...requests }) => requests), { nil: undefined });

test('a rule is taken by a request of a set exactly when one of all requests is, and the witness is one', () => {
  fc.assert(fc.property(policy, minors, sets, (of, minor, within) => {
    const questions = new AuditQuestions(of, minor);
    const inside = EVERYTHING.filter(each => !within || ruleMatches({ ...within, level: 'None' }, each, minor));
    const found = new Set(inside.map(each => decideAudit(of, each, minor).rule));
    for (const at of [...of.rules.keys(), null]) {
      const witness = questions.takenBy(at, within);
      expect([at, witness !== undefined]).toEqual([at, found.has(at)]);
      if (witness) {
        expect(decideAudit(of, witness, minor).rule).toBe(at);
        expect(!within || ruleMatches({ ...within, level: 'None' }, witness, minor)).toBe(true);
      }
    }
    expect(questions.unreachable().map(({ rule: at }) => at)).toEqual(within ? expect.anything() : [...of.rules.keys()].filter(at => !found.has(at)));
  }), { numRuns: 60 });
});

/** The levels at which a request may be found in the log, by the stages that are left. */
function levelsSeen({ user }: AuditAttributes, { level, omitStages }: AuditDecision): AuditLevel[] {
  const keeps = (stage: AuditStage) => !omitStages.includes(stage);
  if (user === null || level === 'None') {
    return [keeps('ResponseStarted') ? level : 'None'];
  }
  const early: AuditLevel = keeps('RequestReceived') ? 'Metadata' : 'None';
  return keeps('ResponseComplete') ? [level] : keeps('ResponseStarted') || keeps('Panic') ? [early, level] : [early];
}

const STAGES: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];
const rank = (level: AuditLevel) => AUDIT_LEVELS.indexOf(level);

test('more or less than a level is logged of a request of a set exactly when it is of one of all requests', () => {
  fc.assert(fc.property(policy, minors, sets, levels, (of, minor, within, level) => {
    const questions = new AuditQuestions(of, minor);
    const inside = EVERYTHING.filter(each => !within || ruleMatches({ ...within, level: 'None' }, each, minor));
    const above = (each: AuditAttributes) => {
      const decision = decideAudit(of, each, minor);
      return rank(decision.level) > rank(level) && STAGES.some(stage => !decision.omitStages.includes(stage)) && (level === 'None' || each.user !== null);
    };
    const below = (each: AuditAttributes) => levelsSeen(each, decideAudit(of, each, minor)).some(seen => rank(seen) < rank(level));
    const cases = [[questions.above(level, within), above], [level === 'None' ? undefined : questions.below(level, within), below]] as const;
    for (const [witness, holds] of cases) {
      expect(witness !== undefined).toBe(inside.some(holds));
      if (witness) {
        expect(holds(witness.request)).toBe(true);
        expect(decideAudit(of, witness.request, minor)).toEqual(witness.decision);
      }
    }
  }), { numRuns: 60 });
});

test('a rule is redundant exactly when no request is logged otherwise without it', () => {
  const without = (of: AuditPolicy, at: number): AuditPolicy => ({ ...of, rules: of.rules.filter((_, each) => each !== at) });
  const outcome = ({ level, omitStages, omitManagedFields }: AuditDecision) => level === 'None' ? 'None' : JSON.stringify([level, omitStages, omitManagedFields]);
  fc.assert(fc.property(policy, minors, (of, minor) => {
    const questions = new AuditQuestions(of, minor);
    const dead = new Set(questions.unreachable().map(each => each.rule));
    const expected = [...of.rules.keys()].filter(at => !dead.has(at)
      && EVERYTHING.every(each => outcome(decideAudit(of, each, minor)) === outcome(decideAudit(without(of, at), each, minor))));
    expect(questions.redundant()).toEqual(expected);
  }), { numRuns: 40 });
});

function questionsOf(...rules: readonly AuditPolicyRule[]): AuditQuestions {
  return new AuditQuestions({ apiVersion: 'audit.k8s.io/v1', rules }, 36);
}

const SECRETS = { resources: [{ group: '', resources: ['secrets/*'] }] };

test('a dead rule is told by the one rule that takes it all, by several, or by none when it could take nothing', () => {
  const questions = questionsOf(
    { level: 'Metadata', verbs: ['get', 'list', 'watch'] }, { level: 'Request', resources: [{ group: '', resources: ['pods'] }] },
    { level: 'None', resources: [{ group: '', resources: ['pods'] }], verbs: ['get'] }, { level: 'None', verbs: ['*'], resources: [{ group: '' }] },
    { level: 'Metadata', namespaces: ['one'], verbs: ['create', 'update', 'patch', 'delete', 'deletecollection', 'proxy', ''] },
    { level: 'Request', namespaces: ['one'] },
  );
  expect(questions.unreachable()).toEqual([{ rule: 2, by: [0] }, { rule: 3, by: [] }, { rule: 5, by: [0, 4] }]);
});

test('a failed login is a request of everyone: a rule for the logged-in and the anonymous does not take it', () => {
  const questions = questionsOf({ level: 'Metadata', userGroups: ['system:authenticated', 'system:unauthenticated'] });
  expect(questions.below('Metadata')).toMatchObject({ request: { user: null }, decision: { rule: null } });
  expect(questions.below('Metadata', { userGroups: ['sre'] })).toBeUndefined();
  const started = questionsOf({ level: 'Metadata', omitStages: ['ResponseStarted'] });
  expect(started.below('Metadata')).toMatchObject({ request: { user: null }, decision: { rule: 0 } });
});

test('bodies are found through subresources, names and groups that a rule forgot', () => {
  const last: AuditPolicyRule = { level: 'RequestResponse' };
  const metadata = (rest: Omit<AuditPolicyRule, 'level'>): AuditPolicyRule => ({ level: 'Metadata', ...rest });
  const witness = (first: AuditPolicyRule) => questionsOf(first, last).above('Metadata', SECRETS)?.request;
  expect(witness(metadata(SECRETS))).toBeUndefined();
  expect(witness(metadata({ resources: [{ group: '', resources: ['secrets'] }] }))).toMatchObject({ resource: 'secrets', subresource: expect.stringMatching(/./) });
  expect(witness(metadata({ resources: [{ group: '', resources: ['secrets/*'], resourceNames: ['a'] }] }))).toMatchObject({ name: expect.not.stringMatching(/^a$/) });
  expect(witness(metadata({ ...SECRETS, namespaces: ['one'] }))).toMatchObject({ namespace: expect.not.stringMatching(/^one$/) });
  expect(witness(metadata({ ...SECRETS, verbs: RESOURCE_VERBS.filter(verb => verb !== 'patch') }))).toMatchObject({ verb: 'patch' });
  expect(witness(metadata({ ...SECRETS, userGroups: ['system:authenticated'] }))).toMatchObject({ user: { name: 'system:anonymous' } });
});
