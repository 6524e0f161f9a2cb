import { Duration } from 'cdk8s';
import { APPROVER, clusterOn } from './support';
import { renderHosts } from '../../../src/deliver/hosts';
import { proveModel } from '../../../src/engine/prove';
import { DISTRIBUTIONS, distributionOf } from '../../../src/kubernetes/distributions';
import { labelsIn, modelOf, only, problemOf, small } from '../support';
import { Acknowledgements, BootstrapToken, KubeletCertificateRotation } from 'cdk8s-bulwark';

function hostsOf(certificateLifetime?: Duration) {
  const prod = clusterOn('kubeadm');
  new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime });
  return modelOf(prod).hosts;
}

test.each([
  [Duration.days(30), '720h0m0s'], [Duration.hours(1), '1h0m0s'], [Duration.minutes(90), '1h30m0s'], [Duration.seconds(3661), '1h1m1s'],
  [Duration.minutes(10), '0h10m0s'], [undefined, '8760h0m0s'],
])('kubelets rotate, and the controller manager signs for the lifetime: %s', (lifetime, flag) => {
  expect(hostsOf(lifetime)).toMatchObject({
    controlPlane: { apiServerFlags: {}, controllerManagerFlags: { 'cluster-signing-duration': flag }, files: [], mounts: [] },
    kubelet: { rotateCertificates: true },
  });
});

test.each([[Duration.seconds(599), '"599s"'], [Duration.millis(3_600_500), '"3600.5s"'], [Duration.seconds(0), '"0s"']])('the lifetime %s is refused', (lifetime, value) => {
  expect(problemOf(() => hostsOf(lifetime))).toMatchObject({ id: 'construct-invalid', construct: 'prod/kubelet', field: 'certificateLifetime', value });
});

test.each([[Duration.days(9), 1], [Duration.days(10), 0]])('a lifetime of %s leaves so little time that it is noted: %i', (lifetime, notes) => {
  expect(hostsOf(lifetime).notes).toHaveLength(notes);
});

test.each<[string, Duration, string[]]>([
  ['kubeadm', Duration.days(9), ['prod/kubelet']], ['kubeadm', Duration.days(10), []],
  // The provider signs, for as long as it likes.
  ['gke', Duration.days(9), []], ['k3s', Duration.days(9), []],
])('on %s a lifetime of %s is a finding of its construct: %j', (distribution, certificateLifetime, constructs) => {
  const prod = clusterOn(distribution);
  new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime });
  const { problems } = proveModel(modelOf(prod));
  expect(problems.filter(({ id }) => id === 'certificate-lifetime-short').map(({ construct }) => construct)).toEqual(constructs);
});

test('a short lifetime that is meant can be acknowledged', () => {
  const prod = clusterOn('kubeadm');
  const rotation = new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime: Duration.days(2) });
  Acknowledgements.of(rotation).add({ ids: ['certificate-lifetime-short'], reason: 'a cluster for tests, made anew every day' });
  expect(proveModel(modelOf(prod)).problems.map(({ id }) => id)).not.toContain('certificate-lifetime-short');
});

test('what would be false where the provider signs stands in no README', () => {
  const prod = clusterOn('gke');
  new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime: Duration.days(9) });
  expect(renderHosts(modelOf(prod)).get('hosts/gke/README.md')).not.toContain('Certificates live for');
});

test('two that ask for different lifetimes are an error that names both; for the same, they agree', () => {
  const prod = clusterOn('kubeadm');
  new KubeletCertificateRotation(prod, 'one', { certificateLifetime: Duration.days(30) });
  new KubeletCertificateRotation(prod, 'two', { certificateLifetime: Duration.hours(720) });
  expect(problemOf(() => new KubeletCertificateRotation(prod, 'three'))).toMatchObject({
    construct: 'prod/three',
    field: 'kube-controller-manager --cluster-signing-duration',
    value: '"8760h0m0s"',
    message: 'prod/two asks for another value of the same setting',
  });
});

