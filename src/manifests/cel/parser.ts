import { literalProblem } from './literals';
import { boundTypes, macroNamed } from './macros';
import { isFunction } from './overloads';
import { CelError, checkRange, countsOf, tokensOf, type Token } from './tokens';
import { alike, fits, joined, partsOf, type CelType } from './types';
import { callType, fieldType, indexType, methodType, operationType, valueType, type Scope } from './typing';
import { CEL_NAMESPACES } from '../../kubernetes/cel-functions';

/** Words that the grammar keeps for itself; some are names of fields all the same. */
const RESERVED = new Set('as break const continue else for function if import let loop package namespace return var void while in'.split(' '));
const NEVER_FIELDS = new Set(['in', 'true', 'false', 'null']);
const LITERALS: Readonly<Record<string, CelType>> = { true: 'bool', false: 'bool', null: 'null' };
/** Types, which stand as values too. */
const TYPES = new Set('bool bytes double duration int list map null_type string timestamp type uint dyn'.split(' '));
const LEVELS: ReadonlyArray<readonly string[]> = [['||'], ['&&'], ['<', '<=', '>', '>=', '==', '!=', 'in'], ['+', '-'], ['*', '/', '%']];

/** Deeper than people write, and far from the end of the stack. */
const DEEPEST = 200;

type Bound = ReadonlyMap<string, CelType>;

/** What was read last, as far as macros and literals ask. */
interface Read {
  readonly type: CelType;
  /** A field that was selected, of which `has` may ask. */
  readonly isSelection?: boolean;
  /** The text of a literal string. */
  readonly literal?: string;
}

/** Reads an expression of the Common Expression Language and works out its type; throws a CelError where it is none. */
export class Parser {
  private readonly tokens: readonly Token[];
  /** How many arguments each call has, by where its bracket stands. */
  private readonly counts: ReadonlyMap<number, number>;
  private at = 0;
  private depth = 0;
  /** Within the arguments of `format`, whose lists hold what they like. */
  private isFormat = false;

  constructor(text: string, private readonly scope: Scope) {
    this.tokens = tokensOf(text);
    this.counts = countsOf(this.tokens);
  }

  public whole(): CelType {
    const { type } = this.expression(this.scope.variables);
    if (this.token.kind !== 'end') throw this.unexpected();
    return type;
  }

  private expression(bound: Bound): Read {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new CelError('is nested too deep', this.token.offset);
    let read = this.binary(bound, 0);
    const { offset } = this.token;
    if (this.take('?')) {
      if (!fits(read.type, 'bool')) throw new CelError(`asks a condition of ${read.type}`, offset);
      const one = this.binary(bound, 0).type;
      this.want(':');
      const other = this.expression(bound).type;
      const type = joined(one, other);
      if (type === undefined) throw new CelError(`gives ${one} or ${other}`, offset);
      read = { type };
    }
    this.depth -= 1;
    return read;
  }

  private binary(bound: Bound, level: number): Read {
    const operators = LEVELS[level];
    if (!operators) return this.unary(bound);
    let read = this.binary(bound, level + 1);
    while (operators.includes(this.token.text) && (this.token.kind === 'sign' || (this.token.kind === 'word' && this.token.text === 'in'))) {
      const { text, offset } = this.token;
      this.at += 1;
      read = { type: operationType(text, read.type, this.binary(bound, level + 1).type, this.scope, offset) };
    }
    return read;
  }

  private unary(bound: Bound): Read {
    const { text, offset } = this.token;
    if (text !== '!' && text !== '-') return this.member(bound);
    let count = 0;
    while (this.take(text)) count += 1;
    const isNumber = ['int', 'double'].includes(this.token.kind);
    // One minus belongs to the number.
    const { type } = this.member(bound, text === '-' && isNumber);
    const operations = text === '-' && isNumber ? count - 1 : count;
    return { type: operations === 0 ? type : callType(`${text}_`, undefined, [type], this.scope, offset) };
  }

