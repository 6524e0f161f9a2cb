import { canonical } from './clean';
import type { ManifestObject } from './construction';
import { isMap, type Fields } from '../../manifests/fields';
import { groupOf } from '../../manifests/identity';

const RBAC = 'rbac.authorization.k8s.io';

/**
 * An object in the one form that all objects of its meaning have: lists of RBAC and NetworkPolicy whose order means nothing are
 * sorted, what the API server would fill in is filled in, and the rules of a role are taken apart into single grants, as
 * Kubernetes itself compares roles (component-helpers auth/rbac/validation, BreakdownRule). Everything else stays as it is.
 */
export function meaningOf(object: ManifestObject): string {
  const group = groupOf(object);
  const kind = String(object.kind);
  if (group === RBAC && (kind === 'Role' || kind === 'ClusterRole')) {
    return canonical({ ...object, rules: grants(object.rules) });
  }
  if (group === RBAC && (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')) {
    return canonical({ ...object, roleRef: { apiGroup: RBAC, ...object.roleRef as Fields }, subjects: subjects(object.subjects) });
  }
  return group === 'networking.k8s.io' && kind === 'NetworkPolicy' && isMap(object.spec) ? canonical({ ...object, spec: policySpec(object.spec) }) : canonical(object);
}

/** Single grants; rules that cannot be read so stay whole, so that nothing passes for equal by mistake. */
function grants(rules: unknown): unknown {
  if (!Array.isArray(rules)) {
    return rules ?? [];
  }
  return sorted(rules.flatMap((rule: unknown): unknown[] => {
    const { apiGroups, resources, resourceNames, nonResourceURLs, verbs, ...others } = (isMap(rule) ? rule : { whole: rule }) as Fields;
    const isPlain = Object.keys(others).length === 0 && isTexts(verbs);
    if (isPlain && isTexts(apiGroups) && isTexts(resources) && isNone(nonResourceURLs) && (isNone(resourceNames) || isTexts(resourceNames))) {
      const names = isTexts(resourceNames) ? resourceNames : [null];
      return apiGroups.flatMap(group => resources.flatMap(resource => names.flatMap(name => verbs.map(verb => [group, resource, name, verb]))));
    }
    return isPlain && isTexts(nonResourceURLs) && [apiGroups, resources, resourceNames].every(isNone)
      ? nonResourceURLs.flatMap(url => verbs.map(verb => [url, verb])) : [rule];
  }));
}

/** What the API server fills in (pkg/apis/rbac/v1/defaults.go). */
function subjects(list: unknown): unknown {
  return !Array.isArray(list) ? list ?? [] : sorted(list.map((subject: unknown) => {
    if (!isMap(subject)) {
      return subject;
    }
    const { apiGroup, ...rest } = subject;
    const group = apiGroup ?? (subject.kind === 'ServiceAccount' ? '' : RBAC);
    return { ...rest, apiGroup: group === '' && subject.kind !== 'ServiceAccount' ? RBAC : group };
  }));
}

/** What the API server fills in (pkg/apis/networking/v1/defaults.go): directions and protocols. An empty list of rules is none. */
function policySpec({ podSelector, policyTypes, ingress, egress, ...others }: Fields): Fields {
  const [incoming, outgoing] = [rulesOf(ingress, 'from'), rulesOf(egress, 'to')];
  const types = Array.isArray(policyTypes) && policyTypes.length > 0 ? policyTypes
    : ['Ingress', ...Array.isArray(egress) && egress.length > 0 ? ['Egress'] : []];
  return { ...others, podSelector: selector(podSelector ?? {}), policyTypes: sorted(types), ingress: incoming, egress: outgoing };
}

function rulesOf(rules: unknown, side: string): unknown {
  return !Array.isArray(rules) ? rules ?? [] : sorted(rules.map((rule: unknown) => {
    if (!isMap(rule)) {
      return rule;
    }
    const { ports, [side]: peers, ...others } = rule;
    return {
      ...others,
      ...listed('ports', ports, port => isMap(port) ? { protocol: 'TCP', ...port } : port),
      ...listed(side, peers, peerOf),
    };
  }));
}

/** A list without a meaning in its order; an empty one is absent. */
function listed(name: string, items: unknown, of: (item: unknown) => unknown): Fields {
  return isNone(items) ? {} : { [name]: Array.isArray(items) ? sorted(items.map(of)) : items };
}

function peerOf(peer: unknown): unknown {
  if (!isMap(peer)) {
    return peer;
  }
  const { podSelector, namespaceSelector, ipBlock, ...others } = peer;
  return {
    ...others,
    ...podSelector === undefined ? {} : { podSelector: selector(podSelector) },
    ...namespaceSelector === undefined ? {} : { namespaceSelector: selector(namespaceSelector) },
    ...ipBlock === undefined ? {} : { ipBlock: isMap(ipBlock) ? { ...without(ipBlock, 'except'), ...listed('except', ipBlock.except, each => each) } : ipBlock },
  };
}

function selector(value: unknown): unknown {
  if (!isMap(value)) {
    return value;
  }
  const { matchLabels, matchExpressions, ...others } = value;
  return {
    ...others,
    ...isMap(matchLabels) && Object.keys(matchLabels).length === 0 || matchLabels === undefined ? {} : { matchLabels },
    ...listed('matchExpressions', matchExpressions, each => isMap(each) ? { ...without(each, 'values'), ...listed('values', each.values, item => item) } : each),
  };
}

function without(map: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}

function sorted(items: readonly unknown[]): unknown[] {
  return [...new Map(items.map(item => [canonical(item), item]))].sort(([a], [b]) => a < b ? -1 : 1).map(([, item]) => item);
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(each => typeof each === 'string');
}
