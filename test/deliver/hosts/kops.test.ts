import * as yaml from 'yaml';
import { renderHosts } from '../../../src/deliver/hosts';
import { NO_HOSTS } from '../../../src/deliver/hosts-model';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { flagGap } from '../../../src/kubernetes/component-flags';
import { KOPS_FIELDS } from '../../../src/kubernetes/data/kops-fields';
import { capabilityOf } from '../../../src/kubernetes/distributions';
import { fieldsOf } from '../../../src/kubernetes/fields';
import { kopsField, kopsFlags, kopsSettable } from '../../../src/kubernetes/kops-flags';
import { kubeletStruct } from '../../../src/kubernetes/kubelet-fields';
import { hostDocument } from '../../../src/manifests/host-files';
import { modelOf } from '../support';

type Json = Record<string, any>;
type Component = 'KubeAPIServer' | 'KubeControllerManager';

const NAMES = { KubeAPIServer: 'kube-apiserver', KubeControllerManager: 'kube-controller-manager' } as const;

/** What is rendered of some flags: the Cluster, and the README. */
function rendered(component: Component, flags: Record<string, string>, minor: number): { spec: Json; readme: string; problems: unknown[] } {
  const own = component === 'KubeAPIServer' ? { apiServerFlags: flags } : { controllerManagerFlags: flags };
  const files = renderHosts(modelOf({ distribution: 'kops', minor, hosts: { ...NO_HOSTS, controlPlane: { ...NO_HOSTS.controlPlane, ...own } } }));
  const text = [...files].find(([path]) => path.endsWith('cluster-patch.yaml'))?.[1];
  const object = text === undefined ? { spec: {} } : yaml.parse(text) as Json;
  return { spec: object.spec, readme: [...files].find(([path]) => path.endsWith('README.md'))?.[1] ?? '', problems: text === undefined ? [] : hostDocument(object)!.problems(minor) };
}

/** A value that a component takes, by the kind of its field. */
function exampleOf(component: Component, flag: string): string {
  const known: Record<string, string> = {
    'feature-gates': 'RotateKubeletServerCertificate=true',
    'runtime-config': 'api/all=true,batch/v1=false',
    'logging-format': 'json',
    'authorization-mode': 'Node,RBAC',
    'cluster-signing-duration': '720h0m0s',
    'enable-admission-plugins': 'NodeRestriction,AlwaysPullImages',
    'service-node-port-range': '30000-32000',
  };
  const { scalar, many } = fieldsOf(KOPS_FIELDS, component)!.get(kopsField(component, flag)!)!;
  return known[flag] ?? (many === 'list' ? 'a,b' : scalar === 'int' ? '7' : scalar === 'bool' ? 'false' : '1h0m0s');
}

describe.each(['KubeAPIServer', 'KubeControllerManager'] as const)('%s', component => {
  const settable = (flag: string, minor: number) => capabilityOf({ distribution: 'kops', minor }, `${NAMES[component]} --${flag}`).can === 'settable';

  test('each flag that can be set is a field of its kind, which says the same flag, and kops and the component take it', () => {
    for (const minor of [SUPPORTED_MINORS[0]!, 31, 36, SUPPORTED_MINORS.at(-1)!]) {
      const flags = kopsSettable(component).plain.filter(flag => settable(flag, minor) && flagGap(NAMES[component], flag, minor) === undefined);
      expect(flags.length).toBeGreaterThan(component === 'KubeAPIServer' ? 45 : 30);
      for (const flag of flags) {
        const value = exampleOf(component, flag);
        const { spec, problems } = rendered(component, { [flag]: value }, minor);
        const field = kopsField(component, flag)!;
        const written = spec[component === 'KubeAPIServer' ? 'kubeAPIServer' : 'kubeControllerManager'][field] as unknown;
        const said = Array.isArray(written) ? written.join(',') : typeof written === 'object' ? Object.entries(written as Json).map(([key, each]) => `${key}=${String(each)}`).sort().join(',') : String(written);
        expect({ minor, flag, said, problems }).toEqual({ minor, flag, said: value, problems: [] });
      }
    }
  });

  test('each flag that cannot is named in the README, and nothing of it is in the Cluster', () => {
    for (const flag of [...kopsFlags(component).values()].filter(each => !settable(each, 34) && flagGap(NAMES[component], each, 34) === undefined)) {
      const { spec, readme } = rendered(component, { [flag]: 'x' }, 34);
      expect([flag, spec, readme.includes(`\`${NAMES[component]} --${flag}\``)]).toEqual([flag, {}, true]);
    }
  });
});

