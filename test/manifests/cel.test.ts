import { celProblem } from '../../src/manifests/cel';

const VARIABLES = ['object', 'oldObject', 'request', 'variables'];

test.each([
  'object.spec.replicas <= 5',
  'object.spec.containers.all(c, c.image.startsWith("registry.example/"))',
  'has(object.metadata.labels) && "team" in object.metadata.labels',
  '!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))',
  'object.metadata.labels["app.kubernetes.io/name"] == r\'\\d\' ? true : false',
  'variables.containers.map(c, c.image).exists(i, i.matches("^a")) && size([1, 2u, 0x1F, 1.5e3, -1]) == 5',
  'object.?spec.?volumes.orValue([]).filter(v, true) == []',
  '{"a": 1, "b": [2]}.all(k, v, k != "" && v != null)',
  'Object{spec: Object.spec{automountServiceAccountToken: false}}',
  '[JSONPatch{op: "add", path: "/metadata/labels/" + jsonpatch.escapeKey("a/b"), value: "x"}]',
  'type(object.spec) == map // a remark',
  '"""two\nlines""" + \'a\\\'b\' != b"x"',
  'quantity(object.spec.x).isLessThan(quantity("1Gi"))',
])('%s is an expression', expression => {
  expect(celProblem(expression, [...VARIABLES, 'jsonpatch'])).toBeUndefined();
});

test.each<[string, string, number]>([
  ['', 'did not expect its end', 0],
  ['object.spec.replicas <=', 'did not expect its end', 23],
  ['objekt.spec', 'knows no variable objekt; there are object, oldObject, request, variables', 0],
  ['object.list.all(c, d.image == "")', 'knows no variable d; there are c, object, oldObject, request, variables', 19],
  ['c == 1 && object.list.all(c, true)', 'knows no variable c; there are object, oldObject, request, variables', 0],
  ['object.list.all(1, true)', 'wants the name of a variable', 16],
  ['(object.a', 'wants ")", found its end', 9],
  ['object.a b', 'did not expect "b"', 9],
  ['object.a = 1', 'did not expect "="', 9],
  ['"open', 'did not expect "\\""', 0],
  ['object.in == while', 'did not expect "while"', 13],
  ['[1 2]', 'wants ",", found "2"', 3],
])('%j is none: %s', (expression, message, offset) => {
  expect(celProblem(expression, VARIABLES)).toEqual({ message, offset });
});

test('nesting without end is refused, not a crash', () => {
  expect(celProblem('('.repeat(100_000), VARIABLES)).toMatchObject({ message: 'is nested too deep' });
});
