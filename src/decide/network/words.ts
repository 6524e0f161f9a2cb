import type { ClusterPolicyRules, NetworkPolicyRules, NumberedPorts, Peer, PortMatch } from './model';
import { NETWORK_ASSUMPTIONS, type NetworkAssumption } from './options';
import { endText } from './reach';
import { requirementsOf } from './selectors';
import type { LabelSelector } from '../../manifests/model';
import { printable } from '../../manifests/problem';
import { formatCidr } from '../../manifests/validate';
import type { ConnectionQuery, RuleReference, SideDecision } from '../network';

/** Policies and decisions in words, for messages and for whoever prints. */

type Policy = NetworkPolicyRules | ClusterPolicyRules;

/** `NetworkPolicy shop/db`, `AdminNetworkPolicy deny-all`. */
export function policyLabel(policy: Policy): string {
  return printable(`${policy.kind} ${policy.kind === 'NetworkPolicy' ? `${policy.namespace}/` : ''}${policy.name}`);
}

/** `Deployment shop/web to Deployment shop/db on TCP 5432`. */
export function connectionWords(query: ConnectionQuery): string {
  return printable(`${endText(query.from)} to ${endText(query.to)} on ${query.protocol} ${query.port}`);
}

/** `TCP 80, TCP 8000-8999, UDP 53`; `all ports` where nothing is left out. */
export function portsWords(ports: readonly NumberedPorts[]): string {
  const whole = ports.length === 3 && ports.every(({ first, last }) => first === 1 && last === 65535);
  return whole ? 'all ports' : ports.length === 0 ? 'no port' : ports.map(rangeWords).join(', ');
}

function rangeWords({ protocol, first, last }: NumberedPorts): string {
  return first === 1 && last === 65535 ? `all ${protocol} ports` : `${protocol} ${first}${last > first ? `-${last}` : ''}`;
}

/** `ingress[0]: from pods app=web of its namespace, on TCP 5432`. */
export function ruleWords({ policy, direction, index }: RuleReference): string {
  const rule = (direction === 'Ingress' ? policy.ingress : policy.egress)[index]!;
  const peers = rule.peers.length === 0 ? 'anywhere' : rule.peers.map(peer => peerWords(peer)).join(' or ');
  const ports = rule.ports.length === 0 ? 'all ports' : rule.ports.map(portWords).join(', ');
  return printable(`${direction.toLowerCase()}[${index}]: ${actionOf(policy, direction, index)}${direction === 'Ingress' ? 'from' : 'to'} ${peers}, on ${ports}`);
}

/** What a rule of a tier does, in the words of its version. */
function actionOf(policy: Policy, direction: RuleReference['direction'], index: number): string {
  if (policy.kind === 'NetworkPolicy') return '';
  const { action } = (direction === 'Ingress' ? policy.ingress : policy.egress)[index]!;
  return `${policy.kind === 'ClusterNetworkPolicy' && action === 'Allow' ? 'Accept' : action} `;
}

function portWords(port: PortMatch): string {
  return 'name' in port ? `${port.protocol ?? 'any'} port ${port.name}` : rangeWords(port);
}

/**
 * `pods app=web of its namespace`, `10.0.0.0/8 except 10.1.0.0/16`.
 *
 * @param own the namespace of the policy. Default: it is said in relation
 */
export function peerWords(peer: Peer, own?: string): string {
  switch (peer.type) {
    case 'ipBlock': return `${formatCidr(peer.cidr)}${peer.except.length > 0 ? ` except ${peer.except.map(formatCidr).join(', ')}` : ''}`;
    case 'nodes': return `nodes${suffix(peer.selector)}`;
    case 'domainNames': return peer.names.join(', ');
    case 'pods': {
      const pods = peer.podSelector ? `pods${suffix(peer.podSelector)}` : 'all pods';
      return `${pods === 'pods' ? 'all pods' : pods} ${peer.namespaceSelector ? namespacesWords(peer.namespaceSelector) : own === undefined ? 'of its namespace' : `of the namespace ${own}`}`;
    }
  }
}

function namespacesWords(selector: LabelSelector): string {
  const text = selectorWords(selector);
  const [, name] = /^kubernetes\.io\/metadata\.name=(\S+)$/.exec(text) ?? [];
  return name !== undefined ? `of the namespace ${name}` : text === '' ? 'of every namespace' : `of namespaces with ${text}`;
}

function suffix(selector: LabelSelector): string {
  const text = selectorWords(selector);
  return text === '' ? '' : ` ${text}`;
}

/** As kubectl writes selectors: `app=web,tier in (a,b),!legacy`. Empty for the one that selects everything. */
export function selectorWords(selector: LabelSelector): string {
  return requirementsOf(selector).map(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'In': return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
      case 'NotIn': return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`;
      case 'Exists': return key;
      case 'DoesNotExist': return `!${key}`;
    }
  }).join(',');
}

/** What settled one side, in a sentence without its subject. */
export function settledWords({ decision, settledBy, because }: SideDecision): string {
  switch (settledBy) {
    case 'admin-tier': return `the Admin tier ${decision === 'allow' ? 'allows' : 'denies'} it`;
    case 'baseline-tier': return `no NetworkPolicy isolates it, and the Baseline tier ${decision === 'allow' ? 'allows' : 'denies'} it`;
    case 'network-policies': return decision === 'allow' ? `${because.length === 1 ? 'a rule admits' : `${because.length} rules admit`} it` : 'isolated, and no rule admits it';
    case 'no-policy': return 'no policy isolates it';
    case 'host-network': return 'it is on the host\'s network, which no policy isolates';
    case 'node-traffic': return 'traffic from its own node is always allowed';
    case 'outside': return 'outside the cluster, where no policy is';
    case 'terminated': return 'it has come to its end';
    case 'self': return 'a pod always reaches itself';
  }
}

/** An assumption in a sentence, and of what it is said. */
export function assumptionWords({ id, about }: NetworkAssumption): string {
  return printable(`${NETWORK_ASSUMPTIONS[id]} (${about}) [${id}]`);
}
