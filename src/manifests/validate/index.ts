import { ObjectMeta } from '../model';
import { ADMIN_NETWORK_POLICY, validateAdminNetworkPolicy } from './admin-network-policy';
import { namesOf } from './built-in-names';
import { CLUSTER_NETWORK_POLICY, CLUSTER_POLICY_METADATA, validateClusterNetworkPolicy } from './cluster-network-policy';
import { invalid, notSupported } from './complaints';
import { FieldError } from './field-error';
import { ANY_NAME, MetadataRules, OBJECT_META, validateAnyPrefix, validateObjectMeta, validateObjectMetaUpdate } from './metadata';
import { NAMESPACE, validateNamespace, validateNamespaceUpdate } from './namespace';
import { NETWORK_POLICY, validateNetworkPolicy, validateNetworkPolicyUpdate } from './network-policy';
import { ValidationOptions } from './options';
import {
  CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING, validateClusterRole, validateClusterRoleBinding, validateClusterRoleBindingUpdate,
  validateClusterRoleUpdate, validateRole, validateRoleBinding, validateRoleBindingUpdate, validateRoleUpdate,
} from './rbac';
import { decode, Decoded, Decoding, Shape } from './shape';
import { isMap } from '../fields';
import { parseApiVersion, validateTypeMeta } from './type-meta';

export { AUDIT_POLICY, validateAuditPolicy } from './audit-policy';
export type { Cidr, CidrDefect, IpAddress } from './cidr';
export { CIDR_DEFECTS, contains, formatCidr, formatIp, isStrictSubset, parseCidr, parseIp } from './cidr';
export type { FieldError, FieldErrorType } from './field-error';
export { fixFor } from './fixes';
export type { ValidationOptions } from './options';
export type { Decoded, Decoding, Shape } from './shape';
export { decode } from './shape';
export { ADMIN_NETWORK_POLICY } from './admin-network-policy';
export { CLUSTER_NETWORK_POLICY } from './cluster-network-policy';
export { NAMESPACE } from './namespace';
export { NETWORK_POLICY } from './network-policy';
export { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from './rbac';

type Manifest = Readonly<Record<string, unknown>>;

/** Both ways in which an object comes to the server. */
interface Kind {
  create(object: Manifest, options: ValidationOptions): FieldError[];
  update(stored: Manifest, next: Manifest, options: ValidationOptions): FieldError[];
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const CLUSTER_POLICIES = 'policy.networking.k8s.io';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['v1 Namespace', kind(NAMESPACE, validateNamespace, validateNamespaceUpdate)],
  ['networking.k8s.io/v1 NetworkPolicy', kind(NETWORK_POLICY, validateNetworkPolicy, validateNetworkPolicyUpdate)],
  [`${RBAC} Role`, kind(ROLE, validateRole, validateRoleUpdate)],
  [`${RBAC} ClusterRole`, kind(CLUSTER_ROLE, validateClusterRole, validateClusterRoleUpdate)],
  [`${RBAC} RoleBinding`, kind(ROLE_BINDING, validateRoleBinding, validateRoleBindingUpdate)],
  [`${RBAC} ClusterRoleBinding`, kind(CLUSTER_ROLE_BINDING, validateClusterRoleBinding, validateClusterRoleBindingUpdate)],
  [`${CLUSTER_POLICIES}/v1alpha2 ClusterNetworkPolicy`, custom(CLUSTER_NETWORK_POLICY, validateClusterNetworkPolicy, CLUSTER_POLICY_METADATA)],
  [`${CLUSTER_POLICIES}/v1alpha1 AdminNetworkPolicy`, custom(ADMIN_NETWORK_POLICY, validateAdminNetworkPolicy, CLUSTER_POLICY_METADATA)],
  [`${CLUSTER_POLICIES}/v1alpha1 BaselineAdminNetworkPolicy`, custom(ADMIN_NETWORK_POLICY, validateAdminNetworkPolicy, CLUSTER_POLICY_METADATA)],
]);

/** Any other kind: its name, and what holds for all of them. Its scope is not known, so a namespace must be valid. */
const OTHER_METADATA: MetadataRules = { ...ANY_NAME, scope: 'Namespaced' };
const OTHER: Kind = {
  create: (object, options) => withMetadata(object, meta => {
    const names = namesOf(parseApiVersion(String(object.apiVersion))?.group ?? '', String(object.kind));
    const errors = validateObjectMeta(meta, { ...OTHER_METADATA, ...names }, options);
    return errors.length > 0 ? errors : validateAnyPrefix(meta);
  }),
  update: (stored, next, options) => withMetadata(next, meta =>
    validateObjectMetaUpdate(decodeMetadata(stored).value, meta, OTHER_METADATA, options)),
};

