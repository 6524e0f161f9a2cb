import { AddressAtoms } from './address-atoms';
import { CompiledRules, Entry } from './compiled-rules';
import { ConnectionSetId, ConnectionSets } from './connection-sets';
import { difference, includes, Intervals } from './intervals';
import { ClusterPolicyRules, Direction, NetworkEnd, NetworkModel, NetworkPod, NetworkPolicyRules, rulesOf, TrafficRule } from './model';
import { DEFAULT_NETWORK_OPTIONS, NetworkOptions } from './options';
import { PodClass, PodClasses } from './pod-classes';
import { connectionsAt, Row, rowOf, RowSources, TierEntry, uniformRow } from './row';
import { isSelf, mayBeNodeOf } from './same-place';
import type { Protocol } from '../../manifests/model';
import type { IpAddress } from '../../manifests/validate';

/**
 * The decisions of `decideConnection` from an index: pods in classes, addresses in pieces, sets of ports held once, and for
 * each class a row of what it may send to and receive from, worked out when it is first asked about. Places below
 * `classes.length` are classes of pods, those from it on pieces of the address space.
 *
 * It answers by the chosen options; on which assumptions an answer rests is the specification's to say.
 */
export class NetworkIndex {
  readonly sets = new ConnectionSets();
  readonly atoms: AddressAtoms;
  private readonly podClasses: PodClasses;
  private readonly rules: CompiledRules;
  private readonly rows: Readonly<Record<Direction, Array<Row | undefined>>> = { Ingress: [], Egress: [] };
  private readonly shared: Readonly<Record<Direction, Map<string, Row>>> = { Ingress: new Map(), Egress: new Map() };
  private readonly policiesOf = new Map<string, ReadonlyArray<readonly NetworkPolicyRules[]>>();
  private readonly subjects: ReadonlyArray<{ readonly policy: ClusterPolicyRules; readonly places: Intervals }>;
  /** Numbers rules and policies, so that the rows of alike pods can be found by what makes them. */
  private readonly numbers = new Map<object, number>();
  private readonly hosts: Intervals;
  /** The pods that may be the node of those on a node. */
  private readonly nodesOf = new Map<string | undefined, Intervals>();
  private readonly open: Row;

  constructor(readonly model: NetworkModel, readonly options: NetworkOptions = DEFAULT_NETWORK_OPTIONS) {
    this.atoms = new AddressAtoms(model);
    this.podClasses = new PodClasses(model, this.atoms);
    this.rules = new CompiledRules(this.podClasses, this.atoms, this.sets, options);
    this.hosts = this.podClasses.where(({ pod }) => pod.hostNetwork);
    this.subjects = model.clusterPolicies.map(policy => ({
      policy,
      places: difference(this.podClasses.select(policy.subject.namespaceSelector, policy.subject.podSelector), this.hosts),
    }));
    this.open = uniformRow(this.rules.everything, this.sets.ALL);
  }

  get classes(): readonly PodClass[] {
    return this.podClasses.classes;
  }

  /** The place of an end; undefined for a pod that is no endpoint. */
  placeOf(end: NetworkEnd): number | undefined {
    if (!end.pod) return this.classes.length + this.atoms.of(end.address);
    const { pod, address } = end;
    return this.podClasses.placeOf(pod, address ? pod.addresses.findIndex(each => sameAddress(each, address)) : 0);
  }

  /** All ports on which one end may open connections to another. */
  connections(from: NetworkEnd, to: NetworkEnd): ConnectionSetId {
    if (this.options.selfTraffic === 'allowed' && isSelf(from, to)) return this.sets.ALL;
    const [source, destination] = [this.placeOf(from), this.placeOf(to)];
    return source === undefined || destination === undefined ? this.sets.EMPTY : this.between(source, destination);
  }

  /** Whether one end may open a connection to a port of another. */
  allows(from: NetworkEnd, to: NetworkEnd, protocol: Protocol, port: number): boolean {
    return this.sets.has(this.connections(from, to), protocol, port);
  }

  /** All ports open between two places; two pods of one class where both are the same. */
  between(source: number, destination: number): ConnectionSetId {
    const { EMPTY } = this.sets;
    const sent = connectionsAt(this.row('Egress', source), destination, EMPTY);
    return sent === EMPTY ? EMPTY : this.sets.intersection(sent, connectionsAt(this.row('Ingress', destination), source, EMPTY));
  }

