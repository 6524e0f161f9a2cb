import type { PlaceData, Text } from './data';
import { printable, type SourcePlace } from '../../manifests/problem';
import type { ShowFile } from '../access-words';

/** Texts that stand once each, however often they are used. What a reader could not see in them is written out. */
export class Strings {
  public readonly all: string[] = [];
  private readonly known = new Map<string, Text>();

  /** @param show how paths of files are printed */
  constructor(private readonly show: ShowFile) {}

  public of(text: string): Text {
    let at = this.known.get(text);
    if (at === undefined) {
      at = this.all.length;
      this.known.set(text, at);
      this.all.push(printable(text));
    }
    return at;
  }

  /** Where something stands, as far as it is known. */
  public place({ source, construct }: { readonly source?: SourcePlace; readonly construct?: string }): PlaceData {
    return {
      ...source ? { file: this.of(this.show(source.file)) } : {},
      ...source?.line === undefined ? {} : { line: source.line },
      ...construct === undefined ? {} : { construct: this.of(construct) },
    };
  }
}

/** Equal lists and records once each, found by what they hold. */
export class Table<T> {
  public readonly all: T[] = [];
  private readonly known = new Map<string, number>();

  public of(value: T): number {
    const key = JSON.stringify(value);
    let at = this.known.get(key);
    if (at === undefined) {
      at = this.all.length;
      this.known.set(key, at);
      this.all.push(value);
    }
    return at;
  }
}