/**
 * What the API server would refuse in an object to be created, with strict field validation (kubectl's
 * default). As there, an object that cannot be decoded is not validated further. Answers the empty list
 * for an object that it would take.
 */
export function validateManifest(object: Manifest, options: ValidationOptions): FieldError[] {
  const found = kindOf(object);
  return Array.isArray(found) ? found : found.create(object, options);
}

/** What the API server would refuse in replacing `stored` by `next`. */
export function validateUpdate(stored: Manifest, next: Manifest, options: ValidationOptions): FieldError[] {
  const before = isMap(stored) ? stored : {};
  const found = kindOf(next);
  if (Array.isArray(found)) return found;
  const moved = (['apiVersion', 'kind'] as const).filter(field => typeOf(before, field) !== typeOf(next, field));
  return moved.length > 0 ? moved.map(field => invalid(field, next[field], 'field is immutable')) : found.update(before, next, options);
}

/** The kind of an object, or why it is of none. */
function kindOf(object: Manifest): Kind | FieldError[] {
  if (!isMap(object)) return [{ field: '', type: 'FieldTypeInvalid', value: object, detail: 'must be an object' }];
  const { apiVersion, kind: name } = object;
  const known = typeof apiVersion === 'string' && typeof name === 'string' ? KINDS.get(`${apiVersion} ${name}`) : undefined;
  if (known) return known;
  const errors = validateTypeMeta(object);
  if (errors.length > 0) return errors;
  return typeOf(object, 'apiVersion') === CLUSTER_POLICIES ? [unread(object)] : OTHER;
}

/** Whatever this group defines decides about traffic: a version that nobody here can read may open what all others close. */
function unread({ apiVersion, kind: name }: Manifest): FieldError {
  const read = [...KINDS.keys()].filter(key => key.startsWith(`${CLUSTER_POLICIES}/`) && key.endsWith(` ${String(name)}`)).map(key => key.split(' ')[0]!);
  return read.length > 0 ? notSupported('apiVersion', apiVersion, read)
    : notSupported('kind', name, [...KINDS.keys()].flatMap(key => key.startsWith(`${CLUSTER_POLICIES}/`) ? [key.split(' ')[1]!] : []));
}

/** An object keeps its group and kind; its version is only a way to look at it. */
function typeOf(object: Manifest, field: 'apiVersion' | 'kind'): unknown {
  const value = object[field];
  return field === 'apiVersion' && typeof value === 'string' ? parseApiVersion(value)?.group : value;
}

function kind<D extends { readonly metadata?: Decoded<ObjectMeta> }>(
  shape: Shape<D>,
  create: (object: D, options: ValidationOptions) => FieldError[],
  update: (stored: D, next: D, options: ValidationOptions) => FieldError[],
): Kind {
  const decoded = (object: Manifest): Decoding<D> => shape.fits(object) ? { value: object as unknown as D, errors: [] } : decode(shape, object);
  return {
    create(object, options) {
      const { value, errors } = decoded(object);
      if (errors.length > 0) return [...errors];
      const complaints = create(value, options);
      // What holds for every kind is asked when the kind itself has no complaint
      // (`k8s.io/apiserver/pkg/registry/rest/create.go`, `ValidateCreate`).
      return complaints.length > 0 ? complaints : validateAnyPrefix(value.metadata);
    },
    update(stored, next, options) {
      const { value, errors } = decoded(next);
      // The server took the stored object once, so only what can be read of it counts.
      return errors.length > 0 ? [...errors] : update(decode(shape, stored).value, value, options);
    },
  };
}

/**
 * A kind that a CustomResourceDefinition defines. Its schema takes no null for an absent field, so the validation sees the
 * object before decoding, and an update is held to the same rules as a creation.
 */
function custom<D extends { readonly metadata?: Decoded<ObjectMeta> }>(
  shape: Shape<D>, validate: (raw: Manifest, object: D, options: ValidationOptions) => FieldError[], metadata: MetadataRules,
): Kind {
  const create: Kind['create'] = (object, options) => {
    const { value, errors } = decode(shape, object);
    return errors.length > 0 ? [...errors] : validate(object, value, options);
  };
  return {
    create,
    update: (stored, next, options) => {
      const errors = create(next, options);
      return errors.length > 0 ? errors
        : validateObjectMetaUpdate(decode(shape, stored).value.metadata, decode(shape, next).value.metadata, metadata, options);
    },
  };
}

function decodeMetadata(object: Manifest) {
  const errors: FieldError[] = [];
  const { metadata } = object;
  const value = metadata === undefined || metadata === null ? undefined : OBJECT_META.read(metadata, 'metadata', errors);
  return { value, errors };
}

function withMetadata(object: Manifest, then: (meta: ReturnType<typeof OBJECT_META.read> | undefined) => FieldError[]): FieldError[] {
  const { value, errors } = decodeMetadata(object);
  return errors.length > 0 ? errors : then(value);
}
