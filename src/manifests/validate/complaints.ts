import { FieldError } from './field-error';

/**
 * The complaints in the API server's own words, so that a message found here can be looked up there
 * (`k8s.io/apimachinery/pkg/util/validation/field/errors.go`).
 */
export function required(field: string, detail = 'Required value'): FieldError {
  return { field, type: 'FieldValueRequired', detail };
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { field, type: 'FieldValueInvalid', value, detail };
}

export function forbidden(field: string, detail: string): FieldError {
  return { field, type: 'FieldValueForbidden', detail };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map(one => JSON.stringify(one)).join(', ');
  return { field, type: 'FieldValueNotSupported', value, detail: `supported values: ${list}` };
}

export function tooLong(field: string, limit: number): FieldError {
  return { field, type: 'FieldValueTooLong', detail: `may not be more than ${limit} bytes` };
}

/** One complaint for each reason that a check of names gave. */
export function invalidFor(field: string, value: unknown, reasons: readonly string[]): FieldError[] {
  return reasons.length === 0 ? [] : reasons.map(reason => invalid(field, value, reason));
}
