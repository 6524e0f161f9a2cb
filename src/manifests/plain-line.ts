/** Where things stand on a line of plain YAML: on what lies between two offsets of a text, both without spaces around them. */

const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const COLON = 0x3a;

/** The longest key; longer ones, which the whole parser may refuse, are left to it. */
const LONGEST_KEY = 401;

/** Of each ASCII character, in what it may stand. */
const KEY_START = marked(/[A-Za-z_]/);
const KEY_PART = marked(/[A-Za-z0-9_./-]/);
const SCALAR_START = marked(/[A-Za-z0-9_/]/);
const AFTER_DASH = marked(/[A-Za-z0-9]/);

function marked(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(characters.test(String.fromCharCode(code))));
}

export function afterSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === SPACE) {
    at += 1;
  }
  return at;
}

export function beforeSpaces(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === SPACE) {
    at -= 1;
  }
  return at;
}

/** Whether it is a comment. */
export function isComment(text: string, start: number): boolean {
  return text.charCodeAt(start) === HASH;
}

/** Whether it is an item of a list: a dash, and something behind it. */
export function isItem(text: string, start: number, end: number): boolean {
  return text.charCodeAt(start) === DASH && start + 1 < end && text.charCodeAt(start + 1) === SPACE;
}

/** Where the key ends with which it begins: at a colon before a space or the end. Negative where there is none. */
export function keyEnd(text: string, start: number, end: number): number {
  if (start >= end || KEY_START[text.charCodeAt(start)] === 0) {
    return -1;
  }
  let at = start + 1;
  while (at < end && KEY_PART[text.charCodeAt(at)] === 1) {
    at += 1;
  }
  const isKey = at < end && at - start <= LONGEST_KEY && text.charCodeAt(at) === COLON && (at + 1 === end || text.charCodeAt(at + 1) === SPACE);
  return isKey ? at : -1;
}

/** Whether the first characters of a scalar say that it is a plain one, and the others that nothing on the line ends it. */
export function isPlainScalar(text: string): boolean {
  let before = text.charCodeAt(0);
  if (SCALAR_START[before] === 0 && !(before === DASH && text.length > 1 && AFTER_DASH[text.charCodeAt(1)] === 1)) {
    return false;
  }
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code === COLON && (at + 1 === text.length || text.charCodeAt(at + 1) === SPACE)) || (code === HASH && before === SPACE)) {
      return false;
    }
    before = code;
  }
  return true;
}
