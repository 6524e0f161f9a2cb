import { type ByMinor, mergeLists, mergeValues, type Span } from './spans';
import {
  AGGREGATE_TO, BOOTSTRAP_LABEL, type BootstrapBinding, type BootstrapRole, type BootstrapRule, type BootstrapSubject,
} from '../../../src/kubernetes/bootstrap-policy';

type Minors = Pick<Span<unknown>, 'first' | 'last'>;
type Bootstrap = BootstrapRole | BootstrapBinding;

/** Rows of roles of all minors, as TypeScript. */
export function roleRows(roles: ByMinor<readonly BootstrapRole[]>, window: Minors): string {
  return byName(roles).flatMap(([name, versions]) => {
    const heads = mergeValues(new Map([...versions].map(([minor, role]) => [minor, aggregation(role)])));
    return heads.map(head => {
      const lived = [...versions].filter(([minor]) => minor >= head.first && minor <= head.last);
      const rules = mergeLists(new Map(lived.map(([minor, role]) => [minor, role.rules ?? []])));
      const lines = rules.map(rule => `    ${ruleRow(rule.value, range(rule, head))},\n`);
      return `  [${quote(name)}, [${lines.length ? `\n${lines.join('')}  ` : ''}]${tail(range(head, window), head.value)}],\n`;
    });
  }).join('');
}

/** Rows of bindings of all minors, as TypeScript. */
export function bindingRows(bindings: ByMinor<readonly BootstrapBinding[]>, window: Minors): string {
  return byName(bindings).flatMap(([name, versions]) => mergeValues(versions).map(span => {
    const subjects = (span.value.subjects ?? []).map(subject => quote(subjectText(subject)));
    return `  [${quote(name)}, ${quote(span.value.roleRef.name)}, [${subjects.join(', ')}]${tail(range(span, window))}],\n`;
  })).join('');
}

function byName<T extends Bootstrap>(objects: ByMinor<readonly T[]>): Array<[string, Map<number, T>]> {
  const found = new Map<string, Map<number, T>>();
  for (const [minor, list] of objects) {
    for (const object of list) {
      const { namespace, name } = object.metadata;
      const key = namespace ? `${namespace}/${name}` : name;
      found.set(key, (found.get(key) ?? new Map<number, T>()).set(minor, object));
    }
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1);
}

/** What a role gathers, and what gathers it, as the last part of its row. */
function aggregation({ metadata, aggregationRule }: BootstrapRole): string {
  const label = Object.keys(metadata.labels).find(key => key !== BOOTSTRAP_LABEL);
  const selected = Object.keys(aggregationRule?.clusterRoleSelectors[0]?.matchLabels ?? {})[0];
  const parts = [['aggregates', selected], ['aggregateTo', label]] as const;
  const fields = parts.filter(([, key]) => key).map(([field, key]) => `${field}: ${quote(key!.slice(AGGREGATE_TO.length))}`);
  return fields.length ? `{ ${fields.join(', ')} }` : '';
}

function ruleRow({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: BootstrapRule, minors: string): string {
  const groups = !apiGroups ? 'null' : apiGroups.length === 1 ? quote(apiGroups[0]!) : `[${apiGroups.map(quote).join(', ')}]`;
  const head = `${words(verbs)}, ${groups}, ${words(nonResourceURLs ?? resources!)}`;
  return `[${head}${tail(minors, resourceNames ? words(resourceNames) : '')}]`;
}

function subjectText({ kind, namespace, name }: BootstrapSubject): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** The parts of a row that are mostly absent. */
function tail(minors: string, last = ''): string {
  return last ? `, ${quote(minors)}, ${last}` : minors ? `, ${quote(minors)}` : '';
}

/** Open on a side that ends where the whole does. */
function range({ first, last }: Minors, whole: Minors): string {
  if (first === whole.first && last === whole.last) return '';
  return `${first === whole.first ? '' : first}-${last === whole.last ? '' : last}`;
}

function words(list: readonly string[]): string {
  return quote(list.join(' '));
}

function quote(text: string): string {
  return `'${text}'`;
}
