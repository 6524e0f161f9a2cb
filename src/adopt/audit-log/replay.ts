import { readEvents, type BadLine } from './log-events';
import type { LogStream } from './log-stream';
import { Tally, type ReplayFigures, type TallyOptions } from './tally';

/** What is replayed, and under which policies. */
export interface ReplayOptions extends TallyOptions {
  /** Stop at the first line that is no event. */
  readonly strict?: boolean;
  readonly progress?: (log: LogStream, events: number) => void;
}

/** What came of it. */
export interface Replay extends ReplayFigures {
  readonly logs: ReadonlyArray<{ readonly name: string; readonly events: number; readonly leftOut: number }>;
  /** Lines that are no events, all told. */
  readonly leftOut: number;
  /** The first of them. */
  readonly badLines: readonly BadLine[];
  /** It stopped at a bad line. */
  readonly stopped: boolean;
}

/** Bad lines that are named. */
const MOST_BAD = 20;

/**
 * What a policy would have logged of the events of some logs, read as they come: memory does not grow with them. What
 * an API server never logged cannot be told by its log, so a policy that logs more shows so only where an event is
 * there, at a lower level.
 */
export async function replay(logs: Iterable<LogStream>, options: ReplayOptions): Promise<Replay> {
  const tally = new Tally(options);
  const badLines: BadLine[] = [];
  const read: Array<{ name: string; events: number; leftOut: number }> = [];
  let leftOut = 0;
  for (const log of logs) {
    const counts = { name: log.name, events: 0, leftOut: 0 };
    read.push(counts);
    try {
      await readEvents(log, {
        event: (logged, event, bytes) => {
          counts.events += 1;
          tally.add(logged, event, bytes);
        },
        bad: line => {
          counts.leftOut += 1;
          leftOut += 1;
          if (badLines.length < MOST_BAD) {
            badLines.push(line);
          }
          if (options.strict) {
            throw new Stopped();
          }
        },
        progress: () => options.progress?.(log, tally.events),
      });
    } catch (e) {
      if (!(e instanceof Stopped)) {
        throw e;
      }
      return { ...tally.figures(), logs: read, leftOut, badLines, stopped: true };
    }
  }
  return { ...tally.figures(), logs: read, leftOut, badLines, stopped: false };
}

class Stopped extends Error {}
