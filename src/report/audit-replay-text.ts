import { replaySentences, replayTables, type ReplayContext, type ReplayTable } from './audit-replay-words';
import type { Colors } from './colors';
import { tableLines } from './table';
import { onTerminal } from './terminal';
import type { Replay } from '../adopt/audit-log/replay';

/** A replay for a terminal: what came of it, then the tables. */
export function auditReplayText(replay: Replay, context: ReplayContext, colors: Colors): string {
  const [head, ...rest] = replaySentences(replay, context);
  return onTerminal([
    colors.bold(head!), ...rest, '',
    ...replayTables(replay, context).flatMap(table => [colors.bold(table.title), ...aligned(table, colors), '']),
  ].join('\n'), colors);
}

function aligned({ head, rows }: ReplayTable, colors: Colors): string[] {
  const isText = (at: number) => rows.some(row => /[^\d,.\s]/.test(row[at]!.replace(/ [kMGT]?B$/, '')));
  return tableLines(head, rows, { colors, numbers: new Set([...head.keys()].filter(at => !isText(at))), indent: 2 });
}
