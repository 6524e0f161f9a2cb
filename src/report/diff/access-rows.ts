import { listed, type DiffRow } from './row';
import type { AccessChange, UnseenChange } from '../../compare/access';
import { ANY } from '../../compare/access/asked';
import type { FoldedAccess, Held, Permission } from '../../compare/access/fold';
import type { Holder } from '../../compare/access/holdings';
import { tellingOf } from '../../compare/access/telling';
import type { AccessDecision, Grant } from '../../decide/access';
import { counted } from '../../manifests/counted';
import { place, printable } from '../../manifests/problem';
import { groupWords, labelOf, originWords, ruleLabel, ruleWords, userWords, type ShowFile } from '../access-words';

/** How many permissions and holders a row tells of before it only counts them. */
const MOST = 12;

/** What people and service accounts may do now, or no longer. */
export function accessRow(change: FoldedAccess, show: ShowFile): DiffRow {
  const first = change.changes[0]!;
  const may = change.direction === 'broadened' ? 'may now' : 'may no longer';
  const [held] = change.held;
  const one = change.held.length === 1 && held!.holders.length <= 3;
  const everything = first.gained.some(({ apiGroup, resource, everyVerb }) => apiGroup === ANY.group && resource === ANY.resource && everyVerb);
  const permissions = change.permissions.map(permissionWords);
  const what = everything ? 'do everything' : permissions.length <= 2 ? permissions.join(' and ') : `${permissions[0]}, and ${permissions.length - 1} more permissions,`;
  const who = one ? `${listed(held!.holders.map(holderWords))} ${may} ${what}${placesWords(held!, change)}`
    : `${change.changes.length === 1 ? 'somebody' : counted(countHolders(change), 'subject')} ${may} ${what}`;
  const [before, after] = [first.before, first.after];
  const chain = change.direction === 'broadened' ? after : before;
  const grant = chain.because[0];
  return {
    domain: 'access',
    direction: change.direction,
    rank: 100 + Math.max(...first.gained.map(tellingOf)) + (everything ? 100 : 0) + (held!.namespaces.includes('') ? 5 : 0),
    title: who,
    details: [
      ...one ? [] : cut(change.held.map(each => `${listed(each.holders.map(holderWords), 6)}${placesWords(each, change)}`)),
      ...everything || permissions.length <= 2 ? [] : cut(permissions),
    ],
    because: becauseOf(first, show),
    source: grant?.binding.origin.source,
    construct: grant?.binding.origin.construct,
    witness: first.witness,
    before: decisionJson(before, show),
    after: decisionJson(after, show),
  };
}

/** A binding to rules that nobody here can see. */
export function unseenRow({ direction, holder, namespace, binding }: UnseenChange, show: ShowFile): DiffRow {
  const where = namespace === '*' ? 'a namespace that its manifest leaves open' : namespace === '' ? 'the whole cluster' : `the namespace ${namespace}`;
  return {
    domain: 'access',
    direction,
    rank: 160,
    title: printable(`${holderWords(holder)} ${direction === 'broadened' ? 'is now' : 'is no longer'} bound to ${binding.roleRef.kind} ${binding.roleRef.name} in ${where}, `
      + 'and what that allows cannot be told from the manifests'),
    details: [],
    because: [`${labelOf(binding)}  ${originWords(binding.origin, show)}`.trimEnd()],
    source: binding.origin.source,
    construct: binding.origin.construct,
    witness: { holder, namespace, roleRef: binding.roleRef },
  };
}

function cut(lines: readonly string[]): string[] {
  return lines.length <= MOST ? [...lines] : [...lines.slice(0, MOST), `and ${lines.length - MOST} more`];
}

function countHolders({ held }: FoldedAccess): number {
  return new Set(held.flatMap(({ holders }) => holders)).size;
}

