import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseBaseline, renderBaseline } from '../../src/deliver/baseline-file';
import { checkManifests } from '../../src/engine/check';
import { PROBLEMS, ProblemError, type Problem, type ProblemId } from '../../src/manifests/problem';
import { baselineOf, compareWithBaseline, mayBeKnown } from '../../src/prove/baseline';

const FOUND = checkManifests(join(__dirname, '../engine/foreign')).problems;

const finding: fc.Arbitrary<Problem> = fc.record({
  id: fc.constantFrom<ProblemId>('access-secrets-read', 'workload-image-latest', 'network-unprotected'),
  object: fc.constantFrom('RoleBinding a/b', 'RoleBinding a/c'),
  message: fc.constantFrom('x', 'y'),
  cluster: fc.constantFrom('prod', 'staging'),
  field: fc.constantFrom('spec.containers[0].image', 'spec.containers[1].image', 'metadata.labels[a/b]'),
  value: fc.constantFrom('"a"', '"b"'),
  facts: fc.constantFrom(['User jane'], ['User jane', 'User jim']),
}, { requiredKeys: ['id', 'object', 'message'] });
const findings = fc.array(finding, { maxLength: 8 });

describe('a baseline', () => {
  test('lets pass what it was written of, whole, and nothing of it is gone', () => {
    fc.assert(fc.property(findings, found => {
      expect(compareWithBaseline(found, baselineOf(found))).toEqual({ problems: [], known: found, stale: [] });
    }));
    expect(compareWithBaseline(FOUND, baselineOf(FOUND))).toEqual({ problems: [], known: FOUND, stale: [] });
  });

  test('lets pass nothing of the kind beyond its count, and hides nothing', () => {
    fc.assert(fc.property(findings, findings, (before, now) => {
      const rows = baselineOf(before);
      const { problems, known } = compareWithBaseline(now, rows);
      expect([problems.length + known.length, new Set([...problems, ...known])]).toEqual([now.length, new Set(now)]);
      const key = (each: Problem) => JSON.stringify(baselineOf([each]));
      for (const each of known) {
        expect(known.filter(other => key(other) === key(each)).length).toBeLessThanOrEqual(before.filter(other => key(other) === key(each)).length);
      }
    }));
  });

  test.each<[ProblemId, boolean]>([['host-setting-dead', true], ['host-field-unknown', true], ['host-file-invalid', false]])('of host files, may hold %s: %s', (id, may) => {
    expect(mayBeKnown({ id, object: 'kops file' })).toBe(may);
  });

  test('names what is gone, with how many of it', () => {
    const one: Problem = { id: 'workload-image-latest', object: 'Deployment a/b', field: 'spec.containers[0].image', message: 'm' };
    const two = [one, { ...one, field: 'spec.containers[1].image' }];
    expect(compareWithBaseline([one], baselineOf(two)).stale).toEqual([expect.objectContaining({ object: 'Deployment a/b', field: 'spec.containers[].image', count: 1 })]);
    expect(compareWithBaseline(two, baselineOf([one]))).toMatchObject({ problems: two, known: [], stale: [] });
  });

  test('knows a finding wherever its file, its line and its place in a list have moved', () => {
    const moved = FOUND.map(each => ({ ...each, source: { file: `elsewhere/${each.object}`, line: 999 }, field: each.field?.replace(/\[\d+\]/g, '[7]'), message: each.message.replace(/\[\d+\]/g, '[7]') }));
    expect(compareWithBaseline(moved.reverse(), baselineOf(FOUND)).problems).toEqual([]);
  });

  test.each([
    ['another person', { facts: ['User jane', 'User jim', 'get secrets'] }],
    ['another request', { facts: ['User jane', 'get secrets', 'list secrets'] }],
    ['another object', { object: 'RoleBinding b/b' }],
    ['another cluster', { cluster: 'staging' }],
    ['another value', { value: '"x"' }],
    ['another id', { id: 'access-secrets-write' as const }],
  ])('does not let pass %s', (_, change) => {
    const known: Problem = { id: 'access-secrets-read', object: 'RoleBinding a/b', message: 'm', cluster: 'prod', facts: ['User jane', 'get secrets'] };
    expect(compareWithBaseline([{ ...known, ...change }], baselineOf([known])).problems).toHaveLength(1);
  });

  test('lets no error pass: what cannot be read, what is refused, drift, and promises that are not kept', () => {
    const errors = (Object.keys(PROBLEMS) as ProblemId[]).filter(id => !mayBeKnown({ id, object: 'x' }));
    expect(errors).toEqual(expect.arrayContaining([
      'yaml-syntax', 'object-invalid', 'object-duplicate', 'host-file-invalid', 'workload-refused', 'drift-changed', 'drift-foreign', 'file-edited', 'access-expired',
      'guarantee-broken', 'guarantee-not-provable', 'promise-weakened', 'audit-ambiguous', 'input-missing', 'baseline-stale',
    ]));
    const all = errors.map((id): Problem => ({ id, object: 'x', message: 'm' }));
    expect(baselineOf(all)).toEqual([]);
    expect(compareWithBaseline(all, all.map(({ id }) => ({ id, object: 'x', says: ['m'], count: 9 }))).problems).toEqual(all);
  });
});

