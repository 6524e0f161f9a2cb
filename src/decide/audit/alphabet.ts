import { bitsOf, type Bits } from './bits';
import type { AuditPolicyRule } from '../../manifests/model';
import type { UserInfo } from '../access';
import { ANONYMOUS, AUTHENTICATED, UNAUTHENTICATED } from '../access/users';
import { ANY_GROUP_MINOR, entryMatches, pathMatches, userMatches, type AuditAttributes } from '../audit';

/** One word of a field, with the rules that it satisfies. */
export interface Value<T> {
  readonly value: T;
  readonly bits: Bits;
}

export type ResourceWords = Pick<AuditAttributes, 'apiGroup' | 'resource' | 'subresource' | 'name'>;

/** What stands for every word that no rule has. */
export const ANY = {
  user: 'bulwark-any-user',
  group: 'bulwark-any-group',
  resource: 'bulwark-any-resource',
  subresource: 'bulwark-any-subresource',
  name: 'bulwark-any-name',
  namespace: 'bulwark-any-namespace',
  method: 'bulwark-any-method',
};

/** All verbs that the API server makes of a request for a resource; the empty one is of OPTIONS (pkg/endpoints/request/requestinfo.go). */
export const RESOURCE_VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'proxy', ''];

/** Methods of requests for paths; any other word may be sent as one as well. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', ANY.method];

/**
 * The words of some rules, and one more for each field that stands for all others: two requests of the same words
 * are taken by the same rules. So what holds for the finitely many requests of these words holds for every request.
 *
 * Two things are known of requests beyond the rules: whoever has logged in is in the group system:authenticated, and
 * whoever has not is system:anonymous in system:unauthenticated (apiserver, pkg/authentication/group); and the verbs
 * of requests for resources are those of RESOURCE_VERBS.
 */
export class Alphabet {
  public readonly verbs: ReadonlyArray<Value<string>>;
  public readonly methods: ReadonlyArray<Value<string>>;
  public readonly namespaces: ReadonlyArray<Value<string>>;
  public readonly resources: ReadonlyArray<Value<ResourceWords>>;
  public readonly paths: ReadonlyArray<Value<string>>;
  private readonly users: readonly string[];

  constructor(public readonly rules: readonly AuditPolicyRule[], private readonly minor: number) {
    this.users = [ANY.user, ...words(rules, ({ users }) => users).filter(user => user !== ANONYMOUS)];
    const verbs = words(rules, each => each.verbs);
    this.verbs = RESOURCE_VERBS.map(verb => this.listed(verb, each => each.verbs));
    this.methods = [...new Set([...METHODS, ...verbs])].map(method => this.listed(method, each => each.verbs));
    this.namespaces = [ANY.namespace, '', ...words(rules, each => each.namespaces).filter(namespace => namespace !== '')]
      .map(namespace => this.listed(namespace, each => each.namespaces));
    this.resources = resourceWords(rules, minor).map(value => ({ value, bits: this.resourceBits(value) }));
    this.paths = pathWords(rules).map(value => ({ value, bits: this.pathBits(value) }));
  }

  /**
   * Everybody who may send a request that all of some rules take, in as few groups as that needs: who is in more
   * groups is taken by no fewer rules.
   */
  public people(required: readonly number[]): Array<Value<UserInfo | null>> {
    const choices = required.map(at => this.rules[at]!.userGroups ?? []).filter(groups => groups.length > 0);
    const groupSets = choices.reduce<string[][]>((sets, groups) => sets.flatMap(set => groups.map(group => [...set, group])), [[]]);
    const members = groupSets.filter(set => !set.includes(UNAUTHENTICATED)).map(set => [...new Set([AUTHENTICATED, ...set])].sort());
    const distinct = [...new Map(members.map(set => [set.join('\n'), set])).values()];
    const people: Array<UserInfo | null> = [
      ...this.users.flatMap(name => distinct.map(groups => ({ name, groups }))), { name: ANONYMOUS, groups: [UNAUTHENTICATED] }, null,
    ];
    return people.map(value => this.person(value));
  }

