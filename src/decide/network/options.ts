import type { Cidr } from '../../manifests/validate';

/**
 * Questions that the API leaves open and on which implementations differ. The defaults are what the upstream tests and
 * most implementations do; an answer that another choice would change says so.
 */
export interface NetworkOptions {
  /**
   * Whether an ipBlock of a NetworkPolicy selects pods by their addresses. Yes: the upstream tests
   * (test/e2e/network/netpol/network_policy.go, "should allow egress access to server in CIDR block"), Calico, Antrea,
   * OVN-Kubernetes. No: Cilium (cilium/cilium#9209). `networks` of cluster-scoped policies always do
   * (apis/v1alpha2/clusternetworkpolicy_types.go).
   * @default true
   */
  readonly ipBlocksSelectPods: boolean;
  /**
   * What traffic of a pod to itself is: allowed whatever policies say (kubernetes.io, "Network Policies"), or judged as
   * any other.
   * @default 'allowed'
   */
  readonly selfTraffic: 'allowed' | 'by-policy';
  /**
   * What a pod on the host's network is: the node, which no policy isolates and no selector matches, and whose traffic to
   * its own pods is always allowed; or a pod as any other. Both are allowed (kubernetes.io, "NetworkPolicy and hostNetwork pods").
   * @default 'node'
   */
  readonly hostNetwork: 'node' | 'pod';
  /**
   * Where the Baseline tier applies: in each direction in which no NetworkPolicy isolates the pod; or only to pods that no
   * NetworkPolicy selects in any direction (kubernetes-sigs/kube-network-policies pkg/networkpolicy/networkpolicy.go).
   * @default 'per-direction'
   */
  readonly baseline: 'per-direction' | 'unselected-pods';
  /**
   * Which port a name means that several containers of a pod declare: each of them, or the first, as for Services
   * (pkg/api/v1/pod/util.go, FindPort).
   * @default 'union'
   */
  readonly duplicatePortNames: 'union' | 'first';
  /**
   * The blocks from which pods get their addresses: what an ipBlock does with a pod whose address is not known.
   * @default [] nothing is known, and an ipBlock is taken not to select such pods
   */
  readonly podCidrs: readonly Cidr[];
}

export const DEFAULT_NETWORK_OPTIONS: NetworkOptions = {
  ipBlocksSelectPods: true,
  selfTraffic: 'allowed',
  hostNetwork: 'node',
  baseline: 'per-direction',
  duplicatePortNames: 'union',
  podCidrs: [],
};

/** What an answer can rest on, each in a sentence. */
export const NETWORK_ASSUMPTIONS = {
  'ip-blocks-and-pods': 'Implementations differ on whether an ipBlock selects pods by their addresses.',
  'pod-address': 'No cluster told the address of the pod, so that an ipBlock may or may not contain it.',
  'self-traffic': 'A pod reaches itself whatever policies say.',
  'host-network': 'A pod on the host\'s network is its node to most implementations, and a pod to some.',
  'node-traffic': 'Traffic from the node on which a pod runs is always allowed, and the pod may run on this one.',
  'baseline-tier': 'Implementations differ on whether the Baseline tier applies to a pod that a NetworkPolicy selects for the other direction only.',
  'duplicate-port-name': 'Several containers of the pod declare a port of this name.',
  'equal-priority': 'Several policies have this priority, and which of them comes first is left open.',
  'namespace-labels': 'No manifest declares the namespace, so that labels of it beside its name are not known.',
  'controller-labels': 'A controller gives the pods of a workload labels that its template does not have.',
  'node-addresses': 'The addresses and labels of nodes are not known.',
  'domain-addresses': 'The addresses to which a domain name resolves are not known.',
  'unread-policy': 'An object that may decide about this traffic could not be read, or is of a kind that is not understood.',
} as const;

export type NetworkAssumptionId = keyof typeof NETWORK_ASSUMPTIONS;

/** What an answer rests on, and of which namespace, pod, port or policy that is said. */
export interface NetworkAssumption {
  readonly id: NetworkAssumptionId;
  readonly about: string;
}

/** Assumptions that stand for a fact nobody stated here; the others are choices between readings, which the options make. */
const MISSING_FACTS: ReadonlySet<NetworkAssumptionId> = new Set([
  'pod-address', 'node-traffic', 'equal-priority', 'namespace-labels', 'controller-labels', 'node-addresses', 'domain-addresses', 'unread-policy',
]);

/** Whether an answer that rests on this is undecided, however the options are chosen. */
export function isMissingFact({ id }: NetworkAssumption): boolean {
  return MISSING_FACTS.has(id);
}
