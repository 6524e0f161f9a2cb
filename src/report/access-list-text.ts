import { labelOf, ruleLabel, userWords } from './access-words';
import type { Colors } from './colors';
import { tableLines } from './table';
import { onTerminal } from './terminal';
import type { HeldIn } from '../decide/access/answer';
import { printable } from '../manifests/problem';

/** All that a user may, a table a place; the columns are those of `kubectl auth can-i --list`, and how it comes. */
export function accessListText(user: string, held: readonly HeldIn[], colors: Colors): string {
  if (held.length === 0) {
    return `${userWords(user)} may do nothing\n`;
  }
  return held.map(({ namespace, rules }) => {
    const rows = rules.map(({ binding, role, rule }) => {
      const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule.rule;
      const named = apiGroups.flatMap(group => resources.map(resource => group === '' ? resource : `${resource}.${group}`));
      return [named.join(' '), nonResourceURLs.join(' '), resourceNames.join(' '), verbs.join(' '), `${labelOf(binding)} → ${labelOf(role)} ${ruleLabel(rule)}`].map(printable);
    }).sort((a, b) => a.join('\n') < b.join('\n') ? -1 : 1);
    const lines = tableLines(['RESOURCES', 'NON-RESOURCE URLS', 'NAMES', 'VERBS', 'VIA'], rows, { colors });
    const where = namespace === '' ? 'everywhere, in every namespace and outside' : printable(`in the namespace ${namespace}`);
    return onTerminal(`${colors.bold(`${userWords(user)}, ${where}`)}\n${colors.dim(lines[0]!)}\n${lines.slice(1).join('\n')}\n`, colors);
  }).join('\n');
}
