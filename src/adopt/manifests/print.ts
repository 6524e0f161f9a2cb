import type { Expression, Json } from './expression';

/** Columns of a line. */
const WIDTH = 120;

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/**
 * An expression as TypeScript: on one line where that fits, else a field or an item a line. Every text is written as a
 * literal, so that none from a manifest can become code.
 *
 * @param indent how far the line begins that it stands on
 * @param before what stands before it on its line
 * @param after what follows it there
 */
export function printExpression(expression: Expression, indent: string, before = 0, after = 0): string {
  const whole = oneLine(expression);
  if (whole !== undefined && indent.length + before + whole.length + after <= WIDTH) {
    return whole;
  }
  const inner = `${indent}  `;
  if ('value' in expression) {
    return printJson(expression.value, indent);
  }
  if ('list' in expression) {
    return `[\n${expression.list.map(item => `${inner}${printExpression(item, inner, 0, 1)},\n`).join('')}${indent}]`;
  }
  if ('fields' in expression) {
    return `{\n${expression.fields.map(([name, each]) => `${inner}${key(name)}: ${printExpression(each, inner, key(name).length + 2, 1)},\n`).join('')}${indent}}`;
  }
  if ('method' in expression) {
    const head = `${expression.of}.${expression.method}(`;
    const [only, ...others] = expression.args;
    if (only && others.length === 0) {
      return `${head}${printExpression(only, indent, before + head.length, after + 1)})`;
    }
    return `${head}\n${expression.args.map(item => `${inner}${printExpression(item, inner, 0, 1)},\n`).join('')}${indent})`;
  }
  return whole!;
}

/** Undefined where it cannot stand on one line. */
function oneLine(expression: Expression): string | undefined {
  if ('value' in expression) {
    return oneLineJson(expression.value);
  }
  if ('list' in expression) {
    return joined(expression.list.map(oneLine), '[', ']');
  }
  if ('fields' in expression) {
    return joined(expression.fields.map(([name, each]) => prefixed(key(name), oneLine(each))), '{ ', ' }');
  }
  return 'method' in expression ? joined(expression.args.map(oneLine), `${expression.of}.${expression.method}(`, ')') : `${expression.of}.${expression.constant}`;
}

function oneLineJson(json: Json): string | undefined {
  if (typeof json === 'object' && json !== null) {
    return Array.isArray(json) ? joined(json.map(oneLineJson), '[', ']')
      : joined(Object.entries(json).map(([name, each]) => prefixed(key(name), oneLineJson(each as Json))), '{ ', ' }');
  }
  return typeof json === 'string' ? (isLong(json) ? undefined : text(json)) : scalar(json);
}

function printJson(json: Json, indent: string): string {
  const inner = `${indent}  `;
  if (typeof json === 'string') {
    return isLong(json) ? `[\n${json.split('\n').map(line => `${inner}${text(line)},\n`).join('')}${indent}].join('\\n')` : text(json);
  }
  if (Array.isArray(json)) {
    return `[\n${(json as readonly Json[]).map(item => `${inner}${printExpression({ value: item }, inner, 0, 1)},\n`).join('')}${indent}]`;
  }
  if (typeof json === 'object' && json !== null) {
    return `{\n${Object.entries(json).map(([name, each]) =>
      `${inner}${key(name)}: ${printExpression({ value: each as Json }, inner, key(name).length + 2, 1)},\n`).join('')}${indent}}`;
  }
  return scalar(json);
}

/** Texts of several lines, such as files in a ConfigMap, are read line by line. */
function isLong(json: string): boolean {
  return json.includes('\n') && json.length > 40;
}

function joined(parts: ReadonlyArray<string | undefined>, open: string, close: string): string | undefined {
  return parts.some(part => part === undefined) ? undefined : parts.length === 0 ? `${open}${close}`.replace(/\s/g, '') : `${open}${parts.join(', ')}${close}`;
}

function prefixed(name: string, rest: string | undefined): string | undefined {
  return rest === undefined ? undefined : `${name}: ${rest}`;
}

function scalar(json: string | number | bigint | boolean | null | object): string {
  return typeof json === 'bigint' ? `${json}n` : Object.is(json, -0) ? '-0' : String(json);
}

/** The key of an object. `__proto__` as a plain key would set the prototype. */
function key(name: string): string {
  return name === '__proto__' ? "['__proto__']" : IDENTIFIER.test(name) ? name : text(name);
}

/**
 * A text as TypeScript has it, in single quotes. Names and values come from manifests and logs, where anybody may have put
 * them: everything but printable ASCII is escaped.
 */
export function text(content: string): string {
  const inner = JSON.stringify(content).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replace(/[\u007f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
