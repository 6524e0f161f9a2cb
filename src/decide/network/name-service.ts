import type { MapConnection, MapOptions } from './map';
import type { MapEnd } from './map-end';
import { mapGroups } from './map-groups';
import type { NetworkModel, NetworkPod, NumberedPorts, PodPort } from './model';
import type { NetworkIndex } from './network-index';
import { DEFAULT_NETWORK_OPTIONS, NetworkOptions } from './options';
import { NAMESPACE_NAME_LABEL } from './selectors';
import { decideConnection, type NetworkDecision } from '../network';

const NAMESPACE = 'kube-system';
const LABEL = 'k8s-app';
const VALUE = 'kube-dns';

/** It answers on both protocols, over TCP what does not fit into a datagram, by ports of these names (kubeadm's CoreDNS manifest). */
const PORTS: readonly PodPort[] = [{ name: 'dns-tcp', protocol: 'TCP', number: 53 }, { name: 'dns', protocol: 'UDP', number: 53 }];

/** The pods that resolve names, where none of them is among the manifests: an installer brings them. */
export interface NameService {
  readonly pod: NetworkPod;
  /** The same model, which knows the namespace of that pod. */
  readonly model: NetworkModel;
  readonly end: MapEnd & { readonly type: 'unknown-pods' };
}

/**
 * The name service of a cluster as every distribution has it that installs CoreDNS in the place of kube-dns; undefined where
 * its pods are among the manifests and so are ends like all others.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 */
export function nameServiceOf(model: NetworkModel): NameService | undefined {
  const isHere = model.pods.some(({ namespace, labels, terminated }) => !terminated && namespace === NAMESPACE && labels[LABEL] === VALUE);
  if (isHere) return undefined;
  const own = model.namespaces.get(NAMESPACE) ?? { name: NAMESPACE, labels: { [NAMESPACE_NAME_LABEL]: NAMESPACE }, declared: false, origin: {} };
  return {
    pod: {
      kind: 'Deployment',
      namespace: NAMESPACE,
      name: VALUE,
      template: true,
      labels: { [LABEL]: VALUE },
      ports: PORTS,
      addresses: [],
      hostNetwork: false,
      terminated: false,
      origin: {},
    },
    model: { ...model, namespaces: new Map([...model.namespaces, [NAMESPACE, own]]) },
    end: { type: 'unknown-pods', text: `name service (${LABEL}=${VALUE} in ${NAMESPACE}, not among the manifests)` },
  };
}

/** Whether a pod may ask for names, a decision a protocol. */
export function nameServiceDecisions(
  { pod, model }: NameService, from: NetworkPod, options: NetworkOptions = DEFAULT_NETWORK_OPTIONS,
): Array<{ readonly ports: NumberedPorts; readonly decision: NetworkDecision }> {
  return PORTS.map(({ protocol, number }) => ({
    ports: { protocol, first: number, last: number },
    decision: decideConnection(model, { from: { pod: from, address: from.addresses[0] }, to: { pod }, protocol, port: number }, options),
  }));
}

/** What is open to the name service, by the options of a map, of which it is a place outside. */
export function nameServiceConnections(index: NetworkIndex, options: MapOptions = {}): MapConnection[] {
  const service = options.outside === 'none' || options.direction === 'Ingress' ? undefined : nameServiceOf(index.model);
  if (!service) return [];
  const { sets } = index;
  const asked = options.ports ? sets.ofPorts(options.ports) : sets.ALL;
  const open = index.classes.map(({ pods: [pod] }, place) => {
    const allowed = nameServiceDecisions(among(service, index, pod!, place), pod!, index.options).filter(({ decision }) => decision.decision === 'allow');
    return sets.intersection(sets.ofPorts(allowed.map(({ ports }) => ports)), asked);
  });
  return mapGroups(index, options.by ?? 'workload').groups.filter(({ end }) => options.only?.(end) ?? true).flatMap(({ end, classes }) => {
    const all = classes.reduce((union, place) => sets.union(union, open[place]!), sets.EMPTY);
    return all === sets.EMPTY ? [] : [{ from: end, to: service.end, ports: sets.ranges(all), partly: classes.some(place => open[place] !== all) }];
  });
}

/** Only the policies that select a pod say what it may send, and the index has them; of thousands each would be asked again. */
function among(service: NameService, index: NetworkIndex, { namespace }: NetworkPod, place: number): NameService {
  const { policies } = service.model;
  const own = namespace === NAMESPACE ? [] : [[namespace, index.policiesFor(namespace, place)] as const];
  return { ...service, model: { ...service.model, policies: new Map([[NAMESPACE, policies.get(NAMESPACE) ?? []], ...own]) } };
}
