import { BUNDLED } from './bundled';
import type { Area, Cell, Distribution } from './capability';
import { MANAGED } from './managed';
import { SELF_MANAGED } from './self-managed';
import { containerdVersionOf, type ContainerdTarget } from '../containerd';
import { kubeletFlag } from '../kubelet-fields';

export { AREAS, type Area, type Capability, type Cell, type Distribution } from './capability';

/** Every distribution that can be a target, in the order in which they are listed. */
export const DISTRIBUTIONS = { ...SELF_MANAGED, ...BUNDLED, ...MANAGED } as const satisfies Record<string, Distribution>;

/** The name of a distribution, as in `ClusterTarget` and in paths below `hosts/`. */
export type DistributionName = keyof typeof DISTRIBUTIONS;

/** The row of a distribution; undefined for a name that nobody declared. */
export function distributionOf(name: string): Distribution | undefined {
  return Object.hasOwn(DISTRIBUTIONS, name) ? DISTRIBUTIONS[name as DistributionName] : undefined;
}

/** A target, as far as the table goes. */
export type DistributionTarget = ContainerdTarget;

/** The column of the table to which a setting belongs. */
export function areaOf(setting: string): Area {
  const [, area] = AREA_BY_SETTING.find(([pattern]) => pattern.test(setting)) ?? [undefined, 'api-server' as const];
  return area;
}

const AREA_BY_SETTING: ReadonlyArray<readonly [RegExp, Area]> = [
  [/^kube-apiserver --audit-/, 'audit'],
  [/^kube-apiserver --kubelet-certificate-authority$/, 'serving-rotation'],
  [/^kube-apiserver /, 'api-server'],
  [/^kube-controller-manager --cluster-signing-duration$/, 'certificate-lifetime'],
  [/^kube-controller-manager /, 'controller-manager'],
  [/^kube-scheduler /, 'controller-manager'],
  [/^kubelet rotateCertificates$/, 'client-rotation'],
  [/^kubelet serverTLSBootstrap$/, 'serving-rotation'],
  [/^kubelet /, 'kubelet'],
  [/^containerd (registry |registryConfigPath$)/, 'registries'],
  [/^containerd /, 'containerd'],
];

/**
 * Whether a target lets one set something, and where or why not. The most careful answer counts: an
 * exception for the very value, then one for the setting, then the area.
 *
 * @param setting such as `kubelet seccompDefault`, `kube-apiserver --audit-log-path`, `containerd handler runsc`
 * @param value as text, where it matters
 */
export function capabilityOf(target: DistributionTarget, setting: string, value?: string): Cell {
  const row = distributionOf(target.distribution);
  if (!row) {
    return { can: 'unsettable', how: `there is no distribution ${target.distribution}` };
  }
  const counts = row.exceptions?.find(({ settings, first = 0, last = Infinity, containerd }) => target.minor >= first && target.minor <= last
    && (containerd === undefined || containerd === containerdVersionOf(target))
    && (settings.test(setting) || (value !== undefined && settings.test(`${setting}=${value}`))));
  const cell: Cell = counts ? { can: counts.can, how: counts.how } : row.areas[areaOf(setting)];
  const field = /^kubelet (.+)$/.exec(setting)?.[1];
  return cell.can === 'settable' && field !== undefined && target.minor <= (row.kubeletFlagsUntil ?? 0) && kubeletFlag(field) === undefined
    ? { can: 'unsettable', how: `the kubelet is configured by flags here, and has none for ${field}` } : cell;
}
