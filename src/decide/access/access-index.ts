import { CompiledRules } from './compiled-rules';
import type { AccessBinding, AccessPolicy, AccessRole, RoleRule } from './policy';
import {
  decide, isOpen, roleOf, ruleAllows, serviceAccountName, type Access, type AccessAttributes, type AccessDecision, type AccessRequest,
  type UserInfo,
} from '../access';

/** The bindings of one subject in one scope. Their rules are compiled when they are first asked. */
interface Scope {
  readonly bindings: Ordered[];
  rules?: CompiledRules;
}

/** A binding with its role and its place in the policy. */
interface Ordered {
  readonly binding: AccessBinding;
  readonly role: AccessRole | undefined;
  readonly at: number;
}

/** What one subject is bound to. */
interface Holder {
  readonly cluster: Scope;
  readonly namespaces: Map<string, Scope>;
}

/**
 * The specification of `access.ts`, arranged by subject: built once, then a decision costs some look-ups,
 * whatever the number of bindings. The policy must not change afterwards.
 */
export class AccessIndex {
  private readonly users = new Map<string, Holder>();
  private readonly groups = new Map<string, Holder>();
  private readonly all: readonly Ordered[];
  private readonly everywhere: Ordered[] = [];
  private readonly byNamespace = new Map<string, Ordered[]>();
  private readonly open: readonly AccessBinding[];
  private readonly compiled = new Map<AccessRole, CompiledRules>();

  constructor(public readonly policy: AccessPolicy) {
    this.open = policy.roleBindings.filter(isOpen);
    this.all = [...policy.clusterRoleBindings, ...policy.roleBindings].map((binding, at) => ({ binding, role: roleOf(policy, binding), at }));
    this.all.forEach(each => this.add(each));
  }

  /** Whether `decide` allows a request, without saying why. */
  public allows(request: AccessRequest): boolean {
    const { user } = request;
    if (this.holds(this.users.get(user.name), request)) {
      return true;
    }
    for (const group of user.groups) {
      if (this.holds(this.groups.get(group), request)) {
        return true;
      }
    }
    return false;
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
    return [...new Set(this.holdersOf(user).flatMap(({ namespaces }) => [...namespaces.keys()]))].sort();
  }

  /** The bindings that make a user a subject: cluster-wide ones, and those of a namespace; in the policy's order. */
  public bindingsOf(user: UserInfo, namespace: string): readonly AccessBinding[] {
    return this.orderedOf(user, namespace).map(({ binding }) => binding);
  }

  /** As the specification's. */
  public whoCan(request: AccessAttributes): Access[] {
    return among(request.namespace === '' ? this.everywhere : [...this.everywhere, ...this.byNamespace.get(request.namespace) ?? []], request);
  }

  /** As the specification's. */
  public whoCanAnywhere(request: AccessAttributes): Access[] {
    return among(this.all, request);
  }

  private orderedOf(user: UserInfo, namespace: string): Ordered[] {
    const found = new Set<Ordered>();
    for (const { cluster, namespaces } of this.holdersOf(user)) {
      cluster.bindings.forEach(each => found.add(each));
      if (namespace !== '') {
        namespaces.get(namespace)?.bindings.forEach(each => found.add(each));
      }
    }
    return [...found].sort((a, b) => a.at - b.at);
  }

  private holdersOf({ name, groups }: UserInfo): Holder[] {
    return [this.users.get(name), ...groups.map(group => this.groups.get(group))].filter(holder => holder !== undefined);
  }

  private holds(holder: Holder | undefined, request: AccessRequest): boolean {
    if (!holder) {
      return false;
    }
    const own = request.namespace === '' ? undefined : holder.namespaces.get(request.namespace);
    return (own !== undefined && this.rulesOf(own).allow(request))
      || (holder.cluster.bindings.length > 0 && this.rulesOf(holder.cluster).allow(request));
  }

  private rulesOf(scope: Scope): CompiledRules {
    return scope.rules ?? (scope.rules = this.compile(scope.bindings));
  }

  /** Subjects of one role share its rules; those of several get their own. */
  private compile(bindings: readonly Ordered[]): CompiledRules {
    const roles = [...new Set(bindings.map(each => each.role))].filter(role => role !== undefined);
    const [role] = roles;
    const known = roles.length === 1 ? this.compiled.get(role!) : undefined;
    if (known) {
      return known;
    }
    const rules = new CompiledRules();
    roles.forEach(each => each.rules.forEach(({ rule }) => rules.add(rule)));
    if (roles.length === 1) {
      this.compiled.set(role!, rules);
    }
    return rules;
  }

  private add(ordered: Ordered): void {
    const { binding } = ordered;
    const { namespace } = binding;
    if (binding.kind === 'RoleBinding') {
      listOf(this.byNamespace, namespace).push(ordered);
      if (namespace === '') {
        return;
      }
    } else {
      this.everywhere.push(ordered);
    }
    for (const { kind, name, namespace: ownNamespace } of binding.subjects) {
      const account = ownNamespace || namespace;
      if (kind === 'Group') {
        bind(this.groups, name, ordered);
      } else if (kind === 'User') {
        bind(this.users, name, ordered);
      } else if (kind === 'ServiceAccount' && account !== '') {
        bind(this.users, serviceAccountName(account, name), ordered);
      }
    }
  }
}

/** A rule that somebody holds, and how. */
export interface HeldRule {
  readonly binding: AccessBinding;
  readonly role: AccessRole;
  readonly rule: RoleRule;
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

function bind(holders: Map<string, Holder>, name: string, ordered: Ordered): void {
  let holder = holders.get(name);
  if (!holder) {
    holder = { cluster: { bindings: [] }, namespaces: new Map() };
    holders.set(name, holder);
  }
  const { kind, namespace } = ordered.binding;
  let scope = kind === 'ClusterRoleBinding' ? holder.cluster : holder.namespaces.get(namespace);
  if (!scope) {
    scope = { bindings: [] };
    holder.namespaces.set(namespace, scope);
  }
  scope.bindings.push(ordered);
}

function listOf<V>(map: Map<string, V[]>, key: string): V[] {
  let list = map.get(key);
  if (!list) {
    list = [];
    map.set(key, list);
  }
  return list;
}
