import type { DiffRow } from './row';
import type { ClusterRows } from './rows';
import { counted } from '../../manifests/counted';
import { place, printable } from '../../manifests/problem';
import type { ShowFile } from '../access-words';
import { toned, type Colors } from '../colors';
import { onTerminal } from '../terminal';

/** What people read on a terminal: the changes, most important first, with what brings each. */
export function diffText(clusters: readonly ClusterRows[], colors: Colors, show: ShowFile): string {
  return onTerminal(clusters.map(each => clusterText(each, clusters.length > 1, colors, show)).join('\n'), colors);
}

function clusterText({ cluster, rows, deleted, replaced, refactored, notes }: ClusterRows, several: boolean, colors: Colors, show: ShowFile): string {
  const head = cluster === undefined ? [] : several || rows.length > 0 ? [colors.bold(`cluster ${printable(cluster)}`)] : [];
  return `${[
    ...head,
    ...rows.length === 0 ? [NO_CHANGE] : rows.flatMap(row => rowText(row, colors, show)),
    ...refactored > 0 ? [`${counted(refactored, 'policy differs and means', 'policies differ and mean')} the same as before`] : [],
    ...replaced.length > 0 ? [`to be replaced, since the API server refuses another roleRef (delete it first): ${replaced.join(', ')}`] : [],
    ...deleted.length > 0 ? [`deleted: ${deleted.join(', ')}`] : [],
    ...notes.map(note => colors.dim(`note: ${printable(note)}`)),
    ...rows.length > 0 ? [summary(rows)] : [],
  ].join('\n')}\n`;
}

const NO_CHANGE = 'no change in what anybody may do, reach or hide';

/** `3 broadened, 1 narrowed`. */
export function summary(rows: readonly DiffRow[]): string {
  const count = (direction: DiffRow['direction']) => rows.filter(row => row.direction === direction).length;
  return (['broadened', 'changed', 'narrowed'] as const).filter(each => count(each) > 0).map(each => `${count(each)} ${each}`).join(', ');
}

/** Aligned, and told apart without colours. */
const MARKS = { broadened: '+ broadened', narrowed: '- narrowed ', changed: '~ changed  ' } as const;

function rowText({ direction, domain, title, details, because, source, construct }: DiffRow, colors: Colors, show: ShowFile): string[] {
  const mark = toned(direction, colors, MARKS[direction]);
  const where = [source && place({ ...source, file: show(source.file) }), construct].filter(each => each !== undefined).map(printable).join(' ');
  return [
    `${mark} ${colors.dim(domain.padEnd(9))} ${title}`,
    ...details.map(line => `      ${line}`), ...because.map(line => colors.dim(`      ${line}`)),
    ...because.length === 0 && where !== '' ? [colors.dim(`      ${where}`)] : [],
  ];
}