test('a claim that tokens must have is one entry, with the commas in its value', () => {
  expect(rendered('KubeAPIServer', { 'oidc-required-claim': 'groups=a,b' }, 34).spec.kubeAPIServer).toEqual({ oidcRequiredClaim: ['groups=a,b'] });
});

test('a value that is not of the kind of its field stays as it was asked, and is told by its field', () => {
  const { spec, problems } = rendered('KubeAPIServer', { 'profiling': 'maybe', 'delete-collection-workers': '1e3' }, 34);
  expect(spec.kubeAPIServer).toEqual({ enableProfiling: 'maybe', deleteCollectionWorkers: '1e3' });
  expect(problems).toMatchObject([{ field: 'spec.kubeAPIServer.deleteCollectionWorkers' }, { field: 'spec.kubeAPIServer.enableProfiling' }]);
});

test('a field of KubeletConfiguration can be set exactly where kops has had it for long, in the same kind, and does not forbid it', () => {
  const same = new Map([['bool', 'bool'], ['int32', 'int'], ['int64', 'int'], ['string', 'text'], ['Duration', 'text'], ['[]string', 'list text'], ['map[string]string', 'map text']]);
  const ours = fieldsOf(KOPS_FIELDS, 'Kubelet')!;
  // Fields without a flag, and that of the API's queries, came with later releases of kops.
  const late = (name: string) => name === 'kubeAPIQPS' || !kopsFlags('Kubelet').has(name) && !/^shutdownGracePeriod/.test(name);
  for (const { name, type } of kubeletStruct('KubeletConfiguration')!.values()) {
    const own = ours.get(name);
    const isShared = own !== undefined && same.get(type) === (own.many === undefined ? own.scalar : `${own.many} ${String(own.scalar)}`);
    const { can } = capabilityOf({ distribution: 'kops', minor: 31 }, `kubelet ${name}`);
    expect([name, can === 'settable']).toEqual([name, name === 'eventRecordQPS' || isShared && !late(name) && name !== 'cpuCFSQuotaPeriod']);
  }
});

test('fields of the kubelet are rendered as kops has them: its own names, and maps as maps', () => {
  const kubelet = {
    authentication: { anonymous: { enabled: false }, x509: { clientCAFile: '/ca' } },
    authorization: { mode: 'Webhook' },
    eventRecordQPS: 5,
    kubeReserved: { cpu: '100m' },
    failSwapOn: true,
    runtimeRequestTimeout: '5m',
    allowedUnsafeSysctls: ['net.core.somaxconn'],
  };
  const files = renderHosts(modelOf({ distribution: 'kops', minor: 34, hosts: { ...NO_HOSTS, kubelet } }));
  const object = yaml.parse([...files].find(([path]) => path.endsWith('cluster-patch.yaml'))![1]) as Json;
  expect(object.spec.kubelet).toEqual({
    anonymousAuth: false,
    clientCaFile: '/ca',
    authorizationMode: 'Webhook',
    eventQPS: 5,
    kubeReserved: { cpu: '100m' },
    failSwapOn: true,
    runtimeRequestTimeout: '5m',
    allowedUnsafeSysctls: ['net.core.somaxconn'],
  });
  expect(hostDocument(object)!.problems(34)).toEqual([]);
});
