import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as yaml from 'yaml';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { componentFlags, flagGap } from '../../../src/kubernetes/component-flags';
import { KOPS_FIELDS, KOPS_UNUSED } from '../../../src/kubernetes/data/kops-fields';
import { KOPS_FLAGS } from '../../../src/kubernetes/data/kops-flags';
import { fieldsOf, type Field } from '../../../src/kubernetes/fields';
import { kopsFlags } from '../../../src/kubernetes/kops-flags';
import { hostDocument } from '../../../src/manifests/host-files';
import { minorsOfGroup } from '../../../src/manifests/host-files/kops-clusters';
import { differences, type Schema } from '../../cluster/kops-definitions';

type Json = Record<string, any>;
type Found = Array<[field: string, message: RegExp, fix?: RegExp]>;

const document = (kind: string, spec: unknown): Json => ({
  apiVersion: 'kops.k8s.io/v1alpha2', kind, metadata: { name: 'a', ...kind === 'Cluster' ? {} : { labels: { 'kops.k8s.io/cluster': 'a.example.com' } } }, spec,
});
const group = (spec: object): Json => document('InstanceGroup', { role: 'Node', ...spec });
const problemsOf = (object: Json, minor = 34) => hostDocument(object)!.problems(minor);

function expectFound(object: Json, minor: number, expected: Found): void {
  const found = problemsOf(object, minor);
  expect(found.map(({ field }) => field)).toEqual(expected.map(([field]) => field));
  expected.forEach(([, message, fix], at) => {
    expect(found[at]!.message).toMatch(message);
    expect(found[at]!.fix).toMatch(fix ?? /./);
  });
}

test.each(['completed-1.36', 'complex-1.30', 'groups'])('what kops itself writes or tells people to write has no problem: %s', file => {
  const documents = yaml.parseAllDocuments(readFileSync(join(__dirname, 'kops', `${file}.yaml`), 'utf8')).map(each => each.toJS() as Json);
  expect(documents.flatMap(each => problemsOf(each, 36))).toEqual([]);
  expect(documents.map(each => hostDocument(each)!.isWhole(36))).toEqual(documents.map(() => true));
});

