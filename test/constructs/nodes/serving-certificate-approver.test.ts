import { APPROVER, clusterOn } from './support';
import { labelsIn, only, problemOf } from '../support';
import { ServingCertificateApprover } from 'cdk8s-bulwark';

test('it may read requests, approve those of the one signer, write events, and nothing else', () => {
  const prod = clusterOn('kubeadm');
  new ServingCertificateApprover(prod, 'approver', APPROVER);
  expect(only(prod, 'ClusterRole').rules).toEqual([
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update'] },
    { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: ['kubernetes.io/kubelet-serving'], verbs: ['approve'] },
  ]);
  expect(only(prod, 'Role')).toMatchObject({ metadata: { namespace: 'default' }, rules: [{ resources: ['events'], verbs: ['create', 'patch'] }] });
  expect(labelsIn(prod).filter(label => /Role|Binding/.test(label))).toEqual([
    'ClusterRole kubelet-csr-approver', 'ClusterRoleBinding kubelet-csr-approver', 'Role default/kubelet-csr-approver', 'RoleBinding default/kubelet-csr-approver',
  ]);
});

test('it runs as a restricted pod in a closed namespace, and is told which nodes there are', () => {
  const prod = clusterOn('kubeadm');
  new ServingCertificateApprover(prod, 'approver', { ...APPROVER, apiServers: ['10.0.0.10/32'] });
  expect(only(prod, 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
  const [container] = only(prod, 'Deployment').spec.template.spec.containers;
  expect(container.args).toEqual(expect.arrayContaining(['--provider-regex=^node-[0-9]+$', '--provider-ip-prefixes=10.0.0.0/16', '--bypass-dns-resolution=false']));
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  expect(only(prod, 'NetworkPolicy', 'default-deny').spec.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(only(prod, 'NetworkPolicy', 'api-server').spec.egress).toEqual([
    { to: [{ ipBlock: { cidr: '10.0.0.10/32' } }], ports: [{ protocol: 'TCP', port: 443 }, { protocol: 'TCP', port: 6443 }] },
  ]);
});

test.each([
  [{ image: 'ghcr.io/postfinance/kubelet-csr-approver:latest' }, 'image'], [{ image: 'x@sha256:abc' }, 'image'],
  [{ nodeNames: '.*' }, 'nodeNames'], [{ nodeNames: '^.*$' }, 'nodeNames'], [{ nodeNames: '^[a-z' }, 'nodeNames'], [{ nodeNames: '^(.+)$' }, 'nodeNames'],
  [{ nodeAddresses: [] }, 'nodeAddresses'], [{ nodeAddresses: ['0.0.0.0/0'] }, 'nodeAddresses'], [{ nodeAddresses: ['10.0.0.1'] }, 'nodeAddresses'],
  [{ maxExpirationSeconds: 60 }, 'maxExpirationSeconds'], [{ maxExpirationSeconds: 367 * 86400 + 1 }, 'maxExpirationSeconds'],
])('%j is refused', (wrong, field) => {
  expect(problemOf(() => new ServingCertificateApprover(clusterOn('kubeadm'), 'approver', { ...APPROVER, ...wrong }))).toMatchObject({ id: 'construct-invalid', field });
});
