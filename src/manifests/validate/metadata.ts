import { ManagedFieldsEntry, ObjectMeta } from '../model';
import { invalid, invalidFor, required, tooLong } from './complaints';
import { FieldError } from './field-error';
import { validateLabels } from './labels';
import { dnsLabel, generatedName, NameCheck, pathSegment, pathSegmentPrefix, qualifiedName } from './names';
import { ValidationOptions } from './options';
import { OWNER_REFERENCE, validateOwnerReferences } from './owner-references';
import { ANY, Decoded, INT64, list, Shape, STRING, STRING_MAP, struct, TIME } from './shape';

/**
 * Only its types count: the server drops a list with an entry that it cannot use, and writes the rest anew, so that
 * validation sees nothing of what was wrong (`k8s.io/apimachinery/pkg/util/managedfields/internal/fieldmanager.go`).
 */
const MANAGED_FIELDS = struct<ManagedFieldsEntry>({
  manager: STRING, operation: STRING, apiVersion: STRING, time: TIME, fieldsType: STRING, fieldsV1: ANY, subresource: STRING,
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

/** What may be a name, and what may be `generateName`, the start of one. */
export interface NameRules {
  readonly name: NameCheck;
  readonly generateName: NameCheck;
}

/** What holds for the names of all kinds (`k8s.io/apiserver/pkg/registry/rest/create.go`, `validatePathSegment`). */
export const ANY_NAME: NameRules = { name: pathSegment, generateName: pathSegmentPrefix };

/** What differs between kinds. */
export interface MetadataRules extends NameRules {
  /**
   * Cluster-scoped objects lose a namespace before they are validated, whatever it is
   * (`k8s.io/apiserver/pkg/registry/rest/create.go`, `BeforeCreate`).
   */
  readonly scope: 'Namespaced' | 'Cluster';
  /** Whether the kind overwrites the generation at creation (`PrepareForCreate` of its strategy). */
  readonly setsGeneration?: boolean;
  /** What an update asks of the names, where that is not what the creation asked. */
  readonly onUpdate?: NameRules;
}

const ANNOTATIONS_LIMIT = 256 * 1024;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/**
 * Metadata of an object to be created (`k8s.io/apimachinery/pkg/api/validation/objectmeta.go`,
 * `ValidateObjectMeta`, and its namesake in `pkg/apis/core/validation`). A namespace may be absent: the
 * request's URL then gives it.
 */
export function validateObjectMeta(
  meta: Decoded<ObjectMeta> | undefined, rules: MetadataRules, { kubernetesMinor }: ValidationOptions, path = 'metadata',
): FieldError[] {
  const { generateName = '', namespace = '', generation = 0, annotations, finalizers = [] } = meta ?? {};
  const name = meta?.name || generatedName(generateName);
  const errors: FieldError[] = [];
  if (generateName !== '') errors.push(...invalidFor(`${path}.generateName`, generateName, rules.generateName(generateName)));
  if (name === '') {
    errors.push(required(`${path}.name`, 'name or generateName is required'));
  } else {
    errors.push(...invalidFor(`${path}.name`, name, rules.name(name)));
  }
  if (rules.scope === 'Namespaced' && namespace !== '') {
    errors.push(...invalidFor(`${path}.namespace`, namespace, dnsLabel(namespace)));
  }
  if (generation < 0 && !rules.setsGeneration) {
    errors.push(invalid(`${path}.generation`, generation, 'must be greater than or equal to 0'));
  }
  // Most objects have none of these: what is not there is not asked about, tens of thousands of times.
  if (meta?.labels) errors.push(...validateLabels(meta.labels, `${path}.labels`));
  if (annotations) errors.push(...validateAnnotations(annotations, `${path}.annotations`));
  if (meta?.ownerReferences) errors.push(...validateOwnerReferences(meta.ownerReferences, `${path}.ownerReferences`, kubernetesMinor));
  if (finalizers.length > 0) errors.push(...validateFinalizers(finalizers, `${path}.finalizers`));
  finalizers.forEach((finalizer, index) => errors.push(...validateFinalizerDomain(finalizer, `${path}.finalizers[${index}]`)));
  return errors;
}

/** What `generateName` of any kind must be, also where the kind looks at less of it (`asPrefix`). */
export function validateAnyPrefix({ generateName = '' }: Decoded<ObjectMeta> = {}, path = 'metadata'): FieldError[] {
  return generateName === '' ? [] : invalidFor(`${path}.generateName`, generateName, ANY_NAME.generateName(generateName));
}

/**
 * Metadata of an object that replaces another. A resourceVersion is not asked for: manifests have none, and the
 * kinds validated here allow unconditional updates. The generation stays the server's
 * (`k8s.io/apiserver/pkg/registry/rest/update.go`, `BeforeUpdate`).
 */
export function validateObjectMetaUpdate(
  stored: Decoded<ObjectMeta> | undefined, next: Decoded<ObjectMeta> | undefined, rules: MetadataRules, options: ValidationOptions,
  path = 'metadata',
): FieldError[] {
  const fixed = rules.scope === 'Namespaced' ? ['name', 'namespace', 'uid'] as const : ['name', 'uid'] as const;
  const moved = fixed.filter(key => {
    const [before = '', after = ''] = [stored?.[key], next?.[key]];
    return before !== after && (key === 'name' || (before !== '' && after !== ''));
  });
  // Only the deletion of an object sets these.
  const deleted = (['deletionTimestamp', 'deletionGracePeriodSeconds'] as const).filter(key =>
    next?.[key] !== undefined && (key === 'deletionTimestamp' ? stored?.[key] === undefined : next[key] !== stored?.[key]));
  return [
    ...validateObjectMeta(next && { ...next, generation: 0 }, { ...rules, ...rules.onUpdate }, options, path),
    ...[...moved, ...deleted].map(key => invalid(`${path}.${key}`, next?.[key], 'field is immutable')),
  ];
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

function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) => invalidFor(path, key, qualifiedName(key.toLowerCase())));
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(path, ANNOTATIONS_LIMIT));
  return errors;
}

function validateFinalizers(finalizers: readonly string[], path: string): FieldError[] {
  const errors = finalizers.flatMap(finalizer => validateFinalizerName(finalizer, path));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}