describe('the file of a baseline', () => {
  test('is read as it was written, has a finding a line, and its bytes do not depend on the order of findings', () => {
    fc.assert(fc.property(findings, found => {
      const rows = baselineOf(found);
      expect(parseBaseline(renderBaseline(rows), 'b.json')).toEqual(rows);
      expect(renderBaseline(baselineOf([...found].reverse()))).toBe(renderBaseline(rows));
      expect(renderBaseline(rows).split('\n').filter(line => line.startsWith('    {'))).toHaveLength(rows.length);
    }));
  });

  const row = '{"id":"access-secrets-read","object":"RoleBinding a/b","says":["User jane"],"count":1}';
  const file = (...rows: string[]) => `{\n  "version": 1,\n  "findings": [\n    ${rows.join(',\n    ')}\n  ]\n}\n`;
  const refusal = (text: string) => {
    try {
      parseBaseline(text, 'b.json');
    } catch (e) {
      if (ProblemError.is(e)) return e.problems.map(({ id, source, message }) => `${id} ${source!.line}:${source!.column} ${message}`)[0];
      throw e;
    }
    return 'read';
  };

  test.each([
    ['no JSON', '{\n  "version": 1,\n  x', /^baseline-unreadable 3:3 is no JSON: /],
    ['nothing', '', /^baseline-unreadable 1:1 is no JSON: /],
    ['a list', '[]', /^baseline-unreadable 1:1 is no baseline/],
    ['another version', '{"version": 2, "findings": []}', /of version 2, and this program knows 1/],
    ['an unknown field of the file', '{"version": 1, "findings": [], "all": true}', /is no baseline/],
    ['an unknown field of a row', file(row, row.replace('a/b', 'a/c').replace('"id"', '"any":true,"id"')), /^baseline-unreadable 5:5 has a field "any"/],
    ['a row twice', file(row, row), /^baseline-unreadable 5:5 says again what line 4 says/],
    ['a key twice, of which a reader sees the first', file(row.replace('"count":1', '"count":1,"count":99')), /^baseline-unreadable 4:\d+ holds the key "count" twice/],
    ['a key twice by an escape', file(row.replace('"count":1', '"count":1,"c\\u006funt":99')), /holds the key "count" twice/],
    ['an id that there is not', file(row.replace('access-secrets-read', 'access-*')), /needs the id of a finding, not "access-\*"/],
    ['an id of every object', file(row.replace('access-secrets-read', 'constructor')), /needs the id of a finding/],
    ['an error', file(row.replace('access-secrets-read', 'guarantee-broken')), /^baseline-unreadable 4:5 holds guarantee-broken, which no baseline lets pass/],
    ['no object', file(row.replace('RoleBinding a/b', '')), /needs object as a text/],
    ['nothing said', file(row.replace('["User jane"]', '[]')), /needs object as a text and says/],
    ['a count of none', file(row.replace('"count":1', '"count":0')), /needs count as a whole number from 1, not 0/],
    ['an endless count', file(row.replace('"count":1', '"count":1e99')), /needs count as a whole number/],
    ['a prototype', file(row.replace('"count":1', '"count":1,"__proto__":{"x":1}')), /has a field "__proto__"/],
    ['a row that is none', file(row, '7'), /each an object/],
    ['depth', file(row.replace('["User jane"]', '['.repeat(20) + ']'.repeat(20))), /is nested deeper than any baseline is/],
    ['depth without end', '['.repeat(100_000), /is no JSON/],
  ])('that holds %s is refused, with the place', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test('may be laid out by a formatter', () => {
    expect(parseBaseline(JSON.stringify(JSON.parse(file(row)), undefined, 4), 'b.json')).toHaveLength(1);
  });
});
