import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Lists what the built package of npm holds, as CycloneDX, in `dist/sbom.cdx.json`. The tarball itself is asked: in the repository,
 * `npm sbom --omit dev` leaves out every package that something of development needs as well.
 */
const root = join(__dirname, '..');
const built = readdirSync(join(root, 'dist/js')).find(file => file.endsWith('.tgz'));
if (built === undefined) {
  throw new Error('there is no package in dist/js: run npx projen package:js first');
}
const work = mkdtempSync(join(tmpdir(), 'bulwark-sbom-'));
try {
  // npm takes the name of the list from the folder.
  const folder = join(work, 'cdk8s-bulwark');
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', join(root, 'dist/js', built), '--strip-components=1', '-C', folder]);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  // Peers are the user's own, and what is for development is not inside: npm takes both for missing.
  delete manifest.devDependencies;
  delete manifest.peerDependencies;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'library'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

  const listed = (JSON.parse(text) as { components: Array<{ name: string }> }).components.map(({ name }) => name).sort();
  const inside = readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.'))
    .flatMap(name => name.startsWith('@') ? readdirSync(join(folder, 'node_modules', name)).map(each => `${name}/${each}`) : [name]).sort();
  if (JSON.stringify(listed) !== JSON.stringify(inside)) {
    throw new Error(`npm lists ${listed.join(', ')}, but inside are ${inside.join(', ')}`);
  }
  writeFileSync(join(root, 'dist/sbom.cdx.json'), text);
  process.stdout.write(`${listed.length} packages are in the bill of materials: ${listed.join(', ')}\n`);
} finally {
  rmSync(work, { recursive: true });
}
