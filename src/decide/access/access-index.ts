import { CompiledRules } from './compiled-rules';
import type { AccessBinding, AccessPolicy, AccessRole, RoleRule } from './policy';
import {
  decide, isOpen, roleOf, serviceAccountName, whoCan, type Access, type AccessAttributes, type AccessDecision, type AccessRequest,
  type UserInfo,
} from '../access';

/** The bindings of one subject in one scope. Their rules are compiled when they are first asked. */
interface Scope {
  readonly bindings: Ordered[];
  rules?: CompiledRules;
}

/** A binding with its place in the policy. */
interface Ordered {
  readonly binding: AccessBinding;
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
  private readonly byNamespace = new Map<string, AccessBinding[]>();
  private readonly open: readonly AccessBinding[];
  private readonly compiled = new Map<AccessRole, CompiledRules>();

  constructor(public readonly policy: AccessPolicy) {
    this.open = policy.roleBindings.filter(isOpen);
    [...policy.clusterRoleBindings, ...policy.roleBindings].forEach((binding, at) => this.add({ binding, at }));
  }

  /** Whether `decide` allows a request, without saying why. */
  public allows(request: AccessRequest): boolean {
    const { user, namespace } = request;
    if (this.holds(this.users.get(user.name), namespace, request)) {
      return true;
    }
    for (const group of user.groups) {
      if (this.holds(this.groups.get(group), namespace, request)) {
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
    return this.bindingsOf(user, namespace).flatMap(binding => {
      const role = roleOf(this.policy, binding);
      return role?.rules.map(rule => ({ binding, role, rule })) ?? [];
    });
  }

  /** The namespaces in which a user is bound to anything by a RoleBinding, in order. */
  public namespacesOf(user: UserInfo): string[] {
    return [...new Set(this.holdersOf(user).flatMap(({ namespaces }) => [...namespaces.keys()]))].sort();
  }

  /** The bindings that make a user a subject: cluster-wide ones, and those of a namespace; in the policy's order. */
  public bindingsOf(user: UserInfo, namespace: string): readonly AccessBinding[] {
    const found = new Map<AccessBinding, number>();
    for (const { cluster, namespaces } of this.holdersOf(user)) {
      for (const { binding, at } of [...cluster.bindings, ...namespace === '' ? [] : namespaces.get(namespace)?.bindings ?? []]) {
        found.set(binding, at);
      }
    }
    return [...found].sort(([, a], [, b]) => a - b).map(([binding]) => binding);
  }

  /** As the specification's. */
  public whoCan(request: AccessAttributes): Access[] {
    const own = request.namespace === '' ? [] : this.byNamespace.get(request.namespace) ?? [];
    return this.among([...this.policy.clusterRoleBindings, ...own], request);
  }

  /** As the specification's. */
  public whoCanAnywhere(request: AccessAttributes): Access[] {
    return this.among([...this.policy.clusterRoleBindings, ...this.policy.roleBindings], request);
  }

  /** A role is asked once, however many bindings name it. */
  private among(bindings: readonly AccessBinding[], request: AccessAttributes): Access[] {
    const allowing = new Map<AccessRole, boolean>();
    return whoCan(this.policy, request, bindings.filter(binding => {
      const role = roleOf(this.policy, binding);
      if (role && !allowing.has(role)) {
        allowing.set(role, whoCan(this.policy, request, [binding]).length > 0);
      }
      return role !== undefined && allowing.get(role);
    }));
  }

  private holdersOf({ name, groups }: UserInfo): Holder[] {
    return [this.users.get(name), ...groups.map(group => this.groups.get(group))].filter(holder => holder !== undefined);
  }

  private holds(holder: Holder | undefined, namespace: string, request: AccessRequest): boolean {
    if (!holder) {
      return false;
    }
    const own = namespace === '' ? undefined : holder.namespaces.get(namespace);
    return this.rulesOf(holder.cluster).allow(request) || (own !== undefined && this.rulesOf(own).allow(request));
  }

  private rulesOf(scope: Scope): CompiledRules {
    scope.rules ??= this.compile(scope.bindings);
    return scope.rules;
  }

  /** Subjects of one role share its rules; those of several get their own. */
  private compile(bindings: readonly Ordered[]): CompiledRules {
    const roles = [...new Set(bindings.map(({ binding }) => roleOf(this.policy, binding)))].filter(role => role !== undefined);
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
      listOf(this.byNamespace, namespace).push(binding);
      if (namespace === '') {
        return;
      }
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
