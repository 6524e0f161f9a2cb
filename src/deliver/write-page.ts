import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, statOf } from './disk';
import { ProblemError } from '../manifests/problem';

/** How every page of ours begins. */
const FIRST = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="cdk8s-bulwark">';

/**
 * Writes one page, in one step: a reader sees the old one or the new one. A file that is there is replaced only if it is a page
 * of ours. Throws a ProblemError where that is not so, and where nothing can be written.
 */
export function writePage(file: string, html: string): void {
  const target = replaceable(file);
  const beside = join(dirname(target), `.bulwark-${randomBytes(6).toString('hex')}.html`);
  try {
    // What a person kept from others stays so.
    writeFileSync(beside, html, { flag: 'wx', mode: (statOf(target)?.mode ?? 0o666) % 0o1000 });
    renameSync(beside, target);
  } catch (e) {
    if (statOf(beside)) rmSync(beside);
    throw new ProblemError({
      id: 'output-unwritable', source: { file }, message: `cannot be written (${codeOf(e) ?? String(e)})`, fix: 'name a file in a folder that exists and may be written to',
    });
  }
}

/** The file itself, where a link leads to it. */
function replaceable(file: string): string {
  let stat: Stats | undefined;
  try {
    stat = statSync(file, { throwIfNoEntry: false });
  } catch {
    // A file stands where a folder should, which writing tells.
  }
  if (!stat && statOf(file)) {
    throw new ProblemError({ id: 'path-unsafe', source: { file }, message: 'is a link to nothing', fix: 'name another file' });
  }
  if (stat && (!stat.isFile() || !isPage(file, stat))) {
    throw new ProblemError({
      id: 'file-foreign', source: { file }, message: stat.isFile() ? 'stands here and is no page, so it is left as it is' : 'is no file that a page could replace', fix: 'name another file, or remove this one',
    });
  }
  return stat ? realpathSync(file) : file;
}

/** An empty file, as tools make them for others to fill, is one as well. */
function isPage(file: string, { size }: Stats): boolean {
  if (size === 0) {
    return true;
  }
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const start = Buffer.alloc(FIRST.length);
    readSync(descriptor, start, 0, FIRST.length, 0);
    return start.toString('latin1') === FIRST;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
