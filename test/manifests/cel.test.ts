import * as fc from 'fast-check';
import { CEL_CASES } from './cel-cases';
import { celProblem, type CelPlace } from '../../src/manifests/cel';

const LABELS = [{ name: 'labels', expression: 'object.metadata.?labels.orValue({})' }];
const PLACES: Readonly<Record<string, CelPlace>> = {
  validation: { result: 'bool', variables: LABELS },
  condition: { result: 'bool' },
  patch: { result: 'object', variables: LABELS, makesObjects: true },
};

test.each(CEL_CASES.map(([expression, accepted, place = 'validation']) => [place, expression, accepted] as const))('as a %s, %j is one: %s', (place, expression, accepted) => {
  expect(celProblem(expression, PLACES[place]!) ?? 'accepted').toEqual(accepted ? 'accepted' : expect.objectContaining({ message: expect.any(String) as string }));
});

test.each<[string, string, number]>([
  ['', 'did not expect its end', 0],
  ['object.spec.replicas <=', 'did not expect its end', 23],
  ['objekt.spec', 'knows no variable objekt; there are authorizer, namespaceObject, object, oldObject, request', 0],
  ['object.list.all(c, d.image == "")', 'knows no variable d; there are authorizer, c, namespaceObject, object, oldObject, request', 19],
  ['object.list.all(1, true)', 'wants the name of a variable', 16],
  ['(object.a', 'wants ")", found its end', 9],
  ['object.a b', 'did not expect "b"', 9],
  ['object.a = 1', 'did not expect "="', 9],
  ['"open', 'did not expect "\\""', 0],
  ['object.a == while', 'did not expect "while"', 12],
  ['[1 2]', 'wants ",", found "2"', 3],
  ['object.a.nope()', 'knows no method nope', 8],
  ['"a" < 1', 'has no < of string and int', 4],
  ['request.user', 'knows no field user of request', 7],
  ['"a\\q"', 'knows no escape \\q', 2],
  ['object.a.matches("[")', 'is no regular expression, what matches is given', 8],
  ['"a"', 'gives string, and must give bool', 0],
])('%j is none: %s', (expression, message, offset) => {
  expect(celProblem(expression, { result: 'bool' })).toEqual({ message, offset });
});

test.each([
  ['cidr("10.0.0.0/8").containsIP("10.0.0.1")', 31], ['format.named("uri").hasValue()', 32], ['object.a.all(k, v, true)', 33], ['semver("1.0.0").major() == 1', 34],
  ['lists.range(3).size() == 3', 35], ['[2, 1].sortBy(x, x)[0] == 1', 35],
])('%s is taken from 1.%i on, and before that it is said', (expression, since) => {
  expect(celProblem(expression, { minor: since })).toBeUndefined();
  expect(celProblem(expression, { minor: since - 1 })?.message).toContain(`from Kubernetes 1.${since} on`);
});

test('a variable has the type of its expression, and knows those before it alone', () => {
  const variables = [{ name: 'count', expression: 'object.list.size()' }, { name: 'many', expression: 'variables.count > 3' }];
  expect(celProblem('variables.many', { result: 'bool', variables })).toBeUndefined();
  expect(celProblem('variables.count', { result: 'bool', variables })?.message).toBe('gives int, and must give bool');
  expect(celProblem('variables.many', { variables: variables.slice(0, 1) })?.message).toContain('there are count');
});

test('a list of patches is what a JSON patch gives', () => {
  const place: CelPlace = { result: 'list(JSONPatch)', makesObjects: true };
  expect(celProblem('[JSONPatch{op: "add", path: "/a/" + jsonpatch.escapeKey("a/b"), value: "x"}]', place)).toBeUndefined();
  expect(celProblem('Object{}', place)?.message).toBe('gives object, and must give list(JSONPatch)');
  expect(celProblem('jsonpatch.escapeKey("a") == "b"', {})).toBeDefined();
});

test.each(['(', '[', '{', '.', '!', '-', 'object.a.all(x, ', 'true ? true : ', 'object.?', '[[', '"a" + ', '{1: ', 'has('])(
  'however often %j stands there, the answer is data and comes at once', part => {
    const before = Date.now();
    expect(celProblem(part.repeat(20_000), {})).toMatchObject({ message: expect.any(String) as string });
    expect(Date.now() - before).toBeLessThan(5_000);
  });

test('whatever is written, the answer is data', () => {
  const piece = fc.constantFrom('object', '.', 'a', '(', ')', '[', ']', '{', '}', '"x"', '1', '1u', '&&', '||', '!', '-', '==', '<', 'in', ',', '?', ':', 'all', 'x', 'has', '`', '\\', 'r"', "'", '\n', '//');
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
    expect(celProblem(pieces.join(''), {}) ?? { message: '' }).toHaveProperty('message');
  }));
});
