import { CompiledRules, Vocabulary, type Asked } from './compiled-rules';
import type { AccessBinding, AccessPolicy, AccessRole, RoleRule } from './policy';
import {
  decide, isOpen, roleOf, ruleAllows, serviceAccountName, type Access, type AccessAttributes, type AccessDecision, type AccessRequest, type UserInfo,
} from '../access';

/** A binding with its role and its place in the policy. */
interface Ordered {
  readonly binding: AccessBinding;
  readonly role: AccessRole | undefined;
  readonly at: number;
}

/** What is bound in one namespace, or in the cluster. */
class Place {
  public readonly bindings: Ordered[] = [];
  public readonly users = new Map<string, Ordered[]>();
  public readonly groups = new Map<string, Ordered[]>();
  /** The rules of each. */
  public readonly userRules = new Map<string, CompiledRules>();
  public readonly groupRules = new Map<string, CompiledRules>();

  /** What binds a user by its name and by its groups. */
  public bindingsOf({ name, groups }: UserInfo): Ordered[] {
    return [...this.users.get(name) ?? [], ...groups.flatMap(group => this.groups.get(group) ?? [])];
  }
}

/** A rule that somebody holds, and how. */
export interface HeldRule {
  readonly binding: AccessBinding;
  readonly role: AccessRole;
  readonly rule: RoleRule;
}

/**
 * The specification of `access.ts`, arranged by place and subject: built once, then a decision costs some
 * look-ups, whatever the number of bindings. The policy must not change afterwards.
 */
export class AccessIndex {
  private readonly all: readonly Ordered[];
  private readonly cluster = new Place();
  private readonly namespaces = new Map<string, Place>();
  private readonly open: readonly AccessBinding[];
  private readonly compiled = new Map<AccessRole, CompiledRules>();
  private readonly vocabulary = new Vocabulary();
  /** The namespaces by who is bound in them, once that was asked: there may be as many as users. */
  private bound?: Bound;

  constructor(public readonly policy: AccessPolicy) {
    this.open = policy.roleBindings.filter(isOpen);
    this.all = [...policy.clusterRoleBindings, ...policy.roleBindings].map((binding, at) => ({ binding, role: roleOf(policy, binding), at }));
    this.all.forEach(each => this.add(each));
    for (const place of [this.cluster, ...this.namespaces.values()]) {
      place.users.forEach((bindings, name) => place.userRules.set(name, this.compile(bindings)));
      place.groups.forEach((bindings, name) => place.groupRules.set(name, this.compile(bindings)));
    }
  }

  /** Whether `decide` allows a request, without saying why. */
  public allows(request: AccessRequest): boolean {
    const { namespace, user } = request;
    const own = namespace === '' ? undefined : this.namespaces.get(namespace);
    const asked = this.vocabulary.ask(request);
    return (own !== undefined && allowsIn(own, user, asked)) || allowsIn(this.cluster, user, asked);
  }

  /** The decision of the specification, with all that it rests on. */
  public decide(request: AccessRequest): AccessDecision {
    return decide(this.policy, request, this.bindingsOf(request.user, request.namespace), this.open);
  }

  /** Every rule that a user holds in a namespace, or in the cluster scope (`''`), and the binding that gives it. */
  public rulesFor(user: UserInfo, namespace: string): HeldRule[] {
    return this.orderedOf(user, namespace).flatMap(({ binding, role }) => role?.rules.map(rule => ({ binding, role, rule })) ?? []);
  }

  /** The namespaces in which a user is bound to anything by a RoleBinding, in order. */
  public namespacesOf(user: UserInfo): string[] {
    const { users, groups } = this.bound ??= boundIn(this.namespaces);
    return [...new Set([users.get(user.name) ?? [], ...user.groups.map(group => groups.get(group) ?? [])].flat())].sort();
  }

  /** The bindings that make a user a subject: cluster-wide ones, and those of a namespace; in the policy's order. */
  public bindingsOf(user: UserInfo, namespace: string): readonly AccessBinding[] {
    return this.orderedOf(user, namespace).map(({ binding }) => binding);
  }

