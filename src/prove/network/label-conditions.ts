import type { LabelSelectorRequirement } from '../../manifests/model';

/** Conditions on the labels of one object that all must hold. */
export type Conditions = readonly LabelSelectorRequirement[];

/** A value that nobody means, for a label that may have any. */
const ANY_VALUE = 'bulwark-any';

/**
 * Labels that meet some conditions and none of the excluded ones, or undefined where there are none: then whatever meets
 * the first meets one of the others. Conditions are closed under denial (`In` is denied by `NotIn`, `Exists` by
 * `DoesNotExist`), so the search tries, for each excluded list, to deny one of its conditions.
 */
export function exampleOutside(conditions: Conditions, excluded: readonly Conditions[]): Record<string, string> | undefined {
  const example = exampleOf(conditions);
  if (example === undefined) {
    return undefined;
  }
  const hit = excluded.find(list => meets(example, list));
  if (hit === undefined) {
    return example;
  }
  const rest = excluded.filter(list => list !== hit);
  for (const condition of hit) {
    const found = exampleOutside([...conditions, denied(condition)], rest);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Whether labels meet all conditions (k8s.io/apimachinery pkg/labels/selector.go, `Requirement.Matches`). */
export function meets(labels: Readonly<Record<string, string>>, conditions: Conditions): boolean {
  return conditions.every(({ key, operator, values = [] }) => {
    const value = Object.hasOwn(labels, key) ? labels[key]! : undefined;
    switch (operator) {
      case 'In': return value !== undefined && values.includes(value);
      case 'NotIn': return value === undefined || !values.includes(value);
      case 'Exists': return value !== undefined;
      default: return value === undefined;
    }
  });
}

function denied({ key, operator, values }: LabelSelectorRequirement): LabelSelectorRequirement {
  switch (operator) {
    case 'In': return { key, operator: 'NotIn', values };
    case 'NotIn': return { key, operator: 'In', values };
    case 'Exists': return { key, operator: 'DoesNotExist' };
    default: return { key, operator: 'Exists' };
  }
}

/** Labels that meet the conditions, with no label more than they ask for; undefined where they contradict each other. */
function exampleOf(conditions: Conditions): Record<string, string> | undefined {
  const example: Record<string, string> = Object.create(null);
  for (const key of new Set(conditions.map(each => each.key))) {
    const own = conditions.filter(each => each.key === key);
    const of = (operator: string) => own.filter(each => each.operator === operator);
    const needed = of('In').length + of('Exists').length > 0;
    if (!needed) {
      continue;
    }
    if (of('DoesNotExist').length > 0) {
      return undefined;
    }
    const refused = new Set(of('NotIn').flatMap(({ values = [] }) => values));
    const [first, ...others] = of('In').map(({ values = [] }) => values);
    const value = first
      ? first.find(each => !refused.has(each) && others.every(values => values.includes(each)))
      : Array.from({ length: refused.size + 1 }, (_, at) => at === 0 ? ANY_VALUE : `${ANY_VALUE}-${at}`).find(each => !refused.has(each));
    if (value === undefined) {
      return undefined;
    }
    example[key] = value;
  }
  return example;
}
