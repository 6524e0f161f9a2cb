import { linesOf } from './lines';
import { decideAudit, type AuditAttributes } from '../../src/decide/audit';
import { AuditIndex } from '../../src/decide/audit/audit-index';
import type { AuditPolicy } from '../../src/manifests/model';

// Answers of the audit policy evaluator of Kubernetes 1.36.

interface Case {
  readonly request: AuditAttributes;
  readonly expectedLevel: string;
  readonly expectedOmitStages: readonly string[];
  readonly expectedOmitManagedFields: boolean;
}

const lines = linesOf<{ readonly id: string; readonly policy: AuditPolicy; readonly cases: readonly Case[] }>('audit.jsonl.gz');

test('every request has the level, the omitted stages and the omitted fields that the evaluator gives it, by the specification and by the index', () => {
  let asked = 0;
  const disagreements = lines.flatMap(({ id, policy, cases }) => {
    const index = new AuditIndex(policy, 36);
    return cases.flatMap(({ request, expectedLevel, expectedOmitStages, expectedOmitManagedFields }, at) => {
      asked += 1;
      const expected = JSON.stringify([expectedLevel, [...expectedOmitStages].sort(), expectedOmitManagedFields]);
      return [decideAudit(policy, request, 36), index.decide(request)].flatMap(({ level, omitStages, omitManagedFields }) => {
        const found = JSON.stringify([level, omitStages, omitManagedFields]);
        return found === expected ? [] : [`${id}[${at}]: ours ${found}, theirs ${expected}`];
      });
    });
  });
  expect(disagreements).toEqual([]);
  expect(asked).toBe(6000);
});