  /** As the specification's. */
  public whoCan(request: AccessAttributes): Access[] {
    const own = request.namespace === '' ? undefined : this.namespaces.get(request.namespace);
    return among(own ? [...this.cluster.bindings, ...own.bindings] : this.cluster.bindings, request);
  }

  /** As the specification's. */
  public whoCanAnywhere(request: AccessAttributes): Access[] {
    return among(this.all, request);
  }

  private orderedOf(user: UserInfo, namespace: string): Ordered[] {
    const own = namespace === '' ? undefined : this.namespaces.get(namespace);
    return [...new Set([...this.cluster.bindingsOf(user), ...own?.bindingsOf(user) ?? []])].sort((a, b) => a.at - b.at);
  }

  /** Those who are bound to one role alone share its rules; others have their own. */
  private compile(bindings: readonly Ordered[]): CompiledRules {
    const roles = [...new Set(bindings.map(each => each.role))].filter(role => role !== undefined);
    const only = roles.length === 1 ? roles[0] : undefined;
    const rules = (only && this.compiled.get(only))
      ?? new CompiledRules(roles.flatMap(role => role.rules.map(({ rule }) => rule)), this.vocabulary);
    if (only) {
      this.compiled.set(only, rules);
    }
    return rules;
  }

  private add(ordered: Ordered): void {
    const { binding: { kind: bindingKind, namespace, subjects } } = ordered;
    if (bindingKind === 'RoleBinding' && namespace === '') {
      return;
    }
    const place = bindingKind === 'ClusterRoleBinding' ? this.cluster : this.placeOf(namespace);
    place.bindings.push(ordered);
    for (const { kind, name, namespace: ownNamespace } of subjects) {
      const account = ownNamespace || namespace;
      if (kind === 'Group') {
        hold(place.groups, name, ordered);
      } else if (kind === 'User') {
        hold(place.users, name, ordered);
      } else if (kind === 'ServiceAccount' && account !== '') {
        hold(place.users, serviceAccountName(account, name), ordered);
      }
    }
  }

  private placeOf(namespace: string): Place {
    let place = this.namespaces.get(namespace);
    if (!place) {
      place = new Place();
      this.namespaces.set(namespace, place);
    }
    return place;
  }
}

function hold<T>(holdings: Map<string, T[]>, name: string, one: T): void {
  const holding = holdings.get(name);
  if (holding) {
    holding.push(one);
  } else {
    holdings.set(name, [one]);
  }
}

interface Bound {
  readonly users: ReadonlyMap<string, string[]>;
  readonly groups: ReadonlyMap<string, string[]>;
}

function boundIn(namespaces: ReadonlyMap<string, Place>): Bound {
  const bound = { users: new Map<string, string[]>(), groups: new Map<string, string[]>() };
  for (const [namespace, place] of namespaces) {
    for (const name of place.users.keys()) hold(bound.users, name, namespace);
    for (const name of place.groups.keys()) hold(bound.groups, name, namespace);
  }
  return bound;
}

function allowsIn({ userRules, groupRules }: Place, { name, groups }: UserInfo, asked: Asked): boolean {
  if (userRules.get(name)?.allow(asked)) {
    return true;
  }
  for (const group of groups) {
    if (groupRules.get(group)?.allow(asked)) {
      return true;
    }
  }
  return false;
}

/** A role is asked once, however many bindings name it. */
function among(bindings: readonly Ordered[], request: AccessAttributes): Access[] {
  const allowing = new Map<AccessRole, readonly RoleRule[]>();
  const found: Access[] = [];
  for (const { binding, role } of bindings) {
    if (role) {
      let rules = allowing.get(role);
      if (!rules) {
        rules = role.rules.filter(({ rule }) => ruleAllows(rule, request));
        allowing.set(role, rules);
      }
      if (rules.length > 0) {
        found.push({ binding, role, rules });
      }
    }
  }
  return found;
}