test.each<[string, Json, number, Found]>([
  ['a name that differs in a letter', document('Cluster', { kubernetesApiAcess: [] }), 34, [['spec.kubernetesApiAcess', /kops knows no such field, and refuses/, /write kubernetesApiAccess/]]],
  ['a name with other capitals', group({ associatePublicIP: true, externalLoadBalancers: [{ targetGroupARN: 'x' }] }), 34,
    [['spec.associatePublicIP', /no such field/, /write associatePublicIp/], ['spec.externalLoadBalancers[0].targetGroupARN', /no such field/, /write targetGroupArn/]]],
  ['a name that resembles none', group({ hardening: {} }), 34, [['spec.hardening', /kops 1\.38 and older know no such field.*of newer ones nothing is known/, /leave it out; known here/]]],
  ['names of the version to come', document('Cluster', { controlPlaneKubelet: {}, tagSubnets: true, networking: { subnets: [] }, hooks: [{ manifest: 'x', enabled: true }] }), 34,
    [['spec.controlPlaneKubelet', /no such field here/, /write masterKubelet/], ['spec.tagSubnets', /no such field/, /DisableSubnetTags/],
      ['spec.networking.subnets', /no such field/, /write it in spec/], ['spec.hooks[0].enabled', /no such field/, /write disabled/]]],
  ['the root volume of the version to come', group({ rootVolume: { size: 1 } }), 34, [['spec.rootVolume', /no such field/, /rootVolumeSize/]]],
  ['a version without quotes is a number', document('Cluster', { kubernetesVersion: 1.34 }), 34, [['spec.kubernetesVersion', /must be text/, /in quotes: "1\.34"/]]],
  ['a gate without quotes is no text', document('Cluster', { kubelet: { featureGates: { ImageVolume: true } } }), 34, [['spec.kubelet.featureGates.ImageVolume', /must be text/, /"true"/]]],
  ['a size in quotes is no number', group({ minSize: '2', subnets: 'a', nodeLabels: { a: 1 } }), 34,
    [['spec.minSize', /whole number/], ['spec.subnets', /a list/], ['spec.nodeLabels.a', /must be text/]]],
  ['a gate that went', group({ kubelet: { featureGates: { RotateKubeletClientCertificate: 'true' } } }), 34, [['spec.kubelet.featureGates.RotateKubeletClientCertificate', /went with Kubernetes 1\.22/]]],
  ['a gate of the proxy that is none', document('Cluster', { kubeProxy: { featureGates: { NoSuchGate: 'true' } } }), 34, [['spec.kubeProxy.featureGates.NoSuchGate', /./]]],
  ['flags that went with a minor', document('Cluster', { kubelet: { registerSchedulable: true }, kubeAPIServer: { cloudProvider: 'external' } }), 34,
    [['spec.kubelet.registerSchedulable', /--register-schedulable was removed in Kubernetes 1\.34/], ['spec.kubeAPIServer.cloudProvider', /--cloud-provider was removed in Kubernetes 1\.33/]]],
  ['and stand where they do not', document('Cluster', { kubelet: { registerSchedulable: true }, kubeAPIServer: { cloudProvider: 'external' } }), 32, []],
  ['a flag that is not there yet', document('Cluster', { kubeAPIServer: { authenticationConfigFile: '/x' } }), 28, [['spec.kubeAPIServer.authenticationConfigFile', /known since Kubernetes 1\.29/]]],
  ['the controller manager', document('Cluster', { kubeControllerManager: { podEvictionTimeout: '5m', ClusterSigningDuration: '30d' } }), 34,
    [['spec.kubeControllerManager.podEvictionTimeout', /no such flag|removed/], ['spec.kubeControllerManager.ClusterSigningDuration', /no duration/]]],
  ['an admission plugin that went, appended', document('Cluster', { kubeAPIServer: { appendAdmissionPlugins: ['SecurityContextDeny'] } }), 34, [['spec.kubeAPIServer.appendAdmissionPlugins', /removed in Kubernetes 1\.30/]]],
  ['two ways to sign in', document('Cluster', { kubeAPIServer: { authenticationConfigFile: '/x', oidcIssuerURL: 'https://x' } }), 34, [['spec.kubeAPIServer.oidcIssuerURL', /cannot stand beside --authentication-config/]]],
  ['fields of the file of the kubelet', document('Cluster', { masterKubelet: { imageMaximumGCAge: '1h', streamingConnectionIdleTimeout: '4h', tlsMinVersion: 'VersionTLS9' } }), 28,
    [['spec.masterKubelet.imageMaximumGCAge', /known since Kubernetes 1\.29/], ['spec.masterKubelet.tlsMinVersion', /must be one of/]]],
  ['a setting of the kubelet without effect', group({ kubelet: { streamingConnectionIdleTimeout: '4h' } }), 34, [['spec.kubelet.streamingConnectionIdleTimeout', /no effect since Kubernetes 1\.34/]]],
  ['what validation forbids', document('Cluster', { kubelet: { networkPluginName: 'cni', bootstrapKubeconfig: '/x' }, kubeScheduler: { usePolicyConfigMap: true }, kubeAPIServer: { enableBootstrapTokenAuth: true, admissionControl: ['x'] } }), 34,
    [['spec.kubelet.networkPluginName', /kops forbids it/], ['spec.kubelet.bootstrapKubeconfig', /kops forbids it/], ['spec.kubeAPIServer.admissionControl', /kops forbids it/, /enableAdmissionPlugins/],
      ['spec.kubeAPIServer.enableBootstrapTokenAuth', /kops forbids it/], ['spec.kubeScheduler.usePolicyConfigMap', /kops forbids it/]]],
  ['a webhook of audit events without a policy', document('Cluster', { kubeAPIServer: { auditWebhookConfigFile: '/etc/audit/hook' } }), 34, [['spec.kubeAPIServer.auditWebhookConfigFile', /without auditPolicyFile/]]],
  ['a webhook of audit events in another folder', document('Cluster', { kubeAPIServer: { auditPolicyFile: '/etc/audit/policy', auditWebhookConfigFile: '/etc/hook' } }), 34,
    [['spec.kubeAPIServer.auditWebhookConfigFile', /another folder/, /put it into \/etc\/audit/]]],
  ['a group of no cluster', { ...group({}), metadata: { name: 'a' } }, 34, [['metadata.labels', /needs the label kops\.k8s\.io\/cluster/]]],
  ['a group without a role', document('InstanceGroup', {}), 34, [['spec.role', /must be set/]]],
  ['a role in small letters', group({ role: 'node' }), 34, [['spec.role', /is no role/, /ControlPlane/]]],
  ['a role of a single component, by a kops that may know it', group({ role: 'APIServer,Scheduler' }), 34, []],
  ['a role of a single component, by one that does not', group({ role: 'Etcd' }), 31, [['spec.role', /is no role/]]],
  ['gVisor for a whole cluster', document('Cluster', { containerd: { gvisor: { enabled: true } } }), 36, [['spec.containerd.gvisor', /InstanceGroup of workers alone/]]],
  ['gVisor on the control plane', group({ role: 'ControlPlane', containerd: { gvisor: { enabled: true } } }), 36, [['spec.containerd.gvisor', /workers alone/]]],
  ['an image that went with 1.35', group({ kubelet: { podInfraContainerImage: 'pause:3' } }), 35, [['spec.kubelet.podInfraContainerImage', /kops forbids it/]]],
  ['gVisor that is off on the control plane', group({ role: 'ControlPlane', containerd: { gvisor: { enabled: false } } }), 36, []],
  ['gVisor, by a kops that does not know it', group({ containerd: { gvisor: { enabled: true } } }), 30, [['spec.containerd.gvisor', /known since kops 1\.36: kops 1\.35 and older refuse it/]]],
  ['gVisor, by a kops that may know it', group({ containerd: { gvisor: { enabled: true } } }), 31, []],
  ['a network that went with kops 1.37', document('Cluster', { networking: { kopeio: {} } }), 37, [['spec.networking.kopeio', /went with kops 1\.37/]]],
  ['and one that an older kops may run', document('Cluster', { networking: { kopeio: {} } }), 36, []],
  ['a network that went long ago', document('Cluster', { networking: { romana: {} } }), 27, [['spec.networking.romana', /went with kops 1\.19/]]],
  ['a file without its content', group({ fileAssets: [{ name: 'a', path: '/a' }] }), 34, [['spec.fileAssets[0].content', /must be set/]]],
  ['an audit policy in base64', document('Cluster', { fileAssets: [{ name: 'a', path: '/a', isBase64: true, content: Buffer.from('apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: metadata}]').toString('base64') }] }), 34,
    [['spec.fileAssets[0].content', /rules\[0\]\.level/]]],
  ['containerd, its whole file', group({ containerd: { configOverride: 'version = 3\nimprts = []' } }), 34, [['spec.containerd.configOverride', /imprts/]]],
  ['containerd, an addition for a file of an older version', group({ containerd: { configAdditions: { 'plugins."io.containerd.grpc.v1.cri".enable_selinux': 'true' } } }), 36,
    [['spec.containerd.configAdditions.plugins."io.containerd.grpc.v1.cri".enable_selinux', /in version 3 this setting is elsewhere/]]],
  ['and where an older kops may write that version', group({ containerd: { configAdditions: { 'plugins."io.containerd.grpc.v1.cri".enable_selinux': 'true' } } }), 35, []],
  ['containerd 1 reads no file of version 3', group({ containerd: { version: '1.7.28', configAdditions: { 'plugins."io.containerd.cri.v1.runtime".enable_selinux': 'true' } } }), 35,
    [['spec.containerd.configAdditions.plugins."io.containerd.cri.v1.runtime".enable_selinux', /version 2 has no such plugin/]]],
  ['an addition that is misspelt', group({ containerd: { configAdditions: { 'plugins."io.containerd.cri.v1.runtime".enable_selinx': 'true' } } }), 36,
    [['spec.containerd.configAdditions.plugins."io.containerd.cri.v1.runtime".enable_selinx', /no such field/, /write enable_selinux/]]],
  ['an addition without quotes', group({ containerd: { configAdditions: { 'oom_score': -999, 'plugins."io.containerd.cri.v1.runtime".enable_selinux': true } } }), 34,
    [['spec.containerd.configAdditions.plugins."io.containerd.cri.v1.runtime".enable_selinux', /must be text or a whole number/, /"true"/]]],
  ['an addition whose path is none', group({ containerd: { configAdditions: { 'plugins.io.containerd.cri.v1.[': 'a' } } }), 34, [['spec.containerd.configAdditions.plugins.io.containerd.cri.v1.[', /no path of TOML/]]],
  ['a containerd that kops 1.37 took away', document('Cluster', { containerd: { version: '2.0.4' } }), 37, [['spec.containerd.version', /older than 2\.1\.0/]]],
  ['words of settings', document('Cluster', { kubelet: { memorySwapBehavior: 'Swap', shutdownGracePeriodCriticalPods: '10s' }, kubeAPIServer: { logFormat: 'xml' } }), 34,
    [['spec.kubelet.memorySwapBehavior', /LimitedSwap/], ['spec.kubelet.shutdownGracePeriodCriticalPods', /without shutdownGracePeriod/], ['spec.kubeAPIServer.logFormat', /text, json/]]],
  ['a role of files and hooks that is none', document('Cluster', { fileAssets: [{ name: 'a', content: 'x', roles: ['ControlPlane', 'node'] }], hooks: [{ name: 'a', manifest: 'x', roles: ['Masters'] }] }), 34,
    [['spec.fileAssets[0].roles[1]', /is no role/, /Node/], ['spec.hooks[0].roles[0]', /is no role/]]],
  ['an audit policy on machines without an API server', document('Cluster', { kubeAPIServer: { auditPolicyFile: '/p' }, fileAssets: [{ name: 'a', path: '/p', content: 'x', roles: ['Node'] }] }), 34,
    [['spec.fileAssets[0].roles', /leaves out the machines of API servers/, /add ControlPlane/]]],
  ['and one on all machines', document('Cluster', { kubeAPIServer: { auditPolicyFile: '/p' }, fileAssets: [{ name: 'a', path: '/p', content: 'x' }] }), 34, []],
  ['a kind that differs in a letter', { ...group({}), kind: 'InstanceGroups' }, 34, [['kind', /kops knows no such kind/, /write InstanceGroup/]]],
  ['a version of the API that is none', { ...group({}), apiVersion: 'kops.k8s.io/v1beta1' }, 34, [['apiVersion', /no such version/, /v1alpha2/]]],
])('a trap of kops is told: %s', (_, object, minor, expected) => expectFound(object, minor, expected));