/** `jane`, `the group devs`, `the service account shop/ci`, `every node`. */
export function holderWords(holder: Holder): string {
  const name = holder.slice(holder.indexOf(' ') + 1);
  return holder.startsWith('user ') ? userWords(name) : groupWords(name) ?? printable(`the group ${name}`);
}

function placesWords({ namespaces, except }: Held, { permissions }: FoldedAccess): string {
  const isNamespaced = permissions.some(({ nonResourceURLs }) => nonResourceURLs.length === 0);
  const but = except.length > 0 ? ` but ${listed(except)}` : '';
  const named = namespaces.filter(each => each !== '');
  return namespaces.includes('') ? isNamespaced ? ` in every namespace${but}` : '' : ` in ${named.length === 1 ? 'the namespace ' : ''}${printable(listed(named))}`;
}

const OTHERS: Readonly<Record<string, string>> = {
  [ANY.verb]: 'any other verb', [ANY.group]: 'any other group', [ANY.resource]: 'any other resource',
};

/** `get and list secrets`, `every verb on everything of apps`. */
export function permissionWords({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Permission): string {
  const say = (word: string) => OTHERS[word] ?? word.replace(ANY.resource, 'any other resource');
  const verb = verbs[0] === '*' ? 'every verb on' : listed(inGroups(verbs).map(say), 8);
  if (nonResourceURLs.length > 0) {
    return printable(`${verb} ${listed([...new Set(nonResourceURLs.map(url => url.replace(/~?.bulwark-any-path$/, '*')))], 6)}`);
  }
  const groups = apiGroups[0] === '*' ? ' of every group' : apiGroups.every(group => group === '') ? '' : ` of ${listed(apiGroups.map(group => group === '' ? 'core' : say(group)), 6)}`;
  const what = resources[0] === '*' && resources.length === 1 ? 'everything' : listed(resources.map(say), 6);
  return printable(`${verb} ${what}${groups}${resourceNames.length > 0 ? ` named ${listed(resourceNames)}` : ''}`);
}

const READING = ['get', 'list', 'watch'];
const WRITING = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** Verbs that people name together, by that name: all that read, all that write. */
function inGroups(verbs: readonly string[]): string[] {
  const has = (group: readonly string[]) => group.every(verb => verbs.includes(verb));
  const [reads, writes] = [has(READING), has(WRITING)];
  const rest = verbs.filter(verb => !(reads && READING.includes(verb)) && !(writes && WRITING.includes(verb)));
  return [...reads ? ['read'] : [], ...writes ? ['write'] : [], ...rest];
}

function becauseOf({ direction, before, after }: AccessChange, show: ShowFile): string[] {
  const grants = (direction === 'broadened' ? after : before).because;
  return [
    ...direction === 'narrowed' && grants.length > 0 ? ['what allowed it before:'] : [],
    ...grants.slice(0, 4).map(grant => grantWords(grant, show)), ...grants.length > 4 ? [`and ${grants.length - 4} more`] : [],
  ];
}

function grantWords({ binding, role, rule }: Grant, show: ShowFile): string {
  const origin = originWords(rule.origin, show);
  return `${labelOf(binding)} gives ${labelOf(role)}, ${ruleLabel(rule)}: ${ruleWords(rule.rule)}  ${[...new Set([originWords(binding.origin, show), origin])].filter(Boolean).join(', ')}`.trimEnd();
}

function decisionJson({ decision, because }: AccessDecision, show: ShowFile): unknown {
  return {
    decision,
    because: because.map(({ binding, role, rule }) => ({
      binding: labelOf(binding),
      role: labelOf(role),
      rule: rule.index,
      ...rule.aggregatedFrom === undefined ? {} : { aggregatedFrom: rule.aggregatedFrom },
      ...binding.origin.source ? { source: place({ ...binding.origin.source, file: show(binding.origin.source.file) }) } : {},
      ...binding.origin.construct === undefined ? {} : { construct: binding.origin.construct },
    })),
  };
}
