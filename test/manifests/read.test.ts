import * as fc from 'fast-check';
import { parseManifests, type ReadResult } from '../../src/manifests/read';
import { writeManifests } from '../../src/manifests/write';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\n';

/** What a ConfigMap with these lines holds beside its apiVersion and kind; `data` has to be all of it. */
function read(lines: string): unknown {
  const { manifests, problems } = parseManifests(HEAD + lines, 'f.yaml');
  expect(problems).toEqual([]);
  expect(manifests).toHaveLength(1);
  const { apiVersion, kind, ...rest } = manifests[0]!.object;
  expect([apiVersion, kind]).toEqual(['v1', 'ConfigMap']);
  return JSON.parse(JSON.stringify(rest));
}

/** Problems as `id line:column message`. */
function problemsOf(text: string): string[] {
  return parseManifests(text, 'f.yaml').problems.map(({ id, source, message }) => `${id} ${source!.line}:${source!.column} ${message}`);
}

/** `Kind@line:column` of each manifest. */
function placesOf({ manifests }: ReadResult): string[] {
  return manifests.map(({ kind, source }) => `${kind}@${source.line}:${source.column}`);
}

describe('values are those that kubectl reads', () => {
  test.each([
    ['words of YAML 1.1', 'data: {a: yes, b: off, c: "yes", d: \'off\', e: y}', { data: { a: true, b: false, c: 'yes', d: 'off', e: true } }],
    ['numbers', 'data: [017, 0o17, 0x1F, 1_000, 1e3, .5, 12:30:45]', { data: [15, 15, 31, 1000, 1000, 0.5, '12:30:45'] }],
    ['null', 'a:\nb: ~\nc: null\nd: ""', { a: null, b: null, c: null, d: '' }],
    ['keys are strings', 'on: 1\n1: 2\n1.5: 3\n0x1F: 4\n2001-01-01: 5', { 'true': 1, '1': 2, '1.5': 3, '31': 4, '2001-01-01': 5 }],
    ['literals', 'a: |\n  x\n   y\n\nb: |-\n  x\nc: |+\n  x\n\nd: >\n  x\n  y\n', { a: 'x\n y\n', b: 'x', c: 'x\n\n', d: 'x y\n' }],
    ['a literal whose last line ends the file, as kubectl reads it', 'a: |\n  x', { a: 'x\n' }],
    ['lines that go on', 'a: x\n  y\nb: "x\n  y\\\n  z"', { a: 'x y', b: 'x yz' }],
    ['comments', 'a: x # y\nb: x#y\n# z\nc: "# x"', { a: 'x', b: 'x#y', c: '# x' }],
    ['escapes', 'a: "\\u00e9\\x41\\U0001F600\\0\\/"\nb: \'it\'\'s \\n\'', { a: 'éA😀\0/', b: 'it\'s \\n' }],
    ['anchors and aliases', 'a: &x [1, {b: c}]\nd: *x\ne: &x 3\nf: *x', { a: [1, { b: 'c' }], d: [1, { b: 'c' }], e: 3, f: 3 }],
    ['an alias as a key', 'a: &x key\nb: {*x : 1}', { a: 'key', b: { key: 1 } }],
    ['explicit keys', '? a\n: b\n? c', { a: 'b', c: null }],
    ['tags of YAML', 'a: !!str 1\nb: !!int "0x1F"\nc: !!float 1\nd: !!bool "on"\ne: !!null ""\nf: ! yes\ng: !!binary aGk=\nh: !!map {}\ni: !!seq []\nj: !!str',
      { a: '1', b: 31, c: 1, d: true, e: null, f: 'yes', g: 'hi', h: {}, i: [], j: '' }],
    ['prototype keys', 'data: {__proto__: {polluted: "1"}, constructor: a, toString: b}', JSON.parse('{"data":{"__proto__":{"polluted":"1"},"constructor":"a","toString":"b"}}')],
  ])('%s', (_, lines, value) => {
    expect(read(lines)).toEqual(value);
  });

  test('no object has a prototype, and nothing reaches the one of all objects', () => {
    const { manifests } = parseManifests(`${HEAD}data: {__proto__: {polluted: "1"}, hasOwnProperty: x}\na: [{}]\n`, 'f.yaml');
    const { object } = manifests[0]!;
    for (const map of [object, object.data, (object.data as Record<string, unknown>).__proto__, (object.a as unknown[])[0]]) {
      expect(Object.getPrototypeOf(map)).toBe(null);
    }
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
    expect(parseManifests('__proto__: {apiVersion: v1, kind: ConfigMap}\n', 'f.yaml')).toMatchObject({ manifests: [], others: 1 });
  });
});

