import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { validateAuditPolicy } from '../../src/manifests/validate';

// Answers of the audit policy validator of Kubernetes 1.36.

interface Line {
  readonly id: string;
  readonly policy: Record<string, unknown>;
  readonly valid: boolean;
  readonly errors: readonly { readonly field: string; readonly type: string }[];
}

const lines = gunzipSync(readFileSync(join(__dirname, 'data', 'audit-validation.jsonl.gz'))).toString('utf8')
  .split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Line);

function sorted(errors: readonly { readonly field: string; readonly type: string }[]): string[] {
  return errors.map(({ field, type }) => `${field} ${type}`).sort();
}

test('the audit policy validator and we refuse the same policies for the same fields, and as often', () => {
  expect(lines.length).toBeGreaterThan(300);
  const disagreements = lines.flatMap(({ id, policy, valid, errors }) => {
    const found = validateAuditPolicy(policy, { kubernetesMinor: 36 });
    const [ours, theirs] = [sorted(found).join(', '), sorted(errors).join(', ')];
    return ours === theirs && valid === (found.length === 0) ? [] : [`${id}: ours [${ours}], theirs [${theirs}]`];
  });
  expect(disagreements).toEqual([]);
});
