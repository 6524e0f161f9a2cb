import { Cluster, HardenedCronJob, KubeletCertificateRotation, PolicyApp } from 'cdk8s-bulwark';
import { problemOf, small } from './support';

/** The command line loads programs as they are: what no compiler looked at is said as clearly as any other mistake. */
test.each<[string, () => unknown, string, RegExp]>([
  ['a target by its name', () => new Cluster(new PolicyApp({ name: 'a' }), 'b', { target: 'kubeadm' } as never), 'target', /such as ClusterTarget\.kubeadm/],
  ['no properties of a cluster', () => new Cluster(new PolicyApp({ name: 'a' }), 'b', undefined as never), 'target', /such as ClusterTarget\.kubeadm/],
  ['a Cron in place of its text', () => new HardenedCronJob(small().shop, 'c', { schedule: { minute: '1' }, container: { image: 'a:1', resources: {} } } as never), 'schedule', /expressionString/],
  ['a container without resources', () => new HardenedCronJob(small().shop, 'c', { schedule: '@daily', container: { image: 'a:1' } } as never), 'container.resources', /memoryLimit/],
  ['a lifetime as a text', () => new KubeletCertificateRotation(small().prod, 'k', { certificateLifetime: '30d' } as never), 'certificateLifetime', /Duration\.days\(30\)/],
])('%s is refused with the field and what to write', (_, make, field, fix) => {
  expect(problemOf(make)).toMatchObject({ id: 'construct-invalid', field, fix: expect.stringMatching(fix) as string });
});
