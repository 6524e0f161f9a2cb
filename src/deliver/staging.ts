import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError } from '../manifests/problem';
import { codeOf, statOf } from './disk';

/** Lies in a folder while a run writes there; no two runs hold one at a time. */
export const STAGING_FOLDER = '.bulwark-staging';

/** A run that writes touches its staging folder at least this often, in milliseconds. */
const BEAT = 200;

/** One untouched for longer was left by a killed run, even where another process has that one's id by now. */
const ABANDONED = 2_000;

/** How long to wait for another run that goes on writing. */
const PATIENCE = 60_000;

/** Files on their way: written here first, then renamed into place, so that no reader ever sees half of one. */
export class Staging {
  private readonly made = new Set<string>();
  private beaten = Date.now();

  /** @param own a folder of this run alone: when it is gone, another run took this one for killed */
  constructor(private readonly path: string, private readonly own: string) {}

  /** Replaces a file in one step. */
  public put(target: string, text: string): void {
    const file = join(this.own, 'file');
    this.write(file, text);
    this.makeFolder(dirname(target));
    renameSync(file, target);
  }

  /** Makes a folder that does not exist yet appear in one step, complete. */
  public putFolder(target: string, files: ReadonlyMap<string, string>): void {
    const folder = join(this.own, 'folder');
    for (const [path, text] of files) {
      this.makeFolder(dirname(join(folder, path)));
      this.write(join(folder, path), text);
    }
    renameSync(folder, target);
  }

  /** Tells other runs that this one goes on. */
  public beat(): void {
    if (Date.now() - this.beaten > BEAT) {
      this.beaten = Date.now();
      utimesSync(this.path, new Date(), new Date());
    }
  }

  private write(file: string, text: string): void {
    writeFileSync(file, text);
    this.beat();
  }

  private makeFolder(path: string): void {
    if (!this.made.has(path)) {
      mkdirSync(path, { recursive: true });
      this.made.add(path);
    }
  }
}

/** Does something while no other run writes to a folder, and leaves no unfinished files, not even those of a killed run. */
export function withStaging<T>(folder: string, action: (staging: Staging) => T): T {
  const path = join(folder, STAGING_FOLDER);
  take(path);
  const own = join(path, `${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(own);
    return action(new Staging(path, own));
  } catch (e) {
    throw codeOf(e) === 'ENOENT' && !statOf(own) ? busy(folder) : e;
  } finally {
    if (statOf(own)) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

/** True when a run writes to the folder, or was killed while it did. */
export function hasStaging(folder: string): boolean {
  const path = join(folder, STAGING_FOLDER);
  const stat = statOf(path);
  if (stat && !stat.isDirectory()) {
    throw new ProblemError({
      id: 'path-unsafe', source: { file: path }, message: 'stands where a folder for unfinished files belongs', fix: 'remove it',
    });
  }
  return stat !== undefined;
}

/** mkdir is what two runs cannot both succeed in. */
function take(path: string): void {
  const end = Date.now() + PATIENCE;
  while (!tryMake(path)) {
    const stat = hasStaging(dirname(path)) ? statOf(path) : undefined;
    if (stat && isAbandoned(path, stat)) {
      rmSync(path, { recursive: true, force: true });
    } else if (Date.now() > end) {
      throw busy(dirname(path));
    } else if (stat) {
      sleep(20);
    }
  }
}

function tryMake(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (e) {
    if (codeOf(e) === 'EEXIST') {
      return false;
    }
    throw e;
  }
}

function isAbandoned(path: string, stat: Stats): boolean {
  let owners: string[] = [];
  try {
    owners = readdirSync(path);
  } catch (e) {
    if (codeOf(e) !== 'ENOENT') {
      throw e;
    }
  }
  return (owners.length > 0 && !owners.some(owner => isRunning(parseInt(owner, 10)))) || Math.abs(Date.now() - stat.mtimeMs) > ABANDONED;
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
