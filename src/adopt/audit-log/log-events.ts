import type { LogStream } from './log-stream';
import { EVENT_VERSION, loggedEvent, type LoggedEvent } from '../../decide/audit/event';

/** Something in a log that is no event. */
export interface BadLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** What comes out of a log, in its order. `event` is the whole of it. */
export interface LogReader {
  /** @param bytes that the event takes in the log */
  event(logged: LoggedEvent, event: Readonly<Record<string, unknown>>, bytes: number): void;
  bad(line: BadLine): void;
  /** After each chunk. */
  progress?(): void;
}

/** A line beyond this is no event: a log's own limit is far below (a request has 3 MB at most, and its response little more). */
const LONGEST_LINE = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Reads the events of a log: one JSON object a line, or EventLists, of which each may also be spread over lines, as
 * tools print them. Memory is bounded by one line.
 */
export async function readEvents(log: LogStream, reader: LogReader): Promise<void> {
  const documents = new Documents(log.name, reader);
  /** The begin of a line that goes on in the next chunk. */
  let begun: Buffer[] = [];
  let length = 0;
  let failure: Error | undefined;
  for await (const chunk of untilItFails(log.chunks, e => failure = e)) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; from = to + 1, to = chunk.indexOf(NEWLINE, from)) {
      if (length === 0) {
        documents.line(chunk, from, to);
      } else {
        const line = length > LONGEST_LINE ? undefined : Buffer.concat([...begun, chunk.subarray(from, to)]);
        documents.line(line ?? Buffer.alloc(0), 0, line?.length ?? 0, length > LONGEST_LINE);
        begun = [];
        length = 0;
      }
    }
    if (from < chunk.length) {
      length += chunk.length - from;
      if (length > LONGEST_LINE) {
        begun = [];
      } else {
        begun.push(chunk.subarray(from));
      }
    }
    reader.progress?.();
  }
  if (failure) {
    documents.end(undefined);
    reader.bad({ file: log.name, line: documents.lines + 1, reason: `ends here: ${failure.message}` });
    return;
  }
  documents.end(length > LONGEST_LINE ? Buffer.alloc(0) : length > 0 ? Buffer.concat(begun) : undefined);
}

/** What was read before a packed file turned out to be cut off counts. What a reader throws is none of this. */
async function* untilItFails(chunks: AsyncIterable<Buffer>, failed: (error: Error) => void): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (e) {
    failed(e as Error);
  }
}

/** Lines put together to documents, and documents taken apart to events. */
class Documents {
  public lines = 0;
  /** A document that is spread over lines, from the line on which it began. */
  private open: { readonly from: number; readonly close: string; readonly parts: string[]; length: number } | undefined;

  constructor(private readonly file: string, private readonly reader: LogReader) {}

  public line(bytes: Buffer, from: number, to: number, tooLong = false): void {
    this.lines += 1;
    if (tooLong) {
      this.bad(this.lines, 'is longer than any event');
      return;
    }
    const end = to > from && bytes[to - 1] === 0x0d ? to - 1 : to;
    if (end === from) {
      return;
    }
    const text = bytes.toString('utf8', from, end);
    if (this.open) {
      this.goOn(text);
    } else if (end - from <= 2 && (text === '{' || text === '[')) {
      this.open = { from: this.lines, close: text === '{' ? '}' : ']', parts: [text], length: 1 };
    } else {
      this.document(text, this.lines, end - from);
    }
  }

  /** @param rest what stands after the last line break */
  public end(rest: Buffer | undefined): void {
    if (rest !== undefined) {
      this.line(rest, 0, rest.length);
    }
    if (this.open) {
      this.bad(this.open.from, 'begins a document that never ends');
      this.open = undefined;
    }
  }

  private goOn(text: string): void {
    const open = this.open!;
    open.parts.push(text);
    open.length += text.length + 1;
    if (text === open.close || open.length > LONGEST_LINE) {
      this.open = undefined;
      this.document(open.parts.join('\n'), open.from, open.length);
    }
  }

  private document(text: string, line: number, bytes: number): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (text.trim() !== '') {
        this.bad(line, text.trimStart().startsWith('{') ? 'is cut off or no JSON' : 'is no JSON');
      }
      return;
    }
    const { kind, apiVersion, items } = (value ?? {}) as { kind?: unknown; apiVersion?: unknown; items?: unknown };
    if (kind !== 'EventList') {
      this.event(value, line, bytes);
    } else if (apiVersion !== EVENT_VERSION || !Array.isArray(items)) {
      this.bad(line, Array.isArray(items) ? `is of another version than ${EVENT_VERSION}` : 'is an EventList without items');
    } else {
      items.forEach(item => this.event(item, line, JSON.stringify(item).length));
    }
  }

  private event(value: unknown, line: number, bytes: number): void {
    const logged = loggedEvent(value);
    if (typeof logged === 'string') {
      this.bad(line, logged);
    } else {
      this.reader.event(logged, value as Readonly<Record<string, unknown>>, bytes);
    }
  }

  private bad(line: number, reason: string): void {
    this.reader.bad({ file: this.file, line, reason });
  }
}
