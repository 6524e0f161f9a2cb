/* eslint-disable no-bitwise -- verbs and groups are sets of bits here, which is what makes a decision cheap */
import type { PolicyRule } from '../../manifests/model';
import { ruleAllows, type AccessAttributes } from '../access';

/** A request in the numbers of a vocabulary. */
export interface Asked {
  readonly request: AccessAttributes;
  /** The bit of the verb, and that of `*`. */
  readonly verbs: number;
  readonly groups: number;
  /** The resource as rules name it, and that subresource of everything; -1 where no rule names it. */
  readonly resource: number;
  readonly anyWithSubresource: number;
}

/** The number of `*` among resources. */
const ALL = 0;
/** The bit of `*` among verbs and groups. */
const ANY = 1;
/** Bits that a small integer has, one for `*`. */
const BITS = 30;

/** The words of rules as numbers. Words that come when all bits are given out stay words, and their rules stay rules. */
export class Vocabulary {
  private readonly verbs = new Map<string, number>([['*', ANY]]);
  private readonly groups = new Map<string, number>([['*', ANY]]);
  /** By what stands before the first slash, then by the rest; the empty text stands for no slash. */
  private readonly resources = new Map<string, Map<string, number>>([['*', new Map([['', ALL]])]]);
  private count = 1;

  public ask(request: AccessAttributes): Asked {
    const { verb, apiGroup, resource, subresource } = request;
    return {
      request,
      verbs: ANY | (this.verbs.get(verb) ?? 0),
      groups: ANY | (this.groups.get(apiGroup) ?? 0),
      resource: this.resources.get(resource)?.get(subresource) ?? -1,
      anyWithSubresource: subresource === '' ? ALL : this.resources.get('*')!.get(subresource) ?? -1,
    };
  }

  /** The bits of verbs; undefined where one has none. */
  public verbsOf(words: readonly string[]): number | undefined {
    return bitsOf(this.verbs, words);
  }

  public groupsOf(words: readonly string[]): number | undefined {
    return bitsOf(this.groups, words);
  }

  public resourceOf(word: string): number {
    const slash = word.indexOf('/');
    const [name, rest] = slash < 0 ? [word, ''] : [word.slice(0, slash), word.slice(slash + 1)];
    const byRest = this.resources.get(name) ?? new Map<string, number>();
    this.resources.set(name, byRest);
    const known = byRest.get(rest) ?? this.count;
    if (known === this.count) {
      byRest.set(rest, known);
      this.count += 1;
    }
    return known;
  }
}

function bitsOf(known: Map<string, number>, words: readonly string[]): number | undefined {
  let bits = 0;
  for (const word of words) {
    let bit = known.get(word);
    if (bit === undefined) {
      if (known.size === BITS) {
        return undefined;
      }
      bit = 2 ** known.size;
      known.set(word, bit);
    }
    bits |= bit;
  }
  return bits;
}

/** Numbers of a cell: resource, verbs, groups, and 1 + the place of its names, or 0 for all. */
const CELL = 4;
const NONE: readonly number[] = [];
/** More cells than this are parted by resource. */
const FEW = 32;

/** Rules of any number in a row of numbers. Answers as `ruleAllows` does. */
export class CompiledRules {
  private readonly cells: number[] = [];
  private readonly names: Array<Set<string>> = [];
  private readonly byResource?: ReadonlyMap<number, readonly number[]>;
  /** Rules on resources that are no cells, and rules on paths. */
  private readonly others: PolicyRule[] = [];
  private readonly paths: readonly PolicyRule[];

  constructor(private readonly rules: readonly PolicyRule[], vocabulary: Vocabulary) {
    const places = new Map<string, number>();
    for (const rule of rules) {
      this.add(rule, vocabulary, places);
    }
    this.paths = rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0);
    this.byResource = this.cells.length > FEW * CELL ? partedByResource(this.cells) : undefined;
  }

  public allow(asked: Asked): boolean {
    const { request } = asked;
    if (!request.resourceRequest) {
      return this.paths.length > 0 && this.paths.some(rule => ruleAllows(rule, request));
    }
    if (request.resource.includes('/')) {
      // A review may name a resource so; rules are then compared as texts.
      return this.rules.some(rule => ruleAllows(rule, request));
    }
    return (this.byResource ? this.allowParted(this.byResource, asked) : this.allowIn(this.cells, asked))
      || (this.others.length > 0 && this.others.some(rule => ruleAllows(rule, request)));
  }

  private allowParted(cells: ReadonlyMap<number, readonly number[]>, asked: Asked): boolean {
    const { resource, anyWithSubresource } = asked;
    return this.allowIn(cells.get(resource), asked) || this.allowIn(cells.get(ALL), asked) || this.allowIn(cells.get(anyWithSubresource), asked);
  }

  private allowIn(cells: readonly number[] = NONE, { request, verbs, groups, resource, anyWithSubresource }: Asked): boolean {
    for (let at = 0; at < cells.length; at += CELL) {
      const own = cells[at]!;
      if ((own === resource || own === ALL || own === anyWithSubresource) && (cells[at + 1]! & verbs) !== 0 && (cells[at + 2]! & groups) !== 0) {
        const names = cells[at + 3]!;
        if (names === 0 || this.names[names - 1]!.has(request.name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Rules that differ by verb alone, or by names alone, become one cell. */
  private add(rule: PolicyRule, vocabulary: Vocabulary, places: Map<string, number>): void {
    const { apiGroups = [], resources = [], resourceNames = [] } = rule;
    const verbs = vocabulary.verbsOf(rule.verbs);
    const groups = vocabulary.groupsOf(apiGroups);
    if (verbs === undefined || groups === undefined || resources.some(resource => resource.endsWith('/'))) {
      this.others.push(rule);
      return;
    }
    for (const word of apiGroups.length === 0 ? [] : resources) {
      const resource = vocabulary.resourceOf(word);
      const key = resourceNames.length === 0 ? `${resource} ${groups}` : `${resource} ${groups} ${verbs}`;
      const at = places.get(key) ?? this.cells.length;
      if (at === this.cells.length) {
        places.set(key, at);
        this.cells.push(resource, 0, groups, resourceNames.length === 0 ? 0 : this.names.push(new Set()));
      }
      this.cells[at + 1]! |= verbs;
      const names = this.names[this.cells[at + 3]! - 1];
      resourceNames.forEach(name => names!.add(name));
    }
  }
}

function partedByResource(cells: readonly number[]): Map<number, number[]> {
  const parted = new Map<number, number[]>();
  for (let at = 0; at < cells.length; at += CELL) {
    const own = parted.get(cells[at]!) ?? [];
    parted.set(cells[at]!, own);
    own.push(...cells.slice(at, at + CELL));
  }
  return parted;
}
