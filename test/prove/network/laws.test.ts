import * as fc from 'fast-check';
import { decideConnection } from '../../../src/decide/network';
import type { Direction, NetworkEnd, NetworkModel, NetworkPod } from '../../../src/decide/network/model';
import { networkPolicyRules } from '../../../src/decide/network/read-policies';
import { isSelf } from '../../../src/decide/network/same-place';
import type { LabelSelector, NetworkPolicy, Protocol } from '../../../src/manifests/model';
import { contains, parseCidr } from '../../../src/manifests/validate';
import type { FlowModel, OnlyTraffic } from '../../../src/prove/guarantee';
import { proveTraffic } from '../../../src/prove/network/traffic';
import { cluster, endsOf, modelOf, QUERIED_PORTS } from '../../decide/network/arbitrary';
import { policy, type Obj } from '../../decide/network/support';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const NAMESPACE = 'n0';

/** The rules of NetworkPolicies as flows, each of one peer. */
function flowsOf(policies: readonly NetworkPolicy[], direction: Direction): FlowModel[] {
  return policies.flatMap(({ spec }) => (direction === 'Ingress' ? spec?.ingress ?? [] : spec?.egress ?? []).flatMap(rule => {
    const peers = ('from' in rule ? rule.from : 'to' in rule ? rule.to : undefined) ?? [];
    const ports = rule.ports && rule.ports.length > 0 ? { ports: rule.ports } : {};
    return peers.length === 0 ? [{ ...ports }] : peers.map((peer): FlowModel => ({ peer, ...ports }));
  }));
}

/** Whether a promise says that a connection is open, by the specification itself. */
function promised(
  model: NetworkModel, flows: readonly FlowModel[], direction: Direction, pod: NetworkPod, end: NetworkEnd, protocol: Protocol, port: number,
): boolean {
  const rules = flows.map(({ peer, ports = [] }) => ({ [direction === 'Ingress' ? 'from' : 'to']: peer ? [peer] : [], ports }));
  const one = networkPolicyRules({
    apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'x' }, spec: { podSelector: {}, policyTypes: [direction], [direction.toLowerCase()]: rules },
  }, NAMESPACE, {});
  return opens({ ...model, policies: new Map([[NAMESPACE, [one]]]), clusterPolicies: [] }, direction, pod, end, protocol, port);
}

function opens(model: NetworkModel, direction: Direction, pod: NetworkPod, end: NetworkEnd, protocol: Protocol, port: number): boolean {
  const own = { pod, address: pod.addresses[0] };
  const decision = decideConnection(model, { ...direction === 'Ingress' ? { from: end, to: own } : { from: own, to: end }, protocol, port });
  return decision[direction === 'Ingress' ? 'ingress' : 'egress'].decision === 'allow';
}

function prove(model: NetworkModel, ingress: readonly FlowModel[] | undefined, egress: readonly FlowModel[] | undefined) {
  const predicate: OnlyTraffic = {
    kind: 'only-traffic', pods: { namespace: NAMESPACE, selector: {} }, ...ingress ? { ingress } : {}, ...egress ? { egress } : {},
  };
  return proveTraffic({ model, problems: [] }, { construct: 'x', predicate });
}

function policiesIn(objects: readonly Obj[]): NetworkPolicy[] {
  return objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && (metadata as { namespace: string }).namespace === NAMESPACE) as unknown as NetworkPolicy[];
}

/** Less than a flow says, in one of several ways; the same where it cannot be narrowed so. */
function narrowed(flow: FlowModel, how: number): FlowModel {
  const { peer, ports } = flow;
  const selector = { matchLabels: { app: 'a' } };
  const and = (one: LabelSelector | undefined): LabelSelector => ({ ...one, matchLabels: { ...one?.matchLabels, ...selector.matchLabels } });
  if (how === 0) {
    return { ...flow, ports: ports ? ports.slice(1).length > 0 ? ports.slice(1) : [{ protocol: 'SCTP', port: 7 }] : [{ protocol: 'TCP' }] };
  }
  if (peer?.ipBlock) {
    const hole = ['10.0.0.0/25', '10.1.0.4/30', 'fd00::1/128'].find(each => {
      const [inner, outer] = [parseCidr(each)!, parseCidr(peer.ipBlock!.cidr)!];
      return contains(outer, inner) && inner.prefix > outer.prefix;
    });
    return hole ? { ...flow, peer: { ipBlock: { cidr: peer.ipBlock.cidr, except: [...peer.ipBlock.except ?? [], hole] } } } : flow;
  }
  return peer?.namespaceSelector && how === 1 ? { ...flow, peer: { ...peer, namespaceSelector: and(peer.namespaceSelector) } }
    : { ...flow, peer: { ...peer, podSelector: and(peer?.podSelector) } };
}

test('a promise that is proved is kept by every pod, address and port of any cluster', () => {
  let proved = 0;
  const change = fc.record({ at: fc.nat({ max: 5 }), how: fc.nat({ max: 3 }) });
  fc.assert(fc.property(cluster, change, fc.constantFrom<Direction>('Ingress', 'Egress'), (objects, { at, how }, direction) => {
    const model = modelOf(objects);
    // The promise is what the policies say but for one flow, which is narrowed or left out: most such promises are nearly kept.
    const flows = flowsOf(policiesIn(objects), direction).flatMap((flow, index) => index !== at ? [flow] : how === 3 ? [] : [narrowed(flow, how)]);
    const findings = prove(model, direction === 'Ingress' ? flows : undefined, direction === 'Egress' ? flows : undefined);
    if (findings.length > 0) {
      return;
    }
    proved += 1;
    for (const pod of model.pods.filter(each => each.namespace === NAMESPACE && !each.terminated)) {
      for (const end of endsOf(model).filter(each => !isSelf(each, { pod }) && !each.pod?.terminated && !(each.pod?.hostNetwork && direction === 'Ingress'))) {
        for (const protocol of PROTOCOLS) {
          for (const port of QUERIED_PORTS) {
            if (opens(model, direction, pod, end, protocol, port)) {
              expect(promised(model, flows, direction, pod, end, protocol, port)).toBe(true);
            }
          }
        }
      }
    }
  }), { numRuns: 700 });
  expect(proved).toBeGreaterThan(20);
}, 120_000);

test('policies that isolate every pod of a namespace, promised as they stand, are kept', () => {
  fc.assert(fc.property(cluster, fc.constantFrom<Direction>('Ingress', 'Egress'), (objects, direction) => {
    const alone = objects.filter(({ apiVersion }) => apiVersion !== 'policy.networking.k8s.io/v1alpha1');
    const isolating = alone.map(object => object.kind === 'NetworkPolicy'
      ? { ...object, spec: { ...object.spec as Obj, podSelector: {}, policyTypes: ['Ingress', 'Egress'] } } : object);
    const model = modelOf([...isolating, policy(`${NAMESPACE}/deny`, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })]);
    fc.pre(model.pods.some(({ namespace, terminated }) => namespace === NAMESPACE && !terminated));
    fc.pre(!model.pods.some(({ namespace, hostNetwork }) => namespace === NAMESPACE && hostNetwork));
    const policies = policiesIn(isolating);
    const flows = flowsOf(policies, direction);
    expect(prove(model, direction === 'Ingress' ? flows : undefined, direction === 'Egress' ? flows : undefined)).toEqual([]);
  }), { numRuns: 300 });
}, 60_000);
