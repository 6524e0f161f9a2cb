import { componentsOf } from './components';
import type { AccessRole, RoleRule, WrittenRole } from './policy';
import type { LabelSelector } from '../../manifests/model';
import { selectorMatches } from '../label-selector';

/**
 * The rules that ClusterRoles have once the aggregation controller is at rest
 * (pkg/controller/clusterroleaggregation): those of all ClusterRoles that a selector matches, in the order of
 * the selectors and then of names, each rule once. They replace what the author wrote, unless there is none
 * at all: the controller then applies an empty list, which owns nothing, and the author's rules stay.
 *
 * Aggregated roles that gather each other never come to a rest that could be foretold: each of them counts
 * as holding all that any of them could ever hold.
 */
export function aggregate(written: readonly WrittenRole[]): Map<string, AccessRole> {
  const selections = selectionsOf(written);
  const selected = selections.names;
  const byName = new Map(written.map(role => [role.name, role]));
  const settled = new Map<string, AccessRole>();
  for (const ring of componentsOf(selected)) {
    const inside = new Set(ring);
    const sources = [...new Set(ring.flatMap(member => selected.get(member)!))].filter(source => !inside.has(source));
    const gathered = unique([
      ...sources.flatMap(source => settled.get(source)!.rules.map(rule => ({ ...rule, aggregatedFrom: rule.aggregatedFrom ?? source }))),
      ...ring.length === 1 ? [] : ring.flatMap(member => byName.get(member)!.rules.map(rule => ({ ...rule, aggregatedFrom: member }))),
    ]);
    for (const member of ring) {
      const { labels, selectors, rules, keepsRules, ...role } = byName.get(member)!;
      const lacksParts = selectors !== undefined && (gathered.length === 0 || selections.lacking.has(member));
      const held = selectors === undefined || gathered.length === 0 ? rules : keepsRules ? [...rules, ...gathered] : gathered;
      settled.set(member, { ...role, rules: held, ...lacksParts ? { lacksParts } : {} });
    }
  }
  return settled;
}

interface Selections {
  /** The names of the roles that each role selects, itself left out. */
  readonly names: Map<string, readonly string[]>;
  /** The roles of which a selector selects none. */
  readonly lacking: Set<string>;
}

function selectionsOf(written: readonly WrittenRole[]): Selections {
  const sorted = [...written].sort((a, b) => a.name < b.name ? -1 : 1);
  const byLabel = new Map<string, WrittenRole[]>();
  for (const role of sorted) {
    for (const key of Object.keys(role.labels)) {
      const label = `${key}=${role.labels[key]}`;
      const holders = byLabel.get(label);
      if (holders) {
        holders.push(role);
      } else {
        byLabel.set(label, [role]);
      }
    }
  }
  const candidates = ({ matchLabels = {} }: LabelSelector) => {
    const key = Object.keys(matchLabels)[0];
    return key === undefined ? sorted : byLabel.get(`${key}=${matchLabels[key]}`) ?? [];
  };
  const lacking = new Set<string>();
  const names = new Map(written.map(({ name, selectors = [] }) => [name, selectors.flatMap(selector => {
    const found = candidates(selector).filter(role => role.name !== name && selectorMatches(selector, role.labels));
    if (found.length === 0) {
      lacking.add(name);
    }
    return found.map(role => role.name);
  })] as const));
  return { names, lacking };
}

/** A rule that comes by two ways counts once; equal rules of two roles both stay, because each of them grants. */
function unique(rules: readonly RoleRule[]): RoleRule[] {
  const seen = new Set<string>();
  return rules.filter(({ aggregatedFrom, index }) => {
    const key = `${aggregatedFrom}[${index}]`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