test.each<[string, Json, number, string[]]>([
  ['docker', document('Cluster', { docker: { version: '1' }, containerRuntime: 'docker' }), 34, ['spec.docker', 'spec.containerRuntime']],
  ['gossip, where kops is 1.37 or newer', document('Cluster', { gossipConfig: {}, dnsControllerGossipConfig: {} }), 37, ['spec.gossipConfig', 'spec.dnsControllerGossipConfig']],
  ['gossip, where an older kops may run the cluster', document('Cluster', { gossipConfig: {} }), 36, []],
  ['inside lists and structs', document('Cluster', { etcdClusters: [{ name: 'main', enableEtcdTLS: true }], networking: { calico: { crossSubnet: true } } }), 34, ['spec.etcdClusters[0].enableEtcdTLS', 'spec.networking.calico.crossSubnet']],
  ['of a group', group({ rootVolumeDeleteOnTermination: true }), 34, ['spec.rootVolumeDeleteOnTermination']],
])('what kops does not use any more is a setting without effect: %s', (_, object, minor, expected) => {
  const found = problemsOf(object, minor);
  expect(found.map(({ field, dead }) => [field, dead])).toEqual(expected.map(field => [field, true]));
});

test('a Cluster of a Kubernetes that only a newer kops runs may have more fields: only slips are told, and the file counts as known in part', () => {
  const newer = (spec: object) => document('Cluster', { kubernetesVersion: '1.39.0', ...spec });
  expect(problemsOf(newer({ somethingOfTomorrow: {} }))).toEqual([]);
  expect(problemsOf(newer({ kubeApiServer: {} })).map(({ field }) => field)).toEqual(['spec.kubeApiServer']);
  expect(hostDocument(newer({}))!.isWhole(34)).toBe(false);
  expect(hostDocument(document('Cluster', { kubernetesVersion: '1.38.0' }))!.isWhole(34)).toBe(true);
});

