/** The kinds of complaint of the API server (k8s.io/apimachinery `util/validation/field/errors.go`). */
export type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueDuplicate'
  | 'FieldValueTooLong'
  /** Strict decoding: a field that the type does not have. */
  | 'FieldUnknown'
  /** Strict decoding: a value of another JSON type. */
  | 'FieldTypeInvalid';

/** One complaint about one field, in the API server's terms. */
export interface FieldError {
  /** Path of the field as the API server prints it: `spec.ingress[0].from[1].ipBlock.cidr`. */
  readonly field: string;
  readonly type: FieldErrorType;
  /** The value found; undefined where the complaint is about its absence. */
  readonly value?: unknown;
  /** The rule that it breaks, in one sentence. */
  readonly detail: string;
}
