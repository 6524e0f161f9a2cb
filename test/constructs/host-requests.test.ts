import { Construct } from 'constructs';
import { problemOf, small } from './support';
import { HostRequests } from '../../src/constructs/host-requests';

function two() {
  const { prod } = small();
  return { hosts: new HostRequests(), one: new Construct(prod, 'one'), other: new Construct(prod, 'two') };
}

const RUNSC = { type: 'io.containerd.runsc.v1' };

test.each<[string, (hosts: HostRequests, by: Construct, value: boolean) => void]>([
  ['kube-apiserver --audit-log-mode', (hosts, by, value) => hosts.flag(by, 'kube-apiserver', 'audit-log-mode', String(value))],
  ['kube-controller-manager --profiling', (hosts, by, value) => hosts.flag(by, 'kube-controller-manager', 'profiling', String(value))],
  ['kubelet authentication.anonymous.enabled', (hosts, by, value) => hosts.kubeletField(by, 'authentication.anonymous.enabled', value)],
  ['containerd systemdCgroup', (hosts, by, value) => hosts.containerd(by, 'systemdCgroup', value)],
  ['containerd handler runsc', (hosts, by, value) => hosts.handler(by, 'runsc', { ...RUNSC, privilegedWithoutHostDevices: value })],
  ['containerd registry docker.io', (hosts, by, value) => hosts.registryHost(by, 'docker.io', { server: String(value), mirrors: [] })],
  ['folder /var/log/audit', (hosts, by, value) => hosts.mount(by, { name: String(value), path: '/var/log/audit', readOnly: false })],
])('%s: two constructs that ask for different values are an error that names both, and for the same agree', (field, ask) => {
  const { hosts, one, other } = two();
  ask(hosts, one, true);
  ask(hosts, other, true);
  expect(problemOf(() => ask(hosts, one, false))).toMatchObject({
    id: 'construct-invalid', construct: 'prod/one', field, message: 'prod/two asks for another value of the same setting',
  });
});

test('a struct and a field of it are one setting', () => {
  const { hosts, one, other } = two();
  hosts.kubeletField(one, 'authentication.anonymous.enabled', false);
  expect(problemOf(() => hosts.kubeletField(other, 'authentication', {}))).toMatchObject({ construct: 'prod/two', field: 'kubelet authentication' });
  hosts.kubeletField(one, 'authorization', { mode: 'Webhook' });
  expect(problemOf(() => hosts.kubeletField(other, 'authorization.mode', 'AlwaysAllow'))).toMatchObject({ construct: 'prod/two' });
});

test('fields are nested as in the file, and every setting knows who asked for it', () => {
  const { hosts, one, other } = two();
  hosts.kubeletField(one, 'authentication.anonymous.enabled', false);
  hosts.kubeletField(other, 'authentication.webhook.enabled', true);
  hosts.kubeletField(one, 'readOnlyPort', 0);
  const model = hosts.toModel();
  expect(model.kubelet).toEqual({ authentication: { anonymous: { enabled: false }, webhook: { enabled: true } }, readOnlyPort: 0 });
  expect(model.askedBy).toEqual({
    'kubelet authentication.anonymous.enabled': 'prod/one', 'kubelet authentication.webhook.enabled': 'prod/two', 'kubelet readOnlyPort': 'prod/one',
  });
});

test('two may read one folder, under one name whichever came first', () => {
  for (const names of [['a', 'b'], ['b', 'a']]) {
    const { hosts, one, other } = two();
    hosts.mount(one, { name: names[0]!, path: '/etc/x/y', readOnly: true });
    hosts.mount(other, { name: names[1]!, path: '/etc/x/y', readOnly: true });
    expect(hosts.toModel().controlPlane.mounts).toEqual([{ name: 'a', path: '/etc/x/y', readOnly: true }]);
    expect(problemOf(() => hosts.mount(one, { name: 'c', path: '/etc/x/y', readOnly: false }))).toMatchObject({ field: 'folder /etc/x/y' });
  }
});
