import type { Colors } from './colors';
import { onTerminal } from './terminal';
import { loggedStages, type AuditAttributes, type AuditDecision } from '../decide/audit';
import type { AuditPolicy } from '../manifests/model';
import { printable } from '../manifests/problem';
import { writeManifest } from '../manifests/write';
import { auditRequestText } from '../prove/audit/words';

const WORDS: Readonly<Record<AuditPolicy['rules'][number]['level'], string>> = {
  None: 'is not logged',
  Metadata: 'is logged with who, what, when and the outcome, without bodies',
  Request: 'is logged with the body of the request',
  RequestResponse: 'is logged with the bodies of the request and of the response',
};

/** What is logged of a request, and by which rule. */
export function auditLevelText(request: AuditAttributes, decision: AuditDecision, policy: AuditPolicy, file: string, colors: Colors): string {
  const { level, rule, omitStages, omitManagedFields } = decision;
  const stages = loggedStages(request, decision);
  const color = stages.length === 0 ? colors.yellow : colors.green;
  const words = level !== 'None' && stages.length === 0 ? `is not logged, since ${omitStages.join(' and ')} are omitted`
    : level === 'None' || level === 'Metadata' ? WORDS[level] : bodyWords(request, level, stages);
  return onTerminal([
    `${color(level)}: ${printable(auditRequestText(request))} ${words}`,
    ...stages.length === 0 ? [] : [`  at ${stages.join(', ')}${omitManagedFields && level !== 'Metadata' ? ', without managed fields' : ''}`],
    ...rule === null ? [`  no rule of ${printable(file)} takes it`]
      : [`  by rules[${rule}] of ${printable(file)}`, ...writeManifest({ ...policy.rules[rule]! }).trimEnd().split('\n').map(line => colors.dim(`    ${printable(line)}`))],
    '',
  ].join('\n'), colors);
}

/** Bodies come with the answer, and neither a path nor a login that fails has any. */
function bodyWords({ user, resourceRequest }: AuditAttributes, level: 'Request' | 'RequestResponse', stages: readonly string[]): string {
  return user === null ? `${WORDS.Metadata}, of which a login that fails has none`
    : !resourceRequest ? `${WORDS.Metadata}, of which a path has none`
      : stages.some(stage => stage !== 'RequestReceived') ? WORDS[level] : `${WORDS.Metadata}, which come with the omitted ResponseComplete`;
}

/** The same as one line of JSON, as batches are answered. */
export function auditLevelJson(request: AuditAttributes, decision: AuditDecision): string {
  const { level, omitStages, omitManagedFields, rule } = decision;
  return `${JSON.stringify({ level, omitStages, omitManagedFields, rule, stages: loggedStages(request, decision) })}\n`;
}
