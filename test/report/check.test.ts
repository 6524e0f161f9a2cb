import { join } from 'node:path';
import * as fc from 'fast-check';
import { createColors } from 'picocolors';
import { sarifErrors, schemaErrors } from './sarif-structure';
import { checkManifests, NOTHING_LOOKED_AT } from '../../src/engine/check';
import { PROBLEMS, type Problem, type ProblemId } from '../../src/manifests/problem';
import type { CheckReport } from '../../src/report/check-json';
import { checkMarkdown } from '../../src/report/check-md';
import { checkSarif } from '../../src/report/check-sarif';
import { checkText } from '../../src/report/check-text';

const RUN = { version: '1.2.3', show: (file: string) => file, whole: '.' };
const report = (problems: readonly Problem[], rest: Partial<CheckReport> = {}): CheckReport =>
  ({ ...NOTHING_LOOKED_AT, known: [], stale: [], problems, ...rest });
const sarifOf = (problems: readonly Problem[]) => JSON.parse(checkSarif(report(problems), RUN)) as {
  runs: [{ results: Array<{ ruleId: string; level: string; locations?: unknown; partialFingerprints: { 'bulwarkProblem/v1': string } }>; tool: { driver: { rules: unknown[] } }; properties: object }];
};
const prints = (problems: readonly Problem[]) => sarifOf(problems).runs[0].results.map(each => each.partialFingerprints['bulwarkProblem/v1']);

const FOREIGN = checkManifests(join(__dirname, '../engine/foreign')).problems
  .map(problem => ({ ...problem, source: { ...problem.source!, file: problem.source!.file.replace(/.*\/foreign\//, 'foreign/') } }));

const any = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b[2J', 'a\n@team', '<img src=x>', '`x`', '](http://x)', '../x', '/etc/x', 'C:\\x', 'a:b', '\ud800'));
const problem: fc.Arbitrary<Problem> = fc.record({
  id: fc.constantFrom(...Object.keys(PROBLEMS) as ProblemId[]),
  message: any,
  construct: any,
  object: any,
  field: any,
  value: any,
  fix: any,
  cluster: any,
  severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const),
  source: fc.record({ file: any, line: fc.nat({ max: 99 }), column: fc.nat({ max: 99 }) }, { requiredKeys: ['file'] }),
}, { requiredKeys: ['id', 'message'] });

describe('SARIF', () => {
  test('of foreign manifests has the structure of 2.1.0, and a rule with help for each result', () => {
    const log = sarifOf(FOREIGN);
    expect(sarifErrors(log)).toEqual([]);
    expect(log.runs[0].results).toHaveLength(FOREIGN.length);
    expect(log.runs[0].tool.driver.rules).toContainEqual(expect.objectContaining({
      id: 'access-secrets-read',
      defaultConfiguration: { level: 'error' },
      help: expect.objectContaining({ text: expect.stringMatching(/^Somebody may read secrets\.\n\nTo mend it: [^]*Asked for by CIS 5\.1\.2 \(v1\.8 to v2\.1\)\.$/) }),
      properties: { 'tags': ['security'], 'security-severity': '8.0' },
    }));
  });

  test('is what the published schema asks for, and the schema is asked', () => {
    const log = sarifOf(FOREIGN);
    expect(schemaErrors(log)).toEqual([]);
    expect(schemaErrors({ ...log, version: '2.0.0' })).not.toEqual([]);
    expect(schemaErrors({ ...log, runs: [{ ...log.runs[0], results: [{ message: {} }] }] })).not.toEqual([]);
    expect(schemaErrors({ ...log, runs: [{ ...log.runs[0], more: 1 }] })).not.toEqual([]);
  });

  test('has that structure whatever the problems hold', () => {
    fc.assert(fc.property(fc.array(problem.filter(({ message }) => message.trim() !== ''), { maxLength: 4 }), problems => {
      expect(sarifErrors(sarifOf(problems)).filter(error => !/(fullyQualifiedName|text) is no text/.test(error))).toEqual([]);
    }));
  });

  test('a problem keeps its fingerprint when lines and places in lists move, and gets another when more is held', () => {
    const at = (file: string, line: number): Problem => ({ id: 'workload-image-latest', message: 'm', object: 'Deployment a/b', field: `spec.containers[${line}].image`, source: { file, line } });
    expect(prints([at('a.yaml', 1)])).toEqual(prints([at('b/c.yaml', 7)]));
    const held = (...facts: string[]): Problem => ({ id: 'access-secrets-read', message: 'm', object: 'RoleBinding a/b', facts });
    expect(prints([held('User jane', 'get secrets')])).not.toEqual(prints([held('User jane', 'User jim', 'get secrets')]));
    expect(prints([{ ...held('x'), cluster: 'prod' }])).not.toEqual(prints([{ ...held('x'), cluster: 'staging' }]));
  });

  test('problems that are alike are told apart', () => {
    const twice = FOREIGN.flatMap(each => [each, each]);
    expect(sarifErrors(sarifOf(twice))).toEqual([]);
  });

  test('a place outside of the repository is none, and no line is made up', () => {
    const source = (file: string, line?: number): Problem => ({ id: 'drift-stale', message: 'm', source: { file, line } });
    const locations = ['/etc/passwd', '../x', 'C:\\x', '(standard input)'].map(file => sarifOf([source(file)]).runs[0].results[0]!.locations);
    expect(locations).toEqual(Array(4).fill([{ physicalLocation: { artifactLocation: { uri: '.' } } }]));
    expect(sarifOf([source('a b#.yaml')]).runs[0].results[0]!.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'a%20b%23.yaml' } } }]);
  });

  test('what is acknowledged or known is counted, and no result', () => {
    const log = JSON.parse(checkSarif(report([], { known: FOREIGN }), RUN)) as ReturnType<typeof sarifOf>;
    expect(log.runs[0].results).toEqual([]);
    expect(log.runs[0].properties).toMatchObject({ baseline: FOREIGN.length, acknowledged: 0, unproved: 0 });
  });
});

/** A line without its spans of code, as Markdown finds them: from a run of backticks to the next run of the same length. */
function withoutCode(line: string): string {
  const open = /(?<!\\)(`+)/.exec(line);
  const rest = open ? line.slice(open.index + open[1]!.length) : '';
  const close = open ? [...rest.matchAll(/`+/g)].find(([run]) => run === open[1]) : undefined;
  return open && close ? line.slice(0, open.index) + withoutCode(rest.slice(close.index + open[1]!.length)) : line;
}

