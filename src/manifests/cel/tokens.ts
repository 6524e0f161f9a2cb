/** Where an expression stops being one. */
export class CelError extends Error {
  constructor(message: string, public readonly offset: number) {
    super(message);
  }
}

export interface Token {
  readonly kind: 'string' | 'bytes' | 'int' | 'uint' | 'double' | 'word' | 'escaped' | 'sign' | 'end';
  readonly text: string;
  readonly offset: number;
}

const TOKEN = new RegExp([
  /(?<space>[\t\n\f\r ]+|\/\/[^\n]*)/,
  /(?<text>[bB]?[rR]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''))/,
  /(?<raw>[bB]?[rR](?:"[^"\n\r]*"|'[^'\n\r]*'))/,
  /(?<quoted>[bB]?(?:"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*'))/,
  /(?<number>0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|\d+[uU]?)/,
  /(?<word>[A-Za-z_]\w*)/,
  /(?<escaped>`[A-Za-z0-9_.\-/ ]+`)/,
  /(?<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()[\]{}])/,
].map(({ source }) => source).join('|'), 'y');

/** Escapes of strings, and those of bytes, which know no code points (cel-spec doc/langdef.md, "String and Bytes Values"). */
const ESCAPE = /\\(?:[abfnrtv\\?"'`]|[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|([\s\S]?))/g;

const [MAX_INT, MAX_UINT] = [2n ** 63n, 2n ** 64n];

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let offset = 0; offset < text.length; offset = TOKEN.lastIndex) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) throw new CelError(`did not expect ${JSON.stringify(text[offset])}`, offset);
    const token = tokenOf(match, offset);
    if (token) tokens.push(token);
  }
  return [...tokens, { kind: 'end', text: '', offset: text.length }];
}

function tokenOf({ 0: text, groups }: RegExpExecArray, offset: number): Token | undefined {
  const kind = Object.entries(groups!).find(([, found]) => found !== undefined)![0];
  switch (kind) {
    case 'space': return undefined;
    case 'number': return { kind: numberKind(text), text, offset };
    case 'text': case 'raw': case 'quoted': {
      const prefix = /^[a-z]*/i.exec(text)![0].toLowerCase();
      if (!prefix.includes('r')) checkEscapes(text, prefix.includes('b'), offset);
      return { kind: prefix.includes('b') ? 'bytes' : 'string', text, offset };
    }
    default: return { kind: kind as Token['kind'], text, offset };
  }
}

function numberKind(text: string): 'int' | 'uint' | 'double' {
  return /^0x/i.test(text) ? (/u$/i.test(text) ? 'uint' : 'int') : /[.eE]/.test(text) ? 'double' : /u$/i.test(text) ? 'uint' : 'int';
}

function checkEscapes(text: string, ofBytes: boolean, offset: number): void {
  for (const match of text.matchAll(ESCAPE)) {
    const isPoint = /^\\[uU][0-9a-fA-F]/.test(match[0]);
    const point = isPoint ? Number.parseInt(match[0].slice(2), 16) : 0;
    if (match[1] !== undefined || (ofBytes && isPoint) || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
      throw new CelError(`knows no escape ${match[0]}`, offset + match.index);
    }
  }
}

/** Throws for a whole number that its type does not hold; the least of all is written as the minus of one too large. */
export function checkRange({ kind, text, offset }: Token, isNegative: boolean): void {
  if (kind === 'double' && !Number.isFinite(Number(text))) throw new CelError(`has no double as large as ${text}`, offset);
  if (kind !== 'int' && kind !== 'uint') return;
  const value = BigInt(text.replace(/u$/i, ''));
  if (kind === 'uint' ? value >= MAX_UINT : value > MAX_INT || (value === MAX_INT && !isNegative)) {
    throw new CelError(`has no ${kind} as large as ${text}`, offset);
  }
}

/** How many parts stand between each pair of brackets, by where the first one is; counted at their commas in one pass. */
export function countsOf(tokens: readonly Token[]): Map<number, number> {
  const [counts, open] = [new Map<number, number>(), [] as number[]];
  tokens.forEach(({ kind, text }, at) => {
    const inside = open.at(-1);
    if (kind === 'sign' && text === ',' && inside !== undefined) {
      counts.set(inside, counts.get(inside)! + 1);
    } else if (kind === 'sign' && '([{'.includes(text)) {
      counts.set(at, tokens[at + 1]!.text === ')' ? 0 : 1);
      open.push(at);
    } else if (kind === 'sign' && ')]}'.includes(text)) {
      open.pop();
    }
  });
  return counts;
}
