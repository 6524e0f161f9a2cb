import {
  IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
} from '../model';
import { Cidr, isStrictSubset, parseCidr } from './cidr';
import { forbidden, invalid, invalidFor, notSupported, required } from './complaints';
import { FieldError } from './field-error';
import { LABEL_SELECTOR, LabelSelectorOptions, validateLabelSelector } from './labels';
import { ANY_NAME, MetadataRules, OBJECT_META, validateObjectMeta, validateObjectMetaUpdate } from './metadata';
import { asPrefix, dnsSubdomain, portName, portNumber } from './names';
import { ValidationOptions } from './options';
import { Decoded, INT32, INT_OR_STRING, list, Shape, STRING, struct } from './shape';

/** NetworkPolicy (`pkg/apis/networking/validation/validation.go`). */
const PORTS = list(struct<NetworkPolicyPort>({ protocol: STRING, port: INT_OR_STRING, endPort: INT32 }));

const PEERS = list(struct<NetworkPolicyPeer>({
  podSelector: LABEL_SELECTOR,
  namespaceSelector: LABEL_SELECTOR,
  ipBlock: struct<IPBlock>({ cidr: STRING, except: list(STRING) }),
}));

export const NETWORK_POLICY: Shape<Decoded<NetworkPolicy>> = struct<NetworkPolicy>({
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  spec: struct<NetworkPolicySpec>({
    podSelector: LABEL_SELECTOR,
    policyTypes: list(STRING),
    ingress: list(struct<NetworkPolicyIngressRule>({ from: PEERS, ports: PORTS })),
    egress: list(struct<NetworkPolicyEgressRule>({ to: PEERS, ports: PORTS })),
  }),
});

const METADATA: MetadataRules = { name: dnsSubdomain, generateName: asPrefix(dnsSubdomain), scope: 'Namespaced', setsGeneration: true };
/** Up to 1.35 an update was also validated as a creation (`ValidateUpdate` of `pkg/registry/networking/networkpolicy/strategy.go`). */
const UPDATE_METADATA: MetadataRules = { ...METADATA, onUpdate: ANY_NAME };
const OWN_UPDATE_MINOR = 36;
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES = ['Ingress', 'Egress'];

/** The minor in which StrictIPCIDRValidation is on by default. */
const STRICT_CIDR_MINOR = 36;

interface SpecOptions {
  readonly strictCidrs: boolean;
  /** Blocks that stay valid because the stored object holds them. */
  readonly storedCidrs: readonly string[];
  readonly selectors: LabelSelectorOptions;
}

export function validateNetworkPolicy(policy: Decoded<NetworkPolicy>, options: ValidationOptions): FieldError[] {
  return [
    ...validateObjectMeta(policy.metadata, METADATA, options),
    ...validateSpec(policy.spec, { strictCidrs: options.kubernetesMinor >= STRICT_CIDR_MINOR, storedCidrs: [], selectors: {} }),
  ];
}

export function validateNetworkPolicyUpdate(
  stored: Decoded<NetworkPolicy>, next: Decoded<NetworkPolicy>, options: ValidationOptions,
): FieldError[] {
  const peers = [
    ...(stored.spec?.ingress ?? []).flatMap(rule => rule.from ?? []),
    ...(stored.spec?.egress ?? []).flatMap(rule => rule.to ?? []),
  ];
  return [
    ...validateObjectMetaUpdate(stored.metadata, next.metadata, options.kubernetesMinor >= OWN_UPDATE_MINOR ? UPDATE_METADATA : METADATA, options),
    ...validateSpec(next.spec, {
      strictCidrs: options.kubernetesMinor >= STRICT_CIDR_MINOR,
      storedCidrs: peers.flatMap(({ ipBlock }) => ipBlock ? [ipBlock.cidr ?? '', ...ipBlock.except ?? []] : []),
      selectors: { allowInvalidValues: validateLabelSelector(stored.spec?.podSelector, '').length > 0 },
    }),
  ];
}