describe('merge keys', () => {
  const base = 'a: &a {m: 1, k: 1}\nb: &b {m: 2, o: 2}\n';
  const merge = (map: string) => (read(`${base}w: ${map}`) as { w: unknown }).w;

  test.each([
    ['a key of the map wins over a merged one', '{<<: *a, m: 9}', { m: 9, k: 1 }],
    ['of a list the first wins', '{<<: [*a, *b]}', { m: 1, k: 1, o: 2 }],
    ['and the order of the list decides', '{<<: [*b, *a]}', { m: 2, k: 1, o: 2 }],
    ['maps may stand in place', '{<<: [{m: 3}, *b]}', { m: 3, o: 2 }],
    ['a merge may come last when it brings only what is new', '{q: 5, <<: *a}', { q: 5, m: 1, k: 1 }],
    ['several merges may stand in one map when they share nothing', '{<<: *a, <<: {z: 1}}', { m: 1, k: 1, z: 1 }],
    ['a quoted << is a key', '{"<<": 1}', { '<<': 1 }],
    ['so is one with a tag', '{!!str <<: 1}', { '<<': 1 }],
    ['!!merge says what << is', '{!!merge <<: *a}', { m: 1, k: 1 }],
  ])('%s', (_, map, value) => {
    expect(merge(map)).toEqual(value);
  });

  // To kubectl the merge wins, to YAML's own rule the key does.
  test.each(['{m: 9, <<: *a}', '{<<: *a, <<: *b}', '{<<: *b, m: 9, <<: *a}', '{<<: {m: 1, <<: *b}}'])('%s, on which readers disagree, is refused', map => {
    expect(problemsOf(`${HEAD}${base}w: ${map}`)).toEqual([expect.stringMatching(/^yaml-duplicate-key 5:\d+ << brings the key "m", which stands before it already/)]);
  });

  test.each(['{<<: 3}', '{<<: ~}', '{<<: [3]}', '{<<: [[*a]]}'])('%s merges no map', map => {
    expect(problemsOf(`${HEAD}${base}w: ${map}`)).toEqual(['yaml-value 5:5 << can merge only maps']);
  });
});

