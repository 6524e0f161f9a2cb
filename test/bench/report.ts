import { availableParallelism } from 'node:os';
import type { Findings, Table } from './benchmark';

export function asText(findings: Findings): string {
  const tables = findings.tables.map(({ title, head, rows, note }) => [title, ...aligned([head, ...rows]), ...(note ? [`  (${note.replaceAll('`', '')})`] : []), ''].join('\n'));
  return [findings.title, '', ...tables, 'Required', ...aligned([HEAD, ...requirementRows(findings)]), ''].join('\n');
}

const HEAD = ['figure', 'required', 'measured', ''];

function requirementRows({ requirements }: Findings): string[][] {
  return requirements.map(({ what, required, measured, met }) => [what, required, measured, met ? 'met' : 'MISSED']);
}

function aligned(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map(row => row[at]!.length)));
  return rows.map(row => `  ${row.map((cell, at) => at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)).join('  ').trimEnd()}`);
}

const PAGE_HEAD = `# Benchmarks

Written by \`npm run bench -- --write\`. Every figure is a ratio of two programs measured in one run on one machine, because times
alone say more about the machine than about the programs. A required figure that is missed makes \`npm run bench\` fail.
`;

/** The page with the parts of the benchmarks that ran; those that did not run keep theirs. */
export function renderPage(existing: string | undefined, order: readonly string[], ran: ReadonlyMap<string, Findings>): string {
  const parts = order.flatMap(name => {
    const findings = ran.get(name);
    const part = findings ? asMarkdown(findings) : partOf(existing ?? '', name);
    return part === undefined ? [] : [`${start(name)}\n${part.trim()}\n${end(name)}\n`];
  });
  return [PAGE_HEAD, ...parts].join('\n');
}

function start(name: string): string {
  return `<!-- ${name}: start -->`;
}

function end(name: string): string {
  return `<!-- ${name}: end -->`;
}

function partOf(page: string, name: string): string | undefined {
  const from = page.indexOf(start(name));
  const to = page.indexOf(end(name));
  return from < 0 || to < from ? undefined : page.slice(from + start(name).length, to);
}

function asMarkdown(findings: Findings): string {
  const cores = availableParallelism();
  return [
    `## ${findings.title}`,
    ...findings.method,
    `Node ${process.versions.node} on ${cores} core${cores === 1 ? '' : 's'}, shared with other work; median, fastest and slowest of the runs.`,
    ...findings.tables.flatMap(({ title, head, rows, note }) => [`### ${title}`, markdownTable({ head, rows }), ...(note ? [note] : [])]),
    '### Required',
    markdownTable({ head: [...HEAD.slice(0, -1), 'result'], rows: requirementRows(findings) }),
  ].join('\n\n');
}

function markdownTable({ head, rows }: Pick<Table, 'head' | 'rows'>): string {
  return [head, head.map((_, at) => at === 0 ? '---' : '---:'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}

/** One line for each required figure that was missed. */
export function missed(findings: Findings): string[] {
  return findings.requirements.filter(({ met }) => !met)
    .map(({ what, required, measured }) => `missed: ${findings.title}: ${what}: required ${required}, measured ${measured}`);
}

