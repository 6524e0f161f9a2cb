import { Duration } from 'cdk8s';
import { modelOf, problemOf, small } from '../support';
import { KubeletCertificateRotation } from 'cdk8s-bulwark';

function hostsOf(certificateLifetime?: Duration) {
  const { prod } = small();
  new KubeletCertificateRotation(prod, 'kubelet', { certificateLifetime });
  return modelOf(prod).hosts;
}

test.each([
  [Duration.days(30), '720h0m0s'], [Duration.hours(1), '1h0m0s'], [Duration.minutes(90), '1h30m0s'], [Duration.seconds(3661), '1h1m1s'], [undefined, '8760h0m0s'],
])('kubelets rotate, and the controller manager signs for the lifetime: %s', (lifetime, flag) => {
  expect(hostsOf(lifetime)).toMatchObject({
    controlPlane: { apiServerFlags: {}, controllerManagerFlags: { 'cluster-signing-duration': flag }, files: [], mounts: [] },
    kubelet: { rotateCertificates: true },
  });
});

test.each([[Duration.minutes(59), '"3540s"'], [Duration.millis(3_600_500), '"3600.5s"'], [Duration.seconds(0), '"0s"']])('the lifetime %s is refused', (lifetime, value) => {
  expect(problemOf(() => hostsOf(lifetime))).toMatchObject({ id: 'construct-invalid', construct: 'prod/kubelet', field: 'certificateLifetime', value });
});

test('two that ask for different lifetimes are an error that names both; for the same, they agree', () => {
  const { prod } = small();
  new KubeletCertificateRotation(prod, 'one', { certificateLifetime: Duration.days(30) });
  new KubeletCertificateRotation(prod, 'two', { certificateLifetime: Duration.hours(720) });
  expect(problemOf(() => new KubeletCertificateRotation(prod, 'three'))).toMatchObject({
    construct: 'prod/three',
    field: 'kube-controller-manager --cluster-signing-duration',
    value: '"8760h0m0s"',
    message: 'prod/two asks for another value of the same setting',
  });
});
