import type { Place } from './access-pieces';
import { canonical } from './clean';
import type { ImportedObject, Piece } from './construction';
import { call, constant, fields, list, value, type Expression, type Json } from './expression';
import { bodyKeys, isBare, isNameOf, nameOf } from './ids';
import { meaningOf } from './meaning';
import { plainPiece } from './plain-piece';
import { DNS_PODS, DNS_RULE } from '../../constructs/network/name-service';
import { groupOf } from '../../manifests/identity';

type Map_ = Readonly<Record<string, unknown>>;

/** Policies that isolate a whole namespace, and other NetworkPolicies. */
export function networkPieces(objects: readonly ImportedObject[], place: Place): Piece[] {
  const denies = objects.filter(each => isBare(each) && isDeny(each));
  const taken = new Set<ImportedObject>();
  const pieces = denies.map(deny => {
    const dns = objects.find(each => isBare(each) && nameOf(each.object) === `${nameOf(deny.object)}-dns` && isDns(each));
    [deny, ...dns ? [dns] : []].forEach(each => taken.add(each));
    return denyPiece(deny, dns, place);
  });
  return [...pieces, ...objects.filter(each => !taken.has(each)).map(each => policyPiece(each, place.ids.of(each), place))];
}

/** Whether an object is one that these pieces are about. */
export function isNetworkPolicy({ object }: ImportedObject): boolean {
  return groupOf(object) === 'networking.k8s.io' && object.kind === 'NetworkPolicy';
}

