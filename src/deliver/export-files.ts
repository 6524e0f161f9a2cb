import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What is written below a folder of its own. Paths have `/` between their segments, none of which is empty, `.` or `..`. */
export interface ExportedFiles {
  readonly files: Iterable<{ readonly path: string; readonly bytes: Uint8Array; readonly executable: boolean }>;
  /** Links, made last, so that no file is written through one. */
  readonly links: Iterable<{ readonly path: string; readonly target: string }>;
}

/** Signals by which a person or a machine ends a command. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does something with files in a folder that nobody else reads, and that is gone afterwards: also when the action fails, when the
 * program exits inside of it, and when a signal ends it.
 */
export async function withExport<T>({ files, links }: ExportedFiles, action: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bulwark-revision-')));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const ended = (signal: NodeJS.Signals) => {
    remove();
    process.kill(process.pid, signal);
  };
  process.once('exit', remove);
  SIGNALS.forEach(signal => process.once(signal, ended));
  try {
    for (const { path, bytes, executable } of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes, { flag: 'wx' });
      if (executable) {
        chmodSync(file, 0o755);
      }
    }
    for (const { path, target } of links) {
      const link = join(folder, path);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link);
    }
    return await action(folder);
  } finally {
    remove();
    process.off('exit', remove);
    SIGNALS.forEach(signal => process.off(signal, ended));
  }
}
