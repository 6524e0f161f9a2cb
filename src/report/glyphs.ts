/**
 * A text of ours as a terminal shows it: in one that says that it has no UTF-8, arrows and dots are written in ASCII. One that
 * says nothing has it, as nearly all have.
 *
 * @param env what says so: LC_ALL, else LC_CTYPE, else LANG (POSIX, "Environment Variables")
 */
export function shownHere(text: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(value => value !== undefined && value !== '');
  return locale === undefined || /utf-?8/i.test(locale) ? text : text.replaceAll('→', '->').replaceAll('…', '...');
}
