import { endWords, MapView } from './view';
import { portsWords } from '../../decide/network/words';

const HEADER = ['from', 'to', 'ports', 'partly'];

function rowsOf({ map, exposure }: MapView): string[][] {
  return [...map.connections, ...exposure?.connections ?? []].map(({ from, to, ports, partly }) =>
    [endWords(from), endWords(to), portsWords(ports), partly ? 'partly' : '']);
}

/** A map as comma-separated values (RFC 4180). */
export function mapCsv(view: MapView): string {
  return [HEADER, ...rowsOf(view)].map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A spreadsheet runs what begins like a formula; a quote in front makes it text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A map as a table of Markdown. */
export function mapMarkdown(view: MapView): string {
  return [HEADER, HEADER.map(() => '---'), ...rowsOf(view).map(row => row.map(escaped))].map(row => `| ${row.join(' | ')} |\n`).join('');
}

/** What Markdown or HTML would take for its own. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#!~&]/g, char => `&#${char.codePointAt(0)};`);
}
