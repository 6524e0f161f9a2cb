import { layOut } from '../../src/deliver/layout';
import { auditOfManifests } from '../../src/engine/audit/view';
import { parseManifests } from '../../src/manifests/read';
import type { Manifest } from '../../src/manifests/read';
import { modelOf } from '../constructs/support';
import { AuditBaseline, Cluster, ClusterTarget, PolicyApp } from 'cdk8s-bulwark';

const kubernetes = '1.34';
const TARGETS: Readonly<Record<string, () => ClusterTarget>> = {
  kubeadm: () => ClusterTarget.kubeadm({ kubernetes }),
  kind: () => ClusterTarget.kind({ kubernetes }),
  k3s: () => ClusterTarget.k3s({ kubernetes }),
  rke2: () => ClusterTarget.rke2({ kubernetes }),
  kops: () => ClusterTarget.kops({ kubernetes }),
  clusterApi: () => ClusterTarget.clusterApi({ kubernetes }),
  generic: () => ClusterTarget.generic({ kubernetes }),
};

function manifestsOf(target: ClusterTarget): Manifest[] {
  const prod = new Cluster(new PolicyApp({ name: 'view' }), 'prod', { target });
  new AuditBaseline(prod, 'audit');
  return [...layOut(modelOf(prod))].filter(([path]) => path.endsWith('.yaml')).flatMap(([path, text]) => parseManifests(text, path).manifests);
}

test.each(Object.entries(TARGETS))('the audit policy is found again in the tree for %s, also inside other files', (_, target) => {
  const { policies, doubt } = auditOfManifests(manifestsOf(target()), 34);
  expect(doubt).toBeUndefined();
  expect(policies.length).toBeGreaterThanOrEqual(1);
  policies.forEach(({ policy }) => expect(policy.rules.length).toBeGreaterThan(10));
});

test('a policy inside an object that is no file for machines is none of the cluster', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  policy: |\n    apiVersion: audit.k8s.io/v1\n    kind: Policy\n    rules:\n    - level: None\n';
  expect(auditOfManifests(parseManifests(text, 'x').manifests, 34)).toEqual({ policies: [] });
});

const POLICY = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n';

test.each<[string, string, string, object, number]>([
  ['a Cluster', 'Cluster', '', { content: POLICY }, 1],
  ['a Cluster, in base64', 'Cluster', '', { content: Buffer.from(POLICY).toString('base64'), isBase64: true }, 1],
  ['an InstanceGroup of the control plane', 'InstanceGroup', 'ControlPlane', { content: POLICY }, 1],
  ['an InstanceGroup of API servers and more', 'InstanceGroup', 'APIServer,Scheduler', { content: POLICY }, 1],
  ['an InstanceGroup of workers, where no API server reads it', 'InstanceGroup', 'Node', { content: POLICY }, 0],
])('a policy among the files of kops is found in %s', (_, kind, role, file, found) => {
  const text = JSON.stringify({ apiVersion: 'kops.k8s.io/v1alpha2', kind, metadata: { name: 'a' }, spec: { ...role === '' ? {} : { role }, fileAssets: [{ name: 'policy', path: '/p', ...file }] } });
  expect(auditOfManifests(parseManifests(text, 'x').manifests, 34).policies.length).toBe(found);
});

test('of three groups of control-plane machines with one policy, that policy is the one of the cluster; another is a second', () => {
  const group = (name: string, content: string) => JSON.stringify({
    apiVersion: 'kops.k8s.io/v1alpha2', kind: 'InstanceGroup', metadata: { name }, spec: { role: 'ControlPlane', fileAssets: [{ name: 'policy', path: '/p', content }] },
  });
  const found = (...contents: string[]) =>
    auditOfManifests(parseManifests(contents.map((content, at) => group(`a${at}`, content)).join('\n---\n'), 'x').manifests, 34).policies.map(({ source }) => source?.line);
  expect(found(POLICY, `# The same in other words.\n${POLICY}`, POLICY)).toEqual([1]);
  expect(found(POLICY, POLICY.replace('Metadata', 'Request'), POLICY)).toEqual([1, 3]);
});