  private member(bound: Bound, isNegative = false): Read {
    let read = this.primary(bound, isNegative);
    for (;;) {
      const { offset } = this.token;
      if (this.take('.')) {
        read = this.selected(read, bound, offset);
      } else if (this.take('[')) {
        const isOptional = this.take('?');
        const index = this.expression(bound).type;
        this.want(']');
        read = { type: indexType(read.type, index, isOptional, offset) };
      } else {
        return read;
      }
    }
  }

  private selected({ type }: Read, bound: Bound, offset: number): Read {
    const isOptional = this.take('?');
    const { kind, text } = this.token;
    const isName = kind === 'escaped' || (kind === 'word' && !NEVER_FIELDS.has(text));
    if (!isName) throw this.unexpected();
    this.at += 1;
    if (kind === 'word' && !isOptional && this.token.text === '(' && this.token.kind === 'sign') {
      return { type: this.method(text, type, bound, offset) };
    }
    const field = kind === 'escaped' ? text.slice(1, -1) : text;
    const outer = partsOf(type);
    const inner = outer.name === 'optional' ? outer.of[0]! : type;
    const found = fieldType(inner, field, this.scope, offset);
    return { type: isOptional || outer.name === 'optional' ? `optional(${found})` : found, isSelection: !isOptional };
  }

  private method(name: string, receiver: CelType, bound: Bound, offset: number): CelType {
    const count = this.counts.get(this.at) ?? 0;
    this.want('(');
    const macro = macroNamed(name, count);
    if (!macro) {
      const outer = this.isFormat;
      this.isFormat ||= name === 'format';
      const args = this.args(bound);
      this.isFormat = outer;
      this.checkLiteral(name, args, offset);
      return methodType(name, receiver, args.map(({ type }) => type), this.scope, offset);
    }
    if (macro.since > this.scope.minor) throw new CelError(`knows ${name} with ${count} arguments from Kubernetes 1.${macro.since} on`, offset);
    const types = boundTypes(name, macro.names, receiver);
    if (!types) throw new CelError(`cannot go over ${receiver} by ${name}`, offset);
    const names = this.bindable(macro.names);
    const inner = new Map([...bound, ...names.map((each, at): [string, CelType] => [each, types[at]!])]);
    const bodies = this.args(inner).map(({ type }) => type);
    const result = macro.result(receiver, bodies);
    if (result === undefined) throw new CelError(`does nothing with ${bodies.join(' and ')} in ${name}`, offset);
    return result;
  }

  private primary(bound: Bound, isNegative: boolean): Read {
    const token = this.token;
    const { kind, text, offset } = token;
    this.at += 1;
    switch (kind) {
      case 'string': return { type: 'string', literal: text };
      case 'bytes': case 'int': case 'uint': case 'double':
        checkRange(token, isNegative);
        return { type: kind };
      default:
    }
    if (kind === 'sign' && text === '(') {
      const { type } = this.expression(bound);
      this.want(')');
      return { type };
    }
    if (kind === 'sign' && text === '[') return { type: this.list(bound) };
    if (kind === 'sign' && text === '{') return { type: this.map(bound) };
    // A name from the root; there are no others.
    if (kind === 'sign' && text === '.' && this.token.kind === 'word') return this.primary(bound, false);
    this.at -= 1;
    if (kind !== 'word' || RESERVED.has(text)) throw this.unexpected();
    this.at += 1;
    return this.named(text, bound, offset);
  }

  private named(text: string, bound: Bound, offset: number): Read {
    if (Object.hasOwn(LITERALS, text)) return { type: LITERALS[text]! };
    if (this.token.kind === 'sign' && this.token.text === '(') return { type: this.function(text, bound, offset) };
    if (this.scope.messages.includes(text)) return { type: this.message(text, bound) };
    const type = bound.get(text);
    if (type !== undefined) return { type };
    const [dot, name, open] = [this.token, this.tokens[this.at + 1], this.tokens[this.at + 2]];
    if (CEL_NAMESPACES.has(text) && dot.text === '.' && name?.kind === 'word' && open?.text === '(') {
      this.at += 2;
      return { type: this.function(`${text}.${name.text}`, bound, offset) };
    }
    if (TYPES.has(text)) return { type: 'type' };
    throw new CelError(`knows no variable ${text}; there are ${[...bound.keys()].sort().join(', ')}`, offset);
  }

