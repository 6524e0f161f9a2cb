/* eslint-disable no-bitwise */
import { bitsOf, lowest, ruleAt, type Bits } from './bits';
import type { AuditPolicy, AuditPolicyRule } from '../../manifests/model';
import { decisionBy, pathMatches, resourceMatches, ANY_GROUP_MINOR, type AuditAttributes, type AuditDecision } from '../audit';

/**
 * The specification of `audit.ts`, arranged by word: for each word of each field the set of rules that it satisfies.
 * A request is decided by the lowest rule in all of its sets, so that a decision costs a look-up a field, whatever
 * the number of rules. Memory is bounded by the words of the policy, not by those of the requests.
 */
export class AuditIndex {
  private readonly decisions: readonly AuditDecision[];
  private readonly unmatched: AuditDecision;
  private readonly users: WordSets;
  private readonly groups: WordSets;
  /** Rules that ask for no group; those that ask for neither a user nor a group. */
  private readonly anyGroup: Bits;
  private readonly nobody: Bits;
  private readonly verbs: WordSets;
  private readonly namespaces: WordSets;
  private readonly resources: ResourceSets;
  private readonly paths: PathSets;

  constructor(public readonly policy: AuditPolicy, public readonly minor: number) {
    const { rules } = policy;
    const none = (list: readonly unknown[] | undefined) => (list?.length ?? 0) === 0;
    this.decisions = rules.map((_, at) => decisionBy(policy, at));
    this.unmatched = decisionBy(policy, null);
    this.users = new WordSets(rules, ({ users }) => users);
    this.groups = new WordSets(rules, ({ userGroups }) => userGroups, false);
    this.anyGroup = bitsOf(rules.length, at => none(rules[at]!.userGroups));
    this.nobody = bitsOf(rules.length, at => none(rules[at]!.users) && none(rules[at]!.userGroups));
    this.verbs = new WordSets(rules, ({ verbs }) => verbs);
    this.namespaces = new WordSets(rules, ({ namespaces }) => namespaces);
    this.resources = new ResourceSets(rules, minor);
    this.paths = new PathSets(rules);
  }

  /** The decision of the specification. */
  public decide(request: AuditAttributes): AuditDecision {
    const { user, resourceRequest } = request;
    const verbs = this.verbs.of(request.verb);
    const target = resourceRequest ? this.resources.of(request) : this.paths.of(request.path);
    // Rules for namespaces are none of paths, and are in no set of PathSets.
    const namespaces = resourceRequest ? this.namespaces.of(request.namespace) : target;
    const who = user === null ? this.nobody : this.users.of(user.name);
    for (let word = 0; word < who.length; word += 1) {
      let left = who[word]! & verbs[word]! & target[word]! & namespaces[word]!;
      if (left !== 0 && user !== null) {
        let byGroup = this.anyGroup[word]!;
        for (const group of user.groups) {
          byGroup |= this.groups.of(group)[word]!;
        }
        left &= byGroup;
      }
      if (left !== 0) {
        return this.decisions[ruleAt(word, lowest(left))]!;
      }
    }
    return this.unmatched;
  }
}

/** The rules that a word of one field satisfies. */
class WordSets {
  private readonly known: ReadonlyMap<string, Bits>;
  private readonly other: Bits;

  /** @param open whether a rule without a list takes every word */
  constructor(rules: readonly AuditPolicyRule[], list: (rule: AuditPolicyRule) => readonly string[] | undefined, open = true) {
    const lists = rules.map(rule => new Set(list(rule)));
    const of = (word: string | undefined) =>
      bitsOf(rules.length, at => (open && lists[at]!.size === 0) || (word !== undefined && lists[at]!.has(word)));
    this.known = new Map([...new Set(lists.flatMap(each => [...each]))].map(word => [word, of(word)]));
    this.other = of(undefined);
  }

  public of(word: string): Bits {
    return this.known.get(word) ?? this.other;
  }
}

