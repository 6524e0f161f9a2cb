import { ClusterPolicyEgressPeer, ClusterPolicySubject, NamespacedPodSelector } from '../cluster-policies';
import { CIDR_DEFECTS, parseCidr } from './cidr';
import { forbidden, invalid, required } from './complaints';
import { FieldError } from './field-error';
import { LABEL_SELECTOR, validateLabelSelector } from './labels';
import { Decoded, list, Shape, STRING, struct } from './shape';
import { isMap } from '../fields';

/**
 * What the cluster-scoped policies have in common: subjects, peers, and a schema of a CustomResourceDefinition, in which
 * a null is a wrong type and not an absent field (kubernetes-sigs/network-policy-api `config/crd/experimental`).
 */
const PODS = struct<NamespacedPodSelector>({ namespaceSelector: LABEL_SELECTOR, podSelector: LABEL_SELECTOR });

export const SUBJECT: Shape<Decoded<ClusterPolicySubject>> = struct<ClusterPolicySubject>({ namespaces: LABEL_SELECTOR, pods: PODS });

export const EGRESS_PEER: Shape<Decoded<ClusterPolicyEgressPeer>> = struct<ClusterPolicyEgressPeer>({
  namespaces: LABEL_SELECTOR, pods: PODS, nodes: LABEL_SELECTOR, networks: list(STRING), domainNames: list(STRING),
});

/** How a version differs in its subjects and peers. */
export interface PeerRules {
  /** v1alpha2 made `namespaceSelector` of `pods` optional. */
  readonly namespaceSelectorRequired: boolean;
  readonly peersLimit: number;
}

const NETWORKS_LIMIT = 25;
const DOMAIN = /^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/;

export function validateSubject(subject: Decoded<ClusterPolicySubject> | undefined, path: string, rules: PeerRules): FieldError[] {
  if (!subject) return [required(path)];
  const { pods } = subject;
  const errors = [...exactlyOne(subject, path), ...validateLabelSelector(subject.namespaces, `${path}.namespaces`)];
  if (!pods) return errors;
  if (rules.namespaceSelectorRequired && !pods.namespaceSelector) errors.push(required(`${path}.pods.namespaceSelector`));
  if (!pods.podSelector) errors.push(required(`${path}.pods.podSelector`));
  return [
    ...errors,
    ...validateLabelSelector(pods.namespaceSelector, `${path}.pods.namespaceSelector`),
    ...validateLabelSelector(pods.podSelector, `${path}.pods.podSelector`),
  ];
}

/** Peers of one rule. `action` and `namedPorts` say what the rule does and whether it names ports, which not every peer bears. */
export function validatePeers(
  peers: readonly Decoded<ClusterPolicyEgressPeer>[] | undefined, path: string,
  rule: PeerRules & { readonly allows: boolean; readonly namedPorts: boolean },
): FieldError[] {
  const errors = countErrors(peers ?? [], path, rule.peersLimit);
  (peers ?? []).forEach((peer, index) => {
    const at = `${path}[${index}]`;
    errors.push(...validateSubject(peer, at, rule), ...validateLabelSelector(peer.nodes, `${at}.nodes`));
    errors.push(...validateNetworks(peer.networks, `${at}.networks`), ...validateDomains(peer.domainNames, `${at}.domainNames`));
    if (peer.domainNames && !rule.allows) errors.push(forbidden(`${at}.domainNames`, 'only rules that allow take domain names, and none of a BaselineAdminNetworkPolicy'));
    if (rule.namedPorts && (peer.networks ?? peer.nodes ?? peer.domainNames)) {
      errors.push(forbidden(at, 'networks, nodes and domainNames have no named ports, and may not stand in a rule with one'));
    }
  });
  return errors;
}

/** Between one and `limit` items; an absent list is one without any. */
export function countErrors(items: readonly unknown[], path: string, limit: number): FieldError[] {
  if (items.length === 0) return [required(path, 'must hold at least one item')];
  return items.length > limit ? [invalid(path, items.length, `must hold at most ${limit} items`)] : [];
}

export function exactlyOne(value: object, path: string): FieldError[] {
  const count = Object.values(value).filter(each => each !== undefined).length;
  return count === 1 ? [] : [count === 0 ? required(path, 'exactly one field must be set') : forbidden(path, 'exactly one field must be set')];
}

/** Every null below a value. */
export function nullErrors(value: unknown, path: string): FieldError[] {
  if (value === null) return [{ field: path, type: 'FieldTypeInvalid', value, detail: 'must not be null' }];
  if (Array.isArray(value)) return value.flatMap((each, index) => nullErrors(each, `${path}[${index}]`));
  return isMap(value) ? Object.keys(value).flatMap(key => nullErrors(value[key], `${path}.${key}`)) : [];
}

function validateNetworks(networks: readonly string[] | undefined, path: string): FieldError[] {
  if (!networks) return [];
  const errors = countErrors(networks, path, NETWORKS_LIMIT);
  networks.forEach((text, index) => {
    const cidr = parseCidr(text);
    if (!cidr || cidr.defect === CIDR_DEFECTS.leadingZeros || cidr.defect === CIDR_DEFECTS.ipv4Mapped) {
      errors.push(invalid(`${path}[${index}]`, text, cidr?.defect ?? 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'));
    }
  });
  return errors;
}

function validateDomains(names: readonly string[] | undefined, path: string): FieldError[] {
  if (!names) return [];
  const errors = countErrors(names, path, NETWORKS_LIMIT);
  names.forEach((name, index) => {
    if (!DOMAIN.test(name)) errors.push(invalid(`${path}[${index}]`, name, 'must be a domain name, or one whose first label is "*"'));
  });
  return errors;
}
