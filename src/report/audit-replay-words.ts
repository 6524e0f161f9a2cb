import type { Replay } from '../adopt/audit-log/replay';
import type { ReplayChange, ReplayRow } from '../adopt/audit-log/tally';
import { counted } from '../manifests/counted';
import type { AuditPolicy } from '../manifests/model';
import { printable } from '../manifests/problem';

/** What a reader needs beside the figures. */
export interface ReplayContext {
  /** The policy that was asked about. */
  readonly policy: string;
  readonly rules: AuditPolicy['rules'];
  /** What it was compared with; undefined: what was logged. */
  readonly against?: string;
}

/** A table of rows: what, events and bytes before and after. */
export interface ReplayTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
}

/** The tables of a replay, in the order in which they are read. */
export function replayTables(replay: Replay, { rules, against }: ReplayContext): ReplayTable[] {
  const before = against === undefined ? 'in the log' : 'old policy';
  const head = (what: string) => [what, `events, ${before}`, 'new policy', `bytes, ${before}`, 'new policy'];
  const cells = ({ what, before: was, after }: ReplayRow) =>
    [printable(what), number(was.events), number(after.events), size(was.bytes), size(after.bytes)];
  const used = replay.byRule.filter(({ before: was, after }) => was.events + after.events > 0);
  const idle = replay.byRule.filter(each => each.rule !== null && !used.includes(each));
  return [
    {
      title: 'By rule of the new policy',
      head: ['rule', 'level', ...head('').slice(1)],
      rows: [
        ...used.map(each => [each.what, each.rule === null ? 'None' : rules[each.rule]!.level, ...cells(each).slice(1)]),
        ...idle.length > 0 ? [[idle.map(({ rule }) => rule).join(', '), 'no event', '', '', '', '']] : [],
      ],
    },
    { title: 'By level', head: head('level'), rows: replay.byLevel.filter(({ before: was, after }) => was.events + after.events > 0).map(cells) },
    { title: 'By resource', head: head('resource'), rows: replay.byResource.map(cells) },
    { title: 'By user', head: head('user'), rows: replay.byUser.map(cells) },
    ...replay.changes.length === 0 ? [] : [{
      title: 'Logged otherwise',
      head: ['', 'request', 'level', 'rules', 'events', 'for example'],
      rows: replay.changes.map(each => [each.kind, printable(each.what), `${each.from} → ${each.to}`, rulesText(each), number(each.events), printable(each.example)]),
    }],
  ];
}

function rulesText({ fromRule, toRule }: ReplayChange): string {
  const name = (rule: number | null) => rule === null ? 'none' : String(rule);
  return fromRule === undefined ? name(toRule) : `${name(fromRule)} → ${name(toRule)}`;
}

/** What was read, what would be logged, and what was left out; a sentence a line. */
export function replaySentences(replay: Replay, { against }: ReplayContext): string[] {
  const { before, after, changed, unmeasured, unheldStages, leftOut, logs } = replay;
  const events = logs.reduce((sum, log) => sum + log.events, 0);
  const share = before.bytes === 0 ? '' : `, ${(100 * after.bytes / before.bytes).toFixed(1)} % of the bytes`;
  return [
    `${counted(events, 'event', 'events', number)} in ${logs.length === 1 ? logs[0]!.name : `${logs.length} logs`}; ${number(before.events)} (${size(before.bytes)}) `
      + `${against === undefined ? 'logged' : 'by the old policy'}, ${number(after.events)} (${size(after.bytes)}) by the new one${share}`,
    ...Object.values(changed).every(count => count === 0) ? ['every event as before'] : [
      `${counted(changed.lost, 'event', 'events', number)} lost, ${number(changed.lowered)} at a lower level, ${number(changed.gained)} gained, ${number(changed.raised)} at a higher level`,
    ],
    ...unmeasured === 0 ? [] : [`of ${counted(unmeasured, 'event', 'events', number)} the new policy logs bodies that the log does not hold: their bytes are not counted`],
    ...unheldStages.length === 0 ? [] : [
      `the log holds no event of the ${unheldStages.length === 1 ? 'stage' : 'stages'} ${unheldStages.join(' and ')}, at which ${against === undefined ? 'the policy logs' : 'one of the policies logs'} such requests: those events are not counted`,
    ],
    ...leftOut === 0 ? [] : [`${counted(leftOut, 'line', 'lines', number)} left out, since ${leftOut === 1 ? 'it is no event' : 'they are no events'}`],
  ];
}

/** `1,234,567`, whatever the locale. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1.2 GB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) {
    value /= 1000;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
