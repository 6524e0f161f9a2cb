import type { LabelSelector, LabelSelectorRequirement, StringMap } from '../manifests/model';

/**
 * Whether labels match a selector: everything in it must hold, and the empty selector matches everything
 * (`k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go`, LabelSelectorAsSelector). An absent selector is not
 * an empty one: what it means is the caller's business.
 */
export function selectorMatches({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: StringMap): boolean {
  return Object.keys(matchLabels).every(key => has(labels, key) && labels[key] === matchLabels[key])
    && matchExpressions.every(requirement => requirementMatches(requirement, labels));
}

/** NotIn also matches where the key is absent (`k8s.io/apimachinery/pkg/labels/selector.go`). An unknown operator matches nothing. */
function requirementMatches({ key, operator, values = [] }: LabelSelectorRequirement, labels: StringMap): boolean {
  switch (operator) {
    case 'In': return has(labels, key) && values.includes(labels[key]!);
    case 'NotIn': return !has(labels, key) || !values.includes(labels[key]!);
    case 'Exists': return has(labels, key);
    case 'DoesNotExist': return !has(labels, key);
    default: return false;
  }
}

function has(labels: StringMap, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(labels, key);
}
