import { labelOf, placesIn, podsOf } from './lint-policies';
import type { NetworkModel, NetworkPod, NetworkPolicyRules, TrafficRule } from '../../decide/network/model';
import { isNamed, PodClasses } from '../../decide/network/pod-classes';
import type { NetworkSource } from '../../decide/network/read';
import { Lead, leadsAmong } from '../../decide/network/services';
import type { Problem } from '../../manifests/problem';
import type { Finding } from '../finding';

/**
 * Workloads that policies pass over, or cut off from what they need. Only said where NetworkPolicies alone decide: policies of
 * the tiers may open and close what these leave.
 */
export function lintWorkloads(model: NetworkModel, selecting: PoliciesByPod): Finding[] {
  if (model.clusterPolicies.length > 0 || model.unread.length > 0) return [];
  const isIngress = ({ isolates }: NetworkPolicyRules) => isolates.includes('Ingress');
  const isolating = new Set([...model.policies].filter(([, policies]) => policies.some(isIngress)).map(([namespace]) => namespace));
  return model.pods.filter(({ terminated, hostNetwork }) => !terminated && !hostNetwork).flatMap(pod => {
    const policies = selecting.get(pod) ?? [];
    const unprotected = isolating.has(pod.namespace) && !policies.some(isIngress);
    const lints = [...unprotected ? [UNPROTECTED] : [], ...withoutNames(policies) ? [DNS_BLOCKED] : [], ...duplicates(pod, policies)];
    return lints.map(lint => about(pod, lint));
  });
}

/** Services and Ingresses that lead to pods on a port that no rule opens to anybody, be it from here or elsewhere. */
export function lintServices(objects: Iterable<NetworkSource>, model: NetworkModel, selecting: PoliciesByPod): Finding[] {
  if (model.clusterPolicies.length > 0 || model.unread.length > 0) return [];
  const isClosed = (pod: NetworkPod, lead: Lead, number: number) => {
    const isolating = (selecting.get(pod) ?? []).filter(({ isolates }) => isolates.includes('Ingress'));
    return isolating.length > 0 && !pod.hostNetwork && !isolating.some(({ ingress }) => ingress.some(rule => admits(rule, lead, number, pod)));
  };
  return leadsAmong(objects, model).flatMap(lead => lead.targets.filter(({ pods, number }) => pods.every(pod => isClosed(pod, lead, number)))
    .map(({ pods, number }) => blocked(lead, pods[0]!, number)));
}

function admits({ ports }: TrafficRule, { protocol }: Lead, number: number, pod: NetworkPod): boolean {
  const declares = (name: string) => pod.ports.some(each => each.name === name && each.number === number && each.protocol === protocol);
  return ports.length === 0 || ports.some(port => isNamed(port) ? declares(port.name)
    : port.protocol === protocol && port.first <= number && number <= port.last);
}

function blocked({ kind, namespace, name, port, protocol, service, origin }: Lead, pod: NetworkPod, number: number): Finding {
  const through = service === undefined ? '' : ` through the Service ${service}`;
  const { source, construct } = origin;
  return {
    id: 'network-service-blocked',
    severity: 'medium',
    object: `${kind} ${namespace}/${name}`,
    value: String(port),
    message: `leads${through} to ${labelOf(pod)} on ${protocol} ${number}, which no rule opens to anybody`,
    fix: 'add a rule that admits its clients, on the port of the pods',
    source,
    construct,
    constructs: [construct, pod.origin.construct].flatMap(each => each ?? []),
  };
}

type Lint = Omit<Problem, 'object' | 'source' | 'construct'>;

const UNPROTECTED: Lint = {
  id: 'network-unprotected',
  severity: 'medium',
  message: 'no policy isolates it, as policies do others of its namespace: everything may connect to it',
  fix: 'add a policy that selects it, such as a default deny, or acknowledge it with the reason',
};

const DNS_BLOCKED: Lint = {
  id: 'network-dns-blocked',
  severity: 'low',
  message: 'may open connections to other pods, and cannot ask for their names: no rule of its egress admits port 53',
  fix: 'admit UDP and TCP 53 to the DNS of the cluster, or acknowledge it with the reason',
};

/** Rules to pods, and none for DNS; who may open no connection at all, or to addresses alone, needs no names. */
function withoutNames(policies: readonly NetworkPolicyRules[]): boolean {
  const isolating = policies.filter(({ isolates }) => isolates.includes('Egress'));
  const rules = isolating.flatMap(({ egress }) => egress);
  const toPods = rules.some(({ peers }) => peers.length === 0 || peers.some(({ type }) => type === 'pods'));
  return toPods && !rules.some(({ ports }) => ports.length === 0 || ports.some(port => isNamed(port)
    ? port.name.includes('dns') : port.protocol !== 'SCTP' && port.first <= 53 && 53 <= port.last));
}

/** A name that several containers give, where a policy uses it: implementations differ on which of them it means. */
function duplicates({ ports }: NetworkPod, policies: readonly NetworkPolicyRules[]): Lint[] {
  const used = new Set(policies.flatMap(({ ingress }) => ingress.flatMap(rule => rule.ports.filter(isNamed).map(({ name }) => name))));
  const names = [...used].filter(name => new Set(ports.filter(each => each.name === name).map(each => `${each.protocol} ${each.number}`)).size
    > new Set(ports.filter(each => each.name === name).map(({ protocol }) => protocol)).size);
  return names.map(name => ({
    id: 'network-port-duplicate',
    severity: 'low',
    value: JSON.stringify(name),
    message: 'is the name of several ports of its containers, and a policy admits it by that name: implementations differ on which of them are open',
    fix: 'give each port a name of its own',
  }));
}

function about(pod: NetworkPod, lint: Lint): Finding {
  const { source, construct } = pod.origin;
  return { ...lint, object: labelOf(pod), source, construct, constructs: construct === undefined ? [] : [construct] };
}

type PoliciesByPod = ReadonlyMap<NetworkPod, readonly NetworkPolicyRules[]>;

/** The NetworkPolicies that select each pod. */
export function policiesByPod(model: NetworkModel, classes: PodClasses): PoliciesByPod {
  const found = new Map<NetworkPod, NetworkPolicyRules[]>();
  for (const [namespace, policies] of model.policies) {
    for (const policy of policies) {
      for (const pod of podsOf(classes, placesIn(classes, namespace, policy.podSelector) ?? [])) {
        const list = found.get(pod);
        if (!list) found.set(pod, [policy]);
        else if (list.at(-1) !== policy) list.push(policy);
      }
    }
  }
  return found;
}
