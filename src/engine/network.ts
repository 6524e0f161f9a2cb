import { networkModelOf, type NetworkInput } from './network/model';
import { understood, type NetworkQuestion } from './network/question';
import { renderers } from './renderers';
import { decideConnection, type ConnectionQuery, type NetworkDecision } from '../decide/network';
import { exposureOf, type Exposure } from '../decide/network/exposure';
import { mapOf, type MapOptions, type NetworkMap } from '../decide/network/map';
import type { NetworkModel } from '../decide/network/model';
import { nameServiceConnections } from '../decide/network/name-service';
import { NetworkIndex } from '../decide/network/network-index';
import { DEFAULT_NETWORK_OPTIONS, type NetworkOptions } from '../decide/network/options';
import { pairsAsked, reach, type ReachAnswer, type ReachQuestion } from '../decide/network/reach';
import { reachability, type Reachability } from '../decide/network/reachability';
import { leadsOf, type Lead, type LeadTarget } from '../decide/network/services';
import { peerWords } from '../decide/network/words';
import { ProblemError } from '../manifests/problem';

export type { NetworkInput } from './network/model';

/**
 * What can reach what in one cluster. Reads the objects once; then a question costs microseconds. Throws a
 * ProblemError, with every place, for objects that no decision can rest on: policies and pods that the API server
 * would refuse, versions that nobody here reads, and two objects of one identity that differ.
 *
 * ```ts
 * const network = networkOf(readClusterInput('manifests'));
 * network.reach({ from: 'shop/web', to: 'shop/db', port: '5432' }).verdict; // 'allow'
 * ```
 *
 * @param options how the questions are read on which implementations differ; those that are left out have their defaults
 */
export function networkOf(input: NetworkInput, options: Partial<NetworkOptions> = {}): ClusterNetwork {
  return new ClusterNetwork(input, { ...DEFAULT_NETWORK_OPTIONS, ...options });
}

/** See `networkOf`. */
export class ClusterNetwork {
  public readonly model: NetworkModel;
  /** What takes part and cannot be seen: objects that others render into more objects. */
  public readonly assumptions: readonly string[];
  private built?: NetworkIndex;

  constructor(private readonly input: NetworkInput, public readonly options: NetworkOptions) {
    this.model = networkModelOf(input);
    this.assumptions = renderers(input);
  }

  /** Pods in classes and rules as sets, made when they are first needed. */
  public get index(): NetworkIndex {
    this.built ??= new NetworkIndex(this.model, this.options);
    return this.built;
  }

  /** Whether every connection that is meant is allowed. Throws a ProblemError for places and ports that nobody declares. */
  public reach(question: NetworkQuestion): Reachability {
    return this.answer(understood(this.model, question));
  }

  /** The same of places that were resolved, all questions together. */
  public answer(questions: readonly ReachQuestion[]): Reachability {
    questions.forEach(question => this.refuseVast(question));
    return reachability(this.index, questions, this.options);
  }

  /** What is open between workloads, or namespaces, with addresses outside, and to the name service where its pods are not here. */
  public map(options: MapOptions = {}): NetworkMap {
    const { ends, connections } = mapOf(this.index, options);
    return { ends, connections: [...connections, ...nameServiceConnections(this.index, options)] };
  }

  /** What is open to and from pods that are not among the manifests. */
  public exposure(): Exposure {
    return exposureOf(this.model, this.options, peerWords);
  }

  /** The Services and Ingresses among the objects, where each of their ports leads, and whom policies let through. */
  public leads(): Array<Lead<LeadTarget>> {
    return leadsOf(this.input.objects, this.index);
  }

  /** The answer to one resolved question alone, without what explains it. */
  public verdict(question: ReachQuestion): ReachAnswer {
    this.refuseVast(question);
    return reach(this.index, question, this.options);
  }

  /** The decision on one connection, with all that it rests on. */
  public decide(query: ConnectionQuery): NetworkDecision {
    return decideConnection(this.model, query, this.options);
  }

  /** One answer about more would take minutes. */
  private refuseVast(question: ReachQuestion): void {
    const pairs = pairsAsked(this.index, question);
    if (pairs <= MOST_PAIRS) return;
    throw new ProblemError({
      id: 'usage',
      message: `whether ${question.from.text} reaches ${question.to.text} is a question about ${pairs} pairs of pods that policies tell apart; ${MOST_PAIRS} are the most for one answer`,
      fix: 'ask about one workload at a time, or see all that is open with map',
    });
  }
}

/** So many take ten seconds. */
const MOST_PAIRS = 250_000;
