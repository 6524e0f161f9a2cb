import * as fc from 'fast-check';
import * as yaml from 'yaml';
import { TALOS_FIELDS } from '../../../src/kubernetes/data/talos-fields';
import { fieldsOf } from '../../../src/kubernetes/fields';
import { hostDocument } from '../../../src/manifests/host-files';

type Found = Array<[field: string, message: RegExp, fix: RegExp]>;

function problemsOf(text: string, minor: number) {
  return hostDocument(yaml.parse(text) as Record<string, unknown>)!.problems(minor);
}

test.each<[string, string, number, Found]>([
  ['a field that looks like none is told, with its neighbours', 'version: v1alpha1\nmachine: {sandbox: {}, kubelet: {hardening: true}}', 34,
    [['machine.sandbox', /Talos knows no such field/, /leave it out; known here: .* more/], ['machine.kubelet.hardening', /refuses the configuration/, /disableManifestsDirectory/]]],
  ['deep below', 'version: v1alpha1\nmachine: {network: {interfaces: [{interface: eth0, vip: {ip: 10.0.0.1, addr: x}}]}}', 34, [['machine.network.interfaces[0].vip.addr', /no such field/, /known here: equinixMetal, hcloud, ip/]]],
  ['in a map by names of one\'s own', 'version: v1alpha1\nmachine: {registries: {mirrors: {docker.io: {endpoint: [x]}}}}', 34, [['machine.registries.mirrors.docker.io.endpoint', /no such field/, /write endpoints/]]],
  ['the installer names the release: one that is too old', 'version: v1alpha1\nmachine: {install: {image: "ghcr.io/siderolabs/installer:v1.6.4"}, features: {hostDNS: {enabled: true}}}', 34,
    [['machine.features.hostDNS', /is known since Talos 1.7: Talos 1.6 and older refuse it/, /use Talos 1.7/]]],
  ['and one that is new enough', 'version: v1alpha1\nmachine: {install: {image: "ghcr.io/siderolabs/installer:v1.7.0"}, features: {hostDNS: {enabled: true}}}', 34, []],
  ['of one that is newer than the tables, slips alone are told', 'version: v1alpha1\nmachine: {install: {image: "ghcr.io/siderolabs/installer:v1.15.0"}, newThing: {}, kubelett: {}}', 34,
    [['machine.kubelett', /no such field/, /write kubelet/]]],
  ['Kubernetes 1.28 runs on Talos 1.10 at most', 'apiVersion: v1alpha1\nkind: RegistryMirrorConfig\nname: docker.io', 28, [['kind', /is known since Talos 1.12: Talos 1.10 and older refuse it/, /Talos 1.12/]]],
  ['the image of the kubelet names the minor of Kubernetes', 'version: v1alpha1\nmachine: {kubelet: {image: "ghcr.io/siderolabs/kubelet:v1.28.3", extraConfig: {tlsCurvePreferences: [29]}}}', 37,
    [['machine.kubelet.extraConfig.tlsCurvePreferences', /since Kubernetes 1.36; a kubelet of 1.28/, /./]]],
  ['of the API server its own image: flags that it does not have any more, beside an older kubelet',
    'version: v1alpha1\nmachine: {kubelet: {image: "ghcr.io/siderolabs/kubelet:v1.30.0"}}\ncluster: {apiServer: {image: "registry.k8s.io/kube-apiserver:v1.36.0", extraArgs: {cloud-provider: external}}}', 30,
    [['cluster.apiServer.extraArgs.cloud-provider', /1\.33/, /./]]],
  ['what is of another kind than the field', 'version: v1alpha1\nmachine: {kubelet: {registerWithFQDN: maybe}, files: {content: x}}', 34, [['machine.kubelet.registerWithFQDN', /true or false/, /./], ['machine.files', /must be a list/, /./]]],
  ['yes is true where a field is of that kind', 'version: v1alpha1\nmachine: {kubelet: {registerWithFQDN: yes}}', 34, []],
  ['a patch takes away', 'version: v1alpha1\nmachine: {network: {interfaces: [{interface: eth0, $patch: delete}], kubespan: {$patch: delete}}}', 34, []],
  ['a kind that no release has', 'apiVersion: v1alpha1\nkind: FirewallConfig', 30, [['kind', /no such document/, /leave it out/]]],
  ['a document of 1.14: its API server takes no volumes', 'apiVersion: v1alpha1\nkind: KubeAPIServerConfig\nimage: registry.k8s.io/kube-apiserver:v1.36.0\nextraVolumes: []', 37, [['extraVolumes', /no such field/, /known here: extraArgs/]]],
  ['and flags that a document says are refused', 'apiVersion: v1alpha1\nkind: KubeAPIServerConfig\nextraArgs: {anonymous-auth: "false", oidc-issuer-url: x, authorization-mode: RBAC}', 36,
    [['extraArgs.anonymous-auth', /refuses this flag/, /KubeAuthenticationConfig/], ['extraArgs.oidc-issuer-url', /refuses this flag/, /./], ['extraArgs.authorization-mode', /refuses this flag/, /KubeAuthorizerConfig/]]],
  ['encryption in a document is judged as what it is', 'apiVersion: v1alpha1\nkind: KubeEtcdEncryptionConfig\nconfig: {resources: [{resources: [secrets], provider: []}]}', 36, [['config.resources[0].provider', /kube-apiserver has no such field/, /write providers/]]],
  ['flags of a kubelet in a document', 'apiVersion: v1alpha1\nkind: KubeletConfig\nextraArgs: {network-plugin: cni}', 36, [['extraArgs.network-plugin', /removed in Kubernetes 1.24/, /./]]],
  ['a part of containerd among files', 'version: v1alpha1\nmachine: {files: [{path: /etc/cri/conf.d/20-customization.part, content: "[plugins.\\"io.containerd.grpc.v1.cri\\"]\\nsandbox_image = \\"x\\""}]}', 34,
    [['machine.files[0].content', /sandbox_image in version 3 this setting is elsewhere/, /./]]],
  ['a document of the network may have more fields in 1.14', 'apiVersion: v1alpha1\nkind: LinkConfig\nname: a\nsomethingOfTomorrow: 1', 36, [['somethingOfTomorrow', /^Talos 1.13 and older know no such field, .*; of 1.14 not all is known here/, /known here: addresses/]]],
  ['and a slip of a field is one', 'apiVersion: v1alpha1\nkind: LinkConfig\nname: a\nadresses: []', 36, [['adresses', /^Talos knows no such field/, /write addresses/]]],
  ['a kind that 1.14 may have', 'apiVersion: v1alpha1\nkind: FirewallConfig', 36, [['kind', /1.13 and older know no such document, .*; of 1.14 none is known here/, /leave it out/]]],
  ['a slip of a kind', 'apiVersion: v1alpha1\nkind: LinksConfig', 36, [['kind', /^Talos knows no such document/, /write LinkConfig/]]],
  ['what 1.14 brought is known by field: one that looks like none', 'apiVersion: v1alpha1\nkind: VXLANConfig\nname: vxlan0\nid: 7\nbacking: eth0', 36, [['backing', /no such field/, /known here: .*id/]]],
  ['a slip', 'apiVersion: v1alpha1\nkind: SysctlConfig\nparam: {net.ipv4.ip_forward: "1"}', 35, [['param', /no such field/, /write params/]]],
  ['deep below', 'apiVersion: v1alpha1\nkind: UnattendedInstallConfig\nprovisioning: {diskSelector: {size: 4GB}}', 36, [['provisioning.diskSelector.size', /no such field/, /match/]]],
  ['what is of another kind than the field', 'apiVersion: v1alpha1\nkind: BGPInstanceConfig\nname: a\nlocalASN: many\nneighbors: {peerASN: 1}', 36,
    [['localASN', /must be a (whole )?number/, /./], ['neighbors', /must be a list/, /./]]],
  ['an address below it, as in documents of 1.13', 'apiVersion: v1alpha1\nkind: VethConfig\nname: a\npeer: {name: b, addresses: [{address: 10.0.0.1/24, dhcp: true}]}', 36,
    [['peer.addresses[0].dhcp', /no such field/, /known here: address, routePriority/]]],
  ['and is right as its reference has it', 'apiVersion: v1alpha1\nkind: RAIDArrayConfig\nname: md0\nlevel: raid1\nprovisioning: {volumeSelector: {match: "disk.size > 1u"}}', 36, []],
  ['Kubernetes 1.31 runs on Talos 1.13 at most', 'apiVersion: v1alpha1\nkind: KernelModuleConfig\nname: br_netfilter', 31, [['kind', /is known since Talos 1.14: Talos 1.13 and older refuse it/, /Talos 1.14/]]],
  ['and have not before', 'apiVersion: v1alpha1\nkind: TimeSyncConfig\nsomethingOfTomorrow: 1', 31, [['somethingOfTomorrow', /no such field/, /known here/]]],
])('Talos: %s', (_, text, minor, expected) => {
  const found = problemsOf(text, minor);
  expect(found.map(({ field }) => field)).toEqual(expected.map(([field]) => field));
  expected.forEach(([, message, fix], at) => {
    expect(found[at]!.message).toMatch(message);
    expect(found[at]!.fix).toMatch(fix);
  });
});

