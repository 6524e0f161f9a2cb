import { OwnerReference } from '../model';
import { invalid, required } from './complaints';
import { FieldError } from './field-error';
import { BOOLEAN, Decoded, STRING, struct } from './shape';

/** The objects that own an object (`k8s.io/apimachinery/pkg/api/validation/objectmeta.go`, `ValidateOwnerReferences`). */
export const OWNER_REFERENCE = struct<OwnerReference>({
  apiVersion: STRING, kind: STRING, name: STRING, uid: STRING, controller: BOOLEAN, blockOwnerDeletion: BOOLEAN,
});

/** The minor in which complaints got the index of the reference, and what is empty came to be `Required`. */
const INDEXED_MINOR = 37;

export function validateOwnerReferences(
  references: readonly Decoded<OwnerReference>[] = [], path: string, kubernetesMinor: number,
): FieldError[] {
  const different = withoutRepeats(references);
  const errors = different.flatMap((reference, index) => kubernetesMinor >= INDEXED_MINOR
    ? validateOwnerReference(reference, `${path}[${index}]`, required)
    : validateOwnerReference(reference, path, (field, detail) => invalid(field, '', detail)));
  different.filter(reference => reference.controller).slice(1).forEach(reference =>
    errors.push(invalid(path, `${reference.kind}/${reference.name}`, 'only one reference can have controller set to true')));
  return errors;
}

function validateOwnerReference(
  { apiVersion = '', kind = '', name = '', uid = '' }: Decoded<OwnerReference>, path: string,
  missing: (field: string, detail: string) => FieldError,
): FieldError[] {
  const errors: FieldError[] = [];
  const parts = apiVersion.split('/');
  if (apiVersion === '') {
    errors.push(missing(`${path}.apiVersion`, 'must not be empty'));
  } else if (parts.length > 2 || parts.at(-1) === '') {
    errors.push(invalid(`${path}.apiVersion`, apiVersion, 'must be `version` or `group/version`'));
  }
  for (const [field, value] of Object.entries({ kind, name, uid })) {
    if (value === '') errors.push(missing(`${path}.${field}`, 'must not be empty'));
  }
  if (kind === 'Event' && (apiVersion === 'v1' || apiVersion === '/v1')) {
    errors.push(invalid(path, `${apiVersion} ${kind}`, 'an Event is disallowed from being an owner'));
  }
  return errors;
}

/** The server drops repeats with a warning first (`k8s.io/apiserver/pkg/endpoints/handlers/rest.go`, `dedupOwnerReferences`). */
function withoutRepeats(references: readonly Decoded<OwnerReference>[]): Decoded<OwnerReference>[] {
  const identity = ({ apiVersion = '', kind = '', name = '', uid = '', controller, blockOwnerDeletion }: Decoded<OwnerReference>) =>
    JSON.stringify([apiVersion, kind, name, uid, controller ?? null, blockOwnerDeletion ?? null]);
  return [...new Map(references.map(reference => [identity(reference), reference])).values()];
}
