import type { UserInfo } from './access';
import type { AuditGroupResources, AuditLevel, AuditPolicy, AuditPolicyRule, AuditStage } from '../manifests/model';

/**
 * The API server's audit policy as one specification: what is logged of which request. Everything that is faster
 * is tested against this file, and this file against the answers of the real evaluator and of a running server.
 *
 * Sources, of kubernetes/kubernetes v1.36: staging/src/k8s.io/apiserver/pkg/audit/policy/checker.go,
 * pkg/endpoints/filters/audit.go and authn_audit.go below it, pkg/apis/audit/v1/types.go.
 */

/**
 * What a rule sees of a request. For a resource request `path` is not read; for any other one `verb`, which is the
 * HTTP method in lower case, and `path` alone are. Empty text stands for "none" everywhere.
 */
export interface AuditAttributes {
  /** Who logged in, not who is impersonated: the audit filter comes before impersonation. null: the login failed. */
  readonly user: UserInfo | null;
  readonly verb: string;
  readonly resourceRequest: boolean;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  /** Of `namespaces/foo`, this is `foo`, too; of a list over all namespaces it is empty. */
  readonly namespace: string;
  /** A POST for a new object carries none. */
  readonly name: string;
  /** Without the query. */
  readonly path: string;
}

/** What is logged of a request. */
export interface AuditDecision {
  readonly level: AuditLevel;
  /** Stages at which no event is written, by the policy or by the rule, in the order of their names. */
  readonly omitStages: readonly AuditStage[];
  readonly omitManagedFields: boolean;
  /** The index of the rule that matched; null where none did, and so nothing is logged. */
  readonly rule: number | null;
}

/** The minor from which on `group: "*"` means every group (kubernetes#135262); before, servers refuse such a policy. */
export const ANY_GROUP_MINOR = 36;

/** The levels, by how much they log. */
export const AUDIT_LEVELS: readonly AuditLevel[] = ['None', 'Metadata', 'Request', 'RequestResponse'];

/**
 * The first rule that matches decides.
 *
 * @param minor the minor whose API server reads the policy, such as 34 for 1.34
 */
export function decideAudit(policy: AuditPolicy, request: AuditAttributes, minor: number): AuditDecision {
  const at = policy.rules.findIndex(rule => ruleMatches(rule, request, minor));
  return decisionBy(policy, at < 0 ? null : at);
}

/** What is logged of every request that a rule takes. */
export function decisionBy(policy: AuditPolicy, at: number | null): AuditDecision {
  const rule = at === null ? undefined : policy.rules[at];
  return {
    level: rule?.level ?? 'None',
    omitStages: [...new Set([...policy.omitStages ?? [], ...rule?.omitStages ?? []])].sort(),
    omitManagedFields: rule?.omitManagedFields ?? policy.omitManagedFields ?? false,
    rule: at,
  };
}

/** Whether a rule takes a request: every list that is not empty must match. */
export function ruleMatches(rule: AuditPolicyRule, request: AuditAttributes, minor: number): boolean {
  return userMatches(rule, request.user) && listMatches(rule.verbs, request.verb) && targetMatches(rule, request, minor);
}

/** Nobody is in no list: a failed login matches only rules without users and groups. */
export function userMatches({ users, userGroups = [] }: AuditPolicyRule, user: UserInfo | null): boolean {
  return user === null ? isEmpty(users) && isEmpty(userGroups)
    : listMatches(users, user.name) && (isEmpty(userGroups) || user.groups.some(group => userGroups.includes(group)));
}

/** Namespaces or resources make a rule one for resources, and paths one for paths; without either it is for both. */
export function targetMatches({ namespaces, resources, nonResourceURLs = [] }: AuditPolicyRule, request: AuditAttributes, minor: number): boolean {
  if (!isEmpty(namespaces) || !isEmpty(resources)) {
    return request.resourceRequest && listMatches(namespaces, request.namespace)
      && (isEmpty(resources) || resources!.some(entry => entryMatches(entry, request, minor)));
  }
  return isEmpty(nonResourceURLs) || (!request.resourceRequest && nonResourceURLs.some(url => pathMatches(url, request.path)));
}

/** A group without resources is the whole group, with its subresources. */
export function entryMatches({ group = '', resources = [], resourceNames }: AuditGroupResources, request: AuditAttributes, minor: number): boolean {
  return (group === request.apiGroup || (group === '*' && minor >= ANY_GROUP_MINOR))
    && (isEmpty(resources)
      || (listMatches(resourceNames, request.name) && resources.some(each => resourceMatches(each, request.resource, request.subresource))));
}

/**
 * `pods` is not `pods/log`; `*` is everything with its subresources, and `*` before a slash that subresource of everything.
 * `pods/*` is every subresource of pods and, other than in RBAC, pods themselves.
 */
export function resourceMatches(pattern: string, resource: string, subresource: string): boolean {
  return pattern === '*'
    || pattern === (subresource === '' ? resource : `${resource}/${subresource}`)
    || (subresource !== '' && pattern === `*/${subresource}`)
    || pattern === `${resource}/*`;
}

/** `*` counts at the end alone: `/healthz*` matches `/healthz` and `/healthzfoo`. */
export function pathMatches(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}

/** No list, or an empty one, takes everything. A `*` in it is an ordinary word. */
function listMatches(list: readonly string[] | undefined, value: string): boolean {
  return isEmpty(list) || list!.includes(value);
}

function isEmpty(list: readonly unknown[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

// What becomes of a decision

const LONG_VERBS = new Set(['watch', 'proxy']);
/** Subresources that are answered bit by bit. */
export const LONG_SUBRESOURCES: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/** Whether the server answers a request bit by bit (pkg/server/config.go, `BasicLongRunningRequestCheck` as kube-apiserver sets it up). */
export function isLongRunning({ verb, resourceRequest, subresource, path }: AuditAttributes): boolean {
  return LONG_VERBS.has(verb) || (resourceRequest ? LONG_SUBRESOURCES.has(subresource) : path.startsWith('/debug/pprof/'));
}

/**
 * The stages at which an event of a request is written, unless the server panics. A failed login has one stage
 * alone, ResponseStarted; other requests have that one only when they are long-running.
 */
export function loggedStages(request: AuditAttributes, { level, omitStages }: Pick<AuditDecision, 'level' | 'omitStages'>): AuditStage[] {
  const stages: AuditStage[] = request.user === null ? ['ResponseStarted']
    : ['RequestReceived', ...isLongRunning(request) ? ['ResponseStarted'] as const : [], 'ResponseComplete'];
  return level === 'None' ? [] : stages.filter(stage => !omitStages.includes(stage));
}