/** Whether a policy isolates every pod of its namespace in both directions and opens nothing. */
export function isDeny(policy: ImportedObject): boolean {
  return isSpec(policy, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
}

/** Whether a policy lets every pod of its namespace ask the name service and nothing else. */
export function isDns(policy: ImportedObject): boolean {
  return isSpec(policy, { podSelector: {}, policyTypes: ['Egress'], egress: [DNS_RULE] });
}

function isSpec({ object }: ImportedObject, spec: Map_): boolean {
  return meaningOf(object) === meaningOf({ ...object, spec });
}

function denyPiece(deny: ImportedObject, dns: ImportedObject | undefined, place: Place): Piece {
  const id = place.ids.of(deny);
  const dnsId = dns && place.ids.of(dns);
  return {
    construction: {
      className: 'DefaultDeny',
      id,
      props: fields({ dns: dns ? undefined : value(false), name: nameProp(deny, id, place) }),
    },
    objects: dns ? [deny, dns] : [deny],
    otherwise: () => [policyPiece(deny, id, place), ...dns ? [policyPiece(dns, dnsId!, place)] : []],
  };
}

function nameProp({ object }: ImportedObject, id: string, { names }: Place): Expression | undefined {
  const name = nameOf(object);
  return names && isNameOf(id, name) ? undefined : value(name);
}

function policyPiece(policy: ImportedObject, id: string, place: Place): Piece {
  const plain = plainPiece(policy, id, place.namespace);
  const props = isBare(policy) && bodyKeys(policy).join() === 'spec' ? trafficProps(policy.object.spec as Map_) : undefined;
  return props ? {
    construction: { className: 'TrafficPolicy', id, props: fields({ ...props, name: nameProp(policy, id, place) }) },
    objects: [policy],
    otherwise: () => [plain],
  } : plain;
}

/** Undefined for what a TrafficPolicy has no words for. */
function trafficProps({ podSelector, policyTypes, ingress, egress, ...others }: Map_): Readonly<Record<string, Expression | undefined>> | undefined {
  const [incoming, outgoing] = [rulesOf(ingress, 'from'), rulesOf(egress, 'to')];
  const pods = selection('PodSelection', podSelector ?? {});
  const types = Array.isArray(policyTypes) && policyTypes.length > 0 ? policyTypes as unknown[]
    : ['Ingress', ...outgoing && outgoing.length > 0 ? ['Egress'] : []];
  if (!pods || !incoming || !outgoing || Object.keys(others).length > 0) {
    return undefined;
  }
  return {
    pods,
    ingress: types.includes('Ingress') ? list(incoming) : undefined,
    egress: types.includes('Egress') ? list(outgoing) : undefined,
  };
}

/** Rules of one direction of a NetworkPolicy; undefined for what a TrafficPolicy has no words for. */
export function rulesOf(rules: unknown, side: 'from' | 'to'): Expression[] | undefined {
  const made = (Array.isArray(rules) ? rules as unknown[] : []).map(rule => {
    const { [side]: peers, ports, ...others } = rule as Map_;
    const [who, where] = [listOf(peers, peerOf, call('Peer', 'anywhere')), listOf(ports, portOf, call('Port', 'all'))];
    return who && where && Object.keys(others).length === 0 ? fields({ [side]: who, ports: where }) : undefined;
  });
  return made.some(rule => rule === undefined) ? undefined : made as Expression[];
}

/** An absent or empty list means everything, which is said. */
function listOf(items: unknown, of: (item: unknown) => Expression | undefined, all: Expression): Expression | undefined {
  const made = Array.isArray(items) && items.length > 0 ? (items as unknown[]).map(of) : [all];
  return made.some(item => item === undefined) ? undefined : list(made as Expression[]);
}

function peerOf(peer: unknown): Expression | undefined {
  const { podSelector, namespaceSelector, ipBlock, ...others } = peer as Map_;
  if (Object.keys(others).length > 0 || (ipBlock !== undefined && (podSelector !== undefined || namespaceSelector !== undefined))) {
    return undefined;
  }
  if (ipBlock !== undefined) {
    const { cidr, except } = ipBlock as Map_;
    return call('Peer', 'ipBlock', value(cidr as Json), ...Array.isArray(except) && except.length > 0 ? [value(except as Json)] : []);
  }
  if (canonical(peer) === canonical(DNS_PODS)) {
    return call('Peer', 'clusterDns');
  }
  const pods = podSelector === undefined ? undefined : selection('PodSelection', podSelector);
  const namespaces = namespaceSelector === undefined ? undefined : selection('NamespaceSelection', namespaceSelector);
  if ((podSelector !== undefined && !pods) || (namespaceSelector !== undefined && !namespaces)) {
    return undefined;
  }
  return pods ? call('Peer', 'pods', pods, ...namespaces ? [namespaces] : []) : namespaces && call('Peer', 'namespaces', namespaces);
}

const BY_PROTOCOL: Readonly<Record<string, string>> = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' };

function portOf(item: unknown): Expression | undefined {
  const { port, endPort, protocol = 'TCP', ...others } = item as Map_;
  if (Object.keys(others).length > 0 || typeof protocol !== 'string' || !Object.hasOwn(BY_PROTOCOL, protocol)) {
    return undefined;
  }
  const spoken = protocol === 'TCP' ? [] : [constant('Protocol', protocol)];
  if (port === undefined) {
    return endPort === undefined ? call('Port', 'allOf', constant('Protocol', protocol)) : undefined;
  }
  if (typeof port === 'string') {
    return endPort === undefined ? call('Port', 'named', value(port), ...spoken) : undefined;
  }
  return endPort === undefined ? call('Port', BY_PROTOCOL[protocol]!, value(port as Json)) : call('Port', 'range', value(port as Json), value(endPort as Json), ...spoken);
}

const BY_NAME = 'kubernetes.io/metadata.name';
const OPERATORS: Readonly<Record<string, string>> = { In: 'in', NotIn: 'notIn', Exists: 'exists', DoesNotExist: 'doesNotExist' };

function selection(of: 'PodSelection' | 'NamespaceSelection', selector: unknown): Expression | undefined {
  const { matchLabels = {}, matchExpressions = [], ...others } = (selector ?? {}) as Map_;
  const labels = Object.entries((matchLabels ?? {}) as Map_);
  const conditions = (matchExpressions ?? []) as readonly Map_[];
  if (Object.keys(others).length > 0 || !Array.isArray(conditions)) {
    return undefined;
  }
  if (labels.length + conditions.length === 0) {
    return call(of, 'all');
  }
  if (of === 'NamespaceSelection' && labels.length === 1 && labels[0]![0] === BY_NAME && conditions.length === 0) {
    return call(of, 'named', value(labels[0]![1] as Json));
  }
  const expressions = conditions.map(conditionOf);
  return expressions.some(expression => expression === undefined) ? undefined
    : conditions.length === 0 ? call(of, 'labelled', value(matchLabels as Json))
      : call(of, 'where', fields({ labels: labels.length === 0 ? undefined : value(matchLabels as Json), expressions: list(expressions as Expression[]) }));
}

function conditionOf({ key, operator, values, ...others }: Map_): Expression | undefined {
  const method = typeof operator === 'string' && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator]! : undefined;
  return method === undefined || Object.keys(others).length > 0 ? undefined
    : call('LabelExpression', method, value(key as Json), ...operator === 'In' || operator === 'NotIn' ? [value((values ?? []) as Json)] : []);
}
