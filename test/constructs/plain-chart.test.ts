import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { problemOf, type Json } from './support';
import { AccessRole, AuditPolicy, AuditLevel, KubeletCertificateRotation, KubernetesResource as R, Peer, PodSelection, Port, ReadOnlyRole, SecuredNamespace, Subject, TrafficPolicy, Verb } from 'cdk8s-bulwark';

function kinds(chart: Chart): string[] {
  return (Testing.synth(chart) as Json[]).map(({ kind, metadata }) => `${kind} ${metadata.namespace}`);
}

test('constructs of API objects work in any chart with a namespace, outside any Cluster', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'shop' });
  const web = new kplus.Deployment(chart, 'web', { containers: [{ image: 'x', portNumber: 80 }] });
  new ReadOnlyRole(chart, 'reader', { resources: [R.PODS], subjects: [Subject.user('jane')] });
  new AccessRole(chart, 'role', { rules: [{ verbs: [Verb.GET], resources: [R.PODS] }] });
  new TrafficPolicy(chart, 'traffic', { pods: web, ingress: [{ from: [web], ports: [Port.tcp(80)] }] });
  expect(kinds(chart)).toEqual(['Deployment shop', 'Role shop', 'RoleBinding shop', 'Role shop', 'NetworkPolicy shop']);
  const all = Testing.synth(chart) as Json[];
  const { selector } = all[0]!.spec;
  expect(all.at(-1)!.spec).toMatchObject({ podSelector: selector, ingress: [{ from: [{ podSelector: selector }] }] });
});

test('cluster-wide ones need no namespace and carry none', () => {
  const chart = new Chart(new App(), 'chart');
  new ReadOnlyRole(chart, 'reader', { resources: [R.NODES], clusterWide: true, subjects: [Subject.group('ops')] });
  expect(kinds(chart)).toEqual(['ClusterRole undefined', 'ClusterRoleBinding undefined']);
});

test('without a namespace, and not cluster-wide, it is an error', () => {
  const chart = Testing.chart();
  for (const make of [
    () => new ReadOnlyRole(chart, 'reader', { resources: [R.PODS] }),
    () => new AccessRole(chart, 'role', { rules: [{ verbs: [Verb.GET], resources: [R.PODS] }] }),
    () => new TrafficPolicy(chart, 'traffic', { pods: PodSelection.all(), ingress: [{ from: [Peer.anywhere()], ports: [Port.all()] }] }),
  ]) {
    expect(problemOf(make)).toMatchObject({ id: 'construct-invalid', field: 'namespace' });
  }
});

test('the prop namespace is enough', () => {
  const chart = Testing.chart();
  new ReadOnlyRole(chart, 'reader', { resources: [R.PODS], namespace: 'shop', subjects: [Subject.user('jane')] });
  new TrafficPolicy(chart, 'traffic', { pods: PodSelection.all(), egress: [], namespace: 'shop' });
  expect(kinds(chart)).toEqual(['Role shop', 'RoleBinding shop', 'NetworkPolicy shop']);
});

test('a SecuredNamespace outside a Cluster names no minor that it does not know', () => {
  const namespace = new SecuredNamespace(new App(), 'shop');
  expect((Testing.synth(namespace) as Json[])[0]!.metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'latest',
  });
});

test('constructs of host files need a Cluster, and say so', () => {
  const chart = Testing.chart();
  for (const make of [
    () => new AuditPolicy(chart, 'audit', { rules: [{ level: AuditLevel.METADATA }] }),
    () => new KubeletCertificateRotation(chart, 'kubelet'),
  ]) {
    expect(problemOf(make)).toMatchObject({ id: 'construct-misplaced', message: 'stands in no Cluster' });
  }
});
