import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSteps } from './dying-disk';
import { contents, copyOf, later, put } from './support';
import { A, B, P, refuses, written } from './trees';
import { applyTree } from '../../src/deliver/apply';
import { sha256 } from '../../src/deliver/cluster-index';
import { JOURNAL_FILE } from '../../src/deliver/journal';

describe('the notes of an interrupted run', () => {
  const note = (root: string, entries: Record<string, unknown>) => put(root, JOURNAL_FILE, JSON.stringify(entries));

  test('let the next run replace and remove what that one wrote', () => {
    const root = written(A);
    note(root, { [`${P}/role-a.yaml`]: [sha256('a3\n')], 'manifests/policies/half/role-h.yaml': [sha256('h\n')] });
    writeFileSync(join(root, P, 'role-a.yaml'), 'a3\n');
    put(root, 'manifests/policies/half/role-h.yaml', 'h\n');
    expect(applyTree(root, B).interrupted).toBe(true);
    expect(contents(root)).toEqual(Object.fromEntries(B));
  });

  test('let nothing pass that no run wrote', () => {
    const root = written(A);
    note(root, { [`${P}/role-a.yaml`]: [sha256('a2\n'), sha256('a3\n')] });
    writeFileSync(join(root, P, 'role-a.yaml'), 'changed\n');
    refuses(root, B, ['file-edited']);
    refuses(root, A, ['file-edited']);
  });

  test('outlive a second interruption, wherever it comes', () => {
    const start = written(A);
    note(start, { [`${P}/role-a.yaml`]: [sha256('a3\n')] });
    writeFileSync(join(start, P, 'role-a.yaml'), 'a3\n');
    for (let steps = 0, finished = false; !finished; steps += 1) {
      const root = copyOf(start);
      finished = withSteps(steps, () => applyTree(root, B));
      for (const tree of [A, B]) {
        const copy = copyOf(root);
        later(copy);
        applyTree(copy, tree);
        expect(contents(copy)).toEqual(Object.fromEntries(tree));
      }
    }
  });

  test('end with the first run that finishes, so that an edit made after it is seen', () => {
    const root = written(A);
    note(root, { [`${P}/role-a.yaml`]: [sha256('a3\n')] });
    applyTree(root, A);
    expect(contents(root)).toEqual(Object.fromEntries(A));
    writeFileSync(join(root, P, 'role-a.yaml'), 'a3\n');
    refuses(root, A, ['file-edited']);
  });

  test.each([
    '', '{', 'null', '[]', '"x"', '{"__proto__":["x"]}', '{"../outside":["x"]}',
    `{"${P}/role-a.yaml":"x"}`, `{"${P}/role-a.yaml":[1,null]}`,
  ])('are nothing when they say %j', text => {
    const root = written(A);
    put(root, JOURNAL_FILE, text);
    put(root, '../outside', 'x');
    writeFileSync(join(root, P, 'role-a.yaml'), 'x');
    refuses(root, B, ['file-edited']);
    applyTree(root, B, { force: true });
    expect(contents(root)).toEqual(Object.fromEntries(B));
    expect(readFileSync(join(root, '../outside'), 'utf8')).toBe('x');
  });
});
