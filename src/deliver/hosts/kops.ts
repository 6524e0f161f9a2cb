import { containerdPlugins } from './containerd';
import { withoutEmpty, type Rendered } from './rendered';
import { containerdVersionOf } from '../../kubernetes/containerd';
import { KOPS_FIELDS } from '../../kubernetes/data/kops-fields';
import { fieldsOf, type Field } from '../../kubernetes/fields';
import { kopsField } from '../../kubernetes/kops-flags';
import { isMap } from '../../manifests/fields';
import { writeManifest } from '../../manifests/write';
import type { ContainerdModel } from '../hosts-model';
import type { ClusterModel, TargetModel } from '../model';

/** Flags as typed fields, each in the kind of its field. */
function componentFields(component: 'KubeAPIServer' | 'KubeControllerManager', flags: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).flatMap(([flag, value]): Array<[string, unknown]> => {
    const name = kopsField(component, flag);
    return name === undefined ? [] : [[name, UNSPLIT.has(flag) ? [value] : valueOf(fieldsOf(KOPS_FIELDS, component)!.get(name)!, value)]];
  }));
}

/** Each value of the flag is one entry, commas and all (kube-apiserver reads it without splitting it). */
const UNSPLIT: ReadonlySet<string> = new Set(['oidc-required-claim']);

/** A value that is not of its field's kind stays text, which kops refuses with the name of the field. */
function valueOf({ scalar, many }: Field, value: string): unknown {
  if (many === 'list') {
    return value.split(',');
  }
  if (many === 'map') {
    return Object.fromEntries(value.split(',').map(pair => [pair.split('=')[0]!, pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : 'true']));
  }
  return scalar === 'int' && /^-?\d{1,15}$/.test(value) ? Number(value) : scalar === 'bool' && /^(true|false)$/.test(value) ? value === 'true' : value;
}

const KUBELET_FIELDS: ReadonlyMap<string, string> = new Map([
  ['authentication.anonymous.enabled', 'anonymousAuth'],
  ['authentication.webhook.enabled', 'authenticationTokenWebhook'],
  ['authentication.x509.clientCAFile', 'clientCaFile'],
  ['authorization.mode', 'authorizationMode'],
  ['eventRecordQPS', 'eventQPS'],
]);

/**
 * A part of the Cluster object. kops validates it strictly; the capital C of `ClusterSigningDuration` is its own
 * (pkg/apis/kops/v1alpha2/componentconfig.go), and `experimentalClusterSigningDuration` is forbidden.
 */
export function renderKops(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const spec = withoutEmpty({
    kubeAPIServer: componentFields('KubeAPIServer', controlPlane.apiServerFlags),
    kubeControllerManager: componentFields('KubeControllerManager', controlPlane.controllerManagerFlags),
    kubelet: kubeletFields(kubelet),
    containerd: containerdFields(cluster.target, containerd),
    fileAssets: controlPlane.files.map(({ path, content }) => ({ name: path.slice(1).replaceAll(/[^A-Za-z0-9-]/g, '-'), path, roles: ['ControlPlane'], content })),
  });
  return {
    files: Object.keys(spec).length === 0 ? new Map() : new Map([['cluster-patch.yaml', writeManifest({ apiVersion: 'kops.k8s.io/v1alpha2', kind: 'Cluster', metadata: { name: cluster.name }, spec })]]),
    where: Object.keys(spec).length === 0 ? [] : [
      '- `cluster-patch.yaml`: the part of the Cluster object that the app decides. Merge it with your own by `kops edit cluster`,',
      '  then `kops update cluster --yes` and `kops rolling-update cluster --yes`.',
    ],
  };
}

/** The structs of KubeletConfiguration that kops has fields of its own for; any other map is a value. */
const FLATTENED = /^(authentication(\.(anonymous|webhook|x509))?|authorization)$/;

function kubeletFields(fields: Readonly<Record<string, unknown>>, path = ''): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]): Array<[string, unknown]> => {
    const own = `${path}${name}`;
    return isMap(value) && FLATTENED.test(own) ? Object.entries(kubeletFields(value, `${own}.`)) : [[KUBELET_FIELDS.get(own) ?? name, value]];
  }));
}

/** `configAdditions` takes one value a path of TOML, as text. */
function containerdFields(target: TargetModel, containerd: ContainerdModel): object {
  const plugins = containerdPlugins(containerdVersionOf(target), { ...containerd, registryHosts: {} });
  return withoutEmpty({
    configAdditions: plugins === undefined ? undefined : Object.fromEntries(additions(plugins, 'plugins')),
    registryMirrors: Object.fromEntries(Object.entries(containerd.registryHosts).map(([host, { mirrors }]) => [host, mirrors.map(({ url }) => url)])),
  });
}

function additions(table: Readonly<Record<string, unknown>>, path: string): Array<[string, string]> {
  return Object.entries(table).flatMap(([key, value]): Array<[string, string]> => {
    const at = `${path}.${/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key)}`;
    return isMap(value) ? additions(value, at) : [[at, String(value)]];
  });
}
