import { createColors } from 'picocolors';

/** How one stream is written to: with colours or without, and how wide it is. */
export interface Colors extends ReturnType<typeof createColors> {
  /** Columns of the terminal. Absent for a file or a pipe, whose readers want a line to be a line. */
  readonly width?: number;
}

/**
 * Colours belong on a terminal. https://no-color.org and FORCE_COLOR overrule what the stream is; that a
 * run is in CI does not, because its output may as well go to a file.
 */
export function colorsFor(stream: { readonly isTTY?: boolean; readonly columns?: number }): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const { isTTY = false, columns } = stream;
  const colors = createColors(!NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== '0' : isTTY && TERM !== 'dumb'));
  return isTTY && columns !== undefined && columns >= NARROWEST ? { ...colors, width: columns } : colors;
}

/** Below this, breaking lines makes nothing easier to read. */
const NARROWEST = 20;

/** What a word says, whichever command says it. */
const TONES = {
  error: 'red',
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  broadened: 'red',
  changed: 'yellow',
  narrowed: 'green',
  failed: 'red',
  accepted: 'yellow',
  proved: 'green',
  clean: 'green',
  managed: 'dim',
  unknown: 'dim',
  yes: 'green',
  partly: 'yellow',
  undecided: 'yellow',
  depends: 'yellow',
  no: 'red',
} as const;

/** A severity, a direction, a verdict or an answer. */
export type Said = keyof typeof TONES;

/** A text in the colour of what it says: the same severity is the same colour everywhere. */
export function toned(said: Said, colors: Colors, text: string = said): string {
  return colors[TONES[said]](text);
}
