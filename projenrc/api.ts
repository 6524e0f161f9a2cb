import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the public surface, as jsii compiled it, to `API.txt`: a line for each type and member, in the order of their names. The
 * file is committed, so that a change of what others build on is seen in the review of the change, and CI fails without it.
 */
interface TypeRef {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeRef };
  readonly union?: { readonly types: readonly TypeRef[] };
}
interface Typed { readonly name: string; readonly type: TypeRef; readonly optional?: boolean }
interface Parameter extends Typed { readonly variadic?: boolean }
interface Property extends Typed { readonly static?: boolean; readonly const?: boolean; readonly immutable?: boolean; readonly protected?: boolean }
interface Callable { readonly parameters?: readonly Parameter[]; readonly protected?: boolean }
interface Method extends Callable {
  readonly name: string;
  readonly static?: boolean;
  readonly abstract?: boolean;
  readonly returns?: { readonly type: TypeRef; readonly optional?: boolean };
}
interface Type {
  readonly kind: string;
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly initializer?: Callable;
  readonly properties?: readonly Property[];
  readonly methods?: readonly Method[];
  readonly members?: ReadonlyArray<{ readonly name: string }>;
  readonly docs?: { readonly deprecated?: string };
}

const root = join(__dirname, '..');
const { name: own, types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8')) as { name: string; types: Readonly<Record<string, Type>> };

const short = (fqn: string): string => fqn.startsWith(`${own}.`) ? fqn.slice(own.length + 1) : fqn;

function shown(type: TypeRef): string {
  if (type.collection) {
    const of = shown(type.collection.elementtype);
    return type.collection.kind === 'map' ? `Map<${of}>` : `Array<${of}>`;
  }
  return type.union ? type.union.types.map(shown).sort().join(' | ') : type.primitive ?? short(type.fqn!);
}

const typed = ({ name, type, optional }: Typed): string => `${name}${optional ? '?' : ''}: ${shown(type)}`;
const parameters = (call: Callable): string => `(${(call.parameters ?? []).map(each => `${each.variadic ? '...' : ''}${typed(each)}`).join(', ')})`;
const words = (...each: ReadonlyArray<string | false | undefined>): string => each.filter(Boolean).join(' ');

function linesOf(fqn: string): string[] {
  const type = types[fqn]!;
  const kind = type.datatype ? 'struct' : type.kind;
  const bases = [...type.base ? [type.base] : [], ...type.interfaces ?? []].map(short).sort();
  const members = [
    ...(type.members ?? []).map(({ name }) => name),
    ...(type.properties ?? []).map(each => words(each.static && 'static', each.protected && 'protected', !each.immutable && !each.const && 'mutable', typed(each))),
    ...(type.methods ?? []).map(each => words(each.static && 'static', each.protected && 'protected', each.abstract && 'abstract',
      `${each.name}${parameters(each)}: ${each.returns ? `${shown(each.returns.type)}${each.returns.optional ? '?' : ''}` : 'void'}`)),
  ].sort();
  return [
    words(type.docs?.deprecated !== undefined && 'deprecated', type.abstract && kind === 'class' && 'abstract', kind, short(fqn),
      bases.length > 0 && `: ${bases.join(', ')}`),
    ...type.initializer ? [`  new${parameters(type.initializer)}`] : [],
    ...members.map(each => `  ${each}`),
  ];
}

const text = Object.keys(types).sort().map(fqn => `${linesOf(fqn).join('\n')}\n`).join('\n');
writeFileSync(join(root, 'API.txt'), text);
