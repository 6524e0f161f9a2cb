import { join } from 'node:path';
import { contents, idsOf, put, snapshot, temporaryFolder } from './support';
import { A, B } from './trees';
import { applyTree, removeTree } from '../../src/deliver/apply';
import { INDEX_FILE, sha256 } from '../../src/deliver/cluster-index';

describe('an index that cannot be trusted stops everything, even by force', () => {
  const digest = sha256('outside\n');
  const row = (path: string) => JSON.stringify({ version: 1, files: { [path]: { sha256: digest } } });
  test.each([
    '../outside', '../../outside', 'manifests/../../outside', 'manifests/../manifests/x', 'manifests/./x', 'manifests//x', '/etc/passwd',
    'C:/x', 'manifests/C:/x', 'manifests\\..\\..\\outside', 'manifests/..\\x', 'manifests/a\0b', '', '.', 'manifests', 'outside', '.git/config',
    INDEX_FILE, `x/${INDEX_FILE}`,
  ].map(path => [path, row(path)]).concat([
    ['no JSON', '{'], ['empty', ''], ['null', 'null'], ['a list', '[]'], ['a string', '"x"'],
    ['another version', '{"version":2,"files":{}}'],
    ['no version', '{"files":{}}'], ['a version as text', '{"version":"1","files":{}}'],
    ['no files', '{"version":1}'], ['files as a list', '{"version":1,"files":[]}'],
    ['no digest', '{"version":1,"files":{"manifests/x":{}}}'],
    ['a digest cut short', '{"version":1,"files":{"manifests/x":{"sha256":"ab"}}}'],
    ['a digest by way of a prototype', `{"version":1,"files":{"manifests/x":{"__proto__":{"sha256":"${digest}"}}}}`],
    ['files by way of a prototype', '{"__proto__":{"version":1,"files":{}}}'],
    ['a prototype among the files', `{"version":1,"files":{"__proto__":{"sha256":"${digest}"}}}`],
  ]))('%j', (_what, text) => {
    const out = temporaryFolder();
    put(out, 'outside', 'outside\n');
    const root = join(out, 'prod');
    put(root, INDEX_FILE, text);
    put(root, 'manifests/x', 'outside\n');
    const before = snapshot(out);
    for (const options of [{}, { force: true }, { dryRun: true }]) {
      expect(idsOf(() => applyTree(root, B, options))).toEqual(['index-unreadable']);
      expect(idsOf(() => removeTree(root, options))).toEqual(['index-unreadable']);
    }
    expect(snapshot(out)).toEqual(before);
  });

  test.each(['manifests/x', 'hosts/generic/x', 'agent/x'])('while %s is one that can', path => {
    const root = join(temporaryFolder(), 'prod');
    put(root, INDEX_FILE, row(path));
    put(root, path, 'outside\n');
    applyTree(root, A);
    expect(contents(root)).toEqual(Object.fromEntries(A));
  });
});
