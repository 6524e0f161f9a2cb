import { Namespace, NamespaceCondition, NamespaceStatus } from '../model';
import { FieldError } from './field-error';
import {
  MetadataRules, OBJECT_META, validateFinalizerDomain, validateFinalizerName, validateObjectMeta, validateObjectMetaUpdate,
} from './metadata';
import { dnsLabel } from './names';
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

const METADATA: MetadataRules = { name: dnsLabel, scope: 'Cluster' };

export function validateNamespace(namespace: Decoded<Namespace>): FieldError[] {
  return [
    ...validateObjectMeta(namespace.metadata, METADATA),
    ...(namespace.spec?.finalizers ?? []).flatMap(finalizer => [
      ...validateFinalizerName(finalizer, 'spec.finalizers'),
      ...validateFinalizerDomain(finalizer, 'spec.finalizers'),
    ]),
  ];
}

/** The server ignores changes of `spec` and `status` here, so they are not validated. */
export function validateNamespaceUpdate(stored: Decoded<Namespace>, next: Decoded<Namespace>): FieldError[] {
  return [...validateObjectMeta(next.metadata, METADATA), ...validateObjectMetaUpdate(stored.metadata, next.metadata, METADATA)];
}
