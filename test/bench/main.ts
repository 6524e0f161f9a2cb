import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { median } from './measure';
import { synthBenchmark, type Result, type Row } from './synth';

/** npm run bench [-- --only NAME] [-- --rounds N] [-- --write]: exit 1 when a bound is missed. */
const BENCHMARKS: Readonly<Record<string, (rounds: number, log: (line: string) => void) => Result>> = {
  synth: synthBenchmark,
};

const ROOT = join(__dirname, '../..');

function main(args: readonly string[]): number {
  const option = (name: string) => args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
  const only = option('--only');
  const rounds = Number(option('--rounds') ?? 5);
  if ((only !== undefined && !Object.hasOwn(BENCHMARKS, only)) || !Number.isInteger(rounds) || rounds < 1) {
    process.stderr.write(`--only takes one of ${Object.keys(BENCHMARKS).join(', ')}; --rounds a number\n`);
    return 2;
  }
  const compiled = spawnSync('npx', ['projen', 'compile'], { cwd: ROOT, stdio: 'inherit' });
  if (compiled.status !== 0) {
    return 1;
  }
  const results = Object.entries(BENCHMARKS).filter(([name]) => only === undefined || name === only)
    .map(([, benchmark]) => benchmark(rounds, line => process.stderr.write(`  ${line}\n`)));
  const text = results.map(report).join('\n');
  process.stdout.write(`\n${text}`);
  if (args.includes('--write')) {
    writeFileSync(join(ROOT, 'docs/benchmarks.md'), preamble(rounds) + text);
  }
  const missed = results.flatMap(({ rows }) => rows.filter(row => row.value > row.bound));
  for (const row of missed) {
    process.stdout.write(`MISSED: ${row.what}: ${shown(row.value, row)}, wanted at most ${shown(row.bound, row)}\n`);
  }
  return missed.length === 0 ? 0 : 1;
}

function report({ title, about, measured, rows }: Result): string {
  const lines = [
    `## ${title}`, '', about, '',
    '| what | measured | wanted | |', '|---|---|---|---|',
    ...rows.map(row => `| ${row.what} | ${shown(row.value, row)} | at most ${shown(row.bound, row)} | ${row.value <= row.bound ? 'met' : '**missed**'} |`),
    '', '| program | median ms | least – most | median MB |', '|---|---|---|---|',
    ...measured.map(({ name, ms, megabytes }) =>
      `| ${name} | ${Math.round(median(ms))} | ${Math.round(Math.min(...ms))} – ${Math.round(Math.max(...ms))} | ${megabytes.length > 0 ? Math.round(median(megabytes)) : ''} |`),
  ];
  return `${lines.join('\n')}\n`;
}

function shown(value: number, { unit }: Row): string {
  return unit === 'ratio' ? `${value < 0.1 ? value.toFixed(3) : value.toFixed(2)}x` : unit === 'MB' ? `${Math.round(value)} MB` : String(value);
}

function preamble(rounds: number): string {
  return `# Benchmarks

What \`npm run bench -- --write\` saw last: whole processes, run in turn, one round of warm-up and ${rounds} that count, on
${cpus().length} shared cores with Node ${process.version}. Milliseconds differ from machine to machine and from hour to hour; the ratios of one run are what
is promised, and the command fails when one of them is missed.

`;
}

process.exitCode = main(process.argv.slice(2));
