import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { codeOf } from './disk';
import { FolderFiles } from './folder-files';
import { heartbeat } from './heartbeat';
import { BUSY, DONE, FAILED, NEXT, type Batch, type SecondThreadData } from './second-thread';

/** How often it is asked whether to touch the folder of the run, in milliseconds. */
const ASK = 100;

const { folder, alive, shared, errors } = workerData as SecondThreadData & { readonly errors: MessagePort };
const beat = heartbeat(alive);
const files = new FolderFiles(folder, touch);

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

setInterval(touch, ASK).unref();

function touch(): void {
  try {
    beat();
  } catch {
    // Gone: whoever writes next says so.
  }
}
