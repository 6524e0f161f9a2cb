/** What the writers of `src/kubernetes/data/*-fields.ts` share: where a Go module lies, what its structs hold, and how a table is written. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The folder of a release of a Go module, which the module proxy is asked for once. */
export function folderOf(module: string, release: string): string {
  const text = execFileSync('go', ['mod', 'download', '-json', `${module}@${release}`], { cwd: '/', encoding: 'utf8', env: { ...process.env, GOFLAGS: '-mod=mod' } });
  return (JSON.parse(text) as { Dir: string }).Dir;
}

/**
 * Structs, a line each: the name and its fields in the words of `src/kubernetes/fields.ts`.
 *
 * @param roots the structs to begin with, parted by commas, or `kinds` for the documents that a folder registers
 */
export function structLines(tag: 'json' | 'toml' | 'yaml', roots: string, folders: readonly string[]): string[] {
  return execFileSync('go', ['run', '.', tag, roots, ...folders], { cwd: join(__dirname, '../go/fields'), encoding: 'utf8' }).trimEnd().split('\n');
}

/** The name of the field that a word is about. */
export function nameIn(word: string): string {
  return /^[^:=@]+/.exec(word)![0];
}

/** A text in pieces of at most 120 characters, as a program writes it. */
export function wrapped(text: string): string {
  const lines = text.split(' ').reduce<string[]>((all, word) => {
    const last = all.at(-1)!;
    return last.length + word.length > 120 ? [...all, word] : [...all.slice(0, -1), last === '' ? word : `${last} ${word}`];
  }, ['']);
  return lines.map((line, at) => `'${line}${at < lines.length - 1 ? ' ' : ''}'`).join('\n    + ');
}
