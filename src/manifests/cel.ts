/** Where an expression stops being CEL, or a name that it uses and nobody defines. */
export interface CelProblem {
  readonly message: string;
  /** Characters before it. */
  readonly offset: number;
}

const TOKEN = new RegExp([
  /(?<space>\s+|\/\/[^\n]*)/,
  /(?<text>[bB]?[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''))/,
  /(?<raw>[bB]?[rR][bB]?(?:"[^"\n]*"|'[^'\n]*'))/,
  /(?<quoted>[bB]?(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))/,
  /(?<number>0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|\d+[uU]?)/,
  /(?<word>[A-Za-z_]\w*)/,
  /(?<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()[\]{}])/,
].map(({ source }) => source).join('|'), 'y');

/** Words that the grammar keeps for itself. */
const RESERVED = new Set('as break const continue else for function if import let loop package namespace return var void while in'.split(' '));
const LITERALS = new Set(['true', 'false', 'null']);
/** Types, which stand as values too. */
const TYPES = new Set('bool bytes double duration int list map null_type string timestamp type uint dyn'.split(' '));
/** Macros that name variables by their first arguments: how many, by the number of arguments. */
const BINDING: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  all: { 2: 1, 3: 2 },
  exists: { 2: 1, 3: 2 },
  exists_one: { 2: 1 },
  existsOne: { 2: 1, 3: 2 },
  filter: { 2: 1 },
  map: { 2: 1, 3: 1 },
  transformList: { 3: 2, 4: 2 },
  transformMap: { 3: 2, 4: 2 },
};

interface Token {
  readonly kind: string;
  readonly text: string;
  readonly offset: number;
}

/**
 * What is wrong with an expression of the Common Expression Language: its syntax, and names that are neither among the
 * variables nor bound by a macro. Types, and whether a function or a field exists, are not checked: the API server's own
 * compiler does that when the policy is created.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function celProblem(expression: string, variables: readonly string[]): CelProblem | undefined {
  try {
    new Parser(expression, new Set(variables)).whole();
    return undefined;
  } catch (e) {
    if (e instanceof CelError) {
      return { message: e.message, offset: e.offset };
    }
    throw e;
  }
}

class CelError extends Error {
  constructor(message: string, public readonly offset: number) {
    super(message);
  }
}

/** Deeper than people write, and far from the end of the stack. */
const DEEPEST = 200;

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(text: string, private readonly variables: ReadonlySet<string>) {
    this.tokens = tokensOf(text);
  }

  public whole(): void {
    this.expression([]);
    if (this.token.kind !== 'end') throw this.unexpected();
  }

  private expression(bound: readonly string[]): void {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new CelError('is nested too deep', this.token.offset);
    this.binary(bound, 0);
    if (this.take('?')) {
      this.binary(bound, 0);
      this.want(':');
      this.expression(bound);
    }
    this.depth -= 1;
  }

  private binary(bound: readonly string[], level: number): void {
    const operators = LEVELS[level];
    if (!operators) return this.unary(bound);
    this.binary(bound, level + 1);
    while (operators.includes(this.token.text) && (this.token.kind === 'sign' || this.token.text === 'in')) {
      this.at += 1;
      this.binary(bound, level + 1);
    }
  }

  private unary(bound: readonly string[]): void {
    while (this.take('!') || this.take('-'));
    this.primary(bound);
    for (;;) {
      if (this.take('.')) {this.member(bound);} else if (this.take('[')) {
        this.take('?');
        this.expression(bound);
        this.want(']');
      } else if (this.token.text === '{' && this.tokens[this.at - 1]?.kind === 'word') {this.entries(bound, true);} else {return;}
    }
  }

  private member(bound: readonly string[]): void {
    this.take('?');
    const { kind, text } = this.token;
    if (kind !== 'word') throw this.unexpected();
    this.at += 1;
    if (this.take('(')) this.args(bound, Object.hasOwn(BINDING, text) ? BINDING[text] : undefined);
  }

  private primary(bound: readonly string[]): void {
    const { kind, text, offset } = this.token;
    this.at += 1;
    if (['text', 'raw', 'quoted', 'number'].includes(kind)) return;
    if (text === '(') {
      this.expression(bound);
      return this.want(')');
    }
    if (text === '[') return this.list(bound);
    if (text === '{') {
      this.at -= 1;
      return this.entries(bound, false);
    }
    if (text === '.') return this.primary(bound);
    if (kind !== 'word' || RESERVED.has(text)) {
      this.at -= 1;
      throw this.unexpected();
    }
    if (LITERALS.has(text)) return;
    if (this.take('(')) return this.args(bound, undefined);
    const isMessage = /^[A-Z]/.test(text);
    if (!isMessage && !TYPES.has(text) && !bound.includes(text) && !this.variables.has(text)) {
      throw new CelError(`knows no variable ${text}; there are ${[...this.variables, ...bound].sort().join(', ')}`, offset);
    }
  }

  private args(bound: readonly string[], binding: Readonly<Record<number, number>> | undefined): void {
    const names = binding ? this.bindable(binding) : [];
    let first = true;
    for (let skipped = 0; !this.take(')'); first = false) {
      if (!first) this.want(',');
      if (skipped < names.length) {
        this.at += 1;
        skipped += 1;
      } else {this.expression([...bound, ...names]);}
    }
  }

  /** The names that a macro binds: its first arguments, where each is a name alone. */
  private bindable(binding: Readonly<Record<number, number>>): string[] {
    const names = binding[this.countArgs()] ?? 0;
    return Array.from({ length: names }, (_, index) => {
      const token = this.tokens[this.at + 2 * index]!;
      if (token.kind !== 'word' || this.tokens[this.at + 2 * index + 1]?.text !== ',') throw new CelError('wants the name of a variable', token.offset);
      return token.text;
    });
  }

  private countArgs(): number {
    let [depth, count] = [0, this.token.text === ')' ? 0 : 1];
    for (let at = this.at; at < this.tokens.length; at += 1) {
      const { text, kind } = this.tokens[at]!;
      if (kind !== 'sign') continue;
      if ('([{'.includes(text)) {depth += 1;} else if (')]}'.includes(text)) {
        if (depth === 0) return count;
        depth -= 1;
      } else if (text === ',' && depth === 0) {count += 1;}
    }
    return count;
  }

  private list(bound: readonly string[]): void {
    while (!this.take(']')) {
      this.take('?');
      this.expression(bound);
      if (this.token.text !== ']') this.want(',');
    }
  }

  /** A map, or the fields of a message, whose keys are names. */
  private entries(bound: readonly string[], ofMessage: boolean): void {
    this.want('{');
    while (!this.take('}')) {
      this.take('?');
      if (ofMessage) {
        if (this.token.kind !== 'word') throw this.unexpected();
        this.at += 1;
      } else {this.expression(bound);}
      this.want(':');
      this.expression(bound);
      if (this.token.text !== '}') this.want(',');
    }
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

const LEVELS: ReadonlyArray<readonly string[]> = [['||'], ['&&'], ['<', '<=', '>', '>=', '==', '!=', 'in'], ['+', '-'], ['*', '/', '%']];

function named({ kind, text }: Token): string {
  return kind === 'end' ? 'its end' : JSON.stringify(text);
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let offset = 0; offset < text.length; offset = TOKEN.lastIndex) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) throw new CelError(`did not expect ${JSON.stringify(text[offset])}`, offset);
    const kind = Object.entries(match.groups!).find(([, found]) => found !== undefined)![0];
    if (kind !== 'space') tokens.push({ kind, text: match[0], offset });
  }
  return [...tokens, { kind: 'end', text: '', offset: text.length }];
}