test('of v1alpha3, which is not finished, fields are not judged, and components are', () => {
  const object = { ...document('Cluster', { networking: { topology: {} }, controlPlaneKubelet: { registerSchedulable: true } }), apiVersion: 'kops.k8s.io/v1alpha3' };
  expect(problemsOf(object).map(({ field }) => field)).toEqual(['spec.controlPlaneKubelet.registerSchedulable']);
  expect(hostDocument(object)!.isWhole(34)).toBe(false);
});

/** A value of each kind, and where in a document each struct stands. */
const valueOf = ({ scalar, many }: Field): unknown => {
  const one = scalar === 'bool' ? true : scalar === 'int' ? 1 : scalar === 'text' ? 'x' : {};
  return many === 'list' ? [one] : many === 'map' ? { a: one } : one;
};
type Place = readonly [kind: string, wrap: (value: unknown) => unknown];

function places(): Map<string, Place> {
  const found = new Map<string, Place>([['ClusterSpec', ['Cluster', value => value]], ['InstanceGroupSpec', ['InstanceGroup', value => value]]]);
  for (const [struct, [kind, wrap]] of found) {
    for (const { name, struct: nested, many } of fieldsOf(KOPS_FIELDS, struct)!.values()) {
      if (nested !== undefined && !found.has(nested)) {
        found.set(nested, [kind, value => wrap({ [name]: many === 'list' ? [value] : value })]);
      }
    }
  }
  return found;
}

