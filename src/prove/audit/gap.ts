import { auditRequestText } from './words';
import type { UserInfo } from '../../decide/access';
import { AuditQuestions } from '../../decide/audit/questions';
import type { AuditPolicy } from '../../manifests/model';

/** Groups of components, which no member of a group of people is in. */
const COMPONENT_GROUPS = /^system:(nodes|unauthenticated|monitoring|bootstrappers(:.*)?|serviceaccounts(:.*)?)$/;

/**
 * Why an audit policy leaves a request of a group's member unlogged, with such a request; undefined when it logs all
 * of them, with who, when and what at least. Members are people: no name of theirs begins with `system:`, and they
 * are in no group of components.
 *
 * @param policy one that the API server of the minor would take
 * @param minor such as 34 for 1.34
 */
export function auditGap(policy: AuditPolicy, group: string, minor: number): string | undefined {
  const found = new AuditQuestions(policy, minor).below('Metadata', { userGroups: [group] }, { sender: isPerson });
  if (!found) {
    return undefined;
  }
  const { request, decision: { rule, level } } = found;
  const what = auditRequestText(request);
  return rule === null ? `no rule takes ${what}, and what none takes is not logged`
    : level === 'None' ? `rules[${rule}] logs nothing of ${what}` : `rules[${rule}] takes ${what}, and omits both RequestReceived and ResponseComplete`;
}

function isPerson(user: UserInfo | null): boolean {
  return user !== null && !user.name.startsWith('system:') && !user.groups.some(group => COMPONENT_GROUPS.test(group));
}