  /** One who is known. */
  public person(value: UserInfo | null): Value<UserInfo | null> {
    return { value, bits: this.bits(rule => userMatches(rule, value)) };
  }

  private bits(holds: (rule: AuditPolicyRule) => boolean): Bits {
    return bitsOf(this.rules.length, at => holds(this.rules[at]!));
  }

  private listed(value: string, list: (rule: AuditPolicyRule) => readonly string[] | undefined): Value<string> {
    return { value, bits: this.bits(rule => !list(rule)?.length || list(rule)!.includes(value)) };
  }

  private resourceBits(words_: ResourceWords): Bits {
    const request = { ...words_, user: null, verb: '', resourceRequest: true, namespace: '', path: '' };
    return this.bits(({ resources = [], namespaces = [], nonResourceURLs = [] }) => resources.length > 0
      ? resources.some(entry => entryMatches(entry, request, this.minor)) : namespaces.length > 0 || nonResourceURLs.length === 0);
  }

  private pathBits(path: string): Bits {
    return this.bits(({ resources = [], namespaces = [], nonResourceURLs = [] }) => resources.length === 0 && namespaces.length === 0
      && (nonResourceURLs.length === 0 || nonResourceURLs.some(url => pathMatches(url, path))));
  }
}

function words(rules: readonly AuditPolicyRule[], list: (rule: AuditPolicyRule) => readonly string[] | undefined): string[] {
  return [...new Set(rules.flatMap(rule => list(rule) ?? []))];
}

/** For each group the words that rules have for it, those for every group among them. */
function resourceWords(rules: readonly AuditPolicyRule[], minor: number): ResourceWords[] {
  const entries = rules.flatMap(({ resources = [] }) => resources);
  const isEvery = (group: string) => group === '*' && minor >= ANY_GROUP_MINOR;
  const groups = [...new Set(entries.map(({ group = '' }) => group))].filter(group => group !== '*');
  return [ANY.group, ...groups].flatMap(apiGroup => {
    const own = entries.filter(({ group = '' }) => group === apiGroup || isEvery(group));
    const parts = own.flatMap(({ resources = [] }) => resources.map(pattern => pattern.split('/')));
    const plurals = new Set([ANY.resource, ...parts.map(([resource]) => resource!)]);
    const subresources = new Set(['', ANY.subresource, ...parts.flatMap(([, subresource]) => subresource ?? [])]);
    const names = new Set([ANY.name, '', ...own.flatMap(({ resourceNames = [] }) => resourceNames)]);
    return [...plurals].filter(each => each !== '*').flatMap(resource => [...subresources].filter(each => each !== '*')
      .flatMap(subresource => [...names].map(name => ({ apiGroup, resource, subresource, name }))));
  });
}

/** Every path that a rule names, and after each prefix something that no rule goes on with. */
function pathWords(rules: readonly AuditPolicyRule[]): string[] {
  const urls = rules.flatMap(({ nonResourceURLs = [] }) => nonResourceURLs).filter(url => url !== '*');
  // What is below pprof runs long, and has another stage (`isLongRunning`).
  const stems = [...new Set(['/', '/debug/pprof/', ...urls.map(url => url.replace(/\*+$/, ''))])];
  return [...new Set(stems.flatMap(stem => [`${stem}${continuation(stem, stems)}`, stem]))];
}

const LETTERS = 'xyzwvutsrqponmlkjihgfedcba0123456789-_~';

/** A letter with which no rule goes on after a prefix. The alphabet of paths has no end, so there is one. */
function continuation(stem: string, stems: readonly string[]): string {
  const taken = new Set(stems.filter(each => each.startsWith(stem) && each.length > stem.length).map(each => each[stem.length]!));
  const free = LETTERS.split('').find(letter => !taken.has(letter));
  if (free !== undefined) {
    return free;
  }
  let code = 0x4e00;
  while (taken.has(String.fromCharCode(code))) {
    code += 1;
  }
  return String.fromCharCode(code);
}
