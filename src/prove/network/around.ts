import { meets } from './label-conditions';
import { peerSet } from './outside';
import {
  BECOME, BECOME_ACCOUNT, CHANGE_PODS, CHANGE_POLICIES, CLUSTER_WIDE, FROM_ANYWHERE, INTO_PODS, MAKE_PODS, RELABEL_NAMESPACES,
  THROUGH_SERVER, type Way,
} from './ways-around';
import type { NetworkModel } from '../../decide/network/model';
import { networkPolicyRules } from '../../decide/network/read-policies';
import { NAMESPACE_NAME_LABEL } from '../../decide/network/selectors';
import { ANY_NAME, ANY_NAMESPACE } from '../access/ask';
import { bindingLabel, grantText } from '../access/findings';
import { requestText } from '../access/guarantees';
import type { Capable, Unknown, WhoMay } from '../access/who-may';
import type { Finding } from '../finding';
import type { GuaranteeModel, NoWayAround, WorkloadModel } from '../guarantee';
import { subjectLabel } from '../subject';

/**
 * Everybody who may get past the network to some pods by the API of Kubernetes, and is neither an operator of theirs nor
 * trusted: one finding a binding and way. The empty list is a proof, about every role, group and wildcard.
 *
 * Trusted are system:masters, the control plane as long as nobody changed its default bindings, nodes, and the declared
 * deployers where they deploy. Custom resources from which a controller of somebody's makes pods are not known here.
 */
export function proveNoWayAround(
  who: WhoMay, model: NetworkModel, { construct, predicate }: GuaranteeModel & { readonly predicate: NoWayAround },
): Finding[] {
  const { pods } = predicate;
  const own: Place = { namespace: pods.namespace, workloads: pods.workload ? [pods.workload] : undefined };
  const places: Asked[] = [
    ...asked(own, [...INTO_PODS, ...CHANGE_PODS, ...MAKE_PODS, ...THROUGH_SERVER, ...CHANGE_POLICIES, ...BECOME]),
    ...clientPlaces(model, predicate).flatMap(place => [
      // What carries a client's labels is a client, whatever it was before.
      ...asked(place, INTO_PODS), ...asked({ namespace: place.namespace }, [...CHANGE_PODS, ...MAKE_PODS]),
    ]),
    ...asked({}, FROM_ANYWHERE),
    ...asked({ namespace: '' }, [...CLUSTER_WIDE, ...BECOME]),
    ...accountPlaces(predicate).flatMap(place => asked(place, [...BECOME, ...BECOME_ACCOUNT])),
    ...byLabels(predicate) ? [...asked({ namespace: '' }, RELABEL_NAMESPACES), ...asked({}, RELABEL_NAMESPACES)] : [],
  ];
  const findings = new Map<string, Finding>();
  for (const { place, way } of places) {
    const { namespace } = place;
    for (const capable of way.ways.flatMap(questions => namespace === undefined ? who.anywhere(questions) : who.in(namespace, questions))) {
      if (!isTrusted(capable, predicate) && leadsThere(capable, way, place)) {
        const { grant: { binding }, subject } = capable;
        const key = JSON.stringify([binding.kind, binding.namespace, binding.name, subjectLabel(subject), way.does]);
        findings.set(key, findings.get(key) ?? finding(construct, predicate, capable, way));
      }
    }
  }
  const namespaces = new Set([pods.namespace, ...clientPlaces(model, predicate).flatMap(({ namespace }) => namespace ?? [])]);
  return [...findings.values(), ...who.throughUnknownRoles(namespaces)
    .filter(({ binding, subject }) => !isTrusted({ subject, place: binding.namespace }, predicate))
    .map(unknown => doubt(construct, predicate, unknown))];
}

/** A place to ask in, without a namespace any; and the workloads and service accounts that count there, or undefined for all. */
export interface Place {
  readonly namespace?: string;
  readonly workloads?: readonly WorkloadModel[];
  readonly accounts?: readonly string[];
}

interface Asked {
  readonly place: Place;
  readonly way: Way;
}

function asked(place: Place, ways: readonly Way[]): Asked[] {
  return ways.map(way => ({ place, way }));
}

/** Where pods would be clients: the namespaces in which one is selected, those that may yet come included. */
function clientPlaces(model: NetworkModel, predicate: NoWayAround): Place[] {
  return predicate.clients.flatMap(({ peer, workload }): Place[] => {
    if (workload) {
      return [{ namespace: workload.namespace, workloads: [workload] }];
    }
    if (!peer) {
      return [];
    }
    const [rule] = networkPolicyRules({
      apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'declared' }, spec: { podSelector: {}, ingress: [{ from: [peer] }] },
    }, predicate.pods.namespace, {}).ingress;
    const { pods } = peerSet(rule!.peers[0]!, predicate.pods.namespace);
    if (!pods) {
      return [];
    }
    const byName = pods.namespace.flatMap(({ key, operator, values = [] }) => key === NAMESPACE_NAME_LABEL && operator === 'In' ? values : []);
    const known = [...model.namespaces.values()].filter(({ labels }) => meets(labels, pods.namespace)).map(({ name }) => name);
    return [...new Set([...known, ...byName.length > 0 ? byName : [ANY_NAMESPACE]])].map(namespace => ({ namespace }));
  });
}

