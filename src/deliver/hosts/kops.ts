import { containerdPlugins } from './containerd';
import { withoutEmpty, type Rendered } from './rendered';
import { containerdVersionOf } from '../../kubernetes/containerd';
import { isMap } from '../../manifests/fields';
import { writeManifest } from '../../manifests/write';
import type { ContainerdModel } from '../hosts-model';
import type { ClusterModel, TargetModel } from '../model';

/** A typed field of kops for each flag, and how its value is written (kops pkg/apis/kops/componentconfig.go). */
const API_SERVER_FIELDS: ReadonlyMap<string, { readonly field: string; readonly isNumber?: true }> = new Map([
  ['audit-policy-file', { field: 'auditPolicyFile' }],
  ['audit-log-path', { field: 'auditLogPath' }],
  ['audit-log-maxage', { field: 'auditLogMaxAge', isNumber: true }],
  ['audit-log-maxbackup', { field: 'auditLogMaxBackups', isNumber: true }],
  ['audit-log-maxsize', { field: 'auditLogMaxSize', isNumber: true }],
  ['audit-log-format', { field: 'auditLogFormat' }],
  ['audit-webhook-config-file', { field: 'auditWebhookConfigFile' }],
]);

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
  const lifetime = controlPlane.controllerManagerFlags['cluster-signing-duration'];
  const spec = withoutEmpty({
    kubeAPIServer: Object.fromEntries(Object.entries(controlPlane.apiServerFlags).flatMap(([flag, value]) => {
      const known = API_SERVER_FIELDS.get(flag);
      return known ? [[known.field, known.isNumber ? Number(value) : value]] : [];
    })),
    kubeControllerManager: withoutEmpty({ ClusterSigningDuration: lifetime }),
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

function kubeletFields(fields: Readonly<Record<string, unknown>>, path = ''): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]): Array<[string, unknown]> =>
    isMap(value) ? Object.entries(kubeletFields(value, `${path}${name}.`)) : [[KUBELET_FIELDS.get(`${path}${name}`) ?? name, value]]));
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
