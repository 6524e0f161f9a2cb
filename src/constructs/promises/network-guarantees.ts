import type { IConstruct } from 'constructs';
import type { NetworkPolicyPort } from '../../manifests/model';
import type { DeployerModel, FlowModel, NoWayAround, OnlyTraffic, PodsModel, WorkloadModel } from '../../prove/guarantee';
import type { SubjectModel } from '../../prove/subject';
import { deployersAround } from '../access/declared-deployers';
import type { Subject } from '../access/subject';
import { invalid } from '../errors';
import type { Peer } from '../network/peer';
import type { PodSelection } from '../network/selection';
import { sortedUnique } from '../network/sorted-unique';
import type { EgressRule, IngressRule } from '../network/traffic-policy';
import { namespaceOf, refuseOpenEnds, selectorOf } from '../network/traffic-rules';
import { peerEntry, policedPods } from '../network/workload-end';
import { isConstruct } from '../types/kinds';

/** Traffic that is promised to be all there is. */
export interface PromisedTraffic {
  /** Whose traffic it is: a workload, or a selection of pods in the namespace. */
  readonly pods: IConstruct | PodSelection;
  /**
   * What may come in; an empty list is nothing.
   *
   * @default - nothing is promised about incoming traffic
   */
  readonly ingress?: IngressRule[];
  /**
   * What may go out; an empty list is nothing, name resolution included.
   *
   * @default - nothing is promised about outgoing traffic
   */
  readonly egress?: EgressRule[];
  /**
   * The namespace of the pods.
   *
   * @default - the namespace of the chart around the construct that promises; without one, that of the workload
   */
  readonly namespace?: string;
}

/** Pods to which nobody goes past the network. */
export interface GuardedPods {
  /** The pods: a workload, or a selection in the namespace. */
  readonly pods: IConstruct | PodSelection;
  /** Who reaches them by the network; whoever can become one of these, or act in its pods, gets there as well. */
  readonly clients: (IConstruct | Peer)[];
  /**
   * Who may all the same.
   *
   * @default - nobody
   */
  readonly operators?: (IConstruct | Subject)[];
  /**
   * The namespace of the pods.
   *
   * @default - the namespace of the chart around the construct that promises; without one, that of the workload
   */
  readonly namespace?: string;
}

/** Subjects as data: a function of the access side. */
export type ResolveSubjects = (asked: IConstruct, subjects: ReadonlyArray<IConstruct | Subject>) => SubjectModel[];

/** The pods of a promise. */
export function podsModel(asked: IConstruct, pods: IConstruct | PodSelection, given: string | undefined): PodsModel {
  const namespace = namespaceOf(asked, given, pods)();
  const selector = selectorOf(asked, 'pods', pods, namespace);
  return { namespace, selector, ...isConstruct(pods) ? { workload: workloadModel(asked, 'pods', pods) } : {} };
}

function workloadModel(asked: IConstruct, field: string, workload: IConstruct): WorkloadModel {
  const { kind, namespace, name } = policedPods(workload, asked, field);
  return { kind, namespace, name };
}

/** One flow, of an entry that is undefined where everybody is meant. */
export function flowModel(asked: IConstruct, flow: {
  readonly peer: FlowModel['peer']; readonly workload?: IConstruct; readonly ports: ReadonlyArray<NetworkPolicyPort | undefined>;
}): FlowModel {
  const { peer, workload, ports } = flow;
  return {
    ...peer === undefined ? {} : { peer },
    ...workload ? { workload: workloadModel(asked, 'pods', workload) } : {},
    ...ports.every(port => port !== undefined) ? { ports: sortedUnique(ports) } : {},
  };
}

/** A promise of flows, whatever their order. */
export function onlyTraffic(
  asked: IConstruct, pods: PodsModel, ingress: readonly FlowModel[] | undefined, egress: readonly FlowModel[] | undefined,
): OnlyTraffic {
  if (ingress === undefined && egress === undefined) {
    throw invalid(asked, 'ingress', undefined, 'the promise speaks of no direction', 'give ingress or egress; an empty list is nothing');
  }
  return { kind: 'only-traffic', pods, ...ingress ? { ingress: sortedUnique(ingress) } : {}, ...egress ? { egress: sortedUnique(egress) } : {} };
}

/** The same of rules as a TrafficPolicy takes them. */
export function promisedTraffic(asked: IConstruct, { pods, ingress, egress, namespace }: PromisedTraffic): OnlyTraffic {
  const model = podsModel(asked, pods, namespace);
  const flows = (side: 'from' | 'to', field: string, peers: ReadonlyArray<IConstruct | Peer>, ports: IngressRule['ports']) => {
    refuseOpenEnds(asked, field, side, peers, ports);
    return peers.map((peer, at) => flowModel(asked, {
      peer: peerEntry(peer, asked, `${field}.${side}[${at}]`, model.namespace),
      ...isConstruct(peer) ? { workload: peer } : {},
      ports: ports.map(port => port._entry),
    }));
  };
  return onlyTraffic(asked, model,
    ingress?.flatMap(({ from, ports }, at) => flows('from', `ingress[${at}]`, from, ports)),
    egress?.flatMap(({ to, ports }, at) => flows('to', `egress[${at}]`, to, ports)));
}

/** A promise that nobody but the operators, and the declared deployers where they deploy, gets at pods past the network. */
export function noWayAround(asked: IConstruct, { pods, clients, operators = [], namespace }: GuardedPods, resolve: ResolveSubjects): NoWayAround {
  const model = podsModel(asked, pods, namespace);
  const deployers = deployersAround(asked).flatMap(({ by, subjects, namespaces }) => resolve(by, subjects)
    .map((subject): DeployerModel => ({ subject, ...namespaces === undefined ? {} : { namespaces } })));
  return {
    kind: 'no-way-around',
    pods: model,
    clients: sortedUnique(clients.map((client, at) => {
      const { ports: _, ...who } = flowModel(asked, {
        peer: peerEntry(client, asked, `clients[${at}]`, model.namespace), ...isConstruct(client) ? { workload: client } : {}, ports: [],
      });
      return who;
    })),
    operators: operators.length === 0 ? [] : resolve(asked, operators),
    deployers: sortedUnique(deployers),
  };
}
