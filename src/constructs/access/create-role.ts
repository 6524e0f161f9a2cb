import type { Construct } from 'constructs';
import { aggregateLabels } from './aggregated-role';
import { createBoundRole, type BoundRole } from './bound-role';
import { refuseDeadGrants, type AskedGrant } from './dead-grants';
import type { RoleProps } from './role-props';
import { EVERYWHERE, scopeOf } from './role-scope';
import { toRules, toUrlRules, type UrlGrant } from './rules';

/** Checks what is granted, and creates the role with its bindings. */
export function createRole(construct: Construct, props: RoleProps, grants: readonly AskedGrant[], urls: readonly UrlGrant[] = []): BoundRole {
  const gathered = props.aggregateTo !== undefined;
  const roleLabels = props.aggregateTo && aggregateLabels(construct, props.aggregateTo);
  const at = gathered && !props.subjects ? EVERYWHERE : scopeOf(construct, props);
  refuseDeadGrants(construct, grants, at);
  const rules = urls.length === 0 ? toRules(grants) : [...toRules(grants), ...toUrlRules(urls)];
  return createBoundRole(construct, props, at, { rules, clusterRole: gathered, roleLabels });
}
