import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

/** The published schema. It says that it is of draft 4, and holds nothing that a later one reads otherwise. */
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(join(__dirname, 'data/sarif-2.1.0-rtm.5.json'), 'utf8')) as Record<string, unknown>;
const isSarif = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);

/** What the schema of the standard finds wrong. */
export function schemaErrors(log: unknown): string[] {
  return isSarif(log) ? [] : isSarif.errors!.map(({ instancePath, message: what }) => `${instancePath} ${what}`);
}

/**
 * What SARIF 2.1.0 asks of those parts of a log that we write: per object the properties that it may have, and how each is
 * made. Closed: the schema of the standard allows no other property in any of these objects.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json
 */
type Check = (value: unknown, path: string) => string[];

const text: Check = (value, path) => typeof value === 'string' && value !== '' ? [] : [`${path} is no text`];
const oneOf = (...values: string[]): Check => (value, path) => values.includes(value as string) ? [] : [`${path} is none of ${values.join(', ')}`];
const matching = (pattern: RegExp): Check => (value, path) => typeof value === 'string' && pattern.test(value) ? [] : [`${path} does not match ${pattern}`];
const count: Check = (value, path) => Number.isSafeInteger(value) && (value as number) >= 1 ? [] : [`${path} is no number from 1`];
const bag: Check = (value, path) => typeof value === 'object' && value !== null && !Array.isArray(value) ? [] : [`${path} is no property bag`];
const texts: Check = (value, path) => bag(value, path).concat(Object.entries(value as object).flatMap(([key, each]) => text(each, `${path}.${key}`)));
const listOf = (check: Check): Check => (value, path) => Array.isArray(value) ? value.flatMap((each, at) => check(each, `${path}[${at}]`)) : [`${path} is no list`];

/** A name with `!` must be there. */
function object(properties: Readonly<Record<string, Check>>): Check {
  const known = new Map(Object.entries(properties).map(([name, check]) => [name.replace('!', ''), check]));
  const needed = Object.keys(properties).filter(name => name.endsWith('!')).map(name => name.slice(0, -1));
  return (value, path) => bag(value, path).length > 0 ? bag(value, path) : [
    ...needed.filter(name => !Object.hasOwn(value as object, name)).map(name => `${path} lacks ${name}`),
    ...Object.entries(value as object).flatMap(([name, each]) => known.get(name)?.(each, `${path}.${name}`) ?? [`${path} may have no ${name}`]),
  ];
}

const level = oneOf('none', 'note', 'warning', 'error');
const message = object({ 'text!': text, 'markdown': text });
const location = object({
  physicalLocation: object({
    'artifactLocation!': object({ 'uri!': matching(/^(?![a-z]+:)[^\s\\"<>^`{|}]+$/) }),
    'region': object({ 'startLine!': count, 'startColumn': count }),
  }),
  logicalLocations: listOf(object({ 'fullyQualifiedName!': text })),
});

const LOG = object({
  '$schema!': matching(/^https:\/\//),
  'version!': oneOf('2.1.0'),
  'runs!': listOf(object({
    'tool!': object({
      'driver!': object({
        'name!': text,
        'version': text,
        'informationUri': matching(/^https:\/\//),
        'rules': listOf(object({
          'id!': text,
          'shortDescription': message,
          'fullDescription': message,
          'help': message,
          'helpUri': matching(/^https:\/\//),
          'defaultConfiguration': object({ level }),
          'properties': bag,
        })),
      }),
    }),
    'columnKind': oneOf('utf16CodeUnits', 'unicodeCodePoints'),
    'results!': listOf(object({
      'ruleId': text, level, 'message!': message, 'locations': listOf(location), 'partialFingerprints': texts,
    })),
    'properties': bag,
  })),
});

/** What is wrong with the structure of a log, and what its parts say of each other; empty when nothing is. */
export function sarifErrors(log: unknown): string[] {
  const errors = [...LOG(log, 'log'), ...schemaErrors(log)];
  if (errors.length > 0) {
    return errors;
  }
  const [run] = (log as { runs: Array<{ tool: { driver: { rules: Array<{ id: string; properties: { 'security-severity'?: string } }> } }; results: Array<{ ruleId: string; partialFingerprints: object }> }> }).runs;
  const { rules } = run!.tool.driver;
  const ids = new Set(rules.map(({ id }) => id));
  const prints = run!.results.map(({ ruleId, partialFingerprints }) => JSON.stringify([ruleId, partialFingerprints]));
  return [
    ...ids.size === rules.length ? [] : ['two rules have one id'],
    ...run!.results.filter(({ ruleId }) => !ids.has(ruleId)).map(({ ruleId }) => `no rule is called ${ruleId}`),
    ...rules.filter(({ id }) => !run!.results.some(({ ruleId }) => ruleId === id)).map(({ id }) => `no result is of the rule ${id}`),
    ...new Set(prints).size === prints.length ? [] : ['two results have one fingerprint'],
    // GitHub: a number from 0 to 10, as text.
    ...rules.flatMap(({ id, properties: { 'security-severity': severity = '0.0' } }) => /^(10\.0|\d\.\d)$/.test(severity) ? [] : [`the severity of ${id} is no number from 0 to 10`]),
  ];
}
