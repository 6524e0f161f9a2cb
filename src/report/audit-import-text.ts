import type { Colors } from './colors';
import { onTerminal } from './terminal';
import type { ImportedAccess, NeededAccess, NeededRole } from '../adopt/audit-log/least-privilege';
import type { Observations, ObservedRequest } from '../adopt/audit-log/observe';
import { counted } from '../manifests/counted';
import type { PolicyRule } from '../manifests/model';
import { printable } from '../manifests/problem';
import { requestText } from '../prove/access/guarantees';

/** Requests of one kind that are told. */
const MOST = 10;

/** What an audit log showed in use, what that takes, and how it differs from what is held today. */
export function auditImportText(imported: ImportedAccess, observations: Observations, colors: Colors): string {
  const { needed, proved, unproved, unusedBindings } = imported;
  return onTerminal([
    ...needed.flatMap(each => identityLines(each, colors)),
    ...unusedBindings.length === 0 ? [] : [colors.bold('Bindings that the log never names'), ...unusedBindings.map(binding => `  ${printable(binding)}`), ''],
    unproved.length === 0 ? `${colors.green('proved')}: every one of ${counted(proved, 'request')} that were observed is allowed by these roles`
      : `${colors.red('not proved')}: ${unproved.map(({ user, request }) => printable(`${user} may not ${requestText(request)}`)).join('; ')}`,
    ...observations.failedLogins > 0 ? [`${counted(observations.failedLogins, 'login')} failed, and need nothing`] : [],
    ...observations.refusedImpersonations > 0 ? [`${counted(observations.refusedImpersonations, 'request')} refused before anybody was asked, as impersonation is`] : [],
    '',
  ].join('\n'), colors);
}

function identityLines({ user, roles, byDefault, otherwise, wild, refused, difference }: NeededAccess, colors: Colors): string[] {
  return [
    colors.bold(printable(user.name)),
    ...roles.length === 0 ? ['  needs no role'] : roleLines('needs', roles),
    ...difference ? [...roleLines(colors.yellow('held today and not used'), difference.notUsed), ...roleLines(colors.red('used and not held today'), difference.notHeld)] : [],
    ...requestLines('allowed by the defaults of Kubernetes', byDefault),
    ...requestLines('allowed by something else than RBAC', otherwise),
    ...requestLines(colors.red('asked with a wildcard, which no role grants without granting everything'), wild),
    ...requestLines('refused, so that no role grants it', refused),
    '',
  ];
}

function roleLines(title: string, roles: readonly NeededRole[]): string[] {
  return roles.length === 0 ? [] : [`  ${title}`, ...roles.flatMap(({ namespace, rules }) => [
    `    ${namespace === '' ? 'in no namespace, or in every one' : `in ${printable(namespace)}`}`, ...rules.map(rule => `      ${ruleText(rule)}`),
  ])];
}

function ruleText({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string {
  const groups = apiGroups.filter(group => group !== '');
  const names = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`;
  return printable(`${verbs.join(', ')} on ${[...resources, ...nonResourceURLs].join(', ')}${groups.length === 0 ? '' : ` of ${groups.join(', ')}`}${names}`);
}

function requestLines(title: string, requests: readonly ObservedRequest[]): string[] {
  return requests.length === 0 ? [] : [
    `  ${title}`,
    ...requests.slice(0, MOST).map(({ request, count: times }) => `    ${printable(requestText(request))}${times > 1 ? ` (${times} times)` : ''}`),
    ...requests.length > MOST ? [`    and ${requests.length - MOST} more`] : [],
  ];
}
