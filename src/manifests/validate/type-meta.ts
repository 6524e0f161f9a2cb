import { invalid, notSupported, required } from './complaints';
import { FieldError } from './field-error';
import { dnsLabel, dnsSubdomain } from './names';

/**
 * `apiVersion` and `kind`. A misspelling is refused where it cannot be somebody else's kind: in the three
 * groups whose objects are validated in full, and in a group without a dot, which no custom resource can
 * have (`apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go`: "should be a domain with
 * at least one dot"). Whether a release serves a kind is another question, with another answer.
 */
const DOTLESS_GROUPS = ['', 'apps', 'autoscaling', 'batch', 'extensions', 'policy'];

const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['', [
    'Binding', 'ComponentStatus', 'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'Namespace', 'Node', 'PersistentVolume',
    'PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount',
  ]],
  ['networking.k8s.io', ['ClusterCIDR', 'IPAddress', 'Ingress', 'IngressClass', 'NetworkPolicy', 'ServiceCIDR']],
  ['rbac.authorization.k8s.io', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']],
]);

/** Kinds of those groups that every supported release serves at v1, and at v1 only. */
const ONLY_V1 = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'NetworkPolicy'];

/** An apiVersion in its two parts; the group of `v1` is empty. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Undefined unless it is `version` or `group/version`. */
export function parseApiVersion(apiVersion: string): GroupVersion | undefined {
  const parts = apiVersion.split('/');
  const version = parts.pop() ?? '';
  const group = parts.pop() ?? '';
  const wellFormed = parts.length === 0 && dnsLabel(version).length === 0 &&
    (group === '' ? !apiVersion.startsWith('/') : dnsSubdomain(group).length === 0);
  return wellFormed ? { group, version } : undefined;
}

export function validateTypeMeta({ apiVersion, kind }: Readonly<Record<string, unknown>>): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, value] of [['apiVersion', apiVersion], ['kind', kind]] as const) {
    if (value === undefined || value === null || value === '') {
      errors.push(required(field));
    } else if (typeof value !== 'string') {
      errors.push({ field, type: 'FieldTypeInvalid', value, detail: 'must be a string' });
    }
  }
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || errors.length > 0) return errors;

  const parsed = parseApiVersion(apiVersion);
  if (!parsed) return [invalid('apiVersion', apiVersion, 'must be `version` or `group/version`')];
  const { group, version } = parsed;
  if (!group.includes('.') && !DOTLESS_GROUPS.includes(group)) {
    return [invalid('apiVersion', apiVersion, 'no API group has this name; that of a custom resource has a dot')];
  }
  const kinds = KINDS.get(group);
  if (kinds && !kinds.includes(kind)) return [notSupported('kind', kind, kinds)];
  if (kinds && version !== 'v1' && (group === '' || ONLY_V1.includes(kind))) {
    return [notSupported('apiVersion', apiVersion, [group === '' ? 'v1' : `${group}/v1`])];
  }
  return [];
}
