import { FieldLocator } from '../../src/manifests/locate';
import { parseManifests } from '../../src/manifests/read';

/** `line:column` of a field of the manifest at an index. */
function locate(text: string, at: number, field: string): string {
  const { source } = parseManifests(text, 'f.yaml').manifests[at]!;
  const { file, line, column } = new FieldLocator(text).locate(source, field);
  expect(file).toBe('f.yaml');
  return `${line}:${column}`;
}

const POLICY = `# a comment
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  labels:
    app.kubernetes.io/name: web
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
  - from:
    - ipBlock:
        cidr: 10.0.0.0/99
        except: ["a", "b"]
    ports:
      - port: 1
      - port: 70000
`;

test.each([
  ['metadata.name', '5:3'],
  ['metadata.labels[app.kubernetes.io/name]', '7:5'],
  ['metadata.labels.app.kubernetes.io/name', '7:5'],
  ['spec.podSelector.matchLabels.app', '9:31'],
  ['spec.ingress[0]', '11:5'],
  ['spec.ingress[0].from[0].ipBlock.cidr', '13:9'],
  ['spec.ingress[0].from[0].ipBlock.except[1]', '14:23'],
  ['spec.ingress[0].ports[1].port', '17:9'],
])('%s is found at its own place', (field, place) => {
  expect(locate(POLICY, 0, field)).toBe(place);
});

test.each([
  ['spec.egress[0].to', '8:1'],
  ['spec.ingress[7].from', '10:3'],
  ['spec.ingress[0].from[0].ipBlock.cidr.deeper', '13:9'],
  ['metadata.namespace', '4:1'],
  ['status', '2:1'],
  ['', '2:1'],
])('%s, which is not there, falls back to the nearest field around it', (field, place) => {
  expect(locate(POLICY, 0, field)).toBe(place);
});

test('documents and items of Lists each have fields of their own', () => {
  const text = `---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Namespace
  metadata: {name: a}
-
  apiVersion: v1
  kind: Namespace
  metadata:
    name: b
---
apiVersion: v1
kind: Namespace
metadata:
  name: c
`;
  expect([0, 1, 2].map(at => locate(text, at, 'metadata.name'))).toEqual(['7:14', '12:5', '17:3']);
});

test.each([
  ['a byte order mark', '\ufeff{"apiVersion": "v1", "kind": "A", "x": 1}', 0, '1:35'],
  ['JSON objects one after the other', '{"apiVersion": "v1", "kind": "A"} {"apiVersion": "v1", "kind": "B", "x": 1}\n', 1, '1:69'],
  ['Windows line ends', 'apiVersion: v1\r\nkind: A\r\nx: 1\r\n', 0, '3:1'],
])('places hold with %s', (_, text, at, place) => {
  expect(locate(text, at, 'x')).toBe(place);
});

test('behind an alias or a merge nothing is found, and the place of that is right enough', () => {
  const text = 'apiVersion: v1\nkind: A\na: &a\n  x: 1\nb: *a\nc:\n  <<: *a\n';
  expect(locate(text, 0, 'b.x')).toBe('5:1');
  expect(locate(text, 0, 'c.x')).toBe('6:1');
});

test('a text with other documents that are broken, or nested without end, is still searched', () => {
  const text = `apiVersion: v1\nkind: A\nx: 1\n---\n${'['.repeat(50_000)}\n---\na: [\n`;
  expect(locate(text, 0, 'x')).toBe('3:1');
});

test('a List of very many items is searched', () => {
  const text = `apiVersion: v1\nkind: List\nitems:\n${'- {apiVersion: v1, kind: A, x: 1}\n'.repeat(20_000)}`;
  const { manifests } = parseManifests(text, 'f.yaml');
  const locator = new FieldLocator(text);
  expect(manifests.every(({ source }) => locator.locate(source, 'x').column === 29)).toBe(true);
  expect(locator.locate(manifests.at(-1)!.source, 'x').line).toBe(20_003);
}, 30_000);