/** Where trusted service accounts stand: operators, deployers, and in kube-system those of the control plane. */
function accountPlaces({ operators, deployers }: NoWayAround): Place[] {
  const names = new Map<string, Set<string> | undefined>([['kube-system', undefined]]);
  const every = new Set<string>();
  for (const { kind, name, namespace = '' } of [...operators, ...deployers.map(({ subject }) => subject)]) {
    const group = kind === 'Group' ? /^system:serviceaccounts(?::(.+))?$/.exec(name) : undefined;
    // Of a group of service accounts each counts, and of that of all there are those that may yet come.
    if (group) every.add(group[1] ?? ANY_NAMESPACE);
    if (kind === 'ServiceAccount' && !(names.has(namespace) && names.get(namespace) === undefined)) {
      names.set(namespace, (names.get(namespace) ?? new Set<string>()).add(name));
    }
  }
  every.forEach(namespace => names.set(namespace, undefined));
  return [...names].map(([namespace, accounts]) => ({
    ...namespace === ANY_NAMESPACE ? {} : { namespace }, ...accounts ? { accounts: [...accounts] } : {},
  }));
}

/** Whether a client is selected by labels of its namespace, which somebody may write. */
function byLabels({ clients }: NoWayAround): boolean {
  return clients.some(({ peer: { namespaceSelector: { matchLabels = {}, matchExpressions = [] } = {} } = {} }) =>
    [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)].some(key => key !== NAMESPACE_NAME_LABEL));
}

function isTrusted({ subject, place }: Pick<Capable, 'subject' | 'place'>, { operators, deployers }: NoWayAround): boolean {
  const label = subjectLabel(subject);
  return operators.some(each => subjectLabel(each) === label)
    || deployers.some(({ subject: each, namespaces }) => subjectLabel(each) === label && (namespaces === undefined || namespaces.includes(place)));
}

/** A rule that holds names lets only these be touched, which may be somebody else's. */
export function leadsThere({ requests }: Capable, { named }: Way, { workloads, accounts }: Place): boolean {
  if (named === 'account') {
    return accounts === undefined || requests.some(({ name }) => name === '' || name === ANY_NAME || accounts.includes(name));
  }
  return workloads === undefined || named === 'any' || requests.some(({ name }) => name === '' || name === ANY_NAME
    || workloads.some(workload => named === 'workload' || workload.kind === 'Pod' ? name === workload.name : name.startsWith(prefixOf(workload))));
}

/** Controllers name pods after their workload, cut where the name is long (apimachinery pkg/api/names, 58 characters). */
function prefixOf({ name }: WorkloadModel): string {
  return name.slice(0, 40);
}

/** Who is bound to a role that no manifest shows may hold anything. */
function doubt(construct: string, { pods }: NoWayAround, { binding, subject }: Unknown): Finding {
  return {
    id: 'guarantee-not-provable',
    severity: 'medium',
    construct,
    message: `promises that nobody goes around the network to ${podsText(pods)}, which cannot be proved: ${bindingLabel(binding)} gives `
      + `${subjectLabel(subject)} the ${binding.roleRef.kind} ${binding.roleRef.name}, and what that holds is not among the manifests`,
    fix: 'add the role to the manifests, or acknowledge it with the reason',
    constructs: [construct, ...binding.origin.construct === undefined ? [] : [binding.origin.construct]],
  };
}

/** `Deployment shop/web`. */
export function podsText({ namespace, workload }: NoWayAround['pods']): string {
  return workload ? `${workload.kind} ${namespace}/${workload.name}` : `the pods of ${namespace}`;
}

function finding(construct: string, { pods }: NoWayAround, { subject, grant, requests }: Capable, { does }: Way): Finding {
  return {
    id: 'guarantee-broken',
    severity: 'high',
    construct,
    message: `promises that nobody goes around the network to ${podsText(pods)}, but ${subjectLabel(subject)} may ${does} (${requests.map(requestText).join(', ')}): ${grantText(grant)}`,
    fix: 'take the permission away, name the operator, or acknowledge it with the reason',
    constructs: [construct, ...[grant.binding, grant.role, grant.rule].flatMap(({ origin }) => origin.construct ?? [])],
  };
}
