import type { AddressRange } from './address-atoms';

/** One end of what a map shows. */
export type MapEnd =
  | { readonly type: 'workload'; readonly kind: string; readonly namespace: string; readonly name: string }
  /** All workloads of a namespace together. */
  | { readonly type: 'namespace'; readonly name: string }
  /** Addresses that are no pod's; all of both families where `everywhere` is set. */
  | { readonly type: 'outside'; readonly ranges: readonly AddressRange[]; readonly everywhere: boolean }
  /** Pods that are not among the manifests, in words. */
  | { readonly type: 'unknown-pods'; readonly text: string };
