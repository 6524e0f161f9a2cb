import { dirname, join, relative, sep } from 'node:path';

/** `/` between segments, on every machine. */
export function pathBelow(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

/** Tells in which of some folders a file stands, without a look at each of them. */
export class Folders {
  private readonly folders: ReadonlyMap<string, string>;

  constructor(folders: readonly string[]) {
    // As the path of a file in it begins: `./dist/` is the `dist` of `dist/a.yaml`.
    this.folders = new Map(folders.map(folder => [dirname(join(folder, '_')), folder]));
  }

  /** Those around a file, the nearest first, as they were named. */
  public around(file: string): string[] {
    const found: string[] = [];
    for (let [path, parent] = [file, dirname(file)]; parent !== path; [path, parent] = [parent, dirname(parent)]) {
      const folder = this.folders.get(parent);
      if (folder !== undefined) found.push(folder);
    }
    return found;
  }
}