function validateSpec(spec: Decoded<NetworkPolicySpec> = {}, options: SpecOptions): FieldError[] {
  const errors = validateLabelSelector(spec.podSelector, 'spec.podSelector', options.selectors);
  (spec.ingress ?? []).forEach(({ ports, from }, index) =>
    errors.push(...validatePorts(ports, `spec.ingress[${index}].ports`), ...validatePeers(from, `spec.ingress[${index}].from`, options)));
  (spec.egress ?? []).forEach(({ ports, to }, index) =>
    errors.push(...validatePorts(ports, `spec.egress[${index}].ports`), ...validatePeers(to, `spec.egress[${index}].to`, options)));

  const types = spec.policyTypes ?? [];
  if (types.length > POLICY_TYPES.length) {
    return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  }
  types.forEach((type, index) => {
    if (!POLICY_TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${index}]`, type, POLICY_TYPES));
  });
  return errors;
}

function validatePorts(ports: readonly Decoded<NetworkPolicyPort>[] = [], path: string): FieldError[] {
  return ports.flatMap((port, index) => validatePort(port, `${path}[${index}]`));
}

function validatePort({ protocol, port, endPort }: Decoded<NetworkPolicyPort>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  if (typeof port === 'number') {
    errors.push(...invalidFor(`${path}.port`, port, portNumber(port)));
    if (endPort !== undefined) {
      if (endPort < port) errors.push(invalid(`${path}.endPort`, endPort, 'must be greater than or equal to `port`'));
      errors.push(...invalidFor(`${path}.endPort`, endPort, portNumber(endPort)));
    }
    return errors;
  }
  if (endPort !== undefined) {
    const why = port === undefined ? 'not specified' : 'non-numeric';
    errors.push(invalid(`${path}.endPort`, endPort, `may not be specified when \`port\` is ${why}`));
  }
  if (port !== undefined) errors.push(...invalidFor(`${path}.port`, port, portName(port)));
  return errors;
}

function validatePeers(peers: readonly Decoded<NetworkPolicyPeer>[] = [], path: string, options: SpecOptions): FieldError[] {
  return peers.flatMap((peer, index) => validatePeer(peer, `${path}[${index}]`, options));
}

function validatePeer(peer: Decoded<NetworkPolicyPeer>, path: string, options: SpecOptions): FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const errors = [
    ...validateLabelSelector(podSelector, `${path}.podSelector`, options.selectors),
    ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`, options.selectors),
    ...ipBlock ? validateIpBlock(ipBlock, `${path}.ipBlock`, options) : [],
  ];
  if (!podSelector && !namespaceSelector && !ipBlock) {
    errors.push(required(path, 'must specify a peer'));
  } else if (ipBlock && (podSelector || namespaceSelector)) {
    errors.push(forbidden(path, 'may not specify both ipBlock and another peer'));
  }
  return errors;
}

function validateIpBlock({ cidr = '', except = [] }: Decoded<IPBlock>, path: string, options: SpecOptions): FieldError[] {
  if (cidr === '') return [required(`${path}.cidr`)];
  const block = parseCidr(cidr);
  const errors = validateCidr(cidr, block, `${path}.cidr`, options);
  if (!block) return errors;
  except.forEach((text, index) => {
    const field = `${path}.except[${index}]`;
    const hole = parseCidr(text);
    errors.push(...validateCidr(text, hole, field, options));
    if (hole && !isStrictSubset(hole, block)) errors.push(invalid(field, text, 'must be a strict subset of `cidr`'));
  });
  return errors;
}

/** `IsValidCIDRForLegacyField` of `k8s.io/apimachinery/pkg/util/validation/ip.go`. */
function validateCidr(text: string, cidr: Cidr | undefined, path: string, { strictCidrs, storedCidrs }: SpecOptions): FieldError[] {
  if (storedCidrs.includes(text)) return [];
  if (!cidr) return [invalid(path, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
  return strictCidrs && cidr.defect ? [invalid(path, text, cidr.defect)] : [];
}
