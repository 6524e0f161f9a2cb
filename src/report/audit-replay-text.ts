import { replaySentences, replayTables, type ReplayContext, type ReplayTable } from './audit-replay-words';
import type { Colors } from './colors';
import { shownHere } from './glyphs';
import type { Replay } from '../adopt/audit-log/replay';

/** A replay for a terminal: what came of it, then the tables. */
export function auditReplayText(replay: Replay, context: ReplayContext, colors: Colors): string {
  const [head, ...rest] = replaySentences(replay, context);
  return [
    colors.bold(head!), ...rest, '',
    ...replayTables(replay, context).flatMap(table => [colors.bold(table.title), ...aligned(table), '']),
  ].join('\n');
}

function aligned({ head, rows }: ReplayTable): string[] {
  const all = [head, ...rows].map(row => row.map(cell => shownHere(cell)));
  const widths = head.map((_, at) => all.reduce((widest, row) => Math.max(widest, row[at]!.length), 0));
  const isText = head.map((_, at) => rows.some(row => /[^\d,.\s]/.test(row[at]!.replace(/ [kMGT]?B$/, ''))));
  return all.map(row => `  ${row.map((cell, at) => isText[at] ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)).join('  ').trimEnd()}`);
}
