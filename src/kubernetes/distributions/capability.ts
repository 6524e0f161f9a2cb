import type { ContainerdVersion } from '../containerd';

/** What can be asked of machines, as the columns of the capability table. */
export const AREAS = {
  'audit': 'audit policy and log',
  'api-server': 'other API server settings and files',
  'controller-manager': 'controller manager flags',
  'certificate-lifetime': 'lifetime of kubelet client certificates',
  'client-rotation': 'renewal of kubelet client certificates',
  'serving-rotation': 'signed kubelet serving certificates',
  'kubelet': 'other kubelet configuration',
  'containerd': 'containerd settings and runtime handlers',
  'registries': 'registry hosts of containerd',
} as const;

/** A column of the table. */
export type Area = keyof typeof AREAS;

/**
 * Whether something can be set:
 * `settable` as constructs ask for it; `managed` by the provider or the distribution, which does it in its own way;
 * `unsettable`, since there is no way to say it.
 */
export type Capability = 'settable' | 'managed' | 'unsettable';

/** A cell of the table: whether, and where or why not, as one sentence without a final stop. */
export interface Cell {
  readonly can: Capability;
  readonly how: string;
}

/** A cell for some settings of an area, or for some minors. */
export interface Exception extends Cell {
  /** Settings by name, such as `kubelet seccompDefault`; the first exception that matches counts. */
  readonly settings: RegExp;
  /** The same in words, where the pattern does not read well. */
  readonly said?: string;
  /** The first and last minor for which it counts. Default: all. */
  readonly first?: number;
  readonly last?: number;
  /** Counts only where the configuration of containerd is of this version. Default: of any. */
  readonly containerd?: ContainerdVersion;
}

/**
 * Registry hosts that a tool cannot say as they were asked. The value of the setting is `{ mirrors, server? }`, the server only
 * where it is not the one that the name of the registry means.
 *
 * @param tool as the beginning of a sentence
 * @param lacks what the tool's own format has no word for
 */
export function registryLimits(
  tool: string, lacks: { readonly capabilities?: true; readonly authority?: true; readonly server?: true },
): Exception[] {
  return [
    { settings: /^containerd registry \S+=\{"mirrors":\[\]\}$/, said: 'containerd registry without a mirror', ...managed(`${tool} asks the registry itself, as for every registry without a mirror`) },
    ...lacks.capabilities ? [{
      settings: /^containerd registry \S+=.*"capabilities":\[(?!"pull","resolve"\])/,
      said: 'containerd registry whose mirror may not resolve tags',
      ...unsettable(`${tool} lets every mirror resolve tags; where that is meant, list RegistryCapability.PULL and RESOLVE`),
    }] : [],
    ...lacks.authority ? [{ settings: /^containerd registry \S+=.*"ca":/, said: 'containerd registry whose mirror has an authority', ...unsettable(`${tool} takes no file with the authority of a mirror`) }] : [],
    ...lacks.server ? [{ settings: /^containerd registry \S+=.*"server":/, said: 'containerd registry with a server of another name', ...unsettable(`${tool} has no field for a server other than the registry`) }] : [],
  ];
}

/** One row of the table. */
export interface Distribution {
  readonly title: string;
  readonly areas: Readonly<Record<Area, Cell>>;
  readonly exceptions?: readonly Exception[];
  /** Up to this minor the kubelet is configured by flags, so that a field without a flag cannot be set. Default: by its file. */
  readonly kubeletFlagsUntil?: number;
  /** The bindings by which nodes get their first certificate and renew it stand already; ours would widen them. */
  readonly ownsBootstrapBindings: boolean;
  /** Something approves serving certificates of kubelets already. */
  readonly approvesServing: boolean;
}

export function settable(how: string): Cell {
  return { can: 'settable', how };
}

export function managed(how: string): Cell {
  return { can: 'managed', how };
}

export function unsettable(how: string): Cell {
  return { can: 'unsettable', how };
}
