import type { Colors } from './colors';
import { onTerminal } from './terminal';
import { AREAS, areaOf, DISTRIBUTIONS, distributionOf, type Area, type Cell, type Distribution } from '../kubernetes/distributions';

const AREA_NAMES = Object.keys(AREAS) as Area[];
const WORDS = { settable: 'yes', managed: 'provider', unsettable: 'no' } as const;

/** What each distribution lets one set, as a table; of one distribution, every cell with its place or reason. */
export function targetsText(name: string | undefined, colors: Colors): string {
  const row = name === undefined ? undefined : distributionOf(name);
  const cells = (of: Distribution) => details(of).map(({ area, cell }) => `  ${AREAS[area]}\n    ${WORDS[cell.can]}: ${cell.how}`);
  return onTerminal(row === undefined ? matrix(colors) : `${[`${colors.bold(name!)}: ${row.title}`, ...cells(row), ...exceptionLines(row)].join('\n')}\n`, colors);
}

/** The same in Markdown. */
export function targetsMarkdown(name?: string): string {
  const row = name === undefined ? undefined : distributionOf(name);
  const cell = (text: string) => text.replaceAll('|', '\\|');
  if (row !== undefined) {
    const lines = details(row).map(each => `| ${AREAS[each.area]} | ${WORDS[each.cell.can]} | ${cell(each.cell.how)} |`);
    return `${['| what | settable | how |', '|---|---|---|', ...lines].join('\n')}\n`;
  }
  const rows = Object.keys(DISTRIBUTIONS).sort().map(each => `| \`${each}\` | ${AREA_NAMES.map(area => wordOf(distributionOf(each)!, area)).join(' | ')} |`);
  return `${[`| target | ${AREA_NAMES.map(area => AREAS[area]).join(' | ')} |`, `|---|${AREA_NAMES.map(() => '---').join('|')}|`, ...rows].join('\n')}\n`;
}

/** The whole table as data. Exceptions name settings by a regular expression. */
export function targetsJson(name?: string): string {
  const names = name === undefined ? Object.keys(DISTRIBUTIONS).sort() : [name];
  return `${JSON.stringify(names.map(each => {
    const row = distributionOf(each)!;
    return {
      target: each,
      title: row.title,
      ownsBootstrapBindings: row.ownsBootstrapBindings,
      approvesServing: row.approvesServing,
      areas: row.areas,
      exceptions: (row.exceptions ?? []).map(({ settings, ...rest }) => ({ settings: settings.source, ...rest })),
    };
  }), null, 2)}\n`;
}

function details(row: Distribution): ReadonlyArray<{ readonly area: Area; readonly cell: Cell }> {
  return AREA_NAMES.map(area => ({ area, cell: row.areas[area] }));
}

function exceptionLines({ exceptions = [] }: Distribution): string[] {
  return exceptions.length === 0 ? [] : ['  but', ...exceptions.map(({ settings, said, can, how }) => `    ${said ?? readable(settings)}\n      ${WORDS[can]}: ${how}`)];
}

/** The word of a cell, with a star where exceptions say otherwise of some settings. */
function wordOf(row: Distribution, area: Area): string {
  const { can } = row.areas[area];
  const differs = (row.exceptions ?? []).some(each => each.can !== can && areaOf(each.settings.source.replace(/^\^/, '').replace(/[(|$=].*$/, '')) === area);
  return `${WORDS[can]}${differs ? '*' : ''}`;
}

/** A pattern of settings without what only machines need of it. */
function readable(settings: RegExp): string {
  return settings.source.replace(/^\^|\$$|\(=\.\*\)\?|\\/g, '').replace(/\(=\|\\\.\|\$\)|\(\.\|=\|\$\)$/, '');
}

function columnWidth(area: Area): number {
  return Math.max(area.length, 'provider*'.length);
}

function matrix(colors: Colors): string {
  const names = Object.keys(DISTRIBUTIONS).sort();
  const width = Math.max(...names.map(each => each.length));
  const head = `${''.padEnd(width)}  ${AREA_NAMES.map(area => area.padEnd(columnWidth(area))).join('  ').trimEnd()}`;
  const rows = head.length > (colors.width ?? Infinity) ? names.flatMap(each => byWord(each, colors)) : names.map(each => `${each.padEnd(width)}  ${AREA_NAMES.map(area => wordOf(distributionOf(each)!, area).padEnd(columnWidth(area))).join('  ').trimEnd()}`);
  const legend = AREA_NAMES.map(area => `${area.padEnd(Math.max(...AREA_NAMES.map(each => each.length)))}  ${AREAS[area]}`);
  return `${[...rows.length > names.length ? [] : [colors.dim(head)], ...rows, '', ...legend, '', 'yes: files are written; provider: somebody else sets it; no: there is no way; *: some settings differ.', 'bulwark targets NAME tells where and why.'].join('\n')}\n`;
}

/** A row for a terminal that is too narrow for the table: what is settable, what the provider sets, what nobody can. */
function byWord(name: string, colors: Colors): string[] {
  const words = AREA_NAMES.map(area => [wordOf(distributionOf(name)!, area), area] as const);
  const kinds = [...new Set(words.map(([word]) => word))];
  return [colors.bold(name), ...kinds.map(kind => `  ${kind}: ${words.filter(([word]) => word === kind).map(([, area]) => area).join(', ')}`)];
}
