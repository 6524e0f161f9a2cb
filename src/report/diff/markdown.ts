import type { DiffRow } from './row';
import { inOrder, type ClusterRows } from './rows';
import { summary } from './text';
import { counted } from '../../manifests/counted';
import { code, comment, escaped } from '../comment';

const MARKS = { broadened: '🔴', changed: '🟡', narrowed: '🟢' };

/** A comment for a pull request, the most important changes first. What does not fit is counted, and said to be missing. */
export function diffMarkdown(clusters: readonly ClusterRows[]): string {
  const rows = clusters.flatMap(each => each.rows);
  const head = rows.length === 0 ? '### Security review: no change in what anybody may do, reach or hide\n'
    : `### Security review: ${summary(rows)}\n`;
  const ends = clusters.flatMap(({ cluster, deleted, replaced, refactored, notes }) => {
    const of = cluster === undefined || clusters.length === 1 ? '' : ` (${code(cluster)})`;
    return [
      ...refactored > 0 ? [`${counted(refactored, 'policy differs and means', 'policies differ and mean')} the same as before${of}.`] : [],
      ...replaced.length > 0 ? [`To be deleted first, since the API server refuses another roleRef${of}: ${names(replaced)}.`] : [],
      ...deleted.length > 0 ? [`Deleted${of}: ${names(deleted)}.`] : [],
      ...notes.slice(0, 5).map(note => `Note${of}: ${escaped(note)}.`),
    ];
  });
  // Those of all clusters together, because what does not fit is cut at the end.
  return comment(head, inOrder(rows).map(row => rowMarkdown(row, clusters.length > 1)), ends.map(line => `${line}\n`).join('\n'),
    missing => `**${counted(missing, 'more change does', 'more changes do')} not fit here.** The whole list: \`bulwark diff\`.`);
}

function rowMarkdown({ cluster, direction, title, details, because, construct }: DiffRow, several: boolean): string {
  const more = [...details, ...because, ...construct !== undefined && because.length === 0 ? [construct] : []];
  const head = `\n- ${MARKS[direction]} **${direction}**${several && cluster !== undefined ? ` (${code(cluster)})` : ''}: ${escaped(title)}\n`;
  return more.length === 0 ? head : `${head}  <details><summary>why</summary>\n\n${more.map(line => `  - ${code(line)}\n`).join('')}\n  </details>\n`;
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, 20).map(code).join(', ');
  return list.length > 20 ? `${shown} and ${list.length - 20} more` : shown;
}
