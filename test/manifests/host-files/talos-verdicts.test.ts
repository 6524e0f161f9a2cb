import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { talosFieldProblems } from '../../../src/manifests/host-files/talos-fields';
import { talosDocuments } from '../../cluster/kit/talos-documents';

interface Verdict {
  readonly document: Record<string, unknown>;
  /** Releases 1.NN whose loader refuses it. */
  readonly refusedBy: readonly number[];
}

/** What the loader of Talos itself said of documents (test/cluster/record-talos-verdicts.ts). */
const VERDICTS = gunzipSync(readFileSync(join(__dirname, 'talos-verdicts.jsonl.gz'))).toString().trimEnd().split('\n').map(line => JSON.parse(line) as Verdict);

test('the recorded documents are those that the tables make today', () => {
  expect(VERDICTS.map(({ document }) => document)).toEqual(talosDocuments());
  expect(VERDICTS.length).toBeGreaterThan(3000);
});

test.each([6, 9, 13])('Talos 1.%i refuses a document exactly where a problem is told, for every struct and field', release => {
  // Without machine and cluster nobody takes it for a configuration, and Talos asks for a kind.
  const judged = VERDICTS.filter(({ document }) => Object.keys(document).join() !== 'version');
  const differing = judged.filter(({ document, refusedBy }) =>
    talosFieldProblems(document, { tool: 'Talos', first: release, last: release }).length > 0 !== refusedBy.includes(release));
  expect(differing.map(({ document }) => document)).toEqual([]);
  expect(judged.filter(({ refusedBy }) => refusedBy.includes(release)).length).toBeGreaterThan(2000);
  expect(judged.filter(({ refusedBy }) => !refusedBy.includes(release)).length).toBeGreaterThan(500);
});
