import type { DiffRow } from './row';
import type { ClusterRows } from './rows';
import type { ShowFile } from '../access-words';
import { annotation } from '../annotation';

const LEVELS = { broadened: 'error', changed: 'warning', narrowed: 'notice' } as const satisfies Record<DiffRow['direction'], string>;

/** Changes as annotations of a pull request. */
export function diffGithub(clusters: readonly ClusterRows[], show: ShowFile): string {
  return clusters.flatMap(({ rows }) => rows).map(({ cluster, domain, direction, title, details, because, source }) => annotation({
    level: LEVELS[direction],
    source: source && { file: show(source.file), line: source.line },
    title: `bulwark ${domain} ${direction}${cluster === undefined ? '' : ` in ${cluster}`}`,
    text: [title, ...details, ...because].join('\n'),
  })).join('');
}
