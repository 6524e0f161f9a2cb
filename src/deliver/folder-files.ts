import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from './disk';

/**
 * Files below a folder that this run alone knows. The folders in between are made one by one, the outer ones first, and never
 * the folder itself: everything fails by itself when another run took the folder away, without a look before each step.
 * Two threads may fill one folder.
 */
export class FolderFiles {
  private readonly made = new Set<string>(['.']);

  /** @param beat called before each file, so that no other run takes this one for killed */
  constructor(private readonly folder: string, private readonly beat: () => void) {}

  /** @param path below the folder, `/` between segments */
  public put(path: string, text: string): void {
    this.beat();
    this.makeFolder(dirname(path));
    writeFileSync(join(this.folder, path), text);
  }

  /** Makes a folder, where this has not made it yet. */
  public makeFolder(path: string): void {
    if (this.made.has(path)) {
      return;
    }
    this.makeFolder(dirname(path));
    try {
      mkdirSync(join(this.folder, path));
    } catch (e) {
      // The other thread was quicker.
      if (codeOf(e) !== 'EEXIST') {
        throw e;
      }
    }
    this.made.add(path);
  }
}