describe('bindings of the bootstrap', () => {
  test('are made where the distribution makes none: first certificate and renewal', () => {
    const { prod } = small();
    new KubeletCertificateRotation(prod, 'kubelet');
    const bindings = modelOf(prod).objects.filter(({ object }) => object.kind === 'ClusterRoleBinding').map(({ object }) => object as any);
    expect(bindings.map(({ roleRef, subjects }) => [roleRef.name, subjects[0].name]).sort()).toEqual([
      ['system:certificates.k8s.io:certificatesigningrequests:nodeclient', 'system:bootstrappers'],
      ['system:certificates.k8s.io:certificatesigningrequests:selfnodeclient', 'system:nodes'],
      ['system:node-bootstrapper', 'system:bootstrappers'],
    ]);
  });

  test.each(Object.keys(DISTRIBUTIONS).filter(name => name !== 'generic'))('are left to %s, which would be widened by them', distribution => {
    const prod = clusterOn(distribution);
    new KubeletCertificateRotation(prod, 'kubelet');
    expect(labelsIn(prod)).toEqual([]);
  });

  test('go to the group that was said, which must be one of bootstrap tokens', () => {
    const prod = clusterOn('kubeadm');
    new KubeletCertificateRotation(prod, 'kubelet', { bootstrapBindings: true, bootstrapGroup: 'system:bootstrappers:spot' });
    expect(only(prod, 'ClusterRoleBinding', 'kubelet-create-csr').subjects).toEqual([{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:bootstrappers:spot' }]);
    expect(problemOf(() => new KubeletCertificateRotation(prod, 'bad', { bootstrapBindings: true, bootstrapGroup: 'system:masters' }))).toMatchObject({ field: 'bootstrapGroup' });
  });
});

describe('serving certificates', () => {
  test('kubelets ask, an approver approves, and the API server verifies: all three or an error', () => {
    const prod = clusterOn('kubeadm');
    new KubeletCertificateRotation(prod, 'kubelet', { serving: { approver: APPROVER } });
    const { hosts } = modelOf(prod);
    expect(hosts.kubelet.serverTLSBootstrap).toBe(true);
    expect(hosts.controlPlane.apiServerFlags['kubelet-certificate-authority']).toBe('/etc/kubernetes/pki/ca.crt');
    expect(only(prod, 'Deployment').metadata.namespace).toBe('kubelet-csr-approver');
    expect(proveModel(modelOf(prod))).toMatchObject({ problems: [], verdicts: [{ verdict: 'holds' }] });
  });

  test('without an approver they would stay pending', () => {
    expect(problemOf(() => new KubeletCertificateRotation(clusterOn('kubeadm'), 'kubelet', { serving: {} }))).toMatchObject({ field: 'serving', message: expect.stringContaining('nobody approves') });
  });

  test('approved by somebody who is not in the cluster, the promise is broken', () => {
    const prod = clusterOn('kubeadm');
    new KubeletCertificateRotation(prod, 'kubelet', { serving: { approvedBy: 'the platform team' } });
    expect(proveModel(modelOf(prod)).problems).toMatchObject([{ id: 'guarantee-broken', message: expect.stringContaining('no workload of the cluster may approve') }]);
  });

  test('generic machines must name the authority', () => {
    const { prod } = small();
    expect(problemOf(() => new KubeletCertificateRotation(prod, 'kubelet', { serving: { approver: APPROVER } }))).toMatchObject({ field: 'serving.certificateAuthority' });
    new KubeletCertificateRotation(prod, 'right', { serving: { approver: APPROVER, certificateAuthority: '/etc/pki/kubelet-ca.crt' } });
    expect(modelOf(prod).hosts.controlPlane.apiServerFlags['kubelet-certificate-authority']).toBe('/etc/pki/kubelet-ca.crt');
  });

  test.each(Object.keys(DISTRIBUTIONS).filter(name => distributionOf(name)!.approvesServing))('%s approves by itself: a second approver is refused, none is needed', distribution => {
    expect(problemOf(() => new KubeletCertificateRotation(clusterOn(distribution), 'kubelet', { serving: { approver: APPROVER } }))).toMatchObject({ field: 'serving.approver' });
    const prod = clusterOn(distribution);
    new KubeletCertificateRotation(prod, 'kubelet', { serving: {} });
    expect(labelsIn(prod)).toEqual([]);
  });
});

test.each([
  ['k3s', 'the supervisor issues'], ['rke2', 'the supervisor issues'], ['eks', 'IAM'], ['gke', 'GKE issues'], ['aks', 'AKS issues'],
])('on %s the provider issues certificates: nothing is emitted dead, the README says why, and the promise is not provable', (distribution, why) => {
  const prod = clusterOn(distribution);
  new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime: Duration.days(30) });
  const files = renderHosts(modelOf(prod));
  expect([...files.keys()]).toEqual([`hosts/${distribution}/README.md`]);
  expect(files.get(`hosts/${distribution}/README.md`)).toMatch(new RegExp(`## Managed by the provider[^]*cluster-signing-duration[^]*${why}`));
  const { verdicts, problems } = proveModel(modelOf(prod));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['not-provable']);
  expect(problems.map(({ id }) => id)).toEqual(['guarantee-not-provable', 'guarantee-not-provable']);
});

