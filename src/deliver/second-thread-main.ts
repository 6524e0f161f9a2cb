import { utimesSync } from 'node:fs';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { codeOf } from './disk';
import { FolderFiles } from './folder-files';
import { BUSY, DONE, FAILED, NEXT, type Batch, type SecondThreadData } from './second-thread';

/** How often the folder of the run is touched at most, in milliseconds. */
const BEAT = 200;

const { folder, alive, shared, errors } = workerData as SecondThreadData & { readonly errors: MessagePort };
const files = new FolderFiles(folder, touch);
let beaten = 0;

/** Batches come in the order of their numbers, and both threads take them in that order. */
parentPort!.on('message', ({ number, batch }: { readonly number: number; readonly batch: Batch }) => {
  Atomics.store(shared, BUSY, 1);
  if (Atomics.compareExchange(shared, NEXT, number, number + 1) === number) {
    write(batch);
  }
  Atomics.store(shared, BUSY, 0);
  Atomics.notify(shared, BUSY);
});

function write(batch: Batch): void {
  try {
    batch.forEach(([path, text]) => files.put(path, text));
    Atomics.add(shared, DONE, 1);
  } catch (e) {
    errors.postMessage({ message: (e as Error).message, code: codeOf(e) });
    Atomics.store(shared, FAILED, 1);
  }
  Atomics.notify(shared, DONE);
}

function touch(): void {
  if (Date.now() - beaten < BEAT) {
    return;
  }
  beaten = Date.now();
  try {
    const now = new Date();
    utimesSync(alive, now, now);
  } catch {
    // Gone: whoever writes next says so.
  }
}

setInterval(touch, BEAT / 2).unref();
