import type { Colors } from './colors';
import { shownHere } from './glyphs';

/**
 * A text of ours as the stream shows it. On a terminal no line is longer than it is wide: it goes on below, set in, at a space.
 * A word is never cut, so that a path or a name can be copied. What goes elsewhere keeps its lines.
 */
export function onTerminal(text: string, { width }: Pick<Colors, 'width'>): string {
  const shown = shownHere(text);
  return width === undefined ? shown : shown.split('\n').map(line => broken(line, width)).join('\n');
}

/** Where a line begins, behind what colours it. */
// eslint-disable-next-line no-control-regex
const INDENT = /^(?:\u001b\[\d+m)*( *)/;

function broken(line: string, width: number): string {
  if (textWidth(line) <= width) {
    return line;
  }
  const [start, { length: indent }] = INDENT.exec(line) as unknown as [string, string];
  const pad = ' '.repeat(Math.min(indent + 2, Math.floor(width / 3)));
  const lines = [start];
  let used = indent;
  let gap = '';
  let isFresh = true;
  for (const part of line.slice(start.length).split(/( +)/)) {
    if (part.startsWith(' ')) {
      gap = part;
      continue;
    }
    const length = textWidth(part);
    if (used + gap.length + length > width && !isFresh) {
      lines.push(pad + part);
      used = pad.length + length;
    } else {
      lines[lines.length - 1] += gap + part;
      used += gap.length + length;
    }
    gap = '';
    isFresh = false;
  }
  return lines.join('\n');
}

/** Columns that a text takes, without what colours it: two for what East Asia writes wide and for pictures, none for marks. */
export function textWidth(text: string): number {
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/\u001b\[\d+m/g, '');
  if (/^[ -~]*$/.test(plain)) {
    return plain.length;
  }
  segments ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segments.segment(plain)].reduce((sum, { segment }) => sum + (NOTHING.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1), 0);
}

let segments: Intl.Segmenter | undefined;

/** Marks without a letter. */
const NOTHING = /^[\p{M}\p{Cf}]+$/u;

/** Classes W and F of EastAsianWidth.txt (Unicode Standard Annex 11), by their blocks, and what is shown as a picture (UTS 51). */
const WIDE = new RegExp('^(?:['
  + '\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u4dbf\\u4e00-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f'
  + '\\uff01-\\uff60\\uffe0-\\uffe6\\u{16fe0}-\\u{18aff}\\u{1aff0}-\\u{1b2ff}\\u{1f200}-\\u{1f265}\\u{20000}-\\u{3fffd}]'
  + '|\\p{Emoji_Presentation}|\\p{Emoji}\\ufe0f)', 'u');

/** As `padEnd`, in columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** As `padStart`, in columns. */
export function paddedStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}
