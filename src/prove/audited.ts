/** A rule of an audit policy, as far as it decides whether somebody is logged. */
interface AuditRule {
  readonly level?: unknown;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly unknown[];
  readonly resources?: readonly unknown[];
  readonly namespaces?: readonly unknown[];
  readonly nonResourceURLs?: readonly unknown[];
  readonly omitStages?: readonly string[];
}

/** Groups of components, which no member of a group of people is in. */
const COMPONENT_GROUPS = /^system:(nodes|unauthenticated|monitoring|bootstrappers(:.*)?|serviceaccounts(:.*)?)$/;

/**
 * Why an audit policy may leave a request of a group's member unlogged; undefined when it logs all of them, with
 * who, when and what at least. It errs on the side of a gap: a rule that drops anything of anybody who may be a
 * member is one, until a rule before it takes everything of the group.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy: the first rule that matches decides
 */
export function auditGap(policy: Readonly<Record<string, unknown>>, group: string): string | undefined {
  const rules = Array.isArray(policy.rules) ? policy.rules as AuditRule[] : [];
  const omitted = Array.isArray(policy.omitStages) ? policy.omitStages as string[] : [];
  for (const [at, rule] of rules.entries()) {
    if (!mayTake(rule, group)) {
      continue;
    }
    if (rule.level === undefined || rule.level === 'None') {
      return `rules[${at}] logs nothing, and may take requests of the group`;
    }
    // The other two stages are of long-running requests and of panics alone.
    const stages = new Set([...omitted, ...rule.omitStages ?? []]);
    if (stages.has('RequestReceived') && stages.has('ResponseComplete')) {
      return `rules[${at}] may take requests of the group, and omits both RequestReceived and ResponseComplete`;
    }
    if (takesAll(rule, group)) {
      return undefined;
    }
  }
  return 'no rule takes every request of the group, and what none takes is not logged';
}

function mayTake({ users = [], userGroups = [] }: AuditRule, group: string): boolean {
  const someUser = users.length === 0 || users.some(user => !user.startsWith('system:'));
  return someUser && (userGroups.length === 0 || userGroups.some(each => each === group || !COMPONENT_GROUPS.test(each)));
}

function takesAll({ users, userGroups = [], ...conditions }: AuditRule, group: string): boolean {
  const { verbs, resources, namespaces, nonResourceURLs } = conditions;
  return [users, verbs, resources, namespaces, nonResourceURLs].every(list => list === undefined || list.length === 0)
    && (userGroups.length === 0 || userGroups.includes(group) || userGroups.includes('system:authenticated'));
}
