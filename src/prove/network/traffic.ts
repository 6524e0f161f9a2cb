import { constructOf, endText, podText, portText, ruleText, type Opening } from './flow-text';
import { imposters } from './imposters';
import { exampleBeyond, madeUp, peerSet, type Example, type PeerSet } from './outside';
import { podsMeant } from './pods-meant';
import { isAbout, portsToAsk, type AskedPort } from './ports-open';
import { decideConnection, type SideDecision } from '../../decide/network';
import {
  rulesOf, type Direction, type NetworkEnd, type NetworkModel, type NetworkPod, type NetworkReading, type TrafficRule,
} from '../../decide/network/model';
import { isMissingFact, NETWORK_ASSUMPTIONS } from '../../decide/network/options';
import { networkPolicyRules } from '../../decide/network/read-policies';
import { selectsNamespace, selectsPod } from '../../decide/network/selectors';
import type { Finding } from '../finding';
import type { FlowModel, GuaranteeModel, OnlyTraffic } from '../guarantee';

/**
 * What keeps the policies of a cluster from letting in and out of some pods nothing but the promised flows. The empty list
 * is a proof, about every pod, namespace and address that there is or may come to be.
 *
 * NetworkPolicies only ever open. So each rule that could open something for the pods, whoever wrote it, is held against
 * the promised flows: either everything in it is promised, or there is something that is not, and that is the witness. What
 * the witness may do is then asked of the specification, because a cluster-scoped policy may still refuse it.
 *
 * It is the pods' own side that is judged: a source whose egress is closed today counts, if the pods would let it in.
 */
export function proveTraffic(
  { model, problems }: NetworkReading, { construct, predicate }: GuaranteeModel & { readonly predicate: OnlyTraffic },
): Finding[] {
  const context: Context = { construct, predicate, model };
  const meant = podsMeant(model, predicate.pods);
  const reasons = [
    ...problems.slice(0, 1).map(({ object, message }) => `${object ?? 'an object'} cannot be decided about: ${message}`),
    ...typeof meant === 'string' ? [meant] : [],
    ...model.unread.filter(({ namespace }) => namespace === undefined || namespace === predicate.pods.namespace)
      .map(({ kind, name }) => `${kind} ${name} may decide about the traffic, and is of a kind that is not understood`),
  ];
  if (reasons.length > 0 || typeof meant === 'string') {
    return reasons.map(reason => finding(context, 'guarantee-not-provable', `which cannot be proved: ${reason}`));
  }
  return distinct(meant).flatMap(pod => DIRECTIONS.flatMap(direction => {
    const flows = predicate[direction === 'Ingress' ? 'ingress' : 'egress'];
    return flows === undefined ? [] : pod.hostNetwork
      ? [finding(context, 'guarantee-broken', `but ${podText(pod)} is on the network of its node, where no NetworkPolicy isolates it`)]
      : proveSide(context, direction, pod, flows);
  }));
}

const DIRECTIONS: readonly Direction[] = ['Ingress', 'Egress'];

interface Context {
  readonly construct: string;
  readonly predicate: OnlyTraffic;
  readonly model: NetworkModel;
}

/** Pods that no policy tells apart are asked about once. */
function distinct(pods: readonly NetworkPod[]): NetworkPod[] {
  return [...new Map(pods.map(pod => [JSON.stringify([pod.labels, pod.ports, pod.hostNetwork, pod.template]), pod])).values()];
}

function proveSide(context: Context, direction: Direction, pod: NetworkPod, flows: readonly FlowModel[]): Finding[] {
  const declared = declaredRules(direction, pod.namespace, flows);
  const findings = openingsOf(context.model, direction, pod).flatMap(opening => beyond(context, direction, pod, opening, declared) ?? []);
  const carriers = direction === 'Egress' ? [] : imposters(context.model, pod, flows, declared)
    .filter(({ end, port }) => asked(direction, pod, { end, model: context.model }, port).decision === 'allow')
    .map(({ end, port, workload }) => finding(context, 'guarantee-broken',
      `but ${podText(end.pod)} carries the labels of ${workload.kind} ${workload.namespace}/${workload.name}, and so gets in on ${portText(port)}`,
      constructOf(end.pod.origin)));
  return [...findings, ...carriers];
}

/** The promised flows as rules of a policy in the namespace of the pods, in their order. */
function declaredRules(direction: Direction, namespace: string, flows: readonly FlowModel[]): readonly TrafficRule[] {
  const rules = flows.map(({ peer, ports = [] }) => ({ [direction === 'Ingress' ? 'from' : 'to']: peer ? [peer] : [], ports }));
  const spec = { podSelector: {}, policyTypes: [direction], [direction.toLowerCase()]: rules };
  return rulesOf(networkPolicyRules({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'declared', namespace }, spec }, namespace, {}), direction);
}

