import {
  AdminNetworkPolicy, AdminNetworkPolicyEgressRule, AdminNetworkPolicyIngressRule, AdminNetworkPolicyPort, AdminNetworkPolicySpec,
} from '../cluster-policies';
import { CLUSTER_POLICY_METADATA, validatePortRange, validatePriority, validateRuleHead } from './cluster-network-policy';
import { countErrors, EGRESS_PEER, exactlyOne, nullErrors, PeerRules, SUBJECT, validatePeers, validateSubject } from './cluster-policy-peers';
import { forbidden, invalid, invalidFor, notSupported, required } from './complaints';
import { FieldError } from './field-error';
import { OBJECT_META, validateObjectMeta } from './metadata';
import { portNumber } from './names';
import { ValidationOptions } from './options';
import { ANY, Decoded, INT32, list, Shape, STRING, struct } from './shape';

/**
 * AdminNetworkPolicy and BaselineAdminNetworkPolicy
 * (kubernetes-sigs/network-policy-api `apis/v1alpha1/{adminnetworkpolicy,baselineadminnetworkpolicy,shared}_types.go`).
 */
const PORTS = list(struct<AdminNetworkPolicyPort>({
  portNumber: struct<NonNullable<AdminNetworkPolicyPort['portNumber']>>({ protocol: STRING, port: INT32 }),
  portRange: struct<NonNullable<AdminNetworkPolicyPort['portRange']>>({ protocol: STRING, start: INT32, end: INT32 }),
  namedPort: STRING,
}));

export const ADMIN_NETWORK_POLICY: Shape<Decoded<AdminNetworkPolicy>> = struct<AdminNetworkPolicy>({
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  spec: struct<AdminNetworkPolicySpec>({
    priority: INT32,
    subject: SUBJECT,
    ingress: list(struct<AdminNetworkPolicyIngressRule>({ name: STRING, action: STRING, from: list(SUBJECT), ports: PORTS })),
    egress: list(struct<AdminNetworkPolicyEgressRule>({ name: STRING, action: STRING, to: list(EGRESS_PEER), ports: PORTS })),
  }),
  status: ANY,
});

const LIMIT = 100;
const PEERS: PeerRules = { namespaceSelectorRequired: true, peersLimit: LIMIT };
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/** What the API server would refuse by the definition of the kind. `raw` is the object before decoding: it still has its nulls. */
export function validateAdminNetworkPolicy(
  raw: Readonly<Record<string, unknown>>, policy: Decoded<AdminNetworkPolicy>, options: ValidationOptions,
): FieldError[] {
  const baseline = policy.kind === 'BaselineAdminNetworkPolicy';
  const errors = [...validateObjectMeta(policy.metadata, CLUSTER_POLICY_METADATA, options), ...nullErrors(raw.spec, 'spec')];
  if (baseline && policy.metadata?.name !== 'default') {
    errors.push(invalid('metadata.name', policy.metadata?.name, 'must be "default": a cluster has one BaselineAdminNetworkPolicy'));
  }
  const { spec } = policy;
  if (!spec) return [...errors, required('spec')];
  if (!baseline) errors.push(...validatePriority(spec.priority));
  else if (spec.priority !== undefined) errors.push(forbidden('spec.priority', 'a BaselineAdminNetworkPolicy has no priority'));
  errors.push(...validateSubject(spec.subject, 'spec.subject', PEERS));
  for (const direction of ['ingress', 'egress'] as const) {
    const rules: readonly Decoded<AdminNetworkPolicyIngressRule & AdminNetworkPolicyEgressRule>[] = spec[direction] ?? [];
    if (rules.length > LIMIT) errors.push(invalid(`spec.${direction}`, rules.length, `must hold at most ${LIMIT} items`));
    rules.forEach((rule, index) => {
      const path = `spec.${direction}[${index}]`;
      errors.push(...validateRuleHead(rule, path, baseline ? ['Allow', 'Deny'] : ['Allow', 'Deny', 'Pass']));
      errors.push(...validatePorts(rule.ports, `${path}.ports`));
      errors.push(...validatePeers(direction === 'ingress' ? rule.from : rule.to, `${path}.${direction === 'ingress' ? 'from' : 'to'}`, {
        ...PEERS, allows: rule.action === 'Allow' && !baseline, namedPorts: (rule.ports ?? []).some(each => each.namedPort !== undefined),
      }));
    });
  }
  return errors;
}

function validatePorts(ports: readonly Decoded<AdminNetworkPolicyPort>[] | undefined, path: string): FieldError[] {
  if (!ports) return [];
  const errors = countErrors(ports, path, LIMIT);
  ports.forEach((port, index) => {
    const at = `${path}[${index}]`;
    const { portNumber: number, portRange: range } = port;
    errors.push(...exactlyOne(port, at));
    if (number) {
      errors.push(...validateProtocol(number.protocol, `${at}.portNumber`));
      errors.push(...number.port === undefined
        ? [required(`${at}.portNumber.port`)] : invalidFor(`${at}.portNumber.port`, number.port, portNumber(number.port)));
    }
    if (range) errors.push(...validateProtocol(range.protocol, `${at}.portRange`), ...validatePortRange(range, `${at}.portRange`));
    if (port.namedPort === '') errors.push(required(`${at}.namedPort`));
  });
  return errors;
}

/** The definition leaves the protocol free; one that nothing speaks would match nothing, so it is refused. */
function validateProtocol(protocol: string | undefined, path: string): FieldError[] {
  return protocol === undefined || PROTOCOLS.includes(protocol) ? [] : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)];
}
