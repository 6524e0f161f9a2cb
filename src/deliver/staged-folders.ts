import { renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders, statOf } from './disk';
import { FolderFiles } from './folder-files';
import { SecondThread } from './second-thread';
import { openStaging, type OpenStaging } from './staging';

/** What is handed on together, in files and in characters: enough that handing on costs little. */
const BATCH = { files: 256, characters: 1024 * 1024 };

/** From so much on, writing begins before all is known. Less is quicker written than begun. */
const MANY = { files: 1024, characters: 8 * 1024 * 1024 };

/**
 * Folders that do not stand yet, on their way into one parent. Their files go to its staging folder while later ones are still
 * computed and checked, so that neither the texts of a fleet nor a second computation of them is needed; nothing appears
 * before `publish`.
 */
export class StagedFolders {
  private readonly folders = new Map<string, string>();
  private pending: Array<readonly [string, string]> = [];
  private characters = 0;
  private begun: { readonly open: OpenStaging; readonly made: readonly string[]; readonly files: SecondThread } | undefined;

  /** @param parent the folder in which they will stand; it is made when writing begins */
  constructor(private readonly parent: string) {}

  /** @param target the folder that will hold the file, `path` below it */
  public add(target: string, path: string, text: string): void {
    if (!this.folders.has(target)) {
      this.folders.set(target, String(this.folders.size));
    }
    this.pending.push([`${this.folders.get(target)!}/${path}`, text]);
    this.characters += text.length;
    if (this.exceeds(this.begun ? BATCH : MANY)) {
      this.write();
    }
  }

  /** Tells other runs that this one goes on, as long as there is anything to tell of. */
  public beat(): void {
    const { begun } = this;
    begun?.open.run(() => begun.open.staging.beat());
  }

  /** Makes each of the folders appear in one step, complete, unless something stands there by now; answers which these are. */
  public publish(): ReadonlySet<string> {
    const missing = () => [...this.folders.keys()].filter(target => statOf(target) === undefined);
    if (missing().length === 0) {
      return new Set();
    }
    this.write();
    const { open, files } = this.begun!;
    return open.run(() => {
      files.finish(() => open.staging.beat());
      return new Set(missing().map(target => {
        renameSync(join(open.staging.own, this.folders.get(target)!), target);
        return target;
      }));
    });
  }

  /** Leaves nothing of what was not published, not even the parent where there was none. */
  public close(): void {
    if (this.begun) {
      const { open, made, files } = this.begun;
      files.close();
      open.close();
      removeEmpty(made);
    }
  }

  private write(): void {
    this.begun ??= this.begin();
    const { open, files } = this.begun;
    open.run(() => {
      open.staging.beat();
      for (let at = 0; at < this.pending.length; at += BATCH.files) {
        files.write(this.pending.slice(at, at + BATCH.files));
      }
    });
    this.pending = [];
    this.characters = 0;
  }

  private exceeds({ files, characters }: typeof BATCH): boolean {
    return this.pending.length >= files || this.characters >= characters;
  }

  private begin() {
    const made = makeFolders(this.parent);
    try {
      const open = openStaging(this.parent);
      const { own, path } = open.staging;
      const files = new FolderFiles(own, open.staging.touch);
      return { open, made, files: new SecondThread(files, this.exceeds(MANY) ? { folder: own, alive: path } : undefined) };
    } catch (e) {
      removeEmpty(made);
      throw e;
    }
  }
}

function removeEmpty(made: readonly string[]): void {
  try {
    [...made].reverse().forEach(folder => rmdirSync(folder));
  } catch {
    // Something stands in it.
  }
}
