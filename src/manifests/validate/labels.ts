import { LabelSelector, LabelSelectorRequirement } from '../model';
import { forbidden, invalid, invalidFor, required } from './complaints';
import { FieldError } from './field-error';
import { labelValue, qualifiedName } from './names';
import { Decoded, list, Shape, STRING, STRING_MAP, struct } from './shape';

/** Labels and selectors (`k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go`). */
export const LABEL_SELECTOR: Shape<Decoded<LabelSelector>> = struct<LabelSelector>({
  matchLabels: STRING_MAP,
  matchExpressions: list(struct<LabelSelectorRequirement>({ key: STRING, operator: STRING, values: list(STRING) })),
});

/** An object that was stored with a bad label value in its selector may keep it. */
export interface LabelSelectorOptions {
  readonly allowInvalidValues?: boolean;
}

export function validateLabels(labels: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key of Object.keys(labels ?? {})) {
    const value = labels![key]!;
    errors.push(...invalidFor(path, key, qualifiedName(key)), ...invalidFor(path, value, labelValue(value)));
  }
  return errors;
}

export function validateLabelSelector(
  selector: Decoded<LabelSelector> | undefined, path: string, options: LabelSelectorOptions = {},
): FieldError[] {
  if (!selector) return [];
  const errors = validateLabels(selector.matchLabels, `${path}.matchLabels`);
  selector.matchExpressions?.forEach((requirement, index) =>
    errors.push(...validateRequirement(requirement, `${path}.matchExpressions[${index}]`, options)));
  return errors;
}

function validateRequirement(
  requirement: Decoded<LabelSelectorRequirement>, path: string, options: LabelSelectorOptions,
): FieldError[] {
  const { key = '', operator = '', values = [] } = requirement;
  const errors: FieldError[] = [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      }
      break;
    default:
      errors.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  }
  errors.push(...invalidFor(`${path}.key`, key, qualifiedName(key)));
  if (!options.allowInvalidValues) {
    values.forEach((value, index) => errors.push(...invalidFor(`${path}.values[${index}]`, value, labelValue(value))));
  }
  return errors;
}
