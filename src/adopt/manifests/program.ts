import type { Construction, Part, Piece } from './construction';
import { OF_CDK8S } from './evaluate';
import { classesIn } from './expression';
import { Identifiers } from './identifiers';
import { printExpression, text } from './print';
import type { SolveOptions } from './solve';

/** Objects from which on each namespace gets a file of its own. */
const LARGE = 60;

/**
 * The program, as TypeScript by path: `main.ts`, and for a large cluster a file a namespace beside it.
 *
 * @param split whether there may be several files
 */
export function printProgram(parts: readonly Part[], options: SolveOptions, split: boolean): Map<string, string> {
  const names = new Identifiers();
  const namespaces = parts.filter(part => part.scope).map(part => ({ part, name: names.of(part.namespace!) }));
  const count = parts.flatMap(({ pieces }) => pieces).length;
  const head = [
    'const app = new PolicyApp();',
    `const cluster = new Cluster(app, ${text(options.clusterName)}, { target: ClusterTarget.${options.distribution}({ kubernetes: '1.${options.minor}' }) });`,
  ];
  const wide = parts.filter(part => !part.scope && part.pieces.length > 0)
    .flatMap(({ pieces }) => ['', '// In no namespace.', ...pieces.map(piece => newLine('cluster', piece.construction, ''))]);
  const widePieces = parts.filter(part => !part.scope).flatMap(({ pieces }) => pieces);
  if (!split || count < LARGE || namespaces.length < 2) {
    const body = namespaces.flatMap(({ part, name }) => ['', comment(part.namespace!), ...namespaceLines(part, name, 'cluster', '')]);
    return new Map([['main.ts', file(imports([...widePieces, ...namespaces.flatMap(each => piecesIn(each.part))], ['Cluster', 'ClusterTarget', 'PolicyApp']),
      [...head, ...wide, ...body, '', 'app.synth();'])]]);
  }
  const main = file(
    [...imports(widePieces, ['Cluster', 'ClusterTarget', 'PolicyApp']), ...namespaces.map(({ part, name }) => `import { ${name} } from ${text(`./namespaces/${part.namespace!}`)};`)],
    [...head, ...wide, '', ...namespaces.map(({ name }) => `${name}(cluster);`), '', 'app.synth();'],
  );
  return new Map([['main.ts', main], ...namespaces.map(({ part, name }): [string, string] => [`namespaces/${part.namespace!}.ts`, file(
    imports(piecesIn(part), [], ['Cluster']),
    [comment(part.namespace!), `export function ${name}(cluster: Cluster): void {`, ...namespaceLines(part, 'namespace', 'cluster', '  '), '}'],
  )])]);
}

function comment(namespace: string): string {
  return `// The namespace ${namespace.replace(/[^\x20-\x7e]/g, '?')}.`;
}

function file(head: readonly string[], body: readonly string[]): string {
  return [...head, '', ...body, ''].join('\n');
}

function piecesIn({ scope, pieces }: Part): Piece[] {
  return [...scope ? [scope] : [], ...pieces];
}

function namespaceLines({ scope, pieces }: Part, name: string, around: string, indent: string): string[] {
  const line = newLine(around, scope!.construction, indent);
  const variable = name === 'namespace' ? 'scope' : name;
  return [pieces.length === 0 ? line : `${indent}const ${variable} = ${line.trimStart()}`, ...pieces.map(piece => newLine(variable, piece.construction, indent))];
}

function newLine(scope: string, { className, id, props, nulls = [] }: Construction, indent: string): string {
  const head = `${indent}new ${className}(${scope}, ${text(id)}`;
  const line = props ? `${head}, ${printExpression(props, indent, head.length - indent.length + 2, 2)})` : `${head})`;
  return `${line}${nulls.length === 0 ? '' : `.addJsonPatch(\n${nulls.map(path => `${indent}  JsonPatch.add(${text(path)}, null),\n`).join('')}${indent})`};`;
}

function imports(pieces: readonly Piece[], also: readonly string[], types: readonly string[] = []): string[] {
  const used = new Set([...also, ...pieces.flatMap(({ construction: { className, props, nulls = [] } }) =>
    [className, ...props ? classesIn(props) : [], ...nulls.length > 0 ? ['JsonPatch'] : []])]);
  const from = (isMeant: (name: string) => boolean, of: string, typeNames: readonly string[] = []) => {
    const named = [...[...used].filter(isMeant).sort(), ...typeNames.map(name => `type ${name}`)];
    const line = `import { ${named.join(', ')} } from '${of}';`;
    return named.length === 0 ? [] : line.length <= 120 ? [line] : [`import {\n${filled(named)}\n} from '${of}';`];
  };
  return [...from(name => OF_CDK8S.has(name), 'cdk8s'), ...from(name => !OF_CDK8S.has(name), 'cdk8s-bulwark', types)];
}

/** Words in lines of the usual width. */
function filled(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= 118) {
      lines[lines.length - 1] = `${last} ${word},`;
    } else {
      lines.push(`  ${word},`);
    }
  }
  return lines.join('\n');
}