describe('what Kubernetes cannot read, or reads otherwise than others do, is a problem at its place', () => {
  test.each([
    ['not YAML', 'a: [\nb: }', /^yaml-syntax 4:/],
    ['a quote that is not closed', 'a: "x\n', /^yaml-syntax /],
    ['a key twice', 'a: 1\nb: 2\na: 3', /^yaml-duplicate-key 5:1 the key "a" stands twice in one map$/],
    ['a key twice, deep inside', 'a:\n- b: {c: {d: 1, "d": 2}}', /^yaml-duplicate-key 4:17 the key "d"/],
    ['a key twice in two forms', 'a: {on: 1, true: 2}', /^yaml-duplicate-key 3:12 the key "true"/],
    ['a prototype key twice', 'a: {__proto__: 1, __proto__: 2}', /^yaml-duplicate-key 3:19 the key "__proto__"/],
    ['an alias of nothing', 'a: *x', /^yaml-alias 3:4 the alias \*x stands for nothing before it$/],
    ['an alias before its anchor', 'a: *x\nb: &x 1', /^yaml-alias 3:4 /],
    ['an alias inside its anchor', 'a: &x [*x]', /^yaml-alias 3:8 the alias \*x stands inside the value that it repeats$/],
    ['an alias inside a second anchor of one name', 'a: &x 1\nb: &x {c: *x}', /^yaml-alias 4:11 /],
    ['a local tag', 'a: !vault x', /^yaml-value 3:11 the tag !vault has no meaning in a manifest$/],
    ['an unknown tag of YAML', 'a: !!set {b}', /^yaml-value 3:10 the tag !!set/],
    ['a tag that does not fit', 'a: !!int x', /^yaml-value 3:10 "x" is not a value of the tag !!int$/],
    ['!!binary that is not base64', 'a: !!binary "a b"', /^yaml-value 3:13 the value of !!binary/],
    ['!!binary that is no text', 'a: !!binary //8=', /^yaml-value 3:13 the value of !!binary/],
    ['infinity', 'a: .inf', /^yaml-value 3:4 \.inf has no JSON form$/],
    ['a list as a key', 'a: {? [b] : 1}', /^yaml-value 3:/],
    ['null as a key', '~: 1', /^yaml-value 3:1 a key must be/],
    ['a fraction as a key, which Go writes otherwise', '1e21: 1', /^yaml-value 3:1 a key must be/],
    ['half a character', 'a: "\\ud83d"', /^yaml-value 3:4 an escape stands for half a character$/],
    ['a NUL', 'a: x\0y', /^yaml-syntax 3:5 the character U\+0000 may not stand in YAML$/],
    ['an escape of the terminal', 'a: x\u001b[2J', /^yaml-syntax 3:5 the character U\+001B/],
    ['a line separator, behind which a comment could hide a field', 'a: 1 # x\u2028b: 2', /^yaml-syntax 3:9 the character U\+2028 ends a line to some readers/],
    ['a next-line character', 'a: 1 # x\u0085b: 2', /^yaml-syntax 3:9 the character U\+0085 ends a line to some readers/],
    ['a carriage return alone', 'a: 1 # x\rb: 2', /^yaml-syntax 3:9 a carriage return alone/],
    ['a byte order mark in the middle', 'a: 1\n---\n\ufeffa: 2', /^yaml-syntax 5:1 a byte order mark/],
    ['a document that kubectl would leave out', 'a: 1\n...\napiVersion: v1\nkind: Secret\n', /^yaml-syntax 5:1 the document follows `\.\.\.` without a `---`/],
    ['tabs as indentation', 'a:\n\tb: 1', /^yaml-syntax 4:1 Tabs/],
  ])('%s', (_, lines, problem) => {
    expect(problemsOf(HEAD + lines)).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    ['a: "x', 'close the quotes'], ['a: {b: 1', 'indent it'], ['a:\n\tb: 1', 'indent with spaces'], ['a: b: c', 'into quotes'], ['a: @b', 'into quotes'],
    ['a: "\\q"', 'the backslash twice'], ['a: [b', 'close what was opened'], ['a\nb: 1', 'after the key'], ['a: &x 1\nb: *y', 'put &y before'],
    ['a: !!float x', 'take the tag out'], ['a: !own x', 'take it out'], ['a: {b: 1, b: 2}', 'remove one of the two'],
    ['['.repeat(1000), 'take levels out'], ['<<: 3', 'let it stand for a map'],
  ])('%j is told with what to do: %s', (lines, fix) => {
    const { problems } = parseManifests(`${HEAD}${lines}\n`, 'f.yaml');
    expect(problems).toEqual([expect.objectContaining({ fix: expect.stringMatching(fix) })]);
  });

  test('a broken document does not hide the ones around it', () => {
    const result = parseManifests(`${HEAD}---\na: {b: 1, b: 2}\n---\n${'['.repeat(1000)}\n---\nkind: Secret\napiVersion: v1\n`, 'f.yaml');
    expect(placesOf(result)).toEqual(['ConfigMap@1:1', 'Secret@8:1']);
    expect(result.problems.map(({ id, source }) => `${id} ${source!.line}`)).toEqual(['yaml-duplicate-key 4', 'yaml-depth 6']);
  });

  test.each(['apiVersion: 1\nkind: Role\n', 'apiVersion: v1\nkind: yes\n', 'apiVersion: ""\nkind: Role\n', 'apiVersion: v1\nkind:\n'])('%j is meant as a manifest and is none', text => {
    expect(problemsOf(text)).toEqual(['manifest-shape 1:1 apiVersion and kind must be strings, and not empty']);
  });
});

