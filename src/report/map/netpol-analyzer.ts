import type { AnalyzerRow } from '../../decide/network/netpol-analyzer';
import { printable } from '../../manifests/problem';

/** How that tool prints its rows, by its name of the format. */
export const ANALYZER_FORMATS: Readonly<Record<string, (rows: readonly AnalyzerRow[]) => string>> = {
  text: rows => rows.map(({ src, dst, conn }) => `${printable(`${src} => ${dst} : ${conn}`)}\n`).join(''),
  json: rows => `${JSON.stringify(rows, undefined, 2)}\n`,
  csv: rows => [{ src: 'src', dst: 'dst', conn: 'conn' }, ...rows].map(({ src, dst, conn }) => `${[src, dst, conn].map(cell).join(',')}\n`).join(''),
  md: rows => ['| src | dst | conn |\n', '|-----|-----|------|\n', ...rows.map(({ src, dst, conn }) => `${printable(`| ${src} | ${dst} | ${conn} |`)}\n`)].join(''),
};

/** As Go's encoding/csv: in quotes where it must be. */
function cell(text: string): string {
  return /^\s|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
