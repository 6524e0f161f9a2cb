import type { DiffRow } from './row';
import type { ClusterRows } from './rows';
import type { ShowFile } from '../access-words';
import { escapeMessage, escapeProperty } from '../problems-github';

const COMMANDS: Readonly<Record<DiffRow['direction'], string>> = { broadened: 'error', changed: 'warning', narrowed: 'notice' };

/** Workflow commands, which GitHub shows at the line in a pull request. */
export function diffGithub(clusters: readonly ClusterRows[], show: ShowFile): string {
  return clusters.flatMap(({ rows }) => rows).map(({ cluster, domain, direction, title, details, because, source }) => {
    const properties = [
      ...source ? [`file=${escapeProperty(show(source.file))}`, ...source.line === undefined ? [] : [`line=${source.line}`]] : [],
      `title=${escapeProperty(`bulwark ${domain} ${direction}${cluster === undefined ? '' : ` in ${cluster}`}`)}`,
    ];
    return `::${COMMANDS[direction]} ${properties.join(',')}::${escapeMessage([title, ...details, ...because].join('\n'))}\n`;
  }).join('');
}
