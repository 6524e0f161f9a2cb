import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blocksOfPage, programs, ROOT } from './markdown';
import { PAGES } from './pages';

jest.setTimeout(300_000);

test('every program of the documentation is one that the compiler takes, as strict as a new app is', () => {
  const folder = mkdtempSync(join(ROOT, 'test', '.tmp-docs-types-'));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  let files = 0;
  for (const [page, { eachSection = false }] of Object.entries(PAGES)) {
    const blocks = blocksOfPage(page);
    // As on the disk when the page is tried: each section of its own folder, if it has its own program.
    const where = (section: string) => `${page.replace(/\W+/g, '-')}/${eachSection ? section.replace(/\W+/g, '-') : 'main'}`;
    const found: Array<[string, string]> = [
      ...[...programs(blocks, eachSection)].map(([section, text]): [string, string] => [`${where(section)}/main.ts`, text]),
      ...blocks.filter(({ language, mark }) => language === 'ts' && /^(file|is) /.test(mark))
        .map(({ section, mark, text }): [string, string] => [`${where(section)}/${mark.split(' ')[1]!}`, text]),
    ];
    found.forEach(([path, text]) => put(path, text));
    files += found.length;
  }
  put('tsconfig.json', JSON.stringify({ extends: '../../starter/tsconfig.json', compilerOptions: { typeRoots: ['../../node_modules/@types'] }, include: ['**/*.ts'] }));
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', folder], { cwd: folder, encoding: 'utf8' });
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(files).toBeGreaterThan(10);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
