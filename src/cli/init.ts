import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { loadApps } from './load-app';
import { print } from './output';
import { createFiles } from '../deliver/new-files';
import { synthesize } from '../deliver/synthesize';
import { printable } from '../manifests/problem';

/** The package, whose versions a new app takes. */
const PACKAGE = join(__dirname, '../..');

/** The files of a new app lie in the package as they are; npm would leave out or rename those with a dot. */
const STARTER = join(PACKAGE, 'starter');
const DOTTED = /^(git|github)/;

/** What the files of the starter call the app. */
const PLACEHOLDER = 'policies';

/** Where they do: a file, and what stands before the name. */
const NAMED = [['README.md', '# '], ['main.ts', 'name: \''], ['cdk8s.yaml', 'dist/manifests/']] as const;

/** Writes a new app into a folder, with the tree that it makes. 0, or it throws, with nothing written. */
export async function init(named: string | undefined): Promise<number> {
  const folder = resolve(named ?? '.');
  const name = appName(basename(folder));
  const files = starterFiles(name);
  const all = new Map([...files, ...await treeOf(name, files)]);
  createFiles(folder, { files: all, executable: new Set(['.githooks/pre-commit']) });
  const shown = relative(process.cwd(), folder);
  print([
    ...[...files.keys(), `dist/manifests/${name}/`].map(file => `${printable(join(shown, file))}\n`),
    `\n${shown === '' ? '' : `cd ${quoted(shown)} && `}npm install && npm test\n`,
  ].join(''));
  return 0;
}

/** What the app writes. It is run in a folder of its own, so that nothing is left of it where that fails. */
async function treeOf(name: string, files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'bulwark-init-'));
  try {
    createFiles(folder, { files });
    // The packages of the app are not installed yet: it runs with those of this command.
    const [app] = await loadApps(join(folder, 'main.ts'), { 'cdk8s-bulwark': join(PACKAGE, 'lib/index.js'), ...ofThisCommand('cdk8s'), ...ofThisCommand('constructs') });
    const tree = join('dist', 'manifests', name);
    synthesize(app!, { outdir: join(folder, tree) });
    return new Map(filesBelow(folder, tree));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Path and text of every file below a folder, `/` between segments. */
function filesBelow(root: string, path: string): Array<[string, string]> {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry): Array<[string, string]> => {
    const inner = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(root, inner) : [[inner.split(sep).join('/'), readFileSync(join(root, inner), 'utf8')]];
  });
}

function ofThisCommand(name: string): Record<string, string> {
  return { [name]: require.resolve(name) };
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll('\'', '\'\\\'\'')}'`;
}

/** The folder's name as npm takes it for a package; not that of a package which the app needs, since npm would refuse to install that. */
function appName(folder: string): string {
  const name = folder.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '');
  const { dependencies, devDependencies } = packages();
  return name === '' || name === 'node-modules' ? PLACEHOLDER : Object.hasOwn({ ...dependencies, ...devDependencies }, name) ? `${name}-${PLACEHOLDER}` : name;
}

function starterFiles(name: string): Map<string, string> {
  const files = filesBelow(STARTER, '.').map(([path, text]): [string, string] => [
    path.replace(DOTTED, '.$1'),
    NAMED.reduce((all, [file, words]) => path === file ? all.replace(words + PLACEHOLDER, words + name) : all, text),
  ]);
  const all: Array<[string, string]> = [['package.json', packageJson(name)], ...files];
  return new Map(all.sort(([a], [b]) => a < b ? -1 : 1));
}

type Versions = Readonly<Record<string, string>>;

/** What the app needs, in the versions with which this package is tested. */
function packages(): { readonly dependencies: Versions; readonly devDependencies: Versions; readonly overrides: Versions } {
  const own = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    version: string; peerDependencies: Versions; devDependencies: Versions; overrides: Versions;
  };
  const pick = (from: Versions, ...names: string[]) => Object.fromEntries(names.map(name => [name, from[name]!]));
  return {
    dependencies: { 'cdk8s': own.peerDependencies.cdk8s!, 'cdk8s-bulwark': `^${own.version}`, 'constructs': own.peerDependencies.constructs! },
    devDependencies: pick(own.devDependencies, '@types/jest', '@types/node', 'jest', 'ts-jest', 'typescript'),
    overrides: pick(own.overrides, 'unrs-resolver'),
  };
}

function packageJson(name: string): string {
  return `${JSON.stringify({
    name,
    version: '0.0.0',
    private: true,
    scripts: { synth: 'bulwark synth', check: 'bulwark check', diff: 'bulwark diff HEAD', test: 'tsc && jest && bulwark check' },
    ...packages(),
    jest: { testPathIgnorePatterns: ['/node_modules/'], transform: { '^.+\\.ts$': ['ts-jest', {}] } },
  }, null, 2)}\n`;
}