const PLACES = places();
/** What no kops takes that runs a supported minor is not looked into. */
const TAKEN = [...PLACES.keys()].filter(struct => !['Romana', 'LyftVPC'].includes(struct));
const NO_FIELD = /knows? no such field/;

test('every struct of the table stands somewhere in a Cluster or an InstanceGroup', () => {
  expect([...PLACES.keys()].sort()).toEqual(Object.keys(KOPS_FIELDS).sort());
});

test('every known field is known where it stands, in a value of its kind', () => {
  for (const [struct, [kind, wrap]] of PLACES) {
    for (const field of fieldsOf(KOPS_FIELDS, struct)!.values()) {
      const found = problemsOf(document(kind, wrap({ [field.name]: valueOf(field) })), 37)
        .filter(({ message }) => NO_FIELD.test(message) || /must be (text|true|a whole|a list|a map).*kops refuses/.test(message));
      expect([struct, field.name, found]).toEqual([struct, field.name, []]);
    }
  }
});

test('every other name is told where it stands, whatever the struct', () => {
  fc.assert(fc.property(fc.constantFrom(...TAKEN), fc.stringMatching(/^[a-z][A-Za-z]{2,12}$/), (struct, name) => {
    const [kind, wrap] = PLACES.get(struct)!;
    const isKnown = fieldsOf(KOPS_FIELDS, struct)!.has(name);
    const told = problemsOf(document(kind, wrap({ [name]: {} })), 37).filter(({ field, message }) => field.endsWith(`.${name}`) && NO_FIELD.test(message));
    expect(told.length).toBe(isKnown ? 0 : 1);
  }), { numRuns: 300 });
});

