import { Namespace, NamespaceCondition, NamespaceStatus } from '../model';
import { FieldError } from './field-error';
import {
  ANY_NAME, MetadataRules, OBJECT_META, validateFinalizerDomain, validateFinalizerName, validateObjectMeta, validateObjectMetaUpdate,
} from './metadata';
import { asPrefix, dnsLabel } from './names';
import { ValidationOptions } from './options';
import { Decoded, list, Shape, STRING, struct, TIME } from './shape';

/** Namespace (`pkg/apis/core/validation/validation.go`, `ValidateNamespace`). */
export const NAMESPACE: Shape<Decoded<Namespace>> = struct<Namespace>({
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  spec: struct<NonNullable<Namespace['spec']>>({ finalizers: list(STRING) }),
  status: struct<NamespaceStatus>({
    phase: STRING,
    conditions: list(struct<NamespaceCondition>({
      type: STRING, status: STRING, lastTransitionTime: TIME, reason: STRING, message: STRING,
    })),
  }),
});

const METADATA: MetadataRules = { name: dnsLabel, generateName: asPrefix(dnsLabel), scope: 'Cluster', onUpdate: ANY_NAME };

export function validateNamespace(namespace: Decoded<Namespace>, options: ValidationOptions): FieldError[] {
  return [
    ...validateObjectMeta(namespace.metadata, METADATA, options),
    ...(namespace.spec?.finalizers ?? []).flatMap(finalizer => [
      ...validateFinalizerName(finalizer, 'spec.finalizers'),
      ...validateFinalizerDomain(finalizer, 'spec.finalizers'),
    ]),
  ];
}

/** The server ignores changes of `spec` and `status` here, so they are not validated. */
export function validateNamespaceUpdate(
  stored: Decoded<Namespace>, next: Decoded<Namespace>, options: ValidationOptions,
): FieldError[] {
  return validateObjectMetaUpdate(stored.metadata, next.metadata, METADATA, options);
}
