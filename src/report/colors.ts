import { createColors } from 'picocolors';

/** The colours of one stream, or none. */
export type Colors = ReturnType<typeof createColors>;

/**
 * Colours belong on a terminal. https://no-color.org and FORCE_COLOR overrule what the stream is; that a
 * run is in CI does not, because its output may as well go to a file.
 */
export function colorsFor(stream: { readonly isTTY?: boolean }): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  return createColors(!NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== '0' : stream.isTTY === true && TERM !== 'dumb'));
}
