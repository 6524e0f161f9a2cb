import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { decodeManifests, readManifests, type FileOptions } from '../../src/manifests/files';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulwark-files-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes files; those without text hold a manifest of their own path. */
function put(...files: ReadonlyArray<string | readonly [string, string | Buffer]>): void {
  for (const each of files) {
    const [path, content] = typeof each === 'string' ? [each, manifest(each)] : each;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function manifest(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

/** What is found: the paths of the manifests' files, the problems as `id path message`, and the counts. */
function find(options?: FileOptions, path = root) {
  const { manifests, problems, files, others, excluded } = readManifests(path, options);
  return {
    found: manifests.map(({ source }) => relative(root, source.file)),
    problems: problems.map(({ id, source, message }) => `${id} ${relative(root, source!.file)} ${message}`),
    files,
    others,
    excluded,
  };
}

test('every .yaml, .yml and .json file below a folder is read, in one order on every machine', () => {
  put('b.yaml', 'a/z.yml', 'a/B.json', 'a/b/c.YAML', 'Z.yaml', 'a.yaml', 'a-b/x.yaml', 'é.yaml', ['README.md', '# x'], ['main.ts', 'x']);
  expect(find()).toEqual({
    found: ['Z.yaml', 'a/B.json', 'a/b/c.YAML', 'a/z.yml', 'a-b/x.yaml', 'a.yaml', 'b.yaml', 'é.yaml'], problems: [], files: 8, others: 0, excluded: 0,
  });
});

test('hidden files and folders and node_modules are not entered', () => {
  put('.github/workflow.yaml', '.hidden.yaml', 'node_modules/x/x.yaml', 'a/node_modules/x.yaml', 'a/.b/c.yaml', 'a/a.yaml');
  expect(find()).toMatchObject({ found: ['a/a.yaml'], problems: [], files: 1, excluded: 0 });
});

test('a file that is named is read whatever it is called', () => {
  put(['x.txt', manifest('x')], ['.hidden', manifest('y')]);
  expect(find({}, join(root, 'x.txt'))).toMatchObject({ found: ['x.txt'], files: 1 });
  expect(find({}, join(root, '.hidden'))).toMatchObject({ found: ['.hidden'], files: 1 });
});

test('YAML that is no manifest is counted, a broken file is a problem at its place', () => {
  put('a.yaml', ['values.yaml', 'replicas: 1\n---\nx: 2\n'], ['broken.yaml', 'a: 1\nb: [\n'], ['latin.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xe9])]);
  const { found, problems, others } = find();
  expect(found).toEqual(['a.yaml']);
  expect(problems).toEqual([expect.stringMatching(/^yaml-syntax broken\.yaml /), 'yaml-syntax latin.yaml is not UTF-8 text']);
  expect(others).toBe(2);
});

describe('what is left out on purpose is counted', () => {
  test.each<[string, string[], string[], number]>([
    ['a file', ['b.yaml'], ['a.yaml', 'c/b.json', 'c/d/a.yaml'], 1],
    ['a name anywhere', ['a.yaml'], ['b.yaml', 'c/b.json'], 2],
    ['a path from the root', ['/a.yaml'], ['b.yaml', 'c/b.json', 'c/d/a.yaml'], 1],
    ['a folder', ['c/'], ['a.yaml', 'b.yaml'], 1],
    ['a glob over folders', ['**/d/*.yaml'], ['a.yaml', 'b.yaml', 'c/b.json'], 1],
    ['several patterns', ['*.json', 'd'], ['a.yaml', 'b.yaml'], 2],
    ['all but one', ['*.yaml', '!b.yaml'], ['b.yaml', 'c/b.json'], 2],
    ['nothing', ['x', '/c.yaml'], ['a.yaml', 'b.yaml', 'c/b.json', 'c/d/a.yaml'], 0],
  ])('by --exclude: %s', (_, exclude, found, excluded) => {
    put('a.yaml', 'b.yaml', 'c/b.json', 'c/d/a.yaml');
    expect(find({ exclude })).toEqual({ found, problems: [], files: found.length, others: 0, excluded });
  });

  test('by .bulwarkignore, in any folder, for what lies below it', () => {
    put('a.yaml', 'x/a.yaml', 'x/b.yaml', 'x/y/b.yaml', 'y/b.yaml', ['.bulwarkignore', '# charts\n/a.yaml\n'], ['x/.bulwarkignore', 'b.yaml\n']);
    expect(find()).toMatchObject({ found: ['x/a.yaml', 'y/b.yaml'], problems: [], excluded: 3 });
  });

  test('by patterns whose case counts, as git reads them on Linux', () => {
    put('a.yaml');
    expect(find({ exclude: ['A.YAML'] })).toMatchObject({ found: ['a.yaml'], excluded: 0 });
  });

  test('a nearer .bulwarkignore overrules one further up, and neither overrules --exclude', () => {
    put('x/a.yaml', 'x/b.yaml', 'y/a.yaml', ['.bulwarkignore', 'a.yaml\n'], ['x/.bulwarkignore', '!a.yaml\n']);
    expect(find()).toMatchObject({ found: ['x/a.yaml', 'x/b.yaml'], excluded: 1 });
    expect(find({ exclude: ['a.yaml'] })).toMatchObject({ found: ['x/b.yaml'], excluded: 2 });
  });

  test('what is left out is not even opened', () => {
    put('a.yaml', ['chart/templates/x.yaml', '{{ if }}'], ['.bulwarkignore', 'templates/\n']);
    symlinkSync('nowhere', join(root, 'gone.yaml'));
    expect(find({ exclude: ['gone.yaml'] })).toMatchObject({ found: ['a.yaml'], problems: [], excluded: 2 });
  });
});

describe('links', () => {
  test('to files and folders are followed, each folder once, loops not at all', () => {
    put('a/a.yaml');
    symlinkSync('a/a.yaml', join(root, 'link.yaml'));
    symlinkSync('a', join(root, 'b'));
    symlinkSync('..', join(root, 'a/up'));
    symlinkSync('.', join(root, 'a/self'));
    expect(find()).toEqual({ found: ['a/a.yaml', 'link.yaml'], problems: [], files: 2, others: 0, excluded: 0 });
  });

  test('out of the folder are followed as well: what lies there counts', () => {
    put('elsewhere/a.yaml', 'here/b.yaml');
    symlinkSync('../elsewhere', join(root, 'here/c'));
    expect(find({}, join(root, 'here')).found).toEqual(['here/b.yaml', 'here/c/a.yaml']);
  });

  test('to nothing are a problem where they may stand for manifests, and elsewhere nobody\'s business', () => {
    put('a.yaml');
    for (const name of ['gone.yaml', 'folder', 'notes.txt', '.#a.yaml', '.git']) {
      symlinkSync('nowhere', join(root, name));
    }
    symlinkSync('loop.yaml', join(root, 'loop.yaml'));
    expect(find()).toMatchObject({
      found: ['a.yaml'],
      problems: [
        'input-missing folder is a link to nothing', 'input-missing gone.yaml is a link to nothing',
        expect.stringMatching(/^input-missing loop\.yaml cannot be read \(ELOOP: [^,]*\)$/),
      ],
    });
  });
});

describe('what cannot be read is a problem that says what to do', () => {
  test.each(['nothing-here', 'a.yaml/below'])('a path that does not exist: %s', path => {
    put('a.yaml');
    const { problems } = readManifests(join(root, path));
    expect(problems).toEqual([{ id: 'input-missing', source: { file: join(root, path) }, message: expect.any(String), fix: expect.any(String) }]);
  });

  test('an ignore file that is none', () => {
    put('a.yaml', 'x/b.yaml');
    mkdirSync(join(root, 'x/.bulwarkignore'));
    expect(find()).toMatchObject({ found: ['a.yaml'], problems: [expect.stringMatching(/^input-missing x cannot be read \(EISDIR: [^,]*\)$/)] });
  });

  test('a pipe, which would keep a reader waiting for ever', () => {
    put('a.yaml');
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    expect(find()).toMatchObject({ found: ['a.yaml'], problems: ['input-missing pipe.yaml is no file'] });
  });
});

test('bytes are read as UTF-8, with or without a byte order mark, and never guessed', () => {
  const text = '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "ä🙂"}}';
  for (const bytes of [Buffer.from(text), Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])]) {
    const { manifests, problems } = decodeManifests(bytes, '-');
    expect(problems).toEqual([]);
    expect(manifests[0]!.source).toEqual({ file: '-', line: 1, column: 1 });
    expect((manifests[0]!.object.data as Record<string, unknown>).a).toBe('ä🙂');
  }
  for (const bytes of [Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from([0xff]), Buffer.from([0xed, 0xa0, 0x80])]) {
    expect(decodeManifests(bytes, '-').problems).toEqual([expect.objectContaining({ id: 'yaml-syntax', message: 'is not UTF-8 text' })]);
  }
});

test('a name with escapes for the terminal is a name', () => {
  put('\u001b[31m.yaml');
  expect(find().found).toEqual(['\u001b[31m.yaml']);
});
