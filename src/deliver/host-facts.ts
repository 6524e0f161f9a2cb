import { isAsked } from './hosts';
import type { ClusterModel } from './model';
import { isMap, type Fields } from '../manifests/fields';
import { ProblemError } from '../manifests/problem';
import type { NodesView, RefusedSetting } from '../prove/nodes/view';

/** What is known of the machines of a cluster; undefined where nothing was asked of them. */
export function hostFacts({ target, hosts }: Pick<ClusterModel, 'target' | 'hosts'>): NodesView | undefined {
  if (!isAsked(hosts)) {
    return undefined;
  }
  // Loaded late: most clusters of a fleet ask nothing of their machines.
  const { offered } = require('./hosts/offered') as typeof import('./hosts/offered');
  const { hosts: { controlPlane, kubelet }, refused } = offered(target, hosts);
  const flags = (component: string, all: Readonly<Record<string, string>>) => Object.entries(all).map(([flag, value]) => [`${component} --${flag}`, value] as const);
  const settings = Object.fromEntries([
    ...flags('kube-apiserver', controlPlane.apiServerFlags), ...flags('kube-controller-manager', controlPlane.controllerManagerFlags), ...fields('kubelet ', kubelet),
  ].sort(([a], [b]) => a < b ? -1 : 1));
  return Object.keys(settings).length + refused.length === 0 ? undefined : { distribution: target.distribution, settings, refused };
}

function fields(prefix: string, value: Fields): Array<readonly [string, unknown]> {
  return Object.entries(value).flatMap(([name, inner]) => isMap(inner) ? fields(`${prefix}${name}.`, inner) : [[`${prefix}${name}`, inner] as const]);
}

/** What the index holds of them: a row a setting. */
export function renderHostFacts(facts: NodesView | undefined): string {
  if (facts === undefined) {
    return '';
  }
  const rows = (lines: readonly string[], open: string, close: string) => lines.length === 0 ? `${open}${close}` : `${open}\n      ${lines.join(',\n      ')}\n    ${close}`;
  const settings = Object.entries(facts.settings).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `  "hosts": {\n    "settings": ${rows(settings, '{', '}')},\n    "refused": ${rows(facts.refused.map(each => JSON.stringify(each)), '[', ']')}\n  },\n`;
}

/** Reads it back from an index, strictly. Throws a ProblemError. */
export function parseHostFacts(index: unknown, file: string): NodesView | undefined {
  const { hosts, target } = isMap(index) ? index : {} as Fields;
  if (hosts === undefined) {
    return undefined;
  }
  const distribution = isMap(target) ? target.distribution : undefined;
  const { settings, refused, ...rest } = isMap(hosts) ? hosts : {} as Fields;
  if (typeof distribution !== 'string' || !isMap(settings) || !Array.isArray(refused) || !refused.every(isRefusal) || Object.keys(rest).length > 0) {
    throw new ProblemError({
      id: 'index-unreadable',
      source: { file },
      message: 'does not say what was asked of the machines in a way that this program knows',
      fix: 'restore the file from version control, or run synth by the version of bulwark that wrote it',
    });
  }
  return { distribution, settings, refused };
}

function isRefusal(value: unknown): value is RefusedSetting {
  return isMap(value) && typeof value.setting === 'string' && (value.can === 'managed' || value.can === 'unsettable') && typeof value.how === 'string'
    && (value.construct === undefined || typeof value.construct === 'string');
}