describe('Markdown', () => {
  test('shows what weighs most first, with place, fix and benchmark', () => {
    const text = checkMarkdown(report(FOREIGN, { objects: 36, files: 3 }));
    const marks = [...text.matchAll(/^- \S+ \*\*(\w+)\*\*/gm)].map(match => match[1]!);
    const order = ['error', 'critical', 'high', 'medium', 'low'];
    expect(marks).toHaveLength(FOREIGN.length);
    expect(marks).toEqual([...marks].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(text).toMatch(/^### Security check: 30 problems\n\n36 objects in 3 files\.\n/);
    expect(text).toContain('  - at `foreign/argo-cd.yaml:68:1`\n');
    expect(text).toContain('asked for by CIS 5.1.1 \\(v1.8 to v2.1\\)');
  });

  test('fits the limit of GitHub, and says how many did not fit', () => {
    const many = Array.from({ length: 2_000 }, (_, at): Problem => ({ id: 'access-secrets-read', severity: 'high', object: `RoleBinding a/${at}`, message: 'x'.repeat(90) }));
    const text = checkMarkdown(report(many, { stale: many.map(({ id, object }) => ({ id, object: object!, says: ['x'.repeat(90)], count: 1 })) }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    const shown = text.match(/^- 🟠/gm)!.length;
    expect(text).toContain(`**${2_000 - shown} more problems do not fit here.**`);
    expect(shown).toBeGreaterThan(200);
  });

  test('no text of a manifest becomes a tag, a mention, a link or a line of its own', () => {
    fc.assert(fc.property(fc.array(problem, { maxLength: 3 }), problems => {
      const text = checkMarkdown(report(problems));
      for (const line of text.split('\n')) {
        expect(line).toMatch(/^(|### |- \S+ \*\*|  - |\d+ objects? in)/u);
        const outside = withoutCode(line);
        expect(outside).not.toMatch(/<|@|(?<!\\)\]\(/);
      }
    }));
  });
});

test('a check that asked nothing says so in every form, and is never called clean', () => {
  const invalid = report([{ id: 'object-invalid', message: 'm' }], { unproved: 1 });
  expect(checkText(invalid, createColors(false))).toMatch(/1 problem: [^]*\nnot asked: who may do what/);
  expect(checkMarkdown(invalid)).toContain('**Not asked:** who may do what');
  expect(JSON.parse(checkSarif(invalid, RUN))).toMatchObject({ runs: [{ properties: { unproved: 1 } }] });
});