/** The rules whose resources take a request, worked out when its kind of words is first met. */
class ResourceSets {
  private readonly groups: ReadonlySet<string>;
  private readonly resources: ReadonlySet<string>;
  private readonly subresources: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;
  /** Stands for every word that is in no rule. */
  private readonly other: string;
  private readonly sets = new Map<string, Map<string, Map<string, Map<string, Bits>>>>();

  constructor(private readonly rules: readonly AuditPolicyRule[], private readonly minor: number) {
    const entries = rules.flatMap(rule => rule.resources ?? []);
    const patterns = entries.flatMap(({ resources = [] }) => resources.flatMap(splits));
    this.groups = new Set(entries.map(({ group = '' }) => group));
    this.resources = new Set(patterns.map(([resource]) => resource));
    this.subresources = new Set(['', ...patterns.map(([, subresource]) => subresource)]);
    this.names = new Set(entries.flatMap(({ resourceNames = [] }) => resourceNames));
    this.other = absentFrom(this.groups, this.resources, this.subresources, this.names);
  }

  public of(request: AuditAttributes): Bits {
    const group = this.groups.has(request.apiGroup) ? request.apiGroup : this.other;
    const resource = this.resources.has(request.resource) ? request.resource : this.other;
    const subresource = this.subresources.has(request.subresource) ? request.subresource : this.other;
    const name = this.names.has(request.name) ? request.name : this.other;
    let byResource = this.sets.get(group);
    if (!byResource) this.sets.set(group, byResource = new Map());
    let bySubresource = byResource.get(resource);
    if (!bySubresource) byResource.set(resource, bySubresource = new Map());
    let byName = bySubresource.get(subresource);
    if (!byName) bySubresource.set(subresource, byName = new Map());
    let found = byName.get(name);
    if (!found) byName.set(name, found = this.workOut(group, resource, subresource, name));
    return found;
  }

  private workOut(group: string, resource: string, subresource: string, name: string): Bits {
    const everyGroup = this.minor >= ANY_GROUP_MINOR;
    return bitsOf(this.rules.length, at => {
      const { resources: entries = [], namespaces = [], nonResourceURLs = [] } = this.rules[at]!;
      return entries.length === 0 ? namespaces.length > 0 || nonResourceURLs.length === 0
        : entries.some(({ group: own = '', resources = [], resourceNames = [] }) => (own === group || (own === '*' && everyGroup))
          && (resources.length === 0 || ((resourceNames.length === 0 || resourceNames.includes(name))
            && resources.some(pattern => resourceMatches(pattern, resource, subresource)))));
    });
  }
}

/** Every resource and subresource that a pattern such as `pods/log` may be made of. */
function splits(pattern: string): Array<readonly [string, string]> {
  const slashes = pattern.split('').flatMap((char, at) => char === '/' ? [at] : []);
  return [[pattern, ''], ...slashes.map(at => [pattern.slice(0, at), pattern.slice(at + 1)] as const)];
}

function absentFrom(...sets: ReadonlyArray<ReadonlySet<string>>): string {
  let word = '%';
  while (sets.some(set => set.has(word))) {
    word += '%';
  }
  return word;
}

/** The most paths that are remembered; servers of one cluster are asked for few. */
const MOST_PATHS = 10_000;

/** The rules whose paths take a request. */
class PathSets {
  private readonly sets = new Map<string, Bits>();

  constructor(private readonly rules: readonly AuditPolicyRule[]) {}

  public of(path: string): Bits {
    let found = this.sets.get(path);
    if (!found) {
      if (this.sets.size >= MOST_PATHS) this.sets.clear();
      this.sets.set(path, found = bitsOf(this.rules.length, at => {
        const { resources = [], namespaces = [], nonResourceURLs = [] } = this.rules[at]!;
        return resources.length === 0 && namespaces.length === 0
          && (nonResourceURLs.length === 0 || nonResourceURLs.some(url => pathMatches(url, path)));
      }));
    }
    return found;
  }
}