test('a value of another kind is told, whatever the field', () => {
  for (const [struct, [kind, wrap]] of [...PLACES].filter(([name]) => TAKEN.includes(name))) {
    for (const field of [...fieldsOf(KOPS_FIELDS, struct)!.values()].filter(({ scalar }) => scalar !== undefined)) {
      const other = field.many !== undefined || field.scalar === 'text' ? 7 : 'x';
      const found = problemsOf(document(kind, wrap({ [field.name]: other })), 37)
        .filter(each => each.field.endsWith(`.${field.name}`) && /must be .*kops refuses the file/.test(each.message));
      expect([struct, field.name, found.length]).toEqual([struct, field.name, 1]);
    }
  }
});

test('what is not used any more is a field that is known', () => {
  for (const [struct, text] of Object.entries(KOPS_UNUSED)) {
    const fields = fieldsOf(KOPS_FIELDS, struct)!;
    expect(text.split(' ').map(word => word.split('@')[0]!).filter(name => !fields.has(name))).toEqual([]);
  }
});

/** Flags that went before 1.27, so that no table has them. */
const LONG_GONE = [
  'api-servers', 'babysit-daemons', 'configure-cbr0', 'docker-disable-shared-pid', 'enable-cadvisor-json-endpoints', 'enable-custom-metrics',
  'experimental-allowed-unsafe-sysctls', 'experimental-nvidia-gpus', 'image-pull-progress-deadline', 'network-plugin-mtu', 'non-masquerade-cidr',
  'reconcile-cidr', 'require-kubeconfig', 'seccomp-profile-root', 'allow-privileged', 'network-plugin',
  'address', 'audit-dynamic-configuration', 'authorization-rbac-super-user', 'basic-auth-file', 'etcd-quorum-read',
  'experimental-encryption-provider-config', 'insecure-bind-address', 'insecure-port', 'horizontal-pod-autoscaler-use-rest-clients', 'pod-eviction-timeout',
];

test.each([['Kubelet', 'kubelet'], ['KubeAPIServer', 'kube-apiserver'], ['KubeControllerManager', 'kube-controller-manager'], ['KubeScheduler', 'kube-scheduler']] as const)(
  'each flag that kops makes of %s is one of %s, or went before 1.27, and its field is known', (struct, component) => {
    const flags = kopsFlags(struct);
    expect(flags.size).toBe(KOPS_FLAGS[struct].split(' ').length);
    expect([...flags.keys()].filter(field => !fieldsOf(KOPS_FIELDS, struct)!.has(field))).toEqual([]);
    expect([...flags.values()].filter(flag => !componentFlags(component).has(flag) && !LONG_GONE.includes(flag))).toEqual([]);
  });

test('a field is told in exactly the minors that do not have its flag', () => {
  for (const [field, flag] of kopsFlags('KubeAPIServer')) {
    const value = valueOf(fieldsOf(KOPS_FIELDS, 'KubeAPIServer')!.get(field)!);
    const told = SUPPORTED_MINORS.filter(minor => problemsOf(document('Cluster', { kubeAPIServer: { [field]: value } }), minor).some(({ message }) => message.startsWith(`--${flag} `)));
    const gone = SUPPORTED_MINORS.filter(minor => flagGap('kube-apiserver', flag, minor) !== undefined);
    expect([field, told]).toEqual([field, gone]);
  }
});

