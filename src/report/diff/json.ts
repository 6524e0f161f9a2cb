import type { ClusterRows } from './rows';
import { place } from '../../manifests/problem';
import type { ShowFile } from '../access-words';

/** One JSON object in a line: every change with its witness, what each side says of it, and why. */
export function diffJson(clusters: readonly ClusterRows[], show: ShowFile): string {
  const changes = clusters.flatMap(({ rows }) => rows.map(({ rank: _, source, ...row }) => ({
    ...row, ...source ? { source: place({ ...source, file: show(source.file) }) } : {},
  })));
  const others = clusters.map(({ rows: _, ...rest }) => rest);
  return `${JSON.stringify({ changes, clusters: others }, (_, value: unknown) => typeof value === 'bigint' ? value.toString() : value)}\n`;
}