  /** What a place may send to (Egress), or receive from (Ingress). Addresses outside the cluster are not isolated. */
  row(direction: Direction, place: number): Row {
    if (place >= this.classes.length) return this.open;
    return this.rows[direction][place] ??= this.makeRow(direction, place);
  }

  private makeRow(direction: Direction, place: number): Row {
    const { pod } = this.classes[place]!;
    if (pod.hostNetwork && this.options.hostNetwork === 'node') return this.open;
    const { key, sources } = this.sourcesOf(direction, place, pod);
    let row = this.shared[direction].get(key);
    if (!row) {
      row = rowOf(sources, this.rules.everything, this.sets);
      this.shared[direction].set(key, row);
    }
    return direction === 'Ingress' ? this.openToNodes(row, pod) : row;
  }

  /** What makes a row, and a key that is equal for rows made of the same. */
  private sourcesOf(direction: Direction, place: number, pod: NetworkPod): { readonly key: string; readonly sources: RowSources } {
    const key: string[] = [];
    const isolating = this.policiesFor(pod.namespace, place).filter(policy => policy.isolates.includes(direction));
    const tier = (name: ClusterPolicyRules['tier']) => this.subjects
      .filter(({ policy, places }) => policy.tier === name && includes(places, place))
      .flatMap(({ policy }) => rulesOf(policy, direction).flatMap(rule => this.entries(direction, rule, undefined, pod, key)
        .map((entry): TierEntry => ({ ...entry, action: rule.action }))));
    const admin = tier('Admin');
    key.push('/');
    const networkPolicies = isolating.flatMap(policy => rulesOf(policy, direction)
      .flatMap(rule => this.entries(direction, rule, policy.namespace, pod, key)));
    key.push(isolating.length > 0 ? '/' : '-');
    const exempt = this.options.baseline === 'unselected-pods' && this.policiesFor(pod.namespace, place).length > 0;
    const baseline = isolating.length > 0 || exempt ? [] : tier('Baseline');
    return { key: key.join(' '), sources: { admin, networkPolicies: isolating.length > 0 ? networkPolicies : undefined, baseline } };
  }

  private entries(
    direction: Direction, rule: TrafficRule, namespace: string | undefined, pod: NetworkPod, key: string[],
  ): readonly Entry[] {
    if (direction === 'Egress') {
      key.push(String(this.numberOf(rule)));
      return this.rules.egress(rule, namespace);
    }
    const entry = this.rules.ingress(rule, namespace, pod);
    key.push(`${this.numberOf(rule)}:${entry.connections}`);
    return [entry];
  }

  /** "Traffic from the pod's local node is always allowed", and a pod on the host's network may be on that node. */
  private openToNodes(row: Row, pod: NetworkPod): Row {
    if (this.options.hostNetwork !== 'node' || this.hosts.length === 0) return row;
    let nodes = this.nodesOf.get(pod.node);
    if (!nodes) {
      nodes = this.podClasses.where(each => mayBeNodeOf(each.pod, pod));
      this.nodesOf.set(pod.node, nodes);
    }
    return rowOf({
      admin: [{ ends: nodes, connections: this.sets.ALL, action: 'Allow' }],
      networkPolicies: row.firsts.map((first, at) => ({ ends: [first, row.ends[at]!], connections: row.connections[at]! })),
      baseline: [],
    }, this.rules.everything, this.sets);
  }

  /** The NetworkPolicies that select a class, which is in the namespace. */
  policiesFor(namespace: string, place: number): readonly NetworkPolicyRules[] {
    const [first, end] = this.podClasses.ofNamespace.get(namespace)!;
    let lists = this.policiesOf.get(namespace);
    if (!lists) {
      const selecting = Array.from({ length: end - first }, (): NetworkPolicyRules[] => []);
      for (const policy of this.model.policies.get(namespace) ?? []) {
        const places = this.podClasses.selectIn(namespace, policy.podSelector);
        for (let at = 0; at < places.length; at += 2) {
          for (let each = places[at]!; each < places[at + 1]!; each += 1) selecting[each - first]!.push(policy);
        }
      }
      lists = selecting;
      this.policiesOf.set(namespace, lists);
    }
    return lists[place - first]!;
  }

  private numberOf(object: object): number {
    let number = this.numbers.get(object);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(object, number);
    }
    return number;
  }
}

function sameAddress(one: IpAddress, other: IpAddress): boolean {
  return one.family === other.family && one.value === other.value;
}
