import { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '../model';
import { invalid, invalidFor, required, tooLong } from './complaints';
import { FieldError } from './field-error';
import { validateLabels } from './labels';
import { atMost, dnsLabel, NameCheck, qualifiedName } from './names';
import { ANY_OBJECT, BOOLEAN, Decoded, INT64, list, Shape, STRING, STRING_MAP, struct, TIME } from './shape';

const OWNER_REFERENCE = struct<OwnerReference>({
  apiVersion: STRING, kind: STRING, name: STRING, uid: STRING, controller: BOOLEAN, blockOwnerDeletion: BOOLEAN,
});

const MANAGED_FIELDS = struct<ManagedFieldsEntry>({
  manager: STRING, operation: STRING, apiVersion: STRING, time: TIME, fieldsType: STRING, fieldsV1: ANY_OBJECT, subresource: STRING,
});

export const OBJECT_META: Shape<Decoded<ObjectMeta>> = struct<ObjectMeta>({
  name: STRING,
  generateName: STRING,
  namespace: STRING,
  labels: STRING_MAP,
  annotations: STRING_MAP,
  ownerReferences: list(OWNER_REFERENCE),
  finalizers: list(STRING),
  uid: STRING,
  resourceVersion: STRING,
  generation: INT64,
  selfLink: STRING,
  creationTimestamp: TIME,
  deletionTimestamp: TIME,
  deletionGracePeriodSeconds: INT64,
  managedFields: list(MANAGED_FIELDS),
});

/** What differs between kinds. */
export interface MetadataRules {
  readonly name: NameCheck;
  /**
   * Cluster-scoped objects lose a namespace before they are validated, whatever it is
   * (`k8s.io/apiserver/pkg/registry/rest/create.go`, `BeforeCreate`).
   */
  readonly scope: 'Namespaced' | 'Cluster';
}

const ANNOTATIONS_LIMIT = 256 * 1024;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/**
 * Metadata of an object to be created (`k8s.io/apimachinery/pkg/api/validation/objectmeta.go`,
 * `ValidateObjectMeta`, and its namesake in `pkg/apis/core/validation`). A namespace may be absent: the
 * request's URL then gives it.
 */
export function validateObjectMeta(meta: Decoded<ObjectMeta> | undefined, rules: MetadataRules, path = 'metadata'): FieldError[] {
  const { name = '', generateName = '', namespace = '', generation = 0, annotations, finalizers = [] } = meta ?? {};
  const errors: FieldError[] = [];
  if (generateName !== '') {
    errors.push(...invalidFor(`${path}.generateName`, generateName, rules.name(asPrefix(generateName))));
  }
  if (name !== '') {
    errors.push(...invalidFor(`${path}.name`, name, rules.name(name)));
  } else if (generateName === '') {
    errors.push(required(`${path}.name`, 'name or generateName is required'));
  }
  if (rules.scope === 'Namespaced' && namespace !== '') {
    errors.push(...invalidFor(`${path}.namespace`, namespace, dnsLabel(namespace)));
  }
  if (generation < 0) errors.push(invalid(`${path}.generation`, generation, 'must be greater than or equal to 0'));
  errors.push(...validateLabels(meta?.labels, `${path}.labels`));
  errors.push(...validateAnnotations(annotations, `${path}.annotations`));
  errors.push(...validateOwnerReferences(meta?.ownerReferences, `${path}.ownerReferences`));
  errors.push(...validateFinalizers(finalizers, `${path}.finalizers`));
  errors.push(...validateManagedFields(meta?.managedFields, `${path}.managedFields`));
  finalizers.forEach((finalizer, index) => errors.push(...validateFinalizerDomain(finalizer, `${path}.finalizers[${index}]`)));
  return errors;
}

/**
 * What of the metadata may not change. A resourceVersion is not asked for: manifests have none, and the
 * kinds validated here allow unconditional updates.
 */
export function validateObjectMetaUpdate(
  stored: Decoded<ObjectMeta> | undefined, next: Decoded<ObjectMeta> | undefined, rules: MetadataRules, path = 'metadata',
): FieldError[] {
  const fixed = rules.scope === 'Namespaced' ? ['name', 'namespace', 'uid'] as const : ['name', 'uid'] as const;
  return fixed.flatMap(key => {
    const [before = '', after = ''] = [stored?.[key], next?.[key]];
    const same = before === after || (key !== 'name' && (before === '' || after === ''));
    return same ? [] : [invalid(`${path}.${key}`, after, 'field is immutable')];
  });
}

/** A finalizer must be a qualified name (`validateFinalizerName`). */
export function validateFinalizerName(finalizer: string, path: string): FieldError[] {
  return invalidFor(path, finalizer, qualifiedName(finalizer));
}

/** A finalizer without a domain must be one of Kubernetes' own (`validateKubeFinalizerName`). */
export function validateFinalizerDomain(finalizer: string, path: string): FieldError[] {
  return finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer) ? []
    : [invalid(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

/** The server appends random characters to a prefix, so it may end in a dash (`maskTrailingDash`). */
function asPrefix(generateName: string): string {
  return generateName.length > 1 && generateName.endsWith('-') ? `${generateName.slice(0, -1)}a` : generateName;
}

function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) => invalidFor(path, key, qualifiedName(key.toLowerCase())));
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(path, ANNOTATIONS_LIMIT));
  return errors;
}

/** The server reports these without an index. */
function validateOwnerReferences(references: readonly Decoded<OwnerReference>[] = [], path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const { apiVersion = '', kind = '', name = '', uid = '' } of references) {
    const parts = apiVersion.split('/');
    if (parts.length > 2 || parts.at(-1) === '') errors.push(invalid(`${path}.apiVersion`, apiVersion, 'version must not be empty'));
    if (kind === '') errors.push(invalid(`${path}.kind`, kind, 'must not be empty'));
    if (name === '') errors.push(invalid(`${path}.name`, name, 'must not be empty'));
    if (uid === '') errors.push(invalid(`${path}.uid`, uid, 'must not be empty'));
    if (kind === 'Event' && (apiVersion === 'v1' || apiVersion === '/v1')) {
      errors.push(invalid(path, `${apiVersion} ${kind}`, 'an Event is disallowed from being an owner'));
    }
  }
  references.filter(reference => reference.controller).slice(1).forEach(reference =>
    errors.push(invalid(path, `${reference.kind}/${reference.name}`, 'only one reference can have controller set to true')));
  return errors;
}

function validateFinalizers(finalizers: readonly string[], path: string): FieldError[] {
  const errors = finalizers.flatMap(finalizer => validateFinalizerName(finalizer, path));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

function validateManagedFields(entries: readonly Decoded<ManagedFieldsEntry>[] = [], path: string): FieldError[] {
  return entries.flatMap(({ operation = '', fieldsType = '', manager = '', subresource = '' }, index) => {
    const at = `${path}[${index}]`;
    const errors: FieldError[] = [];
    if (operation !== 'Apply' && operation !== 'Update') {
      errors.push(invalid(`${at}.operation`, operation, 'must be `Apply` or `Update`'));
    }
    if (fieldsType !== '' && fieldsType !== 'FieldsV1') errors.push(invalid(`${at}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
    if (atMost(manager, 128).length > 0) errors.push(tooLong(`${at}.manager`, 128));
    if (atMost(subresource, 256).length > 0) errors.push(tooLong(`${at}.subresource`, 256));
    return errors;
  });
}
