import { ANY, isAsked } from './access/asked';
import { gainedBy, type Gained, type RuleChange, type RuleDifference } from './access/difference';
import { holdingsOf, Interning, OPEN, type Holder, type Holding, type Holdings } from './access/holdings';
import { decide, type AccessDecision, type AccessRequest, type UserInfo } from '../decide/access';
import { touchedHolders } from './access/touched';
import type { AccessBinding, AccessPolicy } from '../decide/access/policy';
import { memberOf, userWithImpliedGroups } from '../decide/access/users';
import { findAuthorizable } from '../kubernetes';
import type { PolicyRule } from '../manifests/model';

/** `broadened`: more may happen than before. `narrowed`: less. */
export type Direction = 'broadened' | 'narrowed';

/** What one holder may do now and could not before, or the other way round, in one place. */
export interface AccessChange {
  readonly direction: Direction;
  readonly holder: Holder;
  /** The namespace; the empty text for the cluster scope and all namespaces. */
  readonly namespace: string;
  /** Namespaces in which nothing changed, because another binding allows the same there. */
  readonly except: readonly string[];
  /** What, as cells: requests that no rule tells apart. */
  readonly gained: readonly Gained[];
  /** One request on which the two policies differ, and what each says of it and why. */
  readonly witness: AccessRequest;
  readonly before: AccessDecision;
  readonly after: AccessDecision;
}

/** A binding to rules that are not among the objects came or went: what it means, nobody can tell. */
export interface UnseenChange {
  readonly direction: Direction;
  readonly holder: Holder;
  readonly namespace: string;
  readonly binding: AccessBinding;
}

/** How two policies differ. Without changes they decide every request alike that can be asked. */
export interface AccessComparison {
  readonly changes: readonly AccessChange[];
  readonly unseen: readonly UnseenChange[];
  /** Holders for whom the two differ only in requests that nobody asks, such as a new verb on pods. */
  readonly unasked: number;
}

/**
 * The exact difference of two access policies, over everybody whom a binding names, with the groups that Kubernetes adds.
 * What a user may do is what its name and each of its groups may do, so that what is said of each says all. What a
 * group of everybody gained is told of that group alone.
 */
export function compareAccess(before: AccessPolicy, after: AccessPolicy): AccessComparison {
  return new Comparison(before, after).run();
}

/** One of the two policies. */
interface Side {
  readonly policy: AccessPolicy;
  readonly holdings: Holdings;
}

class Comparison {
  private readonly interning = new Interning();
  private readonly touched: ReadonlySet<Holder>;
  private readonly sides: readonly [Side, Side];
  private readonly found = { changes: [] as AccessChange[], unseen: [] as UnseenChange[] };
  private readonly differences = new Map<string, RuleDifference>();
  private unasked = 0;

  constructor(before: AccessPolicy, after: AccessPolicy) {
    this.touched = touchedHolders(before, after, this.interning);
    const asked = new Set([...this.touched].flatMap(everybodyOf));
    this.sides = [{ policy: before, holdings: holdingsOf(before, asked) }, { policy: after, holdings: holdingsOf(after, asked) }];
  }

  public run(): AccessComparison {
    const [before, after] = this.sides;
    for (const holder of [...this.touched].sort()) {
      const places = new Set([...before.holdings.get(holder)?.keys() ?? [], ...after.holdings.get(holder)?.keys() ?? []]);
      for (const place of [...places].sort()) {
        const [old, now] = [holdingAt(before, holder, place), holdingAt(after, holder, place)];
        this.compareUnseen(holder, place, old, now);
        if (place !== OPEN && !this.isSame(old, now)) {
          this.compareAt(holder, place);
        }
      }
    }
    return { ...this.found, unasked: this.unasked };
  }

  private compareUnseen(holder: Holder, namespace: string, old: Holding | undefined, now: Holding | undefined): void {
    const add = (direction: Direction, one: Holding | undefined, other: Holding | undefined) => one?.unseen?.forEach((binding, role) => {
      if (!other?.unseen?.has(role)) {
        this.found.unseen.push({ direction, holder, namespace, binding });
      }
    });
    add('broadened', now, old);
    add('narrowed', old, now);
  }

  private compareAt(holder: Holder, namespace: string): void {
    const user = personOf(holder);
    const everybody = everybodyOf(holder);
    const groups = user.groups.map((group): Holder => `group ${group}`).filter(group => group !== holder);
    const change = this.changeOf(everybody, namespace);
    const explained = [this.changeOf(groups, namespace), ...namespace === '' ? [] : [this.changeOf(everybody, '')]];
    for (const direction of ['broadened', 'narrowed'] as const) {
      const turn = (each: RuleChange): RuleChange => direction === 'broadened' ? each : { before: each.after, after: each.before };
      const { gained, unasked } = this.difference(turn(change), namespace, explained.map(turn));
      this.unasked += gained.length === 0 && unasked.length > 0 ? 1 : 0;
      if (gained.length > 0) {
        this.add(direction, holder, user, namespace, gained, everybody);
      }
    }
  }

  private add(
    direction: Direction, holder: Holder, user: UserInfo, namespace: string, gained: readonly Gained[], everybody: readonly Holder[],
  ): void {
    const witness = witnessOf(gained[0]!, user, namespace);
    const [before, after] = this.sides.map(side => this.decide(side, witness));
    const except = namespace === '' && gained.every(({ resourceRequest }) => resourceRequest) ? this.unchangedIn(direction, everybody, gained) : [];
    this.found.changes.push({ direction, holder, namespace, except, gained, witness, before: before!, after: after! });
  }

