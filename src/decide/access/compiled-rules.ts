import type { PolicyRule } from '../../manifests/model';
import { combinedResource, ruleAllows, type AccessAttributes } from '../access';

/** Names that a rule is restricted to, or all. */
type Names = Set<string> | 'all';

/** A rule that would make more entries than this stays a rule: lists of thousands multiply. */
const MOST_ENTRIES = 4096;

/** Rules of any number, arranged so that a question costs some look-ups, however many they are. Answers as `ruleAllows` does. */
export class CompiledRules {
  /** By resource as rules name it, then verb, then group. */
  private readonly resources = new Map<string, Map<string, Map<string, Names>>>();
  private readonly others: PolicyRule[] = [];
  /** Whether any resource is of the form that means one subresource of everything. */
  private subresources = false;

  public add(rule: PolicyRule): void {
    const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    if (nonResourceURLs.length > 0 || verbs.length * apiGroups.length * resources.length > MOST_ENTRIES) {
      this.others.push(rule);
    }
    if (nonResourceURLs.length > 0) {
      return;
    }
    for (const resource of this.others.at(-1) === rule ? [] : resources) {
      this.subresources ||= resource.startsWith('*/');
      const byVerb = entry(this.resources, resource);
      for (const verb of verbs) {
        const byGroup = entry(byVerb, verb);
        for (const group of apiGroups) {
          byGroup.set(group, joined(byGroup.get(group), resourceNames));
        }
      }
    }
  }

  public allow(request: AccessAttributes): boolean {
    if (request.resourceRequest) {
      const { resource, subresource } = request;
      if (this.allowResource(combinedResource(resource, subresource), request) || this.allowResource('*', request)
        || (this.subresources && subresource !== '' && this.allowResource(`*/${subresource}`, request))) {
        return true;
      }
    }
    return this.others.length > 0 && this.others.some(rule => ruleAllows(rule, request));
  }

  private allowResource(resource: string, { verb, apiGroup, name }: AccessAttributes): boolean {
    const byVerb = this.resources.get(resource);
    return byVerb !== undefined && (includes(byVerb.get(verb), apiGroup, name) || includes(byVerb.get('*'), apiGroup, name));
  }
}

function includes(byGroup: ReadonlyMap<string, Names> | undefined, group: string, name: string): boolean {
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
