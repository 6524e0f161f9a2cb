import type { PolicyRule } from '../../manifests/model';
import { ruleAllows, type AccessAttributes } from '../access';

/** Names that a rule is restricted to, or all. */
type Names = Set<string> | 'all';
type ByGroup = Map<string, Names>;
type ByVerb = Map<string, ByGroup>;
/** By subresource; the empty text stands for the resource itself. */
type BySubresource = Map<string, ByVerb>;

/** A rule that would make more entries than this stays a rule: lists of thousands multiply. */
const MOST_ENTRIES = 4096;

/** Rules of any number, arranged so that a question costs some look-ups, however many they are. Answers as `ruleAllows` does. */
export class CompiledRules {
  private readonly resources = new Map<string, BySubresource>();
  /** The same of `*`, and of `*` before a slash. */
  private wildcards: BySubresource | undefined;
  private readonly rules: PolicyRule[] = [];
  private readonly others: PolicyRule[] = [];

  public add(rule: PolicyRule): void {
    const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    this.rules.push(rule);
    const isLarge = verbs.length * apiGroups.length * resources.length > MOST_ENTRIES;
    if (isLarge || nonResourceURLs.length > 0 || resources.some(resource => resource.endsWith('/'))) {
      this.others.push(rule);
      return;
    }
    for (const resource of resources) {
      const slash = resource.indexOf('/');
      const bySubresource = entry(this.resources, slash < 0 ? resource : resource.slice(0, slash));
      const byVerb = entry(bySubresource, slash < 0 ? '' : resource.slice(slash + 1)) as ByVerb;
      for (const verb of verbs) {
        const byGroup = entry(byVerb, verb) as ByGroup;
        for (const group of apiGroups) {
          byGroup.set(group, joined(byGroup.get(group), resourceNames));
        }
      }
    }
    this.wildcards = this.resources.get('*');
  }

  public allow(request: AccessAttributes): boolean {
    const { resourceRequest, resource, subresource } = request;
    if (!resourceRequest) {
      return this.others.some(rule => ruleAllows(rule, request));
    }
    if (resource.includes('/')) {
      // A review may name a resource so; rules are then compared as texts.
      return this.rules.some(rule => ruleAllows(rule, request));
    }
    const own = this.resources.get(resource);
    return (own !== undefined && includes(own.get(subresource), request))
      || (this.wildcards !== undefined && (includes(this.wildcards.get(''), request) || (subresource !== '' && includes(this.wildcards.get(subresource), request))))
      || (this.others.length > 0 && this.others.some(rule => ruleAllows(rule, request)));
  }
}

function includes(byVerb: ByVerb | undefined, { verb, apiGroup, name }: AccessAttributes): boolean {
  return byVerb !== undefined && (inGroup(byVerb.get(verb), apiGroup, name) || inGroup(byVerb.get('*'), apiGroup, name));
}

function inGroup(byGroup: ByGroup | undefined, group: string, name: string): boolean {
  return byGroup !== undefined && (meant(byGroup.get(group), name) || meant(byGroup.get('*'), name));
}

function meant(names: Names | undefined, name: string): boolean {
  return names !== undefined && (names === 'all' || names.has(name));
}

function joined(names: Names | undefined, more: readonly string[]): Names {
  if (names === 'all' || more.length === 0) {
    return 'all';
  }
  const all = names ?? new Set<string>();
  more.forEach(name => all.add(name));
  return all;
}

function entry<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = map.get(key);
  if (found) {
    return found;
  }
  const made = new Map<string, V>();
  map.set(key, made);
  return made;
}
