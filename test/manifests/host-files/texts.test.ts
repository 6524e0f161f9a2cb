import { hostDocument } from '../../../src/manifests/host-files';

/** Ten levels, nine times each. */
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]!}`).join(', ')}]`)].join('\n');
const deep = `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`;
const encryption = 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n';

function ofFile(content: string, path = '/etc/kubernetes/enc.yaml') {
  return hostDocument({ apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta1', kind: 'KubeadmConfig', spec: { files: [{ path, content }] } })!.problems(34);
}

function ofPatch(text: string) {
  return hostDocument({ apiVersion: 'kind.x-k8s.io/v1alpha4', kind: 'Cluster', kubeadmConfigPatches: [text] })!.problems(34);
}

test('a text in a document is read with its aliases, as its reader does', () => {
  expect(ofFile(`${encryption}resources:\n- resources: [secrets]\n  providers: &own [{identiti: {}}]\n- resources: [configmaps]\n  providers: *own\n`))
    .toEqual([0, 1].map(() => expect.objectContaining({ field: 'spec.files[0].content', message: expect.stringMatching(/providers\[0\]\.identiti/) as unknown })));
  expect(ofPatch('kind: &kind KubeletConfiguration\nserverTlsBootstrap: true\nclusterDomain: *kind\n')).toEqual([expect.objectContaining({ field: 'kubeadmConfigPatches[0]' })]);
});

test.each([['repeats itself without end', bomb], ['holds itself', 'a: &a [*a]'], ['names nothing', 'a: *b'], ['is deep without end', deep]])('a text that %s breaks nothing', (_, text) => {
  expect(ofFile(`${encryption}${text}`)).toEqual([]);
  expect(ofFile(text, '/etc/kubernetes/patches/kubeletconfiguration0+strategic.json')).toEqual([expect.objectContaining({ field: 'spec.files[0].path' })]);
  expect(ofPatch(text)).toEqual([expect.objectContaining({ message: 'is no YAML: kind refuses it' })]);
});

test('of several documents in one text, a patch of kind is each, and a file is none', () => {
  expect(ofPatch('kind: KubeletConfiguration\nserverTlsBootstrap: true\n---\n---\nkind: KubeletConfiguration\npodPidLimit: 1\n')).toHaveLength(2);
  expect(ofFile(`${encryption}resources: 7\n---\na: 1\n`)).toEqual([]);
});
