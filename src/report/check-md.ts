import type { CheckReport } from './check-json';
import { lookedAt, notAsked, rowText } from './check-text';
import { code, comment, escaped } from './comment';
import { groupProblems, type ProblemGroup } from './groups';
import { counted } from '../manifests/counted';
import { place, printable, type Problem } from '../manifests/problem';

/** What weighs most first; an error, which is never meant, before any finding. */
const ORDER: readonly (Problem['severity'] | undefined)[] = [undefined, 'critical', 'high', 'medium', 'low'];

const MARKS: Readonly<Record<string, string>> = { error: '🔴', critical: '🔴', high: '🟠', medium: '🟡', low: '⚪' };

/** A check as a comment for a pull request, what weighs most first. */
export function checkMarkdown(result: CheckReport): string {
  const groups = inOrder(groupProblems(result.problems));
  const head = `### Security check: ${groups.length === 0 ? 'clean' : counted(groups.length, 'problem')}\n\n${escaped(lookedAt(result))}.\n`
    + (result.unproved > 0 ? `\n**Not asked:** ${escaped(notAsked(result))}.\n` : '');
  return comment(head, groups.map(part), [...unseen(result), ...broken(result), ...acknowledged(result), ...stale(result)].map(line => `${line}\n`).join('\n'),
    missing => `**${counted(missing, 'more problem')} ${missing === 1 ? 'does' : 'do'} not fit here.** The whole list: \`bulwark check\`.`);
}

function inOrder(groups: readonly ProblemGroup[]): ProblemGroup[] {
  const at = ({ problem }: ProblemGroup) => ORDER.indexOf(problem.severity);
  return [...groups].sort((a, b) => at(a) - at(b));
}

function part({ problem, same }: ProblemGroup): string {
  const { id, severity = 'error', cluster, object, field, message, value, fix, source, construct, controls = [] } = problem;
  const subject = printable([object, field].filter(Boolean).join(' '));
  const more = [
    ...source ? [`at ${code(printable(place(source)))}`] : [],
    ...construct === undefined ? [] : [`construct ${code(printable(construct))}`],
    ...value === undefined ? [] : [`found ${code(printable(value))}`],
    ...same.length > 0 ? [`likewise ${same.length} more of the same line`] : [],
    ...fix ? [`fix: ${escaped(printable(fix))}`] : [],
    ...controls.length > 0 ? [`asked for by ${escaped(controls.join(', '))}`] : [],
  ];
  const text = printable(message.replaceAll(/\s*\n\s*/g, ' '));
  return `\n- ${MARKS[severity]} **${severity}** \`${id}\`${cluster === undefined ? '' : ` (${code(printable(cluster))})`}: ${subject === '' ? '' : `${code(subject)} `}${escaped(text)}\n`
    + more.map(line => `  - ${line}\n`).join('');
}

function unseen(result: CheckReport): string[] {
  return result.unseen.slice(0, 5).map(each => `Not seen: ${escaped(printable(each))}.`);
}

function broken({ verdicts }: CheckReport): string[] {
  const failing = verdicts.filter(({ verdict }) => verdict !== 'holds');
  return failing.length === 0 ? [] : [`Guarantees that do not hold: ${failing.map(({ guarantee, verdict }) =>
    `${code(printable(guarantee.construct))} ${guarantee.predicate.kind} (${verdict === 'broken' ? 'broken' : 'not provable'})`).join(', ')}.`];
}

function acknowledged(result: CheckReport): string[] {
  const reasons = new Set(result.acknowledged.map(({ finding, acknowledgement: { reason, expires } }) =>
    `- \`${finding.id}\` ${code(printable(finding.object ?? finding.construct ?? ''))}: ${escaped(printable(reason))}${expires === undefined ? '' : ` (until ${expires})`}`));
  const idle = result.idle.map(({ construct, ids }) => `The acknowledgement of ${escaped(ids.join(', '))} at ${code(printable(construct))} speaks of nothing that was found.`);
  return [...reasons.size === 0 ? [] : [`Acknowledged:\n\n${[...reasons].join('\n')}`], ...idle];
}

function stale(result: CheckReport): string[] {
  return result.stale.length === 0 ? [] : [`Resolved since the baseline was written:\n\n${result.stale.map(row => `- ${escaped(rowText(row))}`).join('\n')}`];
}
