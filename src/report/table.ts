import type { Colors } from './colors';
import { shownHere } from './glyphs';
import { padded, paddedStart, textWidth } from './terminal';

/** How a table is set. */
export interface TableOptions {
  readonly colors: Pick<Colors, 'width'>;
  /** Columns of numbers, which end below each other. Default: none. */
  readonly numbers?: ReadonlySet<number>;
  /** Spaces before each line. Default: 0. */
  readonly indent?: number;
}

const GAP = 2;
/** A column of text is not made narrower. */
const NARROWEST = 14;
/** Where lines have no end, a cell is filled up to this. */
const MOST_PADDED = 60;

/**
 * The lines of a table, its head first. Columns that are empty are left out. On a terminal that is too narrow the widest columns
 * give way, and their cells go on below; where even that is too wide, each row is a list of what its cells are.
 */
export function tableLines(
  head: readonly string[], rows: ReadonlyArray<readonly string[]>, { colors, numbers = new Set(), indent = 0 }: TableOptions,
): string[] {
  const pad = ' '.repeat(indent);
  const kept = [...head.keys()].filter(column => rows.length === 0 || rows.some(row => row[column] !== ''));
  const all = [head, ...rows].map(row => kept.map(column => shownHere(row[column]!)));
  const widths = widthsFor(kept.map((_, at) => all.reduce((most, row) => Math.max(most, textWidth(row[at]!)), 0)), colors.width, indent);
  if (widths === undefined) {
    const [names, ...cells] = all;
    return cells.flatMap(row => [pad + row.find(cell => cell !== '')!, ...row.flatMap((cell, at) =>
      cell === '' || at === row.findIndex(each => each !== '') ? [] : [`${pad}  ${names![at]!}: ${cell}`])]);
  }
  // What goes elsewhere keeps its cells, but no line is filled up to the longest of all.
  const isFitted = colors.width !== undefined;
  const set = (cell: string, at: number) => {
    const width = isFitted ? widths[at]! : Math.min(MOST_PADDED, widths[at]!);
    return numbers.has(kept[at]!) ? paddedStart(cell, width) : padded(cell, width);
  };
  return all.flatMap(row => {
    const cells = row.map((cell, at) => isFitted ? pieces(cell, widths[at]!) : [cell]);
    const height = Math.max(...cells.map(({ length }) => length));
    return [...Array(height).keys()].map(line => `${pad}${cells.map((cell, at) => set(cell[line] ?? '', at)).join(' '.repeat(GAP))}`.trimEnd());
  });
}

/** The width of each column; undefined where the terminal is too narrow for any. */
function widthsFor(natural: readonly number[], width: number | undefined, indent: number): readonly number[] | undefined {
  const widths = [...natural];
  const room = (width ?? Infinity) - indent - GAP * (widths.length - 1);
  let over = widths.reduce((sum, each) => sum + each, 0) - room;
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) {
      return undefined;
    }
    widths[widest]! -= 1;
    over -= 1;
  }
  return widths;
}

/** A cell in lines: broken at spaces; a word that is longer than the column, behind what joins its parts, else anywhere. */
function pieces(cell: string, width: number): string[] {
  const lines = [''];
  const add = (part: string): void => {
    if (lines.at(-1) !== '' && textWidth(lines.at(-1)! + part.trimEnd()) > width) lines.push('');
    let rest = part;
    for (let cut = cutAt(rest, width); cut < rest.trimEnd().length; cut = cutAt(rest, width), lines.push('')) {
      lines[lines.length - 1] = rest.slice(0, cut);
      rest = rest.slice(cut);
    }
    lines[lines.length - 1] += rest;
  };
  for (const word of cell.split(/(?<= )/)) {
    (textWidth(word.trimEnd()) <= width ? [word] : word.split(/(?<=[/.:,-])/)).forEach(add);
  }
  return lines.map(line => line.trimEnd());
}

/** Where the text that fits ends. */
function cutAt(text: string, width: number): number {
  let at = 0;
  for (const char of text) {
    if (at > 0 && textWidth(text.slice(0, at) + char) > width) break;
    at += char.length;
  }
  return at;
}