test.each<[string, unknown, string]>([
  ['a list', [], 'spec'], ['a text', 'x', 'spec'], ['a list where a map belongs', { kubelet: [], networking: 'x' }, 'spec.kubelet'],
  ['a map where a list belongs', { fileAssets: { a: 1 }, etcdClusters: {} }, 'spec.fileAssets'],
  ['keys of objects', JSON.parse('{"__proto__": {"a": 1}, "constructor": {}, "kubelet": {"toString": 1, "__proto__": 2}}'), 'spec.__proto__'],
  ['nothing in lists', { fileAssets: [null, 7], hooks: [null], subnets: [[]] }, 'spec.fileAssets[1]'],
])('a hostile file is refused and harms nobody: %s', (_, spec, field) => {
  for (const kind of ['Cluster', 'InstanceGroup']) {
    const found = problemsOf({ apiVersion: 'kops.k8s.io/v1alpha2', kind, metadata: { labels: kind === 'Cluster' ? undefined : 7 }, spec }, 34);
    expect(found.map(each => each.field)).toContain(field);
  }
  expect(({} as Json).a).toBeUndefined();
});

test('other kinds of kops are left to it', () => {
  expect(['SSHCredential', 'Keyset', 'ClusterList', 'Channel'].map(kind => hostDocument({ apiVersion: 'kops.k8s.io/v1alpha2', kind }))).toEqual([undefined, undefined, undefined, undefined]);
});

test('a file that says nothing is a Cluster that says nothing', () => {
  for (const spec of [undefined, null, {}]) {
    expect(problemsOf({ apiVersion: 'kops.k8s.io/v1alpha2', kind: 'Cluster', spec })).toEqual([]);
  }
});

test('a group runs the Kubernetes of the Clusters that bear the name in its label', () => {
  const cluster = (name: unknown, kubernetesVersion: unknown) => ({ apiVersion: 'kops.k8s.io/v1alpha2', kind: 'Cluster', metadata: { name }, spec: { kubernetesVersion } });
  const documents = [cluster('a.example.com', 'v1.33.1'), cluster('a.example.com', '1.31.0'), cluster('a.example.com', '1.33.7'), cluster('b.example.com', '1.36.0'), cluster('a.example.com', 1.34), cluster('a.example.com', '1.99.0'), {}];
  expect(minorsOfGroup(group({}), documents)).toEqual([31, 33, 34]);
  expect(minorsOfGroup({ ...group({}), metadata: { labels: { 'kops.k8s.io/cluster': 'c' } } }, documents)).toEqual([]);
  expect(minorsOfGroup({ ...group({}), metadata: undefined }, [...documents, { apiVersion: 'kops.k8s.io/v1alpha2', kind: 'Cluster', metadata: {} }])).toEqual([]);
});

/** The schema that a definition of custom resources would have of a struct. */
function schemaOf(struct: string): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries([...fieldsOf(KOPS_FIELDS, struct)!.values()].map(field => {
      const one: Schema = field.struct !== undefined ? schemaOf(field.struct)
        : field.scalar === undefined ? { 'x-kubernetes-int-or-string': true } : { type: { bool: 'boolean', int: 'integer', text: 'string' }[field.scalar] };
      return [field.name, field.many === 'list' ? { type: 'array', items: one } : field.many === 'map' ? { type: 'object', additionalProperties: one } : one];
    })),
  };
}

test('the comparison with definitions of kops finds what is missing, new and of another kind, and nothing else', () => {
  const schema = schemaOf('ClusterSpec');
  expect(differences(schema, 'ClusterSpec')).toEqual([]);
  const { docker: _, ...rest } = schema.properties!;
  const iam = rest.iam!;
  const changed: Schema = { ...schema, properties: { ...rest, brandNew: { type: 'array', items: { type: 'string' } }, sshAccess: { type: 'string' }, iam: { ...iam, properties: { ...iam.properties, more: { type: 'object' } } } } };
  expect(differences(changed, 'ClusterSpec')).toEqual([
    'spec.docker (ClusterSpec) is in the table alone', 'spec.iam.more (IAM) is in the definition alone: struct',
    'spec.sshAccess (ClusterSpec) is []text in the table, and text in the definition', 'spec.brandNew (ClusterSpec) is in the definition alone: []text',
  ]);
});
