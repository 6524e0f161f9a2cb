import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as yaml from 'yaml';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { K0S_DROPPING, K0S_FIELDS, K0S_GROWING } from '../../../src/kubernetes/data/k0s-fields';
import { fieldsOf, type Field } from '../../../src/kubernetes/fields';
import { hostDocument } from '../../../src/manifests/host-files';

const fileOf = (spec: unknown) => hostDocument({ apiVersion: 'k0s.k0sproject.io/v1beta1', kind: 'ClusterConfig', metadata: { name: 'k0s' }, spec })!;
const problemsOf = (spec: unknown, minor: number) => fileOf(spec).problems(minor);

type Told = readonly [field: string, message: RegExp, fix: RegExp];

test.each<[string, number, string, readonly Told[]]>([
  ['a field of the network is dropped without a word, where a part of the file refuses it', 34, '{network: {podCidr: 10.0.0.0/16}, telemetry: {enable: false}}',
    [['spec.network.podCidr', /dropped without a word/, /write podCIDR/], ['spec.telemetry.enable', /refuses the file/, /write enabled/]]],
  ['deep in the network', 34, '{network: {nodeLocalLoadBalancing: {enabled: true, envoyProxy: {apiServerPort: 7443}}}}',
    [['spec.network.nodeLocalLoadBalancing.envoyProxy.apiServerPort', /dropped without a word/, /known here: apiServerBindPort/]]],
  ['in the lists of control plane load balancing', 34, '{network: {controlPlaneLoadBalancing: {enabled: true, keepalived: {vrrpInstances: [{virtualIPs: [10.0.0.1/24], authPasswd: x}]}}}}',
    [['spec.network.controlPlaneLoadBalancing.keepalived.vrrpInstances[0].authPasswd', /dropped without a word/, /write authPass/]]],
  ['an image', 34, '{images: {coreDNS: {image: a, version: b}, calico: {cni: {img: a}}}}', [['spec.images.coreDNS', /dropped/, /write coredns/], ['spec.images.calico.cni.img', /dropped/, /known here: image, version/]]],
  ['a chart', 34, '{extensions: {helm: {charts: [{name: a, chartname: b, namespace: c, value: d}]}}}', [['spec.extensions.helm.charts[0].value', /refuses the file/, /write values/]]],
  ['values of another kind stop k0s wherever they stand', 34, '{network: {kubeProxy: {disabled: "yes"}, dualStack: []}}', [['spec.network.kubeProxy.disabled', /true or false: k0s refuses/, /./], ['spec.network.dualStack', /must be a map/, /./]]],
  ['load balancing of the control plane before it was there', 29, '{network: {controlPlaneLoadBalancing: {enabled: true}}}',
    [['spec.network.controlPlaneLoadBalancing', /known since k0s 1.30: k0s 1.29 and older drop it without a word/, /use k0s 1.30 or newer/]]],
  ['the address of konnectivity, refused before', 30, '{konnectivity: {externalAddress: a.example}}', [['spec.konnectivity.externalAddress', /known since k0s 1.31: k0s 1.30 and older refuse it/, /./]]],
  ['the address of konnectivity', 31, '{konnectivity: {externalAddress: a.example}}', []],
  ['what went', 34, '{api: {tunneledNetworkingMode: true}, network: {calico: {withWindowsNodes: true}}}',
    [['spec.api.tunneledNetworkingMode', /went with k0s 1.29/, /leave it out/], ['spec.network.calico.withWindowsNodes', /went with k0s 1.31/, /leave it out/]]],
  ['storage of k0s\' own is ignored since 1.31', 31, '{extensions: {storage: {type: openebs_local_storage}}}', [['spec.extensions.storage', /ignores it since 1.31/, /as a chart/]]],
  ['and not before', 30, '{extensions: {storage: {type: openebs_local_storage, create_default_storage_class: true}}}', []],
  ['storage from elsewhere is what k0s writes by default', 36, '{extensions: {storage: {type: external_storage, create_default_storage_class: false}}}', []],
  ['policies of pods', 30, '{podSecurityPolicy: {defaultPolicy: 00-k0s-privileged}}', [['spec.podSecurityPolicy', /removed policies of pods/, /Pod Security/]]],
  ['patches of a component', 36, '{network: {coreDNS: {patches: [{target: {kind: Deployment, name: coredns}, patch: {typ: JSON, content: "[]"}}]}}}',
    [['spec.network.coreDNS.patches[0].patch.typ', /dropped/, /known here: type/]]],
  ['and of one that is not below the network', 36, '{metricsServer: {patch: []}}', [['spec.metricsServer.patch', /refuses the file/, /known here: patches/]]],
])('k0s: %s (1.%i)', (_, minor, text, told) => {
  const found = problemsOf(yaml.parse(text), minor);
  expect(found.map(({ field }) => field)).toEqual(told.map(([field]) => field));
  told.forEach(([, message, fix], at) => {
    expect(found[at]!.message).toMatch(message);
    expect(found[at]!.fix).toMatch(fix);
  });
});

