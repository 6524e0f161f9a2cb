/**
 * How Kubernetes reads a plain (unquoted) YAML scalar. kubectl and the agents decode through
 * sigs.k8s.io/yaml, whose goyaml.v2 `resolve.go` is neither YAML 1.1 nor 1.2: `yes`, `on` and `y` are
 * booleans, `0o17`, `017` and `1_000` integers, but `12:30:45` and `2001-01-01` stay strings.
 */

const TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const LONGEST_WORD = 5;
const NUMBER_START = /^[-+.0-9]/;
const NOT_FINITE = /^(\.(nan|NaN|NAN)|[-+]?\.(inf|Inf|INF))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** A float that starts with a point may part its digits by underscores, as Go does. */
const POINT_FLOAT = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const SHORT = /^[1-9][0-9]{0,14}$/;
/** Go's second try at binary numbers takes the sign behind the prefix. */
const SIGNED_BINARY = /^0b([-+])([01]+)$/;

/** The value of a plain scalar; NaN and infinities are returned as such and have no JSON form. */
export function resolvePlain(text: string): string | number | boolean | null {
  if (text.length <= LONGEST_WORD) {
    if (TRUE.has(text)) {
      return true;
    }
    if (FALSE.has(text)) {
      return false;
    }
    if (NULL.has(text)) {
      return null;
    }
  }
  if (!NUMBER_START.test(text)) {
    return text;
  }
  if (NOT_FINITE.test(text)) {
    return /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity;
  }
  const digits = text.replaceAll('_', '');
  const number = text.startsWith('.')
    ? POINT_FLOAT.test(text) ? Number(digits) : undefined
    : integer(digits) ?? (FLOAT.test(digits) ? Number(digits) : undefined);
  // What no 64-bit float holds stays text.
  return number !== undefined && Number.isFinite(number) ? number : text;
}

/** A whole number in 64 bits; larger ones are floats when they are decimal, else text. */
function integer(digits: string): number | undefined {
  // Most are short and decimal; the rest is for the long way.
  if (SHORT.test(digits)) {
    return Number(digits);
  }
  const binary = SIGNED_BINARY.exec(digits);
  const match = INTEGER.exec(binary ? `${binary[1]!}0b${binary[2]!}` : digits);
  if (!match) {
    return undefined;
  }
  const [, sign, body] = match as unknown as [string, string, string];
  const significant = body.replace(/^0[xXbBoO]?0*/, '') || '0';
  if (significant.length > 64) {
    return undefined;
  }
  const prefix = /^0[xXbB]/.exec(body)?.[0] ?? (/^0[oO]?[0-7]/.test(body) ? '0o' : '');
  const magnitude = BigInt(prefix + significant);
  const limit = sign === '-' ? 2n ** 63n : sign === '+' || binary ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  return magnitude > limit ? undefined : sign === '-' ? 0 - Number(magnitude) : Number(magnitude);
}

/** Words that YAML 1.1, YAML 1.2 or Kubernetes read as something other than a string. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null)$/i;
/** Anything made of the characters of numbers, timestamps and sexagesimals alone. */
const NUMBERLIKE = /^[-+.0-9][-+.,:_0-9a-fA-FxXoObBtTzZ ]*$/;
/** Most strings of a manifest: of these, only the reserved words are anything else. */
const WORD = /^[A-Za-z][A-Za-z0-9_./-]*$/;
/** A first character that no YAML version gives a meaning to, and none later that ends a plain scalar. */
const PLAIN = /^(--?[A-Za-z]|[A-Za-z0-9_/])[A-Za-z0-9 _./@+=,;:()*$^~%&!?<>|'"\\{}[\]-]*$/;

/**
 * True when every YAML reader gives back exactly this string from the bare text, in block context.
 * Where in doubt it says no: quotes are always right.
 */
export function isPlainString(text: string): boolean {
  if (WORD.test(text)) {
    return text.length > 5 || !RESERVED.test(text);
  }
  return PLAIN.test(text)
    && !NUMBERLIKE.test(text)
    && !text.includes(': ')
    && !text.endsWith(':')
    && !text.endsWith(' ');
}
