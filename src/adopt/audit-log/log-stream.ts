import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ProblemError } from '../../manifests/problem';

/** Bytes read at once. */
const CHUNK = 1024 * 1024;

/** A log as it is read. */
export interface LogStream {
  readonly name: string;
  /** Bytes of the file as it lies there; undefined for standard input and pipes. */
  readonly size?: number;
  /** Unpacked bytes. A packed file that ends early throws in the end. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes of the file that were read so far. */
  readonly read: () => number;
}

/** Opens a file, or standard input for `-`; what gzip packed is unpacked, whatever its name. Throws a ProblemError for what cannot be opened. */
export function openLog(path: string): LogStream {
  let read = 0;
  const counted = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      read += chunk.length;
      yield chunk;
    }
  };
  if (path === '-') {
    return { name: '(standard input)', chunks: unpacked(counted(process.stdin)), read: () => read };
  }
  try {
    const stat = statSync(path);
    if (stat.isFile() || stat.isDirectory()) {
      // A folder opens, and only fails when it is read; of a pipe, what is read once is gone.
      const file = openSync(path, 'r');
      readSync(file, Buffer.alloc(1), 0, 1, 0);
      closeSync(file);
    }
    const size = stat.isFile() ? { size: stat.size } : {};
    return { name: path, ...size, chunks: unpacked(counted(createReadStream(path, { highWaterMark: CHUNK }))), read: () => read };
  } catch (e) {
    const why = (e as NodeJS.ErrnoException).code ?? String(e);
    throw new ProblemError({
      id: 'input-missing', source: { file: path }, message: `cannot be read (${why})`, fix: 'name files of audit events, or - for standard input',
    });
  }
}

async function* unpacked(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const head: Buffer[] = [];
  let length = 0;
  while (length < 2) {
    const { value, done } = await source.next();
    if (done) {
      break;
    }
    head.push(value);
    length += value.length;
  }
  const first = Buffer.concat(head);
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield first;
    yield* source;
  };
  if (first.length >= 2 && first[0] === 0x1f && first[1] === 0x8b) {
    const packed = Readable.from(whole(), { objectMode: false });
    const plain = createGunzip({ chunkSize: CHUNK });
    packed.on('error', error => plain.destroy(error));
    yield* packed.pipe(plain) as AsyncIterable<Buffer>;
  } else {
    yield* whole();
  }
}
