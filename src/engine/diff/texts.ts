import type { decodeManifests } from '../../manifests/files';

/** A text, and what it holds once that was asked. */
export interface Text {
  readonly text: string;
  parsed?: ReturnType<typeof decodeManifests>;
}

/** How many files may have come or gone between two that both sides have, before equal ones are looked for everywhere. */
const NEAR = 4;
/** So many texts of a side are taken for new where none near them is equal: more of them, and files were moved. */
const FEW = 16;

/**
 * The texts of two sides, so that objects of equal texts are one object, whichever side they stand on: most of two trees is
 * the same. Both sides are read in one order, and so an equal text nearly always follows the one that was found last; to
 * look for each by its hash would cost more than to compare it.
 */
export class Texts {
  private readonly texts: Text[] = [];
  private places?: Map<string, number>;
  private next = 0;
  private missed = 0;
  /** The texts of the sides before. */
  private others = 0;

  /** Another side is read from here on. */
  public begin(): void {
    this.others = this.texts.length;
    this.next = 0;
    this.missed = 0;
    this.places = undefined;
  }

  /** A text with what is known of it; one that was not found is kept. */
  public of(text: string): Text {
    // Two files with this character may have other bytes, of which one are no UTF-8: each is read for itself.
    if (text.includes('\ufffd')) {
      return { text };
    }
    for (let at = this.next; at < this.others && at <= this.next + NEAR; at += 1) {
      const near = this.texts[at]!;
      if (near.text === text) {
        this.next = at + 1;
        return near;
      }
    }
    const found = this.find(text);
    if (found) {
      return found;
    }
    const made: Text = { text };
    this.texts.push(made);
    return made;
  }

  private find(text: string): Text | undefined {
    if (this.others === 0 || ++this.missed <= FEW) {
      return undefined;
    }
    this.places ??= new Map(this.texts.slice(0, this.others).map((each, at) => [each.text, at]));
    const at = this.places.get(text);
    if (at === undefined) {
      return undefined;
    }
    this.next = at + 1;
    return this.texts[at];
  }
}
