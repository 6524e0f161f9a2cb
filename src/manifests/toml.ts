/** Its types describe its ES module alone, and TypeScript would not let a CommonJS module import that; its CommonJS build is the same. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { stringify, parse } = require('smol-toml') as { stringify(data: unknown): string; parse(text: string): Record<string, unknown> };

/** TOML text of plain data: tables with sorted keys, so that equal data gives equal bytes. */
export function writeToml(data: Readonly<Record<string, unknown>>): string {
  return `${stringify(sorted(data)).trimEnd()}\n`;
}

/** Reads TOML. Throws an Error with `line` and `column` when it is none. */
export function readToml(text: string): Record<string, unknown> {
  return parse(text);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  // An absent value is no value: the library would refuse it.
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
