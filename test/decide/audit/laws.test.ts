import * as fc from 'fast-check';
import { policy, request, rule } from './arbitrary';
import { decideAudit, loggedStages } from '../../../src/decide/audit';
import { AuditIndex } from '../../../src/decide/audit/audit-index';
import type { AuditPolicyRule } from '../../../src/manifests/model';

const minor = fc.constantFrom(35, 36);

test('the index decides as the specification does', () => {
  fc.assert(fc.property(policy, minor, fc.array(request, { minLength: 1, maxLength: 20 }), (of, at, requests) => {
    const index = new AuditIndex(of, at);
    requests.forEach(each => expect(index.decide(each)).toEqual(decideAudit(of, each, at)));
  }), { numRuns: 500 });
});

test('a rule after one that takes everything changes nothing', () => {
  fc.assert(fc.property(policy, rule, request, (of, last, each) => {
    const closed = { ...of, rules: [...of.rules, { level: 'Request' as const }] };
    expect(decideAudit({ ...closed, rules: [...closed.rules, last] }, each, 36)).toEqual(decideAudit(closed, each, 36));
  }));
});

/** One value a list; rules of the same outcome in a row are one rule to those who only look at outcomes. */
function split(one: AuditPolicyRule): AuditPolicyRule[] {
  const lists = ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs', 'resources'] as const;
  return lists.reduce<AuditPolicyRule[]>((rules, list) => rules.flatMap(each => {
    const values = each[list] ?? [];
    return values.length === 0 ? [each] : values.map(value => ({ ...each, [list]: [value] }));
  }), [one]).flatMap(each => {
    const [entry] = each.resources ?? [];
    return !entry?.resources || entry.resources.length === 0 ? [each] : entry.resources.flatMap(resource => {
      const names = entry.resourceNames ?? [];
      const alone = { ...entry, resources: [resource] };
      const entries = names.length === 0 ? [alone] : names.map(name => ({ ...alone, resourceNames: [name] }));
      return entries.map(resources => ({ ...each, resources: [resources] }));
    });
  });
}

test('splitting the lists of a rule into rules of single values changes nothing', () => {
  fc.assert(fc.property(policy, request, (of, each) => {
    const { rule: _, ...outcome } = decideAudit(of, each, 36);
    expect(decideAudit({ ...of, rules: of.rules.flatMap(split) }, each, 36)).toMatchObject(outcome);
  }));
});

test('order inside lists, and values that come twice, do not matter', () => {
  const turned = (one: AuditPolicyRule) => Object.fromEntries(Object.entries(one).map(([key, value]) =>
    [key, Array.isArray(value) ? [...value].reverse().concat(value) : value])) as unknown as AuditPolicyRule;
  fc.assert(fc.property(policy, request, (of, each) => {
    expect(decideAudit({ ...of, rules: of.rules.map(turned) }, each, 36)).toEqual(decideAudit(of, each, 36));
  }));
});

test('a stage that the policy omits is never written, and a level of None writes nothing', () => {
  fc.assert(fc.property(policy, request, (of, each) => {
    const decision = decideAudit(of, each, 36);
    const stages = loggedStages(each, decision);
    expect(stages.filter(stage => of.omitStages?.includes(stage))).toEqual([]);
    expect(decision.level === 'None' && stages.length > 0).toBe(false);
  }));
});
