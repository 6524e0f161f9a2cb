/**
 * Writes `src/kubernetes/data/talos-fields.ts`: `npx jiti test/cluster/write-talos-fields.ts`. The Go types of each release, which
 * are what Talos reads a configuration into, are asked of Go's module proxy; of 1.14, which it does not have, what its schema
 * and its reference have anew stands in talos-1.14.txt.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, nameIn, structLines, wrapped } from './kit/field-tables';

const MODULE = 'github.com/siderolabs/talos/pkg/machinery';
/** Releases 1.NN whose types are read, and the one after them whose additions are recorded. */
const READ = [5, 6, 7, 8, 9, 10, 11, 12, 13];
const RECORDED = 14;
const PACKAGES = ['v1alpha1', 'block', 'cri', 'hardware', 'network', 'runtime', 'runtime/extensions', 'security', 'siderolink'];

/** Struct, field, and in which releases it is what. */
type Table = Map<string, Map<string, Map<number, string>>>;

/** Names of structs are those of one package: `network.BondConfigV1Alpha1`; those of v1alpha1 stand without. */
function linesOf(release: number): string[] {
  const types = join(folderOf(MODULE, `v1.${release}.0`), 'config/types');
  return PACKAGES.filter(name => existsSync(join(types, name))).flatMap(name => {
    const prefix = name === 'v1alpha1' ? '' : `${name.split('/').at(-1)!}.`;
    return structLines('yaml', 'kinds', [join(types, name)]).map(line => {
      const [struct = '', ...words] = line.split(' ');
      return [struct === 'Document' ? struct : `${prefix}${struct}`, ...words.map(word => word.replace(/:(\[\]|\{\})?/, match => `${match}${prefix}`))].join(' ');
    });
  });
}

/** In which releases a struct is, be it without a field. */
const presence = new Map<string, Set<number>>();

function add(table: Table, line: string, release: number): void {
  const [struct = '', ...words] = line.trim().split(/\s+/);
  presence.set(struct, (presence.get(struct) ?? new Set()).add(release));
  const fields = table.get(struct) ?? new Map<string, Map<number, string>>();
  table.set(struct, fields);
  for (const word of words) {
    const releases = fields.get(nameIn(word)) ?? new Map<number, string>();
    fields.set(nameIn(word), releases.set(release, word));
  }
}

const table: Table = new Map();
for (const release of READ) {
  linesOf(release).forEach(line => add(table, line, release));
}
// What the schema of 1.14 leaves out, its program still reads.
for (const [struct, fields] of table) {
  const present = presence.get(struct)!;
  if (present.has(RECORDED - 1)) {
    present.add(RECORDED);
  }
  fields.forEach(releases => releases.has(RECORDED - 1) && releases.set(RECORDED, releases.get(RECORDED - 1)!));
}
for (const line of readFileSync(join(__dirname, 'talos-1.14.txt'), 'utf8').split('\n').filter(each => each !== '' && !each.startsWith('#'))) {
  add(table, line, RECORDED);
}

/** What the newest release knows of a field, and the releases that have it where they are not all those of its struct. */
function wordOf(releases: ReadonlyMap<number, string>, all: readonly number[]): string {
  const own = [...releases.keys()].sort((a, b) => a - b);
  const [first, last] = [own[0]!, own.at(-1)!];
  if (own.length !== last - first + 1) {
    throw new Error(`${releases.get(last)!} came and went more than once: ${own.join(' ')}`);
  }
  const range = `${first === all[0] ? '' : first}-${last === all.at(-1) ? '' : last}`;
  return `${releases.get(last)!}${range === '-' ? '' : `@${range}`}`;
}

const rows = [...table].map(([struct, fields]) => {
  const all = struct === 'Document' ? [READ[0]!, RECORDED] : [...presence.get(struct)!].sort((a, b) => a - b);
  const words = [...fields.values()].map(releases => wordOf(releases, all));
  return `  '${struct}': ${wrapped(words.join(' '))},`;
});
writeFileSync(join(__dirname, '../../src/kubernetes/data/talos-fields.ts'), `import type { Fields } from '../fields';

/**
 * The fields of Talos' machine configuration: the one document (\`Config\`), and by kind those that stand beside it (\`Document\`).
 * test/cluster/write-talos-fields.ts reads them from Go; how they are written is told in ../fields.ts. Releases are those of Talos
 * 1.NN, of 1.5 to 1.${RECORDED}.
 *
 * From:
 * ${MODULE} v1.${READ[0]!}.0 to v1.${READ.at(-1)!}.0: config/types
 * https://talos.dev/v1.${RECORDED}/schemas/config.schema.json
 */
export const TALOS_FIELDS: Fields = {
${rows.join('\n')}
};
`);