test('what 1.14 may know is a problem that a baseline may hold, and what no release of its own knows is an error', () => {
  const unsure = (document: Record<string, unknown>, minor: number) => hostDocument({ apiVersion: 'v1alpha1', entirelyUnheardOf: 1, ...document })!.problems(minor).map(problem => problem.unsure === true);
  expect(unsure({ kind: 'LinkConfig' }, 36)).toEqual([true]);
  expect(unsure({ kind: 'LinkConfig' }, 31)).toEqual([false]);
  expect(unsure({ kind: 'SysctlConfig' }, 36)).toEqual([false]);
  expect(unsure({ kind: 'NobodysConfig' }, 36)).toEqual([true]);
  expect(unsure({ kind: 'NobodysConfig' }, 31)).toEqual([false]);
});

test('a release beyond the tables is judged by slips alone, and says so', () => {
  const machine = { version: 'v1alpha1', machine: { install: { image: 'ghcr.io/siderolabs/installer:v1.15.0' }, entirelyUnheardOf: 1 } };
  const link = { apiVersion: 'v1alpha1', kind: 'LinkConfig', entirelyUnheardOf: 1 };
  expect([hostDocument(machine)!, hostDocument(link, machine)!, hostDocument({ ...link, kind: 'NobodysConfig' }, machine)!].map(host => [host.isWhole(36), host.problems(36)]))
    .toEqual([[false, []], [false, []], [false, []]]);
  expect(hostDocument(link)!.isWhole(36)).toBe(true);
});

test('a field of machine.features is refused by the releases before it, and by no other', () => {
  const fields = [...fieldsOf(TALOS_FIELDS, 'FeaturesConfig')!.values()];
  expect(fields.filter(({ first }) => first !== undefined).length).toBeGreaterThan(2);
  fc.assert(fc.property(fc.constantFrom(...fields), fc.integer({ min: 5, max: 14 }), ({ name, first = 5, last = 14 }, release) => {
    const problems = hostDocument({ version: 'v1alpha1', machine: { install: { image: `ghcr.io/siderolabs/installer:v1.${release}.0` }, features: { [name]: null } } })!.problems(34);
    expect(problems.length).toBe(release < first || release > last ? 1 : 0);
  }));
});
