import { groupWords, labelOf, originWords, requestWords, ruleLabel, ruleWords, subjectWords, widens, type ShowFile } from './access-words';
import type { Colors } from './colors';
import type { Access, AccessAttributes } from '../decide/access';

/** What a reader needs beside the answer. */
export interface WhoCanTextOptions {
  readonly colors: Colors;
  readonly show: ShowFile;
  readonly namespaced?: boolean;
  /** Whether every namespace was asked. */
  readonly anywhere: boolean;
}

/** Everybody who may, each with the ways in which; those who may everywhere come first. */
export function whoCanText(request: AccessAttributes, found: readonly Access[], { colors, show, namespaced, anywhere }: WhoCanTextOptions): string {
  const what = requestWords(request, anywhere ? undefined : namespaced);
  const bySubject = new Map<string, { readonly note?: string; readonly ways: string[] }>();
  for (const access of found) {
    for (const subject of access.binding.subjects) {
      const name = subjectWords(subject, access.binding);
      const entry = bySubject.get(name) ?? { note: subject.kind === 'Group' ? groupWords(subject.name) : undefined, ways: [] };
      bySubject.set(name, entry);
      entry.ways.push(...wayLines(access, show, colors, anywhere));
    }
  }
  if (bySubject.size === 0) {
    return `nobody but the members of system:masters may ${what}\n`;
  }
  const masters = bySubject.has(MASTERS) ? [] : [[MASTERS, { note: groupWords('system:masters'), ways: [] }] as const];
  const all = [...masters, ...bySubject];
  const lines = all.flatMap(([name, { note, ways }]) => [`${colors.bold(name)}${note === undefined ? '' : `  ${note}`}`, ...ways]);
  return [`${all.length} ${all.length === 1 ? 'subject' : 'subjects'} may ${what}${anywhere && namespaced ? ', in some namespace or all' : ''}`, ...lines, ''].join('\n');
}

const MASTERS = 'Group system:masters';

function wayLines({ binding, role, rules }: Access, show: ShowFile, colors: Colors, anywhere: boolean): string[] {
  const where = !anywhere ? '' : binding.kind === 'ClusterRoleBinding' ? 'everywhere: ' : binding.namespace === '' ? 'wherever it is applied: ' : `in ${binding.namespace}: `;
  return rules.flatMap(rule => [
    `  ${where}${labelOf(binding)} gives ${labelOf(role)}, ${ruleLabel(rule)}: ${ruleWords(rule.rule)}  ${colors.dim(originWords(binding.origin, show))}`,
    ...widens(role, rule) ? [`    ${colors.yellow(`it widens the default ${labelOf(role)}`)}  ${colors.dim(originWords(rule.origin, show))}`] : [],
  ]);
}
