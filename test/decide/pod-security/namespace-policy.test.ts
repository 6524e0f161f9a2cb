import { namespacePolicy } from '../../../src/decide/pod-security/namespace-policy';

const KEY = 'pod-security.kubernetes.io/enforce';

test.each([
  [{}, 'privileged', Infinity],
  [{ [KEY]: 'baseline' }, 'baseline', Infinity],
  [{ [KEY]: 'restricted', [`${KEY}-version`]: 'v1.30' }, 'restricted', 30],
  [{ [KEY]: 'restricted', [`${KEY}-version`]: 'latest' }, 'restricted', Infinity],
  [{ 'pod-security.kubernetes.io/warn': 'restricted' }, 'privileged', Infinity],
])('the labels %j enforce %s', (labels: Record<string, string>, level, minor) => {
  expect(namespacePolicy(labels)).toEqual({ level, minor, bad: [] });
});

test.each([
  [{ [KEY]: 'Restricted' }, 'restricted', KEY],
  [{ [KEY]: '' }, 'restricted', KEY],
  [{ [KEY]: 'baseline', [`${KEY}-version`]: '1.30' }, 'baseline', `${KEY}-version`],
  [{ [KEY]: 'baseline', [`${KEY}-version`]: 'v1.030' }, 'baseline', `${KEY}-version`],
  [{ 'pod-security.kubernetes.io/audit': 'strict' }, 'privileged', 'pod-security.kubernetes.io/audit'],
])('a label that cannot be read is named, and what it enforces counts as the strictest: %j', (labels: Record<string, string>, level, label) => {
  expect(namespacePolicy(labels)).toMatchObject({ level, minor: Infinity, bad: [{ label }] });
});

test('a label that every object inherits is none', () => {
  expect(namespacePolicy(Object.create({ [KEY]: 'restricted' }) as Record<string, string>).level).toBe('privileged');
});
