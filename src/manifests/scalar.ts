/**
 * How Kubernetes reads a plain (unquoted) YAML scalar. kubectl and the agents decode through
 * sigs.k8s.io/yaml, whose goyaml.v2 `resolve.go` is neither YAML 1.1 nor 1.2: `yes`, `on` and `y` are
 * booleans, `0o17`, `017` and `1_000` integers, but `12:30:45` and `2001-01-01` stay strings.
 */

const TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const NOT_FINITE = /^(\.(nan|NaN|NAN)|[-+]?\.(inf|Inf|INF))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;

/** The value of a plain scalar; NaN and infinities are returned as such and have no JSON form. */
export function resolvePlain(text: string): string | number | boolean | null {
  if (TRUE.has(text)) {
    return true;
  }
  if (FALSE.has(text)) {
    return false;
  }
  if (NULL.has(text)) {
    return null;
  }
  if (!/^[-+.0-9]/.test(text)) {
    return text;
  }
  if (NOT_FINITE.test(text)) {
    return /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity;
  }
  const digits = text.replaceAll('_', '');
  const integer = text.startsWith('.') ? null : INTEGER.exec(digits);
  if (integer) {
    const body = integer[2]!;
    const magnitude = /^0[0-7]+$/.test(body) ? parseInt(body, 8) : Number(body);
    return integer[1] === '-' ? 0 - magnitude : magnitude;
  }
  // A number that starts with a point keeps its underscores in Go, and is then no number.
  return FLOAT.test(text.startsWith('.') ? text : digits) ? Number(digits) : text;
}

/** Words that YAML 1.1, YAML 1.2 or Kubernetes read as something other than a string. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null)$/i;
/** Anything made of the characters of numbers, timestamps and sexagesimals alone. */
const NUMBERLIKE = /^[-+.0-9][-+.,:_0-9a-fA-FxXoObBtTzZ ]*$/;
/** A first character that no YAML version gives a meaning to, and none later that ends a plain scalar. */
const PLAIN = /^(--?[A-Za-z]|[A-Za-z0-9_/])[A-Za-z0-9 _./@+=,;:()*$^~%&!?<>|'"\\{}[\]-]*$/;

/**
 * True when every YAML reader gives back exactly this string from the bare text, in block context.
 * Where in doubt it says no: quotes are always right.
 */
export function isPlainString(text: string): boolean {
  return PLAIN.test(text)
    && !RESERVED.test(text)
    && !NUMBERLIKE.test(text)
    && !text.includes(': ')
    && !text.endsWith(':')
    && !text.endsWith(' ');
}
