import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { FolderFiles } from './folder-files';

/** Files that are written together, by path below the folder of the run. */
export type Batch = ReadonlyArray<readonly [path: string, text: string]>;

/** What the second thread is told when it starts. */
export interface SecondThreadData {
  /** The folder in which it writes. */
  readonly folder: string;
  /** What it touches while it works, so that no other run takes this one for killed. */
  readonly alive: string;
  readonly shared: Int32Array;
}

/** Places in the shared numbers. */
export const NEXT = 0; // the first batch that nobody took yet
export const DONE = 1; // batches that the second thread wrote
export const BUSY = 2; // 1 while the second thread takes or writes a batch
export const FAILED = 3; // 1 once it could not write one
const PLACES = 4;

/** More than any number of batches: none is left to take. */
const CLOSED = 2 ** 31 - 1;

/** Batches that wait at most; beyond it the first thread writes one itself before it goes on. */
const WAITING = 16;

/** How long to wait for a thread that shows no progress, in milliseconds. */
const PATIENCE = 60_000;

/** The compiled program of the second thread. Where it is not there (sources run as they are, a bundle), there is no second thread. */
const PROGRAM = join(__dirname, 'second-thread-main.js');

/**
 * Writes files while the caller goes on computing. Most of the time of a write is spent in the system, and a synthesis is
 * a synchronous call: only another thread can use that time. Each batch is written by whoever takes it first; the caller
 * takes part where the other thread falls behind, is slow to start, or cannot be had at all.
 */
export class SecondThread {
  private readonly shared = new Int32Array(new SharedArrayBuffer(PLACES * Int32Array.BYTES_PER_ELEMENT));
  private readonly waiting = new Map<number, Batch>();
  private readonly worker: { readonly thread: Worker; readonly errors: MessagePort } | undefined;
  private given = 0;
  private ownDone = 0;

  /**
   * @param files the folder of the run, for batches that the caller writes
   * @param data where the other thread writes them; undefined where there is too little to begin one
   */
  constructor(private readonly files: FolderFiles, data: Omit<SecondThreadData, 'shared'> | undefined) {
    this.worker = data && start({ ...data, shared: this.shared });
  }

  /** Gives a batch away; throws what writing an earlier one met. */
  public write(batch: Batch): void {
    const number = this.given;
    this.given += 1;
    this.waiting.set(number, batch);
    this.worker?.thread.postMessage({ number, batch });
    for (const taken of this.waiting.keys()) {
      if (taken >= Atomics.load(this.shared, NEXT)) {
        break;
      }
      this.waiting.delete(taken);
    }
    while (this.waiting.size > (this.worker ? WAITING : 0) && this.takeOne()) {
      // One more is written here.
    }
    this.throwFailure();
  }

  /** Returns when all is written; throws what writing met. */
  public finish(beat: () => void): void {
    while (this.takeOne()) {
      beat();
    }
    let last = { done: -1, at: Date.now() };
    for (;;) {
      this.throwFailure();
      const done = Atomics.load(this.shared, DONE);
      if (done + this.ownDone >= this.given) {
        return;
      }
      last = done === last.done ? last : { done, at: Date.now() };
      if (Date.now() - last.at > PATIENCE) {
        throw new Error('the thread that writes files shows no progress');
      }
      Atomics.wait(this.shared, DONE, done, 100);
      beat();
    }
  }

  /** Afterwards the other thread writes nothing more, whether or not all was written. */
  public close(): void {
    Atomics.store(this.shared, NEXT, CLOSED);
    const end = Date.now() + PATIENCE;
    while (this.worker && Atomics.load(this.shared, BUSY) === 1 && Date.now() < end) {
      Atomics.wait(this.shared, BUSY, 1, 100);
    }
    this.worker?.errors.close();
    void this.worker?.thread.terminate();
  }

  private takeOne(): boolean {
    const number = Atomics.load(this.shared, NEXT);
    if (number >= this.given) {
      return false;
    }
    if (Atomics.compareExchange(this.shared, NEXT, number, number + 1) === number) {
      this.waiting.get(number)!.forEach(([path, text]) => this.files.put(path, text));
      this.waiting.delete(number);
      this.ownDone += 1;
    }
    return true;
  }

  private throwFailure(): void {
    if (Atomics.load(this.shared, FAILED) === 1) {
      const { receiveMessageOnPort } = threads();
      const { message, code } = receiveMessageOnPort(this.worker!.errors)?.message as { message: string; code?: string };
      throw Object.assign(new Error(message), { code });
    }
  }
}

/** Loaded late: most outputs are small. */
function threads() {
  return require('./threads') as typeof import('./threads');
}

function start(data: SecondThreadData) {
  // On a single processor as well: it tells other runs that this one goes on while the program computes.
  if (!existsSync(PROGRAM)) {
    return undefined;
  }
  try {
    const { MessageChannel, Worker: Thread } = threads();
    const { port1: errors, port2 } = new MessageChannel();
    errors.unref();
    // Without the loaders and flags of the program, which a thread that writes files has no use for.
    const thread = new Thread(PROGRAM, { workerData: { ...data, errors: port2 }, transferList: [port2], execArgv: [], env: {} });
    thread.unref();
    thread.on('error', () => undefined); // What it cannot do, the caller does.
    return { thread, errors };
  } catch {
    return undefined; // Forbidden by the permissions of the process, for one.
  }
}
