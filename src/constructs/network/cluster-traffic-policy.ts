import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterPolicyApi } from './cluster-policy-api';
import { adminPolicySpec, clusterPolicySpec } from './cluster-policy-spec';
import { TrafficAction, type ClusterTrafficRule } from './cluster-traffic-rule';
import { PodSelection, type NamespaceSelection } from './selection';
import { clusterPolicyApi } from './served-api';
import { refuseOpenPorts } from './traffic-rules';
import { refuseMissing } from '../access/lists';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** When a cluster-scoped policy decides. */
export enum PolicyTier {
  /** Before every NetworkPolicy: what it allows or denies is final. */
  ADMIN = 'Admin',
  /** After them, about pods that none of them isolates in that direction. */
  BASELINE = 'Baseline',
}

/** Properties of a ClusterTrafficPolicy. */
export interface ClusterTrafficPolicyProps {
  /** The namespaces whose pods the policy is about. */
  readonly namespaces: NamespaceSelection;

  /**
   * Only these pods there.
   *
   * @default - all
   */
  readonly pods?: PodSelection;

  /**
   * The API in which the policy is written; the target of the cluster must serve it.
   *
   * @default - what the target serves (`TargetOptions.clusterPolicies`), the newer one where it serves both; an error where it
   * serves none, and outside a Cluster
   */
  readonly api?: ClusterPolicyApi;

  /**
   * When it decides.
   *
   * @default PolicyTier.ADMIN
   */
  readonly tier?: PolicyTier;

  /**
   * Its place among the policies of its tier, from 0 to 1000: the lower comes first, and between equal ones it is left open
   * which does. The Baseline tier of ADMIN_NETWORK_POLICY has one policy for the whole cluster, and no priority.
   *
   * @default - none, which is an error where one is needed
   */
  readonly priority?: number;

  /**
   * Rules about incoming traffic, in their order.
   *
   * @default - none
   */
  readonly ingress?: ClusterTrafficRule[];

  /**
   * Rules about outgoing traffic, in their order.
   *
   * @default - none
   */
  readonly egress?: ClusterTrafficRule[];

  /**
   * The name of the policy. That of the Baseline tier of ADMIN_NETWORK_POLICY is always `default`.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;
}

/**
 * A policy about traffic in many namespaces at once, which stands before or after the NetworkPolicies in them. Unlike
 * those it isolates nothing: what no rule matches is left to others.
 *
 * @see https://network-policy-api.sigs.k8s.io/
 */
export class ClusterTrafficPolicy extends Construct {
  /** The ClusterNetworkPolicy, AdminNetworkPolicy or BaselineAdminNetworkPolicy. */
  public readonly policy: ApiObject;

  constructor(scope: Construct, id: string, props: ClusterTrafficPolicyProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, ClusterTrafficPolicy, 'ClusterTrafficPolicyProps', props);
    const { tier = PolicyTier.ADMIN, ingress, egress, priority, pods } = props;
    const api = clusterPolicyApi(this, props.api);
    if (props.namespaces === undefined) {
      throw invalid(this, 'namespaces', undefined, 'says nothing about whom the policy is', 'select namespaces; NamespaceSelection.all() is every one');
    }
    if ((ingress ?? []).length + (egress ?? []).length === 0) {
      throw invalid(this, 'ingress', ingress, 'the policy has no rule, and without one it does nothing', 'give ingress or egress');
    }
    ingress?.forEach((rule, at) => this.checkRule(`ingress[${at}]`, rule, tier));
    egress?.forEach((rule, at) => this.checkRule(`egress[${at}]`, rule, tier));
    const isBaselineAdmin = api === ClusterPolicyApi.ADMIN_NETWORK_POLICY && tier === PolicyTier.BASELINE;
    this.checkPriority(priority, isBaselineAdmin);
    if (isBaselineAdmin && props.name !== undefined && props.name !== 'default') {
      throw invalid(this, 'name', props.name, 'a cluster has one BaselineAdminNetworkPolicy, called default', 'leave it out');
    }
    const subject = pods instanceof PodSelection
      ? { pods: { namespaceSelector: props.namespaces._selector, podSelector: pods._selector } } : { namespaces: props.namespaces._selector };
    const name = isBaselineAdmin ? 'default' : props.name;
    const metadata = name === undefined ? {} : { metadata: { name } };
    this.policy = new ManifestObject(this, 'Resource', api === ClusterPolicyApi.ADMIN_NETWORK_POLICY ? {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: isBaselineAdmin ? 'BaselineAdminNetworkPolicy' : 'AdminNetworkPolicy',
      ...metadata,
      spec: atSynth(() => ({ ...priority === undefined ? {} : { priority }, subject, ...adminPolicySpec(this, ingress, egress) })),
    } : {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      ...metadata,
      spec: atSynth(() => ({ tier, priority, subject, ...clusterPolicySpec(this, ingress, egress) })),
    });
  }

  private checkRule(field: string, { action, peers, ports }: ClusterTrafficRule, tier: PolicyTier): void {
    if (!Object.values(TrafficAction).includes(action)) {
      throw invalid(this, `${field}.action`, action, 'is no action', 'use TrafficAction.ALLOW, DENY or PASS');
    }
    if (action === TrafficAction.PASS && tier === PolicyTier.BASELINE) {
      throw invalid(this, `${field}.action`, action, 'nothing comes after the Baseline tier', 'say ALLOW or DENY');
    }
    refuseMissing(this, `${field}.peers`, peers, 'list the peers; every pod is Peer.namespaces(NamespaceSelection.all())');
    refuseOpenPorts(this, `${field}.ports`, ports);
  }

  private checkPriority(priority: number | undefined, none: boolean): void {
    if (none ? priority !== undefined : !Number.isInteger(priority) || priority! < 0 || priority! > 1000) {
      throw invalid(this, 'priority', priority, none ? 'a BaselineAdminNetworkPolicy has none' : 'is a whole number from 0 to 1000, and decides which policy comes first',
        none ? 'leave it out' : 'give each policy of a tier its own');
    }
  }
}
