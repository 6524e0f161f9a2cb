/* eslint-disable no-bitwise -- verbs are sets of bits here */
import { ANY, isAsked } from './asked';
import { tellingOf } from './telling';
import { Words, type Cell } from './words';
import { apiGroupMatches, nonResourceURLMatches, resourceMatches, resourceNameMatches } from '../../decide/access';
import type { PolicyRule } from '../../manifests/model';

/** What one set of rules allows and another does not: requests alike to all of them, by verbs. */
export interface Gained extends Cell {
  /** Verbs that can be asked of it. */
  readonly verbs: readonly string[];
  /** Every verb there is, those that nobody names among them. */
  readonly everyVerb: boolean;
  /** Everything of the group is gained, with every verb. */
  readonly wholeGroup: boolean;
}

/** Rules before and after. */
export interface RuleChange {
  readonly before: readonly PolicyRule[];
  readonly after: readonly PolicyRule[];
}

/** The cells that differ, and those of them that only complete a wildcard and that nobody asks about. */
export interface RuleDifference {
  readonly gained: readonly Gained[];
  readonly unasked: readonly Gained[];
}

/**
 * What `after` allows and `before` does not, exactly: for each cell, the verbs of one set without those of the other.
 *
 * @param namespace where it is asked: the empty text for "in the cluster scope and in every namespace"
 * @param explained what is left out, because another change that is told of already brings it
 */
export function gainedBy({ before, after }: RuleChange, namespace: string, explained: readonly RuleChange[] = []): RuleDifference {
  const words = new Words([before, after, ...explained.flatMap(each => [each.before, each.after])].flat());
  const masks = new Masks(words.verbs);
  const held = new Set(before);
  // Requests for paths have no namespace, so that a RoleBinding gives none.
  const cells = new Map(after.filter(rule => !held.has(rule)).flatMap(rule => words.cellsOf(rule))
    .filter(({ resourceRequest }) => resourceRequest || namespace === '').map(cell => [keyOf(cell), cell]));
  const gainedIn = (change: RuleChange, cell: Cell) => masks.of(change.after, cell) & ~masks.of(change.before, cell);
  const found = { gained: [] as Gained[], unasked: [] as Gained[] };
  const every = (mask: bigint) => mask === masks.all && words.verbs.includes(ANY.verb);
  const [open, partly] = [new Set<string>(), new Set<string>()];
  for (const cell of cells.values()) {
    const whole = gainedIn({ before, after }, cell);
    // What is gained for all names is gained for each.
    const known = cell.name === '' ? 0n : gainedIn({ before, after }, { ...cell, name: '' });
    const mask = explained.reduce((left, change) => left & ~gainedIn(change, cell), whole & ~known);
    if (every(mask) && cell.resource === ANY.resource && cell.subresource === '') {
      open.add(cell.apiGroup);
    } else if (!every(whole)) {
      partly.add(cell.apiGroup);
    }
    if (mask !== 0n) {
      const verbs = masks.words(mask);
      const asked = verbs.filter(verb => isAsked({ ...cell, verb, namespace }) && !words.isOneOfAny(verb, cell));
      const list = asked.length > 0 ? found.gained : found.unasked;
      list.push({ ...cell, verbs: asked.length > 0 ? asked : verbs, everyVerb: every(mask), wholeGroup: false });
    }
  }
  const isWhole = ({ resourceRequest, apiGroup }: Cell) => resourceRequest && open.has(apiGroup) && !partly.has(apiGroup);
  const gained = found.gained.map(cell => ({ ...cell, wholeGroup: isWhole(cell) }));
  return { ...found, gained: gained.sort((a, b) => tellingOf(b) - tellingOf(a) || (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

export function keyOf({ resourceRequest, apiGroup, resource, subresource, name, path }: Cell): string {
  return JSON.stringify([resourceRequest, apiGroup, resource, subresource, name, path]);
}

/** Sets of verbs as bits. */
class Masks {
  public readonly all: bigint;
  private readonly bits: ReadonlyMap<string, bigint>;
  private readonly ofRules = new Map<PolicyRule, bigint>();

  constructor(private readonly verbs: readonly string[]) {
    this.bits = new Map(verbs.map((verb, at) => [verb, 1n << BigInt(at)]));
    this.all = (1n << BigInt(verbs.length)) - 1n;
  }

  /** The verbs that rules allow in a cell. */
  public of(rules: readonly PolicyRule[], cell: Cell): bigint {
    return rules.reduce((mask, rule) => takes(rule, cell) ? mask | this.ofRule(rule) : mask, 0n);
  }

  public words(mask: bigint): string[] {
    return this.verbs.filter(verb => (mask & this.bits.get(verb)!) !== 0n);
  }

  private ofRule(rule: PolicyRule): bigint {
    let mask = this.ofRules.get(rule);
    if (mask === undefined) {
      mask = rule.verbs.includes('*') ? this.all : rule.verbs.reduce((bits, verb) => bits | this.bits.get(verb)!, 0n);
      this.ofRules.set(rule, mask);
    }
    return mask;
  }
}

/** All conditions of a rule but that on the verb, as `ruleAllows` has them. */
function takes(rule: PolicyRule, { resourceRequest, apiGroup, resource, subresource, name, path }: Cell): boolean {
  return resourceRequest ? apiGroupMatches(rule, apiGroup) && resourceMatches(rule, resource, subresource) && resourceNameMatches(rule, name)
    : nonResourceURLMatches(rule, path);
}
