import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Complaint, disagreement, every } from './agreement';
import { validateAuditPolicy } from '../../src/manifests/validate';

// Answers of the audit policy validator of Kubernetes 1.36.

interface Line {
  readonly id: string;
  readonly policy: Record<string, unknown>;
  readonly valid: boolean;
  readonly errors: readonly Complaint[];
}

const lines = gunzipSync(readFileSync(join(__dirname, 'data', 'audit-validation.jsonl.gz'))).toString('utf8')
  .split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Line);

test('the audit policy validator and we refuse the same policies for the same fields, and as often', () => {
  expect(lines.length).toBeGreaterThan(300);
  const disagreements = lines.flatMap(({ id, policy, valid, errors }) => {
    const found = disagreement(validateAuditPolicy(policy, { kubernetesMinor: 36 }), { accepted: valid, errors }, every);
    return found === undefined ? [] : [`${id}: ${found}`];
  });
  expect(disagreements).toEqual([]);
});
