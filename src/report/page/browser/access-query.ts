import type { AccessData, BindingData, RuleData } from '../data';
import { text } from './store';

/** What is looked for. */
export interface AccessQuery {
  /** A part of the name. */
  readonly subject: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly defaults: boolean;
  /** The resources that `resource` means, as places; absent where all are. */
  readonly resources?: ReadonlySet<number>;
}

/** What a subject holds in one place. */
export interface Holding {
  readonly binding: BindingData;
  /** The subject of the binding: itself, or a group that it is in. */
  readonly via: number;
  /** Rules of the role that allow something of what is looked for. */
  readonly rules: readonly RuleData[];
}

/** A resource, and verbs that are allowed on it. */
export type PowerOn = readonly [resource: number, verbs: readonly string[]];

/** Kinds of access, the least first. */
export const POWERS = ['read', 'change', 'act', 'all'] as const;
export type Power = typeof POWERS[number];

const READS = new Set(['get', 'list', 'watch', 'head', 'options']);
const WRITES = new Set(['create', 'update', 'patch', 'delete', 'deletecollection', 'post', 'put']);

/** Finds what rules allow, in what was worked out of them when the report was made. */
export class AccessFinder {
  /** Bindings by the place of their subject. */
  private readonly bindings: ReadonlyArray<readonly BindingData[]>;
  private readonly largest: number;

  constructor(public readonly access: AccessData) {
    const bySubject: BindingData[][] = access.subjects.map(() => []);
    access.bindings.forEach(binding => new Set(binding.subjects).forEach(subject => bySubject[subject]!.push(binding)));
    this.bindings = bySubject;
    this.largest = access.resources.length * 2;
  }

  /** Resources that are meant: the one of this name, else those that have it in theirs. */
  public resources(resource: string): ReadonlySet<number> | undefined {
    const wanted = resource.trim().toLowerCase();
    if (wanted === '') return undefined;
    const all = [...this.access.resources.keys()];
    const exact = all.filter(at => this.access.resources[at]!.name.toLowerCase() === wanted);
    return new Set(exact.length > 0 ? exact : all.filter(at => this.access.resources[at]!.name.toLowerCase().includes(wanted)));
  }

  /** Holdings of a subject by place: the empty text for everywhere, `?` for wherever somebody applies a binding. */
  public holdings(subject: number, query: AccessQuery): Map<string, Holding[]> {
    const found = new Map<string, Holding[]>();
    for (const via of [subject, ...this.access.subjects[subject]!.groups]) {
      for (const binding of this.bindings[via]!) {
        if (!query.defaults && binding.byDefault) continue;
        const place = binding.namespace === undefined ? '' : text(binding.namespace) === '' ? '?' : text(binding.namespace);
        if (query.namespace !== '' && place !== '' && place !== '?' && place !== query.namespace) continue;
        const held = binding.role === undefined ? [] : this.access.roles[binding.role]!.rules;
        const rules = held.filter(rule => this.matches(rule, binding, query));
        // Of a role that is not known nobody can tell what it lacks.
        if (rules.length > 0 || binding.role === undefined) found.set(place, [...found.get(place) ?? [], { binding, via, rules }]);
      }
    }
    return found;
  }

  /** Pairs of a resource and a set of verbs that a rule allows through a binding, of what is looked for. */
  public powersOf(rule: RuleData, binding: BindingData, query: AccessQuery): PowerOn[] {
    const list = this.listOf(rule, binding);
    const found: PowerOn[] = [];
    for (let at = 0; at < list.length; at += 2) {
      if (query.resources && !query.resources.has(list[at]!)) continue;
      const verbs = this.access.verbSets[list[at + 1]!]!.map(verb => this.access.verbs[verb]!).filter(verb => query.verb === '' || verb === query.verb);
      if (verbs.length > 0) found.push([list[at]!, verbs]);
    }
    return found;
  }

  /** The kinds of access in some holdings. */
  public kinds(holdings: readonly Holding[], query: AccessQuery): ReadonlySet<Power> {
    const kinds = new Set<Power>();
    for (const { binding, rules } of holdings) {
      for (const rule of rules) {
        if (query.verb === '' && !query.resources && !rule.named && this.isEverything(rule, binding)) kinds.add('all');
        for (const [resource, verbs] of this.powersOf(rule, binding, query)) {
          const { acts } = this.access.resources[resource]!;
          for (const verb of verbs) kinds.add(acts ? 'act' : READS.has(verb) ? 'read' : WRITES.has(verb) ? 'change' : 'act');
        }
      }
    }
    return kinds.has('all') ? new Set(['all']) : kinds;
  }

  private listOf(rule: RuleData, binding: BindingData): readonly number[] {
    return this.access.powers[binding.namespace === undefined ? rule.cluster : rule.namespace]!;
  }

  private matches(rule: RuleData, binding: BindingData, query: AccessQuery): boolean {
    return query.verb === '' && !query.resources ? this.listOf(rule, binding).length > 0 || this.access.powers[rule.cluster]!.length === 0
      : this.powersOf(rule, binding, query).length > 0;
  }

  /** Every resource that can be held there, by every verb. */
  private isEverything(rule: RuleData, binding: BindingData): boolean {
    const list = this.listOf(rule, binding);
    const outOfReach = binding.namespace === undefined ? this.access.resources.filter(({ kind }) => kind === 'path').length
      : this.access.resources.filter(({ kind }) => kind === 'cluster' || kind === 'path').length;
    return list.length >= this.largest - 2 * outOfReach && this.access.verbSets[list[1]!]!.length === this.access.verbs.length;
  }
}
