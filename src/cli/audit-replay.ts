import { auditPolicyFor, auditPolicyIn, type AuditCommandOptions } from './audit-input';
import { usage } from './cluster-input';
import { colors, print, relativeFile, relativeTo } from './output';
import type { BadLine } from '../adopt/audit-log/log-events';
import { openLog, type LogStream } from '../adopt/audit-log/log-stream';
import { replay, type Replay } from '../adopt/audit-log/replay';
import { counted } from '../manifests/counted';
import type { Problem } from '../manifests/problem';
import { auditReplayJson } from '../report/audit-replay-json';
import { auditReplayMd } from '../report/audit-replay-md';
import { auditReplayText } from '../report/audit-replay-text';
import { number, size } from '../report/audit-replay-words';
import { problemsText } from '../report/problems-text';

/** What `bulwark audit replay` was told. */
export interface AuditReplayOptions extends AuditCommandOptions {
  readonly against?: string;
  readonly strict?: boolean;
  readonly top: number;
}

/** What a policy would have made of real logs. 0: every line was an event. 2: some were not, and are named. */
export async function auditReplay(logs: readonly string[], options: AuditReplayOptions): Promise<number> {
  const { against, strict, top } = options;
  const fromInput = [...logs, ...options.policy === undefined ? [] : [options.policy], ...against === undefined ? [] : [against]];
  if (fromInput.filter(each => each === '-').length > 1) {
    throw usage('standard input can be read once', 'name files for the others');
  }
  const { policy, minor, file } = await auditPolicyFor(options);
  const old = against === undefined ? undefined : auditPolicyIn(against, minor);
  const line = new StatusLine();
  const result = await replay(logs.map(openLog), { policy, against: old, minor, strict, top, progress: (log, events) => line.show(log, events) });
  line.clear();
  const context = { policy: relativeFile(file), rules: policy.rules, ...against === undefined ? {} : { against: relativeFile(against) } };
  if (!result.stopped) {
    print(options.format === 'json' ? auditReplayJson(result, context)
      : options.format === 'md' ? auditReplayMd(result, context) : auditReplayText(result, context, colors.out));
  }
  process.stderr.write(problemsText(relativeTo(process.cwd(), problemsOf(result)), colors.err));
  return result.leftOut > 0 ? 2 : 0;
}

function problemsOf({ badLines, leftOut, stopped }: Replay): Problem[] {
  return [
    ...badLineProblems(badLines, leftOut),
    ...stopped ? [{ id: 'audit-log-line', message: 'stopped at the first line that is no event, as --strict asks; nothing was counted' } as const] : [],
  ];
}

/** Lines that are no events, by their numbers. */
export function badLineProblems(badLines: readonly BadLine[], leftOut: number): Problem[] {
  const named = badLines.map(({ file, line, reason }): Problem => ({
    id: 'audit-log-line', source: { file, line }, message: reason, fix: 'name logs of audit events: JSON lines or EventLists of audit.k8s.io/v1, plain or gzip',
  }));
  const more = leftOut - badLines.length;
  return [
    ...named,
    ...more > 0 ? [{ id: 'audit-log-line', message: `${counted(more, 'more line is no event', 'more lines are no events', number)}` } as const] : [],
  ];
}

/** One line on a terminal that tells how far a log is read. Pipes never see it. */
export class StatusLine {
  private shown = 0;
  private last = 0;

  public show(log: LogStream, events: number): void {
    const now = Date.now();
    this.last ||= now;
    if (!process.stderr.isTTY || now - this.last < 100) {
      return;
    }
    this.last = now;
    const done = log.size === undefined ? size(log.read()) : `${Math.floor(100 * log.read() / Math.max(log.size, 1))} %`;
    const text = `${relativeFile(log.name)}: ${done}, ${counted(events, 'event', 'events', number)}`.slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r${text.padEnd(this.shown)}`);
    this.shown = text.length;
  }

  public clear(): void {
    if (this.shown > 0) {
      process.stderr.write(`\r${' '.repeat(this.shown)}\r`);
    }
  }
}