  private function(name: string, bound: Bound, offset: number): CelType {
    this.want('(');
    const args = this.args(bound);
    if (name === 'has') {
      if (args.length !== 1 || !args[0]!.isSelection) throw new CelError('asks has of what is no field', offset);
      return 'bool';
    }
    if (!isFunction(name) && !(name === 'jsonpatch.escapeKey' && this.scope.messages.length > 0)) throw new CelError(`knows no function ${name}`, offset);
    this.checkLiteral(name, args, offset);
    if (name === 'jsonpatch.escapeKey') return 'string';
    const type = callType(name, undefined, args.map(arg => arg.type), this.scope, offset);
    return name === 'optional.of' || name === 'optional.ofNonZeroValue' ? `optional(${args[0]!.type})` : type;
  }

  private checkLiteral(name: string, args: readonly Read[], offset: number): void {
    const problem = args.map(({ literal }) => literal === undefined ? undefined : literalProblem(name, literal)).find(found => found !== undefined);
    if (problem !== undefined) throw new CelError(`${problem}, what ${name} is given`, offset);
  }

  private args(bound: Bound): Read[] {
    const all: Read[] = [];
    while (!this.take(')')) {
      if (all.length > 0) this.want(',');
      all.push(this.expression(bound));
    }
    return all;
  }

  /** Takes the names that a macro binds: its first arguments, each a name alone. */
  private bindable(count: number): string[] {
    return Array.from({ length: count }, () => {
      const { kind, text, offset } = this.token;
      if (kind !== 'word' || RESERVED.has(text) || Object.hasOwn(LITERALS, text) || this.tokens[this.at + 1]?.text !== ',') {
        throw new CelError('wants the name of a variable', offset);
      }
      this.at += 2;
      return text;
    });
  }

  private list(bound: Bound): CelType {
    const types: CelType[] = [];
    while (!this.take(']')) {
      const isOptional = this.take('?');
      const { offset } = this.token;
      const { type } = this.expression(bound);
      this.addAlike(types, isOptional ? valueType(type) : type, offset);
      if (this.token.text !== ']') this.want(',');
    }
    return types.length === 0 ? 'list' : `list(${types[0]})`;
  }

  private map(bound: Bound): CelType {
    const [keys, values]: [CelType[], CelType[]] = [[], []];
    while (!this.take('}')) {
      const isOptional = this.take('?');
      const { offset } = this.token;
      this.addAlike(keys, this.expression(bound).type, offset);
      this.want(':');
      const { type } = this.expression(bound);
      this.addAlike(values, isOptional ? valueType(type) : type, offset);
      if (this.token.text !== '}') this.want(',');
    }
    return keys.length === 0 ? 'map' : `map(${keys[0]},${values[0]})`;
  }

  private addAlike(types: CelType[], type: CelType, offset: number): void {
    if (types.length > 0 && !this.isFormat && !alike(types[0]!, type)) throw new CelError(`holds ${types[0]} and ${type} beside each other`, offset);
    types.push(type);
  }

  /** `Object.spec{hostUsers: false}`. */
  private message(name: string, bound: Bound): CelType {
    while (this.take('.')) {
      if (this.token.kind !== 'word') throw this.unexpected();
      this.at += 1;
    }
    this.want('{');
    while (!this.take('}')) {
      this.take('?');
      if (this.token.kind !== 'word' && this.token.kind !== 'escaped') throw this.unexpected();
      this.at += 1;
      this.want(':');
      this.expression(bound);
      if (this.token.text !== '}') this.want(',');
    }
    return name === 'Object' ? 'object' : name;
  }

  private get token(): Token {
    return this.tokens[this.at]!;
  }

  private take(text: string): boolean {
    const found = this.token.kind === 'sign' && this.token.text === text;
    if (found) this.at += 1;
    return found;
  }

  private want(text: string): void {
    if (!this.take(text)) throw new CelError(`wants ${JSON.stringify(text)}, found ${named(this.token)}`, this.token.offset);
  }

  private unexpected(): CelError {
    return new CelError(`did not expect ${named(this.token)}`, this.token.offset);
  }
}

function named({ kind, text }: Token): string {
  return kind === 'end' ? 'its end' : JSON.stringify(text);
}
