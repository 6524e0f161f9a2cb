import { clusterOn } from './support';
import { renderHosts } from '../../../src/deliver/hosts';
import { readToml } from '../../../src/manifests/toml';
import { labelsIn, modelOf, only, problemOf } from '../support';
import { ContainerRuntime, RegistryCapability, Sandbox, SandboxedRuntime, ClusterTarget, PolicyApp, Cluster } from 'cdk8s-bulwark';

test.each([
  ['1.7', 2, 'io.containerd.grpc.v1.cri', 'io.containerd.grpc.v1.cri'], ['2.1', 3, 'io.containerd.cri.v1.runtime', 'io.containerd.cri.v1.images'],
  ['2.3', 4, 'io.containerd.cri.v1.runtime', 'io.containerd.cri.v1.images'],
])('for containerd %s the file is of version %i, with the plugin ids of that version', (containerd, version, runtime, images) => {
  const prod = new Cluster(new PolicyApp({ name: 'small' }), 'prod', { target: ClusterTarget.generic({ kubernetes: '1.34', containerd }) });
  new ContainerRuntime(prod, 'containerd', { sandboxImage: 'pause:3.10', unprivilegedPorts: false, registries: [{ host: 'docker.io' }] });
  new SandboxedRuntime(prod, 'gvisor', { sandbox: Sandbox.GVISOR });
  const [path, text] = [...renderHosts(modelOf(prod))].find(([each]) => /containerd.*\.toml$/.test(each) && !each.includes('hosts.toml'))!;
  expect(path).toBe(`hosts/generic/nodes/${version === 2 ? 'containerd-config.toml' : 'etc/containerd/conf.d/50-bulwark.toml'}`);
  const file = readToml(text) as { version: number; plugins: Record<string, any> };
  expect(file.version).toBe(version);
  expect(Object.keys(file.plugins).sort()).toEqual([...new Set([runtime, images])].sort());
  expect(file.plugins[runtime]).toMatchObject({
    enable_unprivileged_ports: false,
    containerd: { runtimes: { runc: { options: { SystemdCgroup: true } }, runsc: { runtime_type: 'io.containerd.runsc.v1' } } },
  });
  expect(file.plugins[images]).toMatchObject({
    registry: { config_path: '/etc/containerd/certs.d' }, ...version === 2 ? { sandbox_image: 'pause:3.10' } : { pinned_images: { sandbox: 'pause:3.10' } },
  });
});

test('a mirror answers by digest alone unless it is let resolve tags, and registries are files of their own', () => {
  const prod = clusterOn('generic');
  new ContainerRuntime(prod, 'containerd', {
    registries: [
      { host: 'docker.io', mirrors: [{ url: 'https://mirror.example.com', certificateAuthority: '/etc/ssl/mirror.crt' }] },
      { host: 'registry.example.com:5000', mirrors: [{ url: 'https://other.example.com', capabilities: [RegistryCapability.RESOLVE, RegistryCapability.PULL] }] },
    ],
  });
  const files = renderHosts(modelOf(prod));
  expect(readToml(files.get('hosts/generic/nodes/etc/containerd/certs.d/docker.io/hosts.toml')!)).toEqual({
    server: 'https://registry-1.docker.io', host: { 'https://mirror.example.com': { capabilities: ['pull'], ca: '/etc/ssl/mirror.crt' } },
  });
  expect(readToml(files.get('hosts/generic/nodes/etc/containerd/certs.d/registry.example.com_5000_/hosts.toml')!)).toEqual({
    server: 'https://registry.example.com:5000', host: { 'https://other.example.com': { capabilities: ['pull', 'resolve'] } },
  });
});

test.each([
  [{ registries: [{ host: 'https://docker.io' }] }, 'registries[0].host'], [{ registries: [{ host: '../x' }] }, 'registries[0].host'],
  [{ registries: [{ host: 'docker.io', mirrors: [{ url: 'http://mirror' }] }] }, 'registries[0].mirrors[0].url'],
  [{ registries: [{ host: 'docker.io', mirrors: [{ url: 'https://mirror', capabilities: [] }] }] }, 'registries[0].mirrors[0].capabilities'],
  [{ sandboxImage: '' }, 'sandboxImage'],
])('%j is refused', (props, field) => {
  expect(problemOf(() => new ContainerRuntime(clusterOn('generic'), 'containerd', props))).toMatchObject({ id: 'construct-invalid', field });
});

describe('a sandbox', () => {
  test('is a handler and the RuntimeClass that names it, with what it takes and where it runs', () => {
    const prod = clusterOn('generic');
    const kata = new SandboxedRuntime(prod, 'kata', {
      sandbox: Sandbox.KATA, nodeSelector: { sandbox: 'kata' }, tolerations: [{ key: 'sandbox', value: 'kata', effect: 'NoSchedule' }, { key: 'other' }],
    });
    expect(only(prod, 'RuntimeClass')).toEqual({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: kata.runtimeClassName },
      handler: 'kata',
      overhead: { podFixed: { cpu: '250m', memory: '160Mi' } },
      scheduling: {
        nodeSelector: { sandbox: 'kata' },
        tolerations: [{ key: 'sandbox', operator: 'Equal', value: 'kata', effect: 'NoSchedule' }, { key: 'other', operator: 'Exists' }],
      },
    });
    expect(modelOf(prod).hosts.containerd.handlers).toEqual({ kata: { type: 'io.containerd.kata.v2', privilegedWithoutHostDevices: true } });
  });

  test.each([['gke', Sandbox.GVISOR, 'gvisor'], ['aks', Sandbox.KATA, 'kata-mshv-vm-isolation']])('on %s %s is the provider\'s, and so is its RuntimeClass', (distribution, sandbox, name) => {
    const prod = clusterOn(distribution);
    expect(new SandboxedRuntime(prod, 'sandbox', { sandbox }).runtimeClassName).toBe(name);
    expect(labelsIn(prod)).toEqual([]);
  });

  test.each([['minikube', Sandbox.GVISOR], ['gke', Sandbox.KATA], ['aks', Sandbox.GVISOR]])('on %s nobody could set up %s: a RuntimeClass without a handler is refused', (distribution, sandbox) => {
    expect(problemOf(() => new SandboxedRuntime(clusterOn(distribution), 'sandbox', { sandbox }))).toMatchObject({ id: 'target-unsupported', field: 'sandbox' });
  });

  test.each([[{ handler: 'Run_SC' }, 'handler'], [{ podAnnotations: ['io.katacontainers.*'] }, 'podAnnotations'], [{ sandbox: 'runc' as Sandbox }, 'sandbox']])('%j is refused', (wrong, field) => {
    expect(problemOf(() => new SandboxedRuntime(clusterOn('generic'), 'sandbox', { sandbox: Sandbox.KATA, ...wrong }))).toMatchObject({ field });
  });
});
