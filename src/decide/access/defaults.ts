import { uncovered } from './covers';
import type { AccessBinding, WrittenRole } from './policy';
import type { Subject } from '../../manifests/model';

/**
 * What becomes of a default object that somebody wrote anew. At every start the API server puts back what
 * such an object lacks and takes nothing away, unless it is annotated
 * `rbac.authorization.kubernetes.io/autoupdate: "false"` (pkg/registry/rbac/reconciliation). So what is put
 * back counts, although it is gone until the next start: a permission that returns by itself was never withdrawn.
 */
export const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/** The default's labels, and those of its rules or selectors that are missing. */
export function reconciledRole(own: WrittenRole, byDefault: WrittenRole): WrittenRole {
  const labels = { ...byDefault.labels, ...own.labels };
  if (byDefault.selectors !== undefined) {
    const mine = own.selectors ?? [];
    const missing = byDefault.selectors.filter(selector => !mine.some(each => JSON.stringify(each) === JSON.stringify(selector)));
    return { ...own, labels, selectors: [...mine, ...missing] };
  }
  const held = own.rules.map(({ rule }) => rule);
  // A default that gathers nothing loses the aggregationRule that somebody gave it, and gets its rules back
  // (pkg/registry/rbac/reconciliation/reconcile_role.go, computeReconciledRole): what it ever holds counts.
  return {
    ...own,
    labels,
    ...own.selectors ? { keepsRules: true } : {},
    rules: [...own.rules, ...byDefault.rules.filter(({ rule }) => uncovered(held, [rule]).length > 0)],
  };
}

/** The default's subjects that are missing. A binding to another role is deleted and made as by default: until then both count. */
export function reconciledBinding(own: AccessBinding, byDefault: AccessBinding): AccessBinding[] {
  if (own.roleRef.kind !== byDefault.roleRef.kind || own.roleRef.name !== byDefault.roleRef.name) {
    return [own, byDefault];
  }
  const same = (a: Subject, b: Subject) => a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
  const missing = byDefault.subjects.filter(subject => !own.subjects.some(each => same(each, subject)));
  return missing.length > 0 ? [own, { ...byDefault, subjects: missing }] : [own];
}
