import { groupWords, labelOf, originWords, requestWords, ruleLabel, ruleWords, subjectWords, widens, type ShowFile } from './access-words';
import type { Colors } from './colors';
import { onTerminal } from './terminal';
import type { Access, AccessAttributes } from '../decide/access';
import { counted } from '../manifests/counted';
import { printable } from '../manifests/problem';

/** What a reader needs beside the answer. */
export interface WhoCanTextOptions {
  readonly colors: Colors;
  readonly show: ShowFile;
  readonly namespaced?: boolean;
  /** Whether every namespace was asked. */
  readonly anywhere: boolean;
}

/** Everybody who may, each with the ways in which; what Kubernetes gives by default comes last, a line each. */
export function whoCanText(request: AccessAttributes, found: readonly Access[], { colors, show, namespaced, anywhere }: WhoCanTextOptions): string {
  const what = requestWords(request, anywhere ? undefined : namespaced);
  const written = found.filter(({ binding }) => binding.origin.defaultOf === undefined);
  const own = linesBySubject(written, access => wayLines(access, show, colors, anywhere));
  const defaults = found.filter(access => !written.includes(access));
  const byDefault = linesBySubject(defaults, ({ binding }) =>
    [`${labelOf(binding)}${anywhere && binding.namespace !== '' ? `, in ${printable(binding.namespace)}` : ''}`]);
  const masters = own.has(MASTERS) || byDefault.has(MASTERS) ? [] : [name(MASTERS, colors)];
  const holders = new Set([...own.keys(), ...byDefault.keys(), MASTERS]).size;
  if (holders === 1) {
    return `nobody but the members of system:masters may ${what}\n`;
  }
  return onTerminal([
    `${counted(holders, 'subject')} may ${what}${anywhere && namespaced ? ', in some namespace or all' : ''}`,
    ...masters,
    ...[...own].flatMap(([subject, ways]) => [name(subject, colors), ...ways]),
    ...byDefault.size === 0 ? [] : [colors.dim(`by default of Kubernetes 1.${defaults[0]!.binding.origin.defaultOf}`)],
    ...[...byDefault].map(([subject, ways]) => `  ${name(subject, colors)}  ${colors.dim(ways.join('; '))}`),
    '',
  ].join('\n'), colors);
}

const MASTERS = 'Group system:masters';

function name(subject: string, colors: Colors): string {
  const note = subject.startsWith('Group ') ? groupWords(subject.slice('Group '.length)) : undefined;
  return `${colors.bold(subject)}${note === undefined ? '' : `  ${note}`}`;
}

/** What is to be said of each subject, in the order in which they come. */
function linesBySubject(found: readonly Access[], lines: (access: Access) => readonly string[]): Map<string, string[]> {
  const bySubject = new Map<string, string[]>();
  for (const access of found) {
    for (const subject of access.binding.subjects) {
      const words = subjectWords(subject, access.binding);
      const told = bySubject.get(words) ?? [];
      bySubject.set(words, told);
      told.push(...lines(access));
    }
  }
  return bySubject;
}

function wayLines({ binding, role, rules }: Access, show: ShowFile, colors: Colors, anywhere: boolean): string[] {
  const where = !anywhere ? '' : binding.kind === 'ClusterRoleBinding' ? 'everywhere: ' : binding.namespace === '' ? 'wherever it is applied: ' : `in ${binding.namespace}: `;
  return rules.flatMap(rule => [
    `  ${where}${labelOf(binding)} gives ${labelOf(role)}, ${ruleLabel(rule)}: ${ruleWords(rule.rule)}`,
    `    ${colors.dim(originWords(binding.origin, show))}`,
    ...widens(role, rule) ? [`    ${colors.yellow(`it widens the default ${labelOf(role)}`)}: ${colors.dim(originWords(rule.origin, show))}`] : [],
  ]);
}
