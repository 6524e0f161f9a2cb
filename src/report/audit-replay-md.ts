import { replaySentences, replayTables, type ReplayContext, type ReplayTable } from './audit-replay-words';
import type { Replay } from '../adopt/audit-log/replay';

/** A replay as Markdown, for a pull request. */
export function auditReplayMd(replay: Replay, context: ReplayContext): string {
  const tables = replayTables(replay, context).map(markdown);
  return [
    `### Audit policy ${escaped(context.policy)}${context.against === undefined ? '' : ` against ${escaped(context.against)}`}`, '',
    ...replaySentences(replay, context).map(sentence => `- ${escaped(sentence)}`), '', ...tables,
  ].join('\n');
}

function markdown({ title, head, rows }: ReplayTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [`#### ${title}`, '', line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''].join('\n');
}

/** Names come from a log, where anybody may have put them. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#&~]/g, char => `&#${char.charCodeAt(0)};`);
}