describe('YAML that is no manifest is counted and left out', () => {
  test.each([
    ['values', 'replicas: 1\n'], ['a chart', 'apiVersion: v2\nname: x\n'], ['a list', '- a\n'], ['text', 'x\n'], ['JSON', '{"name": "x"}'],
    ['another tool\'s tags', 'nav: !ENV [A, b]\nx: !!python/name:a.b ""\n'], ['values that JSON does not have', 'x: .nan\n'],
  ])('%s', (_, text) => {
    expect(parseManifests(text, 'f.yaml')).toEqual({ manifests: [], problems: [], others: 1 });
  });

  test.each(['', '\n', '# only a comment\n', '---\n', '---\n---\n# x\n---\n', '...\n', '~\n', '\ufeff', '\t\n'])('nothing at all (%j) is not even counted', text => {
    expect(parseManifests(text, 'f.yaml')).toMatchObject({ manifests: [], problems: [] });
  });
});

describe('every object keeps its file, line and column', () => {
  const j = '{"apiVersion": "v1", "kind": "J"}';
  test.each([
    ['several documents', `${HEAD}---\n# x\n\nkind: A\napiVersion: v1\n--- # y\n  kind: B\n  apiVersion: v1\n...\n---\nkind: C\napiVersion: v1\n`,
      ['ConfigMap@1:1', 'A@6:1', 'B@9:3', 'C@13:1']],
    ['Windows line ends', '---\r\napiVersion: v1\r\nkind: A\r\n---\r\napiVersion: v1\r\nkind: B\r\n', ['A@2:1', 'B@5:1']],
    ['a byte order mark', `\ufeff${HEAD}`, ['ConfigMap@1:1']],
    ['a byte order mark before JSON', `\ufeff${j}`, ['J@1:1']],
    ['YAML directives', `%YAML 1.2\n---\n${HEAD}`, ['ConfigMap@3:1']],
    ['JSON', `\n  ${j}\n`, ['J@2:3']],
    ['JSON with tabs', '{\n\t"apiVersion":\t"v1",\n\t"kind":\t"J"\n}\n', ['J@1:1']],
    ['JSON objects without anything between them', `${j}${j}\n${j} ${j}`, ['J@1:1', 'J@1:34', 'J@2:1', 'J@2:35']],
    ['JSON objects far apart', `${j}${' '.repeat(5000)}${j}`, ['J@1:1', `J@1:${5034}`]],
    ['JSON, then YAML', `${j}\n${j}\n---\n${HEAD}`, ['J@1:1', 'J@2:1', 'ConfigMap@4:1']],
    ['JSON in which braces and quotes stand in strings', `{"apiVersion": "v1", "kind": "A", "x": "}{\\"}{", "y\\\\": 1}${j}`, ['A@1:1', 'J@1:59']],
    ['a literal that looks like JSON objects', `${j}\n---\n${HEAD}data:\n  x: |\n    {a}\n    {b}\n`, ['J@1:1', 'ConfigMap@3:1']],
  ])('%s', (_, text, places) => {
    const result = parseManifests(text, 'f.yaml');
    expect(result.problems).toEqual([]);
    expect(placesOf(result)).toEqual(places);
    expect(result.manifests.every(({ source }) => source.file === 'f.yaml')).toBe(true);
  });

  test('what is broken in a stream of JSON objects has its own place', () => {
    expect(problemsOf(`${j}\n${j}\n{"a": `)).toEqual([expect.stringMatching(/^yaml-syntax 3:\d+ /)]);
    expect(problemsOf('{apiVersion: v1, kind: A}{apiVersion: v1, kind: B}')).toEqual([expect.stringMatching(/^yaml-syntax 1:26 /)]);
  });
});

