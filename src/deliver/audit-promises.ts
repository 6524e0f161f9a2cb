import { AUDIT_LEVELS } from '../decide/audit';
import type { AuditRequests } from '../decide/audit/requests';
import { isMap, type Fields } from '../manifests/fields';
import type { AuditGroupResources, AuditLevel } from '../manifests/model';
import type { AuditPredicate } from '../prove/audit/guarantees';

/** A predicate about auditing, as the index of a cluster has it; undefined for one that is not understood whole. */
export function auditPredicateOf(value: unknown): AuditPredicate | undefined {
  const { kind, level, requests, except, failedLogins, ...rest } = value as Fields;
  const isLevel = AUDIT_LEVELS.some(each => each === level);
  switch (Object.keys(rest).length === 0 ? kind : undefined) {
    case 'audit-rules-reachable': return Object.keys(value as Fields).length === 1 ? { kind: 'audit-rules-reachable' } : undefined;
    case 'audit-at-most': return isLevel && isSets(requests) && except === undefined && failedLogins === undefined
      ? { kind: 'audit-at-most', level: level as AuditLevel, requests } : undefined;
    case 'audit-at-least': return isLevel && (requests === undefined ? failedLogins === true : isSets(requests))
      && (except === undefined || isSets(except)) && (failedLogins === undefined || failedLogins === true)
      ? {
        kind: 'audit-at-least',
        level: level as AuditLevel,
        ...isSets(requests) ? { requests } : {},
        ...isSets(except) ? { except } : {},
        ...failedLogins === true ? { failedLogins } : {},
      } : undefined;
    default: return undefined;
  }
}

/** No set at all would be a promise of nothing. */
function isSets(value: unknown): value is readonly AuditRequests[] {
  return Array.isArray(value) && value.length > 0 && value.every(isSet);
}

function isSet(value: unknown): value is AuditRequests {
  return isMap(value) && Object.entries(value).every(([key, list]) => key === 'resources' ? isFull(list, isGroup)
    : ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs'].includes(key) && isFull(list, isText));
}

function isGroup(value: unknown): value is AuditGroupResources {
  return isMap(value) && Object.entries(value).every(([key, field]) => key === 'group' ? isText(field)
    : (key === 'resources' || key === 'resourceNames') && isFull(field, isText));
}

/** An empty list would mean everything, which nobody writes so. */
function isFull<T>(value: unknown, is: (each: unknown) => each is T): value is readonly T[] {
  return Array.isArray(value) && value.length > 0 && value.every(is);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