  /** The namespaces in which what changed everywhere did not, because a RoleBinding allows it on both sides. */
  private unchangedIn(direction: Direction, everybody: readonly Holder[], gained: readonly Gained[]): string[] {
    const places = new Set(this.sides.flatMap(({ holdings }) => everybody.flatMap(holder => [...holdings.get(holder)?.keys() ?? []])));
    return [...places].filter(place => place !== '' && place !== OPEN).sort().filter(namespace => {
      const { before, after } = this.changeOf(everybody, namespace);
      const there = this.difference(direction === 'broadened' ? { before, after } : { before: after, after: before }, namespace, []);
      const changed = new Set(there.gained.flatMap(cell => cell.verbs.map(verb => atomOf(cell, verb))));
      const concerned = gained.filter(cell => findAuthorizable(cell.apiGroup, pathOf(cell))?.namespaced !== false);
      return concerned.length > 0 && concerned.every(cell => cell.verbs.every(verb => !changed.has(atomOf(cell, verb))));
    });
  }

  /** The decision by the bindings that make the user a subject. */
  private decide({ policy, holdings }: Side, request: AccessRequest): AccessDecision {
    const holders: Holder[] = [`user ${request.user.name}`, ...request.user.groups.map((group): Holder => `group ${group}`)];
    const places = request.namespace === '' ? [''] : ['', request.namespace];
    const bindings = places.flatMap(place => holders.flatMap(holder => holdings.get(holder)?.get(place)?.bindings ?? []));
    return decide(policy, request, [...new Set(bindings)], []);
  }

  /** What some holders together hold in a place, and in the whole cluster. */
  private changeOf(holders: readonly Holder[], namespace: string): RuleChange {
    const [before, after] = this.sides.map(({ holdings }) => {
      const roles = holders.flatMap(holder => [holdings.get(holder)?.get(''), namespace === '' ? undefined : holdings.get(holder)?.get(namespace)])
        .flatMap(holding => holding?.roles ?? []);
      return [...new Set(roles.flatMap(role => this.interning.of(role).rules))];
    });
    return { before: before!, after: after! };
  }

  /** Many holders are bound to the same roles, and rules are one object each. */
  private difference(change: RuleChange, namespace: string, explained: readonly RuleChange[]): RuleDifference {
    const lists = [change, ...explained].flatMap(each => [each.before, each.after])
      .map(rules => rules.map(rule => this.numberOf(rule)).sort((a, b) => a - b).join());
    const key = `${namespace === '' ? '' : 'in'}|${lists.join('|')}`;
    let found = this.differences.get(key);
    if (!found) {
      found = gainedBy(change, namespace, explained);
      this.differences.set(key, found);
    }
    return found;
  }

  private numberOf(rule: PolicyRule): number {
    const number = this.numbers.get(rule) ?? this.numbers.size;
    this.numbers.set(rule, number);
    return number;
  }

  private readonly numbers = new Map<PolicyRule, number>();

  /** Whether two holdings give the same rules. Most are of one role, of which there are few. */
  private isSame(old: Holding | undefined, now: Holding | undefined): boolean {
    return old?.roles.length === 1 && now?.roles.length === 1 ? this.interning.of(old.roles[0]!).id === this.interning.of(now.roles[0]!).id
      : this.keyOf(old) === this.keyOf(now);
  }

  private keyOf(holding: Holding | undefined): string {
    return holding ? [...new Set(holding.roles.map(role => this.interning.of(role).id))].sort((a, b) => a - b).join() : '';
  }
}

function holdingAt({ holdings }: Side, holder: Holder, place: string): Holding | undefined {
  return holdings.get(holder)?.get(place);
}

/**
 * A holder, and everybody else by whose name its member holds something. The anonymous user is the only member of its group,
 * and may hold something by its name as well.
 */
function everybodyOf(holder: Holder): Holder[] {
  const { name, groups } = personOf(holder);
  return [...new Set<Holder>([holder, `user ${name}`, ...groups.map((group): Holder => `group ${group}`)])];
}

/** The user, or a member of the group, with the groups that Kubernetes adds. */
export function personOf(holder: Holder): UserInfo {
  const name = holder.slice(holder.indexOf(' ') + 1);
  return holder.startsWith('user ') ? userWithImpliedGroups(name) : memberOf(name);
}

/** A request of a cell. What lives in namespaces and changed in all of them is asked in one that nobody names. */
function witnessOf({ verbs, everyVerb: _, wholeGroup: __, ...cell }: Gained, user: UserInfo, namespace: string): AccessRequest {
  const everywhere = cell.resourceRequest && findAuthorizable(cell.apiGroup, pathOf(cell))?.namespaced !== false ? ANY.namespace : '';
  const asked = (verb: string) => ({ ...cell, verb, namespace: namespace === '' ? everywhere : namespace, user });
  return verbs.map(asked).find(isAsked) ?? asked(verbs[0]!);
}

function atomOf({ apiGroup, resource, subresource, name }: Gained, verb: string): string {
  return JSON.stringify([verb, apiGroup, resource, subresource, name]);
}

function pathOf({ resource, subresource }: Pick<Gained, 'resource' | 'subresource'>): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}
