import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parsePlain } from '../../src/manifests/plain';
import { parseManifests } from '../../src/manifests/read';
import { parseStream } from '../../src/manifests/read-stream';
import { writeManifests } from '../../src/manifests/write';

const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: r\n  namespace: shop\nrules:\n- apiGroups:\n  - ""\n  resources:\n  - pods\n  verbs: [get]\n';

describe('the plain form', () => {
  test('holds maps, lists, quotes, comments and empty collections', () => {
    const text = `# of a role
kind: Role

apiVersion: v1
metadata:
    name: 'it is'   
    labels: {}
rules:
- a: "x: y"
  b:
  - 1
  - true

  - null
-   c: []
    d:
    e: a#b c:d
---
---
x: 12:30
`;
    expect(parsePlain(text)).toEqual([
      {
        line: 2,
        value: {
          kind: 'Role',
          apiVersion: 'v1',
          metadata: { name: 'it is', labels: {} },
          rules: [{ a: 'x: y', b: [1, true, null] }, { c: [], d: null, e: 'a#b c:d' }],
        },
      },
      { line: text.slice(0, text.indexOf('x: 12:30')).split('\n').length, value: { x: '12:30' } },
    ]);
  });

  test.each([
    ['a flow list', ROLE], ['a tab', 'a:\tb\n'], ['a line end of Windows', 'a: b\r\n'], ['an anchor', 'a: &x b\n'], ['a tag', 'a: !!str b\n'],
    ['a block of text', 'a: |\n  b\n'], ['a value of two lines', 'a: b\n  c\n'], ['an escape', 'a: "\\n"\n'], ['a comment behind a value', 'a: b # c\n'],
    ['a key twice', 'a: b\na: c\n'], ['a key that is no text', 'on: b\n'], ['a merge', '<<: {}\n'], ['a list in a list', 'a:\n- - b\n'],
    ['a list alone', '- a\n'], ['a scalar alone', 'a\n'], ['a colon too many', 'a: b: c\n'], ['a colon at the end', 'a: b:\n'], ['an indented root', ' a: b\n'],
    ['a document end', 'a: b\n...\n'], ['text behind a document start', '--- a\n'], ['what is no ASCII', 'a: é\n'], ['a line that stands half in', 'a:\n    b: c\n  d: e\n'],
    ['a quote that goes on', 'a: "b\n  c"\n'], ['infinity', 'a: 1\nb: .inf\n'], ['JSON', '{"a": 1}'], ['a directive', '%YAML 1.2\n---\na: b\n'],
  ])('is not %s', (_, text) => {
    expect(parsePlain(text)).toBeUndefined();
  });

  test('a key that objects inherit is only a key, and no map inherits one', () => {
    const [read] = parsePlain('__proto__:\n  polluted: a\nconstructor: b\ntoString: c\nempty: {}\nbelow:\n  d: e\n')!;
    const { value } = read!;
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":"a"},"constructor":"b","toString":"c","empty":{},"below":{"d":"e"}}');
    for (const map of [value, value.__proto__, value.empty, value.below] as object[]) {
      expect(['polluted', 'hasOwnProperty', 'valueOf', '__defineGetter__'].filter(key => !Object.hasOwn(map, key) && key in map)).toEqual([]);
    }
    expect('constructor' in (value.below as object)).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('is left as soon as it nests deeper than manifests do', () => {
    const deep = (levels: number) => Array.from({ length: levels }, (_, n) => `${' '.repeat(n)}a:\n`).join('');
    expect([parsePlain(deep(60)), parsePlain(deep(10_000))].map(read => read === undefined)).toEqual([false, true]);
  });
});

/** What both readers make of a text; the plain one must not say anything of its own. */
function agree(text: string): boolean {
  if (parsePlain(text) === undefined) {
    return false;
  }
  expect(parseManifests(text, 'x.yaml')).toEqual(parseStream(text, 'x.yaml'));
  return true;
}

describe('the plain reader and the whole one', () => {
  const word = fc.constantFrom('a', 'b', 'apiVersion', 'kind', 'on', 'null', 'x.io/y', '1', '-1', '0x1F', '1e3', '"a"', '\'b\'', '""', '"a: b"', 'a b', 'a:b', 'a#b',
    'a #b', '{}', '[]', '[a]', '~', '-', '--', '- a', '*', '&a', '!a', '|', '>', '# c', '?', ':', 'a:', '12:30', '2001-01-01', '1_000', '.5', '"a', 'a\'b', '%', '@', '`', ',', '<<', '=');
  const line = fc.record({
    indent: fc.constantFrom(0, 0, 1, 2, 2, 3, 4, 4, 6),
    dash: fc.constantFrom('', '', '', '- ', '-   '),
    key: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'apiVersion', 'kind', 'x/y', 'on') }, { weight: 1, arbitrary: word }),
    colon: fc.constantFrom(': ', ': ', ':', ': ', ' : ', ':  '),
    value: fc.oneof(fc.constant(''), word),
    end: fc.constantFrom('', '', ' ', '   '),
  }).map(({ indent, dash, key, colon, value, end }) => `${' '.repeat(indent)}${dash}${key}${colon}${value}${end}`);
  const other = fc.oneof(fc.constantFrom('---', '', '  ', '# c', '  # c', '...', '--- '), word.map(value => `- ${value}`), word.map(value => `  - ${value}`), word);
  const text = fc.array(fc.oneof({ weight: 4, arbitrary: line }, { weight: 1, arbitrary: other }), { maxLength: 8 }).map(lines => `${lines.join('\n')}\n`);

  test('read the same from lines put together at random', () => {
    let plain = 0;
    fc.assert(fc.property(text, each => {
      plain += agree(each) ? 1 : 0;
    }), { numRuns: 20_000 });
    expect(plain).toBeGreaterThan(300);
  });

  test('read the same from what we write', () => {
    const key = fc.constantFrom('name', 'spec', 'a.b/c', 'x', 'y', 'on', '1', 'rules');
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof({ depthSize: 'small', withCrossShrink: true },
        fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9:#. -]{0,12}$/), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }), fc.array(tie('tree'), { maxLength: 4 })),
    }));
    let plain = 0;
    fc.assert(fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), trees => {
      const objects = trees.map((spec, n) => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name: `n${n}` }, spec }));
      plain += agree(writeManifests(objects)) ? 1 : 0;
    }), { numRuns: 2000 });
    expect(plain).toBeGreaterThan(100);
  });

  test('read the same from every manifest of the example apps, most of them in the plain form', () => {
    const root = join(__dirname, '../../dist/manifests');
    const files = (readdirSync(root, { recursive: true }) as string[]).filter(file => file.endsWith('.yaml'));
    const plain = files.filter(file => agree(readFileSync(join(root, file), 'utf8')));
    expect(plain.length).toBeGreaterThan(files.length * 0.8);
  });
});
