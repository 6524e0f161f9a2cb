import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { codeOf, makeFolders, realFolder, statOf, unwritable } from './disk';
import { FolderFiles } from './folder-files';
import { heartbeat } from './heartbeat';
import { ProblemError } from '../manifests/problem';

/** Lies in a folder while a run writes there; no two runs hold one at a time. */
export const STAGING_FOLDER = '.bulwark-staging';

/** One untouched for longer was left by a killed run, even where another process has that one's id by now. */
const ABANDONED = 2_000;

/** How long to wait for another run that goes on writing. */
const PATIENCE = 60_000;

/** Files on their way: written here first, then renamed into place, so that no reader ever sees half of one. */
export class Staging {
  private readonly made = new Set<string>();

  /** Tells other runs that this one goes on, without a look whether one took over. */
  public readonly touch: () => void;

  /**
   * @param path touched while this run goes on
   * @param own a folder of this run alone: when it is gone, another run took this one for killed
   */
  constructor(public readonly path: string, public readonly own: string) {
    this.touch = heartbeat(path);
  }

  /** Replaces a file in one step. */
  public put(target: string, text: string): void {
    const file = join(this.own, 'file');
    this.touch();
    writeFileSync(file, text);
    this.makeFolder(dirname(target));
    renameSync(file, target);
  }

  /** Makes a folder that does not exist yet appear in one step, complete. */
  public putFolder(target: string, files: ReadonlyMap<string, string>): void {
    const folder = new FolderFiles(this.own, this.touch);
    folder.makeFolder('folder');
    for (const [path, text] of files) {
      folder.put(`folder/${path}`, text);
    }
    renameSync(join(this.own, 'folder'), target);
  }

  /** Tells other runs that this one goes on; an error when one of them took over. */
  public beat(): void {
    if (!statOf(this.own)) {
      throw busy(dirname(this.path));
    }
    this.touch();
  }

  private makeFolder(path: string): void {
    if (!this.made.has(path)) {
      this.beat();
      makeFolders(path);
      this.made.add(path);
    }
  }
}

/** A staging folder that stays open over several steps. */
export interface OpenStaging {
  readonly staging: Staging;
  /** Does something in it; what goes wrong because of the disk, or of another run, is a problem that says so. */
  run<T>(action: () => T): T;
  /** Removes it, and unfinished files with it. */
  close(): void;
}

/** Those that this process holds, by the names of the folders that they lie in. */
const held = new Map<string, OpenStaging>();

/** Waits until no other run writes to the folder, and keeps others from it until it is closed; not even what a killed run left stays. */
export function openStaging(folder: string): OpenStaging {
  if (held.has(resolve(folder))) {
    throw busy(folder); // This process holds it, and would wait for itself.
  }
  const path = join(folder, STAGING_FOLDER);
  const own = join(path, `${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    take(path, own);
  } catch (e) {
    throw unwritable(e, folder);
  }
  const names = [resolve(folder), realFolder(folder) ?? folder];
  const open: OpenStaging = {
    staging: new Staging(path, own),
    run: action => {
      try {
        return action();
      } catch (e) {
        throw codeOf(e) === 'ENOENT' && !statOf(own) ? busy(folder) : unwritable(e, folder);
      }
    },
    close: () => {
      names.forEach(name => held.delete(name));
      rmSync(own, { recursive: true, force: true });
      attempt(() => rmdirSync(path), 'ENOENT', 'ENOTEMPTY', 'EEXIST');
    },
  };
  names.forEach(name => held.set(name, open));
  return open;
}

/** Does something while no other run writes to a folder, and leaves no unfinished files, not even those of a killed run. */
export function withStaging<T>(folder: string, action: (staging: Staging) => T): T {
  const outer = held.get(resolve(folder));
  if (outer) {
    return outer.run(() => action(outer.staging));
  }
  const open = openStaging(folder);
  try {
    return open.run(() => action(open.staging));
  } finally {
    open.close();
  }
}

/** True when another run writes to the folder, or was killed while it did. */
export function hasStaging(folder: string): boolean {
  if (held.has(resolve(folder))) {
    return false;
  }
  const path = join(folder, STAGING_FOLDER);
  const stat = statOf(path);
  if (stat && !stat.isDirectory()) {
    throw new ProblemError({
      id: 'path-unsafe', source: { file: path }, message: 'stands where a folder for unfinished files belongs', fix: 'remove it',
    });
  }
  return stat !== undefined;
}

/** Of several runs, one makes the folder, or renames into its own what a killed run left; the others wait. */
function take(path: string, own: string): void {
  const end = Date.now() + PATIENCE;
  for (;;) {
    if (attempt(() => mkdirSync(path), 'EEXIST') && attempt(() => mkdirSync(own), 'ENOENT')) {
      return;
    }
    const stat = hasStaging(dirname(path)) ? statOf(path) : undefined;
    if (stat && takeOver(path, own, Math.abs(Date.now() - stat.mtimeMs) > ABANDONED)) {
      return;
    } else if (Date.now() > end) {
      throw busy(dirname(path));
    } else if (stat) {
      sleep(20);
    }
  }
}

/** True when the folder of a killed run is now that of this one, and empty. */
function takeOver(path: string, own: string, isSilent: boolean): boolean {
  const [owner] = namesIn(path);
  if (owner === undefined && isSilent) {
    attempt(() => rmdirSync(path), 'ENOENT', 'ENOTEMPTY', 'EEXIST');
  }
  const isLeft = owner !== undefined && (isSilent || !isRunning(parseInt(owner, 10)));
  if (!isLeft || !attempt(() => renameSync(join(path, owner), own), 'ENOENT')) {
    return false;
  }
  const left = [own, path].flatMap(folder => namesIn(folder).map(name => join(folder, name)));
  for (const each of left.filter(other => other !== own)) {
    rmSync(each, { recursive: true, force: true });
  }
  return true;
}

function namesIn(folder: string): string[] {
  let names: string[] = [];
  attempt(() => names = readdirSync(folder), 'ENOENT', 'ENOTDIR');
  return names;
}

/** False when it fails in one of the ways that another run explains. */
function attempt(action: () => unknown, ...codes: string[]): boolean {
  try {
    action();
    return true;
  } catch (e) {
    if (codes.includes(codeOf(e) ?? '')) {
      return false;
    }
    throw e;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return codeOf(e) === 'EPERM';
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function busy(folder: string): ProblemError {
  return new ProblemError({
    id: 'folder-busy', source: { file: folder }, message: 'another run is writing here', fix: 'wait until it is done, then run synth again',
  });
}
