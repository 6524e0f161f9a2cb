import type { IConstruct } from 'constructs';
import type { Peer } from './peer';
import type { Port } from './port';

/** What a rule of a cluster-scoped policy decides. */
export enum TrafficAction {
  /** Let through. */
  ALLOW = 'Allow',
  /** Refuse. */
  DENY = 'Deny',
  /** Leave it to the NetworkPolicies and, without any, to the Baseline tier. Not in the Baseline tier. */
  PASS = 'Pass',
}

/** A rule of a cluster-scoped policy; of all rules in their order, the first that matches decides. */
export interface ClusterTrafficRule {
  /** What is decided. */
  readonly action: TrafficAction;
  /**
   * The other side: workloads, or `Peer`s that say which namespaces. Incoming traffic knows pods alone, no addresses. Of
   * outgoing traffic `Peer.anywhere()` is every address, pods included.
   */
  readonly peers: (IConstruct | Peer)[];
  /** The ports of the destination. Not empty; `Port.all()` says every port. */
  readonly ports: Port[];
  /**
   * What reports call the rule, at most 100 characters.
   *
   * @default - none
   */
  readonly name?: string;
}
