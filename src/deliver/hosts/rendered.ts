import { writeManifest } from '../../manifests/write';
import { encodePath } from '../file-names';
import type { HostFileModel } from '../hosts-model';
import type { ClusterModel } from '../model';

/** What a renderer makes. */
export interface Rendered {
  /** Text by path relative to the folder of the distribution. */
  readonly files: ReadonlyMap<string, string>;
  /** Lines of Markdown that say of every file where it goes. */
  readonly where: readonly string[];
}

/** One renderer a distribution: a pure function from what may be asked of it to files. */
export type HostRenderer = (cluster: ClusterModel) => Rendered;

/** The kubelet's configuration file of the fields that were asked for; undefined where none was. */
export function kubeletConfiguration(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  return Object.keys(fields).length === 0 ? undefined : { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...fields };
}

/** Drop-in folders of the kubelet work without traps from 1.32 on (KEP-3983, kubernetes#127421). */
export const FIRST_MINOR_OF_DROP_INS = 32;

/** A drop-in for the kubelet, at a path of the machine below `nodes/`. */
export function kubeletDropIn(fields: Readonly<Record<string, unknown>>, folder: string): [path: string, text: string] | undefined {
  const document = kubeletConfiguration(fields);
  return document && [`nodes${folder}/50-bulwark.conf`, writeManifest(document)];
}

/** Files for control-plane machines, below `control-plane/`, by their path there. */
export function controlPlaneFiles(files: readonly HostFileModel[]): Rendered {
  const path = (file: HostFileModel) => `control-plane${encodePath(file.path)}`;
  return {
    files: new Map(files.map(file => [path(file), file.content])),
    where: files.map(file => `- \`${path(file)}\`: goes to \`${file.path}\` on every control-plane machine, before that.`),
  };
}

/** Flags sorted by name. */
export function sortedFlags(flags: Readonly<Record<string, string>>): Array<[string, string]> {
  return Object.entries(flags).sort(([a], [b]) => a < b ? -1 : 1);
}

/** An object without its empty parts, so that no `{}` stands for something that nobody asked. */
export function withoutEmpty(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined
    && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)));
}

/** Several parts of one rendering together. */
export function joined(...parts: readonly Rendered[]): Rendered {
  return { files: new Map(parts.flatMap(({ files }) => [...files])), where: parts.flatMap(({ where }) => where) };
}