describe('Lists are opened', () => {
  test('each item is an object of its own, with its own place', () => {
    const result = parseManifests('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n-   kind: B\n    apiVersion: b/v1\n- {apiVersion: v1, kind: C}\n', 'f.yaml');
    expect(placesOf(result)).toEqual(['A@4:3', 'B@6:5', 'C@8:3']);
    expect(result.manifests.map(({ apiVersion }) => apiVersion)).toEqual(['v1', 'b/v1', 'v1']);
  });

  test('items of a typed list take its apiVersion and kind, unless they have their own', () => {
    const { manifests, problems } = parseManifests(`apiVersion: rbac.authorization.k8s.io/v1
kind: RoleList
items:
- metadata: {name: a}
- kind: null
  metadata: {name: b}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
`, 'f.yaml');
    expect(problems).toEqual([]);
    expect(manifests.map(({ object }) => JSON.parse(JSON.stringify(object)) as unknown)).toEqual([
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a' } },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'b' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } },
    ]);
    expect(manifests.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'rbac.authorization.k8s.io/v1 Role', 'rbac.authorization.k8s.io/v1 Role', 'v1 ConfigMap',
    ]);
  });

  test('Lists inside Lists are opened as well', () => {
    const inner = '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: A}, {apiVersion: v1, kind: BList, items: [{x: 1}]}]}';
    expect(placesOf(parseManifests(`apiVersion: v1\nkind: List\nitems: [${inner}, ${inner}]\n`, 'f.yaml')).map(place => place[0])).toEqual(['A', 'B', 'A', 'B']);
  });

  test.each(['apiVersion: v1\nkind: List\n', 'apiVersion: v1\nkind: List\nitems:\n', 'apiVersion: v1\nkind: List\nitems: []\n'])('%j holds nothing', text => {
    expect(parseManifests(text, 'f.yaml')).toEqual({ manifests: [], problems: [], others: 0 });
  });

  test('a kind that ends in List and holds no items is an object', () => {
    expect(placesOf(parseManifests('apiVersion: example.com/v1\nkind: AllowList\nspec: {}\n', 'f.yaml'))).toEqual(['AllowList@1:1']);
  });

  test.each([
    ['items: {}', 'manifest-shape 1:1 List.items must be a list'],
    ['items: [3]', 'manifest-shape 3:9 List.items[0] must be an object'],
    ['items: [~]', 'manifest-shape 3:9 List.items[0] must be an object'],
    ['items:\n- []', 'manifest-shape 4:3 List.items[0] must be an object'],
    ['items:\n- {kind: A}', 'manifest-shape 4:3 the item of a List needs apiVersion and kind, both strings'],
    ['items:\n- {apiVersion: v1, kind: 3}', 'manifest-shape 4:3 the item of a List needs apiVersion and kind, both strings'],
  ])('%j is a problem, not an omission', (items, problem) => {
    expect(problemsOf(`apiVersion: v1\nkind: List\n${items}\n`)).toEqual([problem]);
  });
});

describe('hostile input ends soon, with a problem and without harm', () => {
  const chain = (length: number, next: (at: number) => string) => Array.from({ length }, (_, at) => next(at)).join('\n');
  test.each<[string, string, string | undefined]>([
    ['brackets', '['.repeat(100_000), 'yaml-depth'],
    ['brackets that close', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'yaml-depth'],
    ['braces', '{"a":'.repeat(100_000), 'yaml-depth'],
    ['dashes', '- '.repeat(20_000), 'yaml-depth'],
    ['explicit keys', '? '.repeat(20_000), 'yaml-depth'],
    ['indentation', chain(1500, at => `${' '.repeat(at)}a:`), 'yaml-depth'],
    ['a chain of aliases', `a0: &a0 x\n${chain(5000, at => `a${at + 1}: &a${at + 1} [*a${at}]`)}`, 'yaml-alias'],
    ['a billion laughs', `a0: &a0 [x, x]\n${chain(60, at => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`)}`, 'yaml-alias'],
    ['a billion laughs by merging', `a0: &a0 {x: 1}\n${chain(60, at => `a${at + 1}: &a${at + 1} {<<: [*a${at}, *a${at}]}`)}`, 'yaml-alias'],
    ['aliases of something large', `a: &a [${'x,'.repeat(2000)}]\nb: [${'*a,'.repeat(2000)}]`, 'yaml-alias'],
    ['merges of something large', `a: &a\n${chain(2000, at => `  k${at}: 1`)}\nb:\n${'  - {<<: *a}\n'.repeat(2000)}`, 'yaml-alias'],
    ['a List of itself', 'apiVersion: v1\nkind: List\nitems: &a\n- {apiVersion: v1, kind: List, items: *a}', 'yaml-alias'],
    ['very many merges in one map', `apiVersion: v1\nkind: A\n${chain(20_000, at => `<<: {k${at}: 1}`)}`, undefined],
    ['very many JSON objects', '{"a":1}'.repeat(20_000), undefined],
    ['very many documents', '---\na: 1\n'.repeat(20_000), undefined],
    ['very many problems', '---\na: {a: 1, a: 2}\n'.repeat(5_000), 'yaml-duplicate-key'],
    ['quotes that never close', `{"${'\\"'.repeat(200_000)}`, 'yaml-syntax'],
    ['a huge scalar', `${HEAD}a: ${'x'.repeat(5_000_000)}`, undefined],
    ['a huge quoted scalar', `${HEAD}a: "${'x '.repeat(1_000_000)}"`, undefined],
  ])('%s', (_, text, id) => {
    const { problems } = parseManifests(text, 'f.yaml');
    expect(problems[0]?.id).toBe(id);
  }, 30_000);

  test('aliases within reason are no bomb', () => {
    const env = `env: &env [${'{name: A, value: b},'.repeat(50)}]\n`;
    expect(parseManifests(`${HEAD}${env}c:\n${'- *env\n'.repeat(300)}`, 'f.yaml')).toMatchObject({ problems: [], manifests: [expect.anything()] });
  });
});