test.each(SUPPORTED_MINORS)('a configuration of many parts is right in every minor that has them all, and what is younger is told in 1.%i', minor => {
  const { spec } = yaml.parse(readFileSync(join(__dirname, 'examples/k0s-network.yaml'), 'utf8')) as { spec: unknown };
  const young = [[30, 'controlPlaneLoadBalancing'], [31, 'extraArgs'], [34, 'primaryAddressFamily']].flatMap(([first, name]) => minor < (first as number) ? [name] : []);
  expect(problemsOf(spec, minor).map(({ field }) => field.split('.').at(-1)).sort()).toEqual(young.sort());
});

/** Each field with the way to it, as a spec that holds it alone. */
function* ways(
  struct: string, wrap: (value: unknown) => unknown, path: string, seen: readonly string[] = [],
): Generator<readonly [string, string, Field, (value: unknown) => unknown]> {
  for (const field of fieldsOf(K0S_FIELDS, struct)!.values()) {
    const at = `${path}.${field.name}`;
    const put = (value: unknown) => wrap({ [field.name]: value });
    yield [struct, at, field, put];
    if (field.struct !== undefined && !seen.includes(field.struct)) {
      yield* ways(field.struct, value => put(field.many === 'list' ? [value] : value), field.many === 'list' ? `${at}[0]` : at, [...seen, field.struct]);
    }
  }
}

const WAYS = [...ways('ClusterSpec', value => value, 'spec')];

test('a field is told in the minors that do not have it, and in no other', () => {
  fc.assert(fc.property(fc.constantFrom(...WAYS), fc.integer({ min: 27, max: 37 }), ([, at, { first = 0, last = 99 }, put], minor) => {
    const told = problemsOf(put(null), minor).map(({ field }) => field);
    const isThere = first <= minor && minor <= last;
    // A field on the way may be younger than the minor, and is told instead.
    expect(told.every(field => at === field || at.startsWith(`${field}.`) || at.startsWith(`${field}[`))).toBe(true);
    expect(isThere || told.length > 0).toBe(true);
    expect(told.includes(at) && isThere).toBe(false);
  }), { numRuns: 400 });
});

test('a name that no release has is told in every struct, and of those that grow as one that a newer patch may have', () => {
  for (const [struct, at, , put] of WAYS.filter(([, , { struct: inner }]) => inner === undefined)) {
    const parent = at.slice(0, at.lastIndexOf('.'));
    const replaced = JSON.parse(JSON.stringify(put('THERE')).replace(/"[^"]+":"THERE"/, '"entirelyUnheardOf":null')) as unknown;
    for (const minor of [35, 36, 37]) {
      const told = problemsOf(replaced, minor);
      expect(told).not.toEqual([]);
      told.filter(({ field }) => field === `${parent}.entirelyUnheardOf`).forEach(({ message, unsure = false }) => {
        expect([at, minor, unsure]).toEqual([at, minor, minor > 36 || (minor === 36 && K0S_GROWING.test(struct))]);
        expect(unsure || /dropped without a word/.test(message) === /^spec\.(api|storage|images|network)\b/.test(at)).toBe(true);
      });
    }
  }
});

test('every struct of the table is reached, and every name of those that drop or grow is a struct', () => {
  const reached = new Set(['ClusterSpec', ...WAYS.flatMap(([, , { struct }]) => struct ?? [])]);
  expect(Object.keys(K0S_FIELDS).filter(struct => !reached.has(struct))).toEqual([]);
  const named = [K0S_DROPPING, K0S_GROWING].flatMap(({ source }) => source.replace(/[\^$()]/g, '').split('|'));
  expect(named.filter(struct => !reached.has(struct))).toEqual([]);
});

test.each<[string, unknown]>([['nothing', undefined], ['null', null], ['a text', 'spec'], ['a list', [1]], ['a number', 7], ['names of prototypes', JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {}, "network": {"toString": 1}}')]])('a spec that is %s is judged and breaks nothing', (_, spec) => {
  expect(() => problemsOf(spec, 34)).not.toThrow();
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
