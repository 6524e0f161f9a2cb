import * as fc from 'fast-check';
import { createColors } from 'picocolors';
import { describe as describeProblem, printable, printableLines, PROBLEMS, type Problem, type ProblemId } from '../../src/manifests/problem';
import { problemsGithub } from '../../src/report/problems-github';
import { problemsText } from '../../src/report/problems-text';

const plain = createColors(false);
const ids = Object.keys(PROBLEMS) as ProblemId[];
const any = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b[2J', 'a\n::error::b', 'a\r\n##[error]b', '\u202eabc', '%0A', 'x,line=1', 'a:b', '\t', '\u{e0041}'));
const problem: fc.Arbitrary<Problem> = fc.record({
  id: fc.constantFrom(...ids),
  message: any,
  construct: any,
  object: any,
  field: any,
  value: any.map(text => JSON.stringify(text)),
  fix: any,
  source: fc.record({ file: any, line: fc.nat({ max: 99 }), column: fc.nat({ max: 99 }) }, { requiredKeys: ['file'] }),
}, { requiredKeys: ['id', 'message'] });

/** What could move the cursor, colour, reorder or hide text. */
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

test('whatever a problem holds, its text is safe to show', () => {
  fc.assert(fc.property(fc.array(problem, { maxLength: 3 }), problems => {
    expect(problemsText(problems, plain)).not.toMatch(UNSAFE);
    expect(problems.map(describeProblem).join('\n')).not.toMatch(UNSAFE);
  }));
});

test('no text of a problem starts a line of our own: every line but the first of each is set in', () => {
  fc.assert(fc.property(fc.uniqueArray(problem, { maxLength: 3, selector: each => JSON.stringify(each) }), problems => {
    const lines = problemsText(problems, plain).split('\n').filter(line => line !== '');
    expect(lines.filter(line => !line.startsWith('  ')).every(line => /^error [a-z0-9-]+( {2}|$)/.test(line))).toBe(true);
    expect(lines.filter(line => !line.startsWith('  ')).length).toBeLessThanOrEqual(problems.length);
  }));
});

test('for GitHub each problem is one command, and nothing in it is another', () => {
  fc.assert(fc.property(problem, each => {
    const text = problemsGithub([each]);
    expect(text).toMatch(/^::error [^\n\r]*\n$/);
    expect(text).not.toMatch(/\n./);
    const [, properties] = /^::error ([^]*?)::/.exec(text)!;
    expect(properties!.split(',').map(part => part.split('=')[0])).toEqual([
      ...each.source ? ['file'] : [], ...each.source?.line ? ['line'] : [], ...each.source?.column ? ['col'] : [], 'title',
    ]);
  }));
});

test('text without anything invisible is printed as it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }).filter(text => !UNSAFE.test(text) && !text.includes('\n')), text => {
    expect(printable(text)).toBe(text);
  }));
  expect(printable('a\u001b[2J\u202e\u{e0041}\nb')).toBe('a\\u001b[2J\\u202e\\u{e0041}\\u000ab');
  expect(printableLines('a\r\n\tb\n\n')).toBe('a\n    b');
});

test('one mistake in one line is shown once, with the other objects that it spoils', () => {
  const at = (object: string, line: number): Problem => ({
    id: 'object-invalid', construct: `c/${object}`, source: { file: 'main.ts', line }, object, field: 'metadata.namespace', message: 'is wrong', value: '"x"', fix: 'mend it',
  });
  expect(problemsText([at('A', 1), at('B', 1), at('C', 2), { ...at('D', 1), value: '"y"' }], plain)).toBe(
    'error object-invalid  c/A  main.ts:1\n  A metadata.namespace: is wrong\n  found "x"\n  likewise B metadata.namespace\n  fix: mend it\n'
    + 'error object-invalid  c/C  main.ts:2\n  C metadata.namespace: is wrong\n  found "x"\n  fix: mend it\n'
    + 'error object-invalid  c/D  main.ts:1\n  D metadata.namespace: is wrong\n  found "y"\n  fix: mend it\n');
});

test('manifests are never grouped: each has a place of its own to mend', () => {
  const at = (object: string): Problem => ({ id: 'object-invalid', source: { file: 'a.yaml', line: 1 }, object, message: 'is wrong' });
  expect(problemsText([at('A'), at('B')], plain).match(/^error/gm)).toHaveLength(2);
});
