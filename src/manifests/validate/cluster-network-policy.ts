import {
  ClusterNetworkPolicy, ClusterNetworkPolicyEgressRule, ClusterNetworkPolicyIngressRule, ClusterNetworkPolicyPort,
  ClusterNetworkPolicyProtocol, ClusterNetworkPolicySpec, DestinationPort,
} from '../cluster-policies';
import { countErrors, EGRESS_PEER, exactlyOne, nullErrors, PeerRules, SUBJECT, validatePeers, validateSubject } from './cluster-policy-peers';
import { invalid, invalidFor, notSupported, required, tooLong } from './complaints';
import { FieldError } from './field-error';
import { MetadataRules, OBJECT_META, validateObjectMeta } from './metadata';
import { asPrefix, dnsSubdomain, portNumber } from './names';
import { ValidationOptions } from './options';
import { ANY, Decoded, INT32, list, Shape, STRING, struct } from './shape';

/** ClusterNetworkPolicy (kubernetes-sigs/network-policy-api `apis/v1alpha2/clusternetworkpolicy_types.go`). */
const PORT = struct<DestinationPort>({
  destinationPort: struct<ClusterNetworkPolicyPort>({
    number: INT32, range: struct<NonNullable<ClusterNetworkPolicyPort['range']>>({ start: INT32, end: INT32 }),
  }),
});
const PROTOCOLS = list(struct<ClusterNetworkPolicyProtocol>({ tcp: PORT, udp: PORT, sctp: PORT, destinationNamedPort: STRING }));

export const CLUSTER_NETWORK_POLICY: Shape<Decoded<ClusterNetworkPolicy>> = struct<ClusterNetworkPolicy>({
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  spec: struct<ClusterNetworkPolicySpec>({
    tier: STRING,
    priority: INT32,
    subject: SUBJECT,
    ingress: list(struct<ClusterNetworkPolicyIngressRule>({ name: STRING, action: STRING, from: list(SUBJECT), protocols: PROTOCOLS })),
    egress: list(struct<ClusterNetworkPolicyEgressRule>({ name: STRING, action: STRING, to: list(EGRESS_PEER), protocols: PROTOCOLS })),
  }),
  status: ANY,
});

export const CLUSTER_POLICY_METADATA: MetadataRules = { name: dnsSubdomain, generateName: asPrefix(dnsSubdomain), scope: 'Cluster' };
const LIMIT = 25;
const PEERS: PeerRules = { namespaceSelectorRequired: false, peersLimit: LIMIT };
const ACTIONS = ['Accept', 'Deny', 'Pass'];
const TIERS = ['Admin', 'Baseline'];

/** What the API server would refuse by the definition of the kind. `raw` is the object before decoding: it still has its nulls. */
export function validateClusterNetworkPolicy(
  raw: Readonly<Record<string, unknown>>, policy: Decoded<ClusterNetworkPolicy>, options: ValidationOptions,
): FieldError[] {
  const errors = [...validateObjectMeta(policy.metadata, CLUSTER_POLICY_METADATA, options), ...nullErrors(raw.spec, 'spec')];
  const { spec } = policy;
  if (!spec) return [...errors, required('spec')];
  if (spec.tier === undefined || !TIERS.includes(spec.tier)) errors.push(notSupported('spec.tier', spec.tier, TIERS));
  errors.push(...validatePriority(spec.priority), ...validateSubject(spec.subject, 'spec.subject', PEERS));
  for (const direction of ['ingress', 'egress'] as const) {
    const rules: readonly Decoded<ClusterNetworkPolicyIngressRule & ClusterNetworkPolicyEgressRule>[] = spec[direction] ?? [];
    if (rules.length > LIMIT) errors.push(invalid(`spec.${direction}`, rules.length, `must hold at most ${LIMIT} items`));
    rules.forEach((rule, index) => {
      const path = `spec.${direction}[${index}]`;
      errors.push(...validateRuleHead(rule, path, ACTIONS), ...validateProtocols(rule.protocols, `${path}.protocols`));
      errors.push(...validatePeers(direction === 'ingress' ? rule.from : rule.to, `${path}.${direction === 'ingress' ? 'from' : 'to'}`, {
        ...PEERS, allows: rule.action === 'Accept', namedPorts: (rule.protocols ?? []).some(each => each.destinationNamedPort !== undefined),
      }));
    });
  }
  return errors;
}

export function validatePriority(priority: number | undefined): FieldError[] {
  if (priority === undefined) return [required('spec.priority')];
  return priority >= 0 && priority <= 1000 ? [] : [invalid('spec.priority', priority, 'must be between 0 and 1000, inclusive')];
}

/** The name and the action of a rule. */
export function validateRuleHead(rule: { readonly name?: string; readonly action?: string }, path: string, actions: readonly string[]): FieldError[] {
  const errors = rule.action !== undefined && actions.includes(rule.action) ? [] : [notSupported(`${path}.action`, rule.action, actions)];
  return rule.name !== undefined && rule.name.length > 100 ? [...errors, tooLong(`${path}.name`, 100)] : errors;
}

/** A range of ports, both ends valid and the second greater. */
export function validatePortRange(range: { readonly start?: number; readonly end?: number }, path: string): FieldError[] {
  const { start, end } = range;
  if (start === undefined || end === undefined) return [required(start === undefined ? `${path}.start` : `${path}.end`)];
  const errors = [...invalidFor(`${path}.start`, start, portNumber(start)), ...invalidFor(`${path}.end`, end, portNumber(end))];
  return start < end ? errors : [...errors, invalid(`${path}.end`, end, 'must be greater than `start`')];
}

function validateProtocols(protocols: readonly Decoded<ClusterNetworkPolicyProtocol>[] | undefined, path: string): FieldError[] {
  if (!protocols) return [];
  const errors = countErrors(protocols, path, LIMIT);
  protocols.forEach((protocol, index) => {
    const at = `${path}[${index}]`;
    errors.push(...exactlyOne(protocol, at));
    for (const name of ['tcp', 'udp', 'sctp'] as const) {
      const port = protocol[name];
      if (!port) continue;
      const field = `${at}.${name}.destinationPort`;
      const { destinationPort } = port;
      errors.push(...destinationPort ? [...exactlyOne(destinationPort, field), ...validatePort(destinationPort, field)] : [required(field)]);
    }
    if (protocol.destinationNamedPort === '') errors.push(required(`${at}.destinationNamedPort`));
  });
  return errors;
}

function validatePort({ number, range }: Decoded<ClusterNetworkPolicyPort>, path: string): FieldError[] {
  return [
    ...number === undefined ? [] : invalidFor(`${path}.number`, number, portNumber(number)),
    ...range ? validatePortRange(range, `${path}.range`) : [],
  ];
}