test.each(['kubeadm', 'kind', 'kubespray', 'clusterApi', 'minikube', 'generic', 'talos', 'k0s', 'kops'])('on %s the promise of a lifetime holds', distribution => {
  const prod = clusterOn(distribution);
  new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime: Duration.days(30) });
  expect(proveModel(modelOf(prod))).toMatchObject({ problems: [], verdicts: [{ verdict: 'holds' }] });
});

describe('bootstrap tokens', () => {
  const TOKEN = { id: 'abc123', expires: '2027-01-31T00:00:00Z', secretStore: 'vault', secretKey: 'nodes/join' };

  test('come by reference, with an end, and without their secret', () => {
    const { prod } = small();
    new KubeletCertificateRotation(prod, 'kubelet', { bootstrapTokens: [BootstrapToken.fromExternalSecret({ ...TOKEN, groups: ['system:bootstrappers:spot'] })] });
    const secret = only(prod, 'ExternalSecret', 'bootstrap-token-abc123');
    expect(secret.metadata.namespace).toBe('kube-system');
    expect(secret.spec.target.template).toEqual({
      type: 'bootstrap.kubernetes.io/token',
      data: {
        'token-id': 'abc123',
        'token-secret': '{{ .secret }}',
        'expiration': '2027-01-31T00:00:00Z',
        'usage-bootstrap-authentication': 'true',
        'usage-bootstrap-signing': 'true',
        'auth-extra-groups': 'system:bootstrappers:spot',
      },
    });
    expect(labelsIn(prod).filter(label => label.startsWith('Secret '))).toEqual([]);
    expect(modelOf(prod).hosts.controlPlane.apiServerFlags).toEqual({ 'enable-bootstrap-token-auth': 'true' });
  });

  test.each([
    [{ id: 'ABC123' }, 'BootstrapToken.id'], [{ id: 'abc1234' }, 'BootstrapToken.id'], [{ expires: '' }, 'BootstrapToken.expires'],
    [{ expires: '2027-13-31T00:00:00Z' }, 'BootstrapToken.expires'], [{ expires: undefined }, 'BootstrapToken.expires'],
    [{ groups: ['system:masters'] }, 'BootstrapToken.groups'], [{ secretKey: '' }, 'BootstrapToken.secretKey'],
  ])('%j is refused', (wrong, field) => {
    expect(problemOf(() => BootstrapToken.fromExternalSecret({ ...TOKEN, ...wrong } as typeof TOKEN))).toMatchObject({ id: 'construct-invalid', field });
  });

  test('are refused where machines join in another way', () => {
    expect(problemOf(() => new KubeletCertificateRotation(clusterOn('k3s'), 'kubelet', { bootstrapTokens: [BootstrapToken.fromExternalSecret(TOKEN)] })))
      .toMatchObject({ field: 'bootstrapTokens' });
  });
});
