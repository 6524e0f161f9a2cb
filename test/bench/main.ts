import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { access } from './access';
import { audit } from './audit';
import type { Benchmark, Findings } from './benchmark';
import { diff } from './diff';
import { fleet } from './fleet';
import { requireCompiled } from './lib';
import { network } from './network';
import { asText, missed, renderPage } from './report';
import { synth } from './synth';

const BENCHMARKS: readonly Benchmark[] = [synth, access, network, audit, diff, fleet];
const PAGE = join(__dirname, '..', '..', 'docs', 'benchmarks.md');

const USAGE = `npm run bench -- [--only NAME]... [--rounds N] [--write]
  --only NAME  run this benchmark alone (${BENCHMARKS.map(({ name }) => name).join(', ')})
  --rounds N   counted runs of each program, after one that is not counted (default: 5)
  --write      rewrite docs/benchmarks.md; benchmarks that did not run keep their part`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '5' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = BENCHMARKS.map(({ name }) => name);
  const runs = Number(values.rounds);
  if (values.help || !Number.isInteger(runs) || runs < 1 || values.only?.some(name => !names.includes(name))) {
    process.stderr.write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const log = (line: string) => void process.stderr.write(`  ${line}\n`);
  requireCompiled(log);
  const ran = new Map<string, Findings>();
  for (const { name, run } of BENCHMARKS.filter(each => values.only?.includes(each.name) ?? true)) {
    const scratch = mkdtempSync(join(tmpdir(), `bench-${name}-`));
    try {
      ran.set(name, await run({ runs, scratch, log }));
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    process.stdout.write(`\n${asText(ran.get(name)!)}\n`);
  }
  if (values.write) {
    mkdirSync(dirname(PAGE), { recursive: true });
    writeFileSync(PAGE, renderPage(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : undefined, names, ran));
  }
  const failures = [...ran.values()].flatMap(missed);
  process.stderr.write(failures.map(line => `${line}\n`).join(''));
  return failures.length > 0 ? 1 : 0;
}

main().then(code => {
  process.exitCode = code;
}, (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