describe('any text gives a result', () => {
  const sane = ({ manifests, problems }: ReadResult, text: string) => {
    const lines = text.split('\n').length;
    for (const source of [...manifests, ...problems].map(each => each.source!)) {
      expect(source.line).toBeGreaterThan(0);
      expect(source.line).toBeLessThanOrEqual(lines);
      expect(source.column).toBeGreaterThan(0);
    }
    for (const { apiVersion, kind, object } of manifests) {
      expect([object.apiVersion, object.kind]).toEqual([apiVersion, kind]);
    }
    for (const { message } of problems) {
      expect(message).toMatch(/^.{1,300}$/);
    }
  };

  test('of arbitrary characters', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'{}[]:,-?&*!|>\'"%@`# \n\tab0~<.\\') })), text => {
      sane(parseManifests(text, 'f.yaml'), text);
    }), { numRuns: 1500 });
  });

  test('of manifests with pieces taken out, doubled and put in', () => {
    const piece = fc.constantFrom('---\n', '...\n', '\n', ' ', '  - ', ': ', '{', '}', '[', ']', '"', '\'', '&a ', '*a', '<<: ', '!!str ', '!x ', '|\n', '# ', '\t', '\r', '%YAML 1.1\n', '? ', '\ufeff');
    const text = `${HEAD}metadata: &a {name: x, labels: {a: "b"}}\ndata:\n  a.conf: |\n    x = 1\n  list: [1, yes, {b: c}]\n---\napiVersion: v1\nkind: List\nitems:\n- <<: *a\n  kind: A\n`;
    const edit = fc.record({ at: fc.nat(text.length), cut: fc.nat(12), put: fc.oneof(piece, fc.constant('')), again: fc.boolean() });
    fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), edits => {
      const changed = edits.reduce((now, { at, cut, put, again }) => `${now.slice(0, at)}${put}${now.slice(again ? at : at + cut)}`, text);
      sane(parseManifests(changed, 'f.yaml'), changed);
    }), { numRuns: 1500 });
  });
});

test('reading what was written gives the same objects', () => {
  const value = fc.letrec(tie => ({
    any: fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'01._-+:~yneoxa #\n') }), fc.boolean(), fc.constant(null),
      fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.array(tie('any'), { maxLength: 4 }), tie('map')),
    map: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '<<', 'on', '1', '1e3', '.inf', '')), tie('any'), { maxKeys: 4 }),
  })).map;
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), specs => {
    const objects = specs.map((spec, at) => ({ apiVersion: 'v1', kind: `K${at}`, spec }));
    const { manifests, problems } = parseManifests(writeManifests(objects), 'f.yaml');
    expect(problems).toEqual([]);
    expect(manifests.map(({ object }) => JSON.parse(JSON.stringify(object)) as unknown)).toEqual(JSON.parse(JSON.stringify(objects)));
  }), { numRuns: 1000 });
});
