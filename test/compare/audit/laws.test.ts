import fc from 'fast-check';
import { compareAudit } from '../../../src/compare/audit';
import { decideAudit, loggedStages, type AuditAttributes, type AuditDecision } from '../../../src/decide/audit';
import type { AuditPolicy } from '../../../src/manifests/model';
import { policy, request as anyRequest } from '../../decide/audit/arbitrary';

const MINOR = 36;

/** Whoever has logged in is in system:authenticated, and `*` is no verb of a request. */
const request = anyRequest.map((each): AuditAttributes => ({
  ...each,
  verb: each.verb === '*' ? 'get' : each.verb,
  user: each.user && { ...each.user, groups: [...new Set([...each.user.groups, 'system:authenticated'])] },
}));

/** All that becomes of a request. */
function outcome(each: AuditAttributes, decision: AuditDecision): string {
  const stages = loggedStages(each, decision);
  return stages.length === 0 ? 'None' : JSON.stringify([decision.level, stages, decision.level === 'Metadata' ? false : decision.omitManagedFields]);
}

/** A policy, and the same with a rule gone, moved or changed. */
const pairs = fc.tuple(policy, policy, fc.nat(5), fc.nat(5), fc.nat(2)).map(([some, others, from, to, how]): readonly [AuditPolicy, AuditPolicy] => {
  const rules = [...some.rules];
  const [moved] = rules.splice(from % rules.length, 1);
  if (how === 0) rules.splice(to % (rules.length + 1), 0, moved!);
  else if (how === 1) rules.splice(to % (rules.length + 1), 0, others.rules[0]!);
  return [some, { ...some, rules: rules.length === 0 ? others.rules : rules }];
});

describe('the difference of two audit policies', () => {
  test('what is logged of long-running requests alone is compared as well: by their subresource, and below pprof', () => {
    const stages = ['RequestReceived', 'ResponseComplete'] as const;
    const of = (...rules: AuditPolicy['rules']): AuditPolicy => ({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules, omitStages: [...stages] });
    const [hidden, seen] = [of({ level: 'None', users: ['jane'], verbs: ['get'] }, { level: 'Metadata' }), of({ level: 'Metadata' })];
    expect(compareAudit(seen, hidden, MINOR)[0]).toMatchObject({ direction: 'broadened', witness: { resourceRequest: true, subresource: 'attach' } });
    const paths = (level: 'None' | 'Metadata') => of({ level, verbs: ['get'], nonResourceURLs: ['/debug/*'] });
    expect(compareAudit(paths('Metadata'), paths('None'), MINOR)).toMatchObject([{ direction: 'broadened', witness: { path: expect.stringMatching(/^\/debug\/pprof\//) as string } }]);
  });

  test('without rows every request is logged alike', () => {
    let found = 0;
    fc.assert(fc.property(pairs, fc.array(request, { minLength: 60, maxLength: 60 }), ([before, after], requests) => {
      const isSame = compareAudit(before, after, MINOR).length === 0;
      const differing = requests.find(each => outcome(each, decideAudit(before, each, MINOR)) !== outcome(each, decideAudit(after, each, MINOR)));
      if (isSame) expect(differing).toBeUndefined();
      found += differing ? 1 : 0;
    }), { numRuns: 25 });
    expect(found).toBeGreaterThan(0);
  });

  test('each witness is logged otherwise, as both policies say when they are asked', () => {
    let rows = 0;
    fc.assert(fc.property(pairs, ([before, after]) => {
      for (const { witness, before: was, after: is } of compareAudit(before, after, MINOR)) {
        expect([was, is]).toEqual([decideAudit(before, witness, MINOR), decideAudit(after, witness, MINOR)]);
        expect(outcome(witness, was)).not.toBe(outcome(witness, is));
        rows += 1;
      }
    }), { numRuns: 25 });
    expect(rows).toBeGreaterThan(0);
  });

  test('of equals is empty', () => {
    fc.assert(fc.property(policy, each => {
      expect(compareAudit(each, each, MINOR)).toEqual([]);
    }), { numRuns: 20 });
  });

  test('of b and a mirrors that of a and b', () => {
    const flipped = { broadened: 'narrowed', narrowed: 'broadened', changed: 'changed' } as const;
    fc.assert(fc.property(pairs, ([before, after]) => {
      const there = compareAudit(before, after, MINOR)
        .map(({ direction, before: was, after: is, credentials }) => JSON.stringify([flipped[direction], is.rule, was.rule, credentials]));
      const back = compareAudit(after, before, MINOR)
        .map(({ direction, before: was, after: is, credentials }) => JSON.stringify([direction, was.rule, is.rule, credentials]));
      expect(back.sort()).toEqual(there.sort());
    }), { numRuns: 20 });
  });
});