/** Every rule that may open something for a pod: of the NetworkPolicies that may select it, and of the Admin tier. */
function openingsOf(model: NetworkModel, direction: Direction, pod: NetworkPod): Opening[] {
  const own = (model.policies.get(pod.namespace) ?? []).filter(({ isolates }) => isolates.includes(direction));
  const isolated = own.some(({ podSelector }) => isSure(selectsPod(podSelector, pod)));
  const admin = model.clusterPolicies.filter(({ tier, subject }) => tier === 'Admin'
    && mayBe(selectsNamespace(subject.namespaceSelector, model.namespaces.get(pod.namespace)!)) && mayBe(selectsPod(subject.podSelector, pod)));
  return [
    ...isolated ? [] : [{}],
    ...own.filter(({ podSelector }) => mayBe(selectsPod(podSelector, pod)))
      .flatMap(policy => rulesOf(policy, direction).map((rule): Opening => ({ policy, rule }))),
    ...admin.flatMap(policy => rulesOf(policy, direction).filter(({ action }) => action === 'Allow').map((rule): Opening => ({ policy, rule }))),
  ];
}

function isSure({ yes, rests }: ReturnType<typeof selectsPod>): boolean {
  return yes && rests.length === 0;
}

function mayBe({ yes, rests }: ReturnType<typeof selectsPod>): boolean {
  return yes || rests.length > 0;
}

/** The first thing that an opening lets through and nobody promised. */
function beyond(context: Context, direction: Direction, pod: NetworkPod, opening: Opening, declared: readonly TrafficRule[]): Finding | undefined {
  const { rule, policy } = opening;
  const destination = direction === 'Ingress' ? pod : undefined;
  const home = policy?.kind === 'NetworkPolicy' ? policy.namespace : undefined;
  const peers: ReadonlyArray<PeerSet | undefined> = rule && rule.peers.length > 0 ? rule.peers.map(peer => peerSet(peer, home)) : [undefined];
  let doubt: string | undefined;
  for (const port of portsToAsk(rule, declared, destination)) {
    const promised = declared.filter(each => isAbout(each, port, destination));
    if (promised.some(each => each.peers.length === 0)) {
      continue;
    }
    const others = promised.flatMap(each => each.peers.map(peer => peerSet(peer, pod.namespace)));
    for (const peer of peers) {
      if (peer?.unknown) {
        doubt ??= `${ruleText(opening, direction)} names nodes or domains, whose addresses are not known`;
        continue;
      }
      const example = exampleBeyond(peer, others, context.model, pod);
      const found = example && withPort(example, direction, port);
      const decision = found && asked(direction, pod, found, port);
      if (found && decision?.decision === 'allow' && !decision.assumptions.some(isMissingFact)) {
        const way = direction === 'Ingress' ? `lets in ${endText(found.end)}` : `lets it reach ${endText(found.end)}`;
        return finding(context, 'guarantee-broken', `but ${ruleText(opening, direction)} ${way} on ${portText(port)}`,
          ...policy ? [constructOf(policy.origin)] : [], ...found.end.pod ? [constructOf(found.end.pod.origin)] : []);
      }
      doubt ??= decision && `${ruleText(opening, direction)} opens more than is promised, ${decision.decision === 'deny' ? 'and cluster-scoped policies refuse a part of it'
        : `as far as can be told: ${decision.assumptions.filter(isMissingFact).map(({ id }) => NETWORK_ASSUMPTIONS[id]).join(' ')}`}`;
    }
  }
  return doubt === undefined ? undefined : finding(context, 'guarantee-not-provable', `which cannot be proved: ${doubt}`, ...policy ? [constructOf(policy.origin)] : []);
}

/** A destination that nobody knows declares the port by its name. */
function withPort({ end, model }: Example, direction: Direction, { name, protocol, port }: AskedPort): Example {
  if (direction === 'Ingress' || name === undefined || !end.pod) {
    return { end, model };
  }
  return { end: { pod: { ...madeUp(end.pod.namespace, end.pod.labels), ports: [{ name, protocol, number: port }] } }, model };
}

/** What the pod's own side says of a connection with somebody. */
function asked(direction: Direction, pod: NetworkPod, { end, model }: Example, { protocol, port }: AskedPort): SideDecision {
  const own: NetworkEnd = { pod, address: pod.addresses[0] };
  const decision = decideConnection(model, { ...direction === 'Ingress' ? { from: end, to: own } : { from: own, to: end }, protocol, port });
  return direction === 'Ingress' ? decision.ingress : decision.egress;
}

function finding({ construct, predicate }: Context, id: 'guarantee-broken' | 'guarantee-not-provable', rest: string, ...others: ReadonlyArray<string | undefined>): Finding {
  const { namespace, workload } = predicate.pods;
  const who = workload ? `${workload.kind} ${namespace}/${workload.name}` : `some pods of ${namespace}`;
  const broken = id === 'guarantee-broken';
  return {
    id,
    severity: broken ? 'high' : 'medium',
    construct,
    message: `promises that only declared traffic goes in and out of ${who}, ${rest}`,
    fix: broken ? 'narrow the policy, declare the traffic, or acknowledge it with the reason' : 'add what is missing to the manifests, or acknowledge it with the reason',
    constructs: [...new Set([construct, ...others.flatMap(each => each ?? [])])],
  };
}
