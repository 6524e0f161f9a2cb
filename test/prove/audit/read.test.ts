import { checkStream } from '../../../src/engine/check';
import { ProblemError, type Problem } from '../../../src/manifests/problem';
import { readAuditPolicy } from '../../../src/prove/audit/read';

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

function problemsOf(text: string, minor = 36): readonly Problem[] {
  try {
    readAuditPolicy(text, 'policy.yaml', minor);
  } catch (e) {
    if (ProblemError.is(e)) return e.problems;
    throw e;
  }
  return [];
}

test('a policy is read, and null in it is absent', () => {
  expect(readAuditPolicy(`${HEAD}rules:\n- level: Metadata\n  users:\n`, 'policy.yaml', 36)).toEqual({
    apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata' }],
  });
});

test.each<[string, string, Partial<Problem>]>([
  ['no YAML', 'a: [', { id: 'yaml-syntax' }],
  ['nothing', '', { id: 'input-missing' }],
  ['something else', 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n', { id: 'input-missing' }],
  ['a version that is gone', 'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules:\n- level: None\n', { id: 'host-file-invalid', field: 'apiVersion' }],
  ['no rules', `${HEAD}rules: []\n`, { id: 'host-file-invalid', field: 'rules' }],
  ['a misspelt field, which the server would drop', `${HEAD}rules:\n- level: None\n  resource:\n  - group: ""\n`,
    { id: 'host-file-invalid', field: 'rules[0].resource', source: { file: 'policy.yaml', line: 5, column: 3 } }],
  ['a second document, which the server would not read', `${HEAD}rules:\n- level: None\n---\n${HEAD}rules:\n- level: Metadata\n`,
    { id: 'host-file-invalid', source: { file: 'policy.yaml', line: 6, column: 1 } }],
  ['a List, of which the server would not take an item', 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: audit.k8s.io/v1\n  kind: Policy\n  rules:\n  - level: None\n',
    { id: 'host-file-invalid', source: { file: 'policy.yaml', line: 1, column: 1 }, message: 'is a List, and the API server reads one object: it would not start' }],
  ['a PolicyList', 'apiVersion: audit.k8s.io/v1\nkind: PolicyList\nitems:\n- rules:\n  - level: None\n', { id: 'host-file-invalid', source: { file: 'policy.yaml', line: 1, column: 1 } }],
  ['an empty document before the policy, which alone the server would read', `# nothing\n---\n# nothing\n---\n${HEAD}rules:\n- level: None\n`,
    { id: 'host-file-invalid', message: 'the first document is empty, and the API server reads no other: it would not start' }],
])('a file that the API server would not take whole is refused: %s', (_, text, problem) => {
  expect(problemsOf(text)).toEqual([expect.objectContaining(problem)]);
});

test.each([
  ['a mark before it', `---\n${HEAD}rules:\n- level: None\n`],
  ['comments before its mark', `# ours\n\n---\n${HEAD}rules:\n- level: None\n`],
  ['a directive', `%YAML 1.1\n---\n${HEAD}rules:\n- level: None\n`],
  ['an empty document behind it', `${HEAD}rules:\n- level: None\n---\n`],
  ['a byte order mark', `\ufeff${HEAD}rules:\n- level: None\n`],
])('a policy with %s is the first document', (_, text) => {
  expect(problemsOf(text)).toEqual([]);
});

test('the group * is refused for servers that do not know it', () => {
  const text = `${HEAD}rules:\n- level: None\n  resources:\n  - group: "*"\n`;
  expect(problemsOf(text, 36)).toEqual([]);
  expect(problemsOf(text, 35)).toEqual([expect.objectContaining({ field: 'rules[0].resources.group' })]);
});

test('check names the rules of a policy that no request comes to, by their lines', () => {
  const rules = '- level: Metadata\n- level: None\n  verbs: [get]\n';
  const { problems } = checkStream(Buffer.from(`${HEAD}rules:\n${rules}`), 'policy.yaml');
  expect(problems).toEqual([expect.objectContaining({ id: 'audit-rule-unreachable', field: 'rules[1]', source: { file: 'policy.yaml', line: 5, column: 3 } })]);
});
