import { isOpen, roleOf, serviceAccountName } from '../../decide/access';
import type { AccessBinding, AccessPolicy, AccessRole } from '../../decide/access/policy';
import type { PolicyRule } from '../../manifests/model';

/** Who holds something by name: a user (service accounts are users), or a group. */
export type Holder = `user ${string}` | `group ${string}`;

/** Where a RoleBinding stands whose manifest leaves the namespace open; no namespace is called so. */
export const OPEN = '*';

/** What is bound to one holder in one place. */
export interface Holding {
  readonly bindings: AccessBinding[];
  /** Each once. */
  readonly roles: AccessRole[];
  /** What binds to rules that nobody can see, in words that are equal on both sides. */
  unseen?: Map<string, AccessBinding>;
}

/** Holdings by place: the empty text for the whole cluster, else a namespace. */
export type Holdings = ReadonlyMap<Holder, ReadonlyMap<string, Holding>>;

/** Gives equal rules one object and equal lists of them one number, so that two policies can be compared by identity. */
export class Interning {
  private readonly rules = new Map<string, PolicyRule>();
  private readonly lists = new Map<string, number>();
  private readonly ofRoles = new Map<AccessRole, { readonly id: number; readonly rules: readonly PolicyRule[] }>();

  public of(role: AccessRole): { readonly id: number; readonly rules: readonly PolicyRule[] } {
    let found = this.ofRoles.get(role);
    if (!found) {
      const texts = [...new Set(role.rules.map(({ rule }) => this.textOf(rule)))].sort();
      const list = texts.join('\n');
      const id = this.lists.get(list) ?? this.lists.size;
      this.lists.set(list, id);
      found = { id, rules: texts.map(text => this.rules.get(text)!) };
      this.ofRoles.set(role, found);
    }
    return found;
  }

  private textOf(rule: PolicyRule): string {
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
    const text = JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(list => [...new Set(list ?? [])].sort()));
    if (!this.rules.has(text)) {
      this.rules.set(text, rule);
    }
    return text;
  }
}

/** What each of some holders holds where. */
export function holdingsOf(policy: AccessPolicy, holders: ReadonlySet<Holder>): Holdings {
  const all = new Map<Holder, Map<string, Holding>>();
  for (const binding of [...policy.clusterRoleBindings, ...policy.roleBindings]) {
    const meant = holdersOf(binding).filter(holder => holders.has(holder));
    const role = meant.length > 0 ? roleOf(policy, binding) : undefined;
    const place = isOpen(binding) ? OPEN : binding.namespace;
    for (const holder of meant) {
      let places = all.get(holder);
      if (!places) {
        places = new Map();
        all.set(holder, places);
      }
      let holding = places.get(place);
      if (!holding) {
        holding = { bindings: [], roles: [] };
        places.set(place, holding);
      }
      holding.bindings.push(binding);
      if (role && place !== OPEN && !holding.roles.includes(role)) {
        holding.roles.push(role);
      }
      if (!role || role.lacksParts || place === OPEN) {
        holding.unseen ??= new Map();
        holding.unseen.set(`${binding.roleRef.kind} ${binding.roleRef.name}`, binding);
      }
    }
  }
  return all;
}

/** A service account without a namespace in a binding without one is nobody. */
export function holdersOf({ subjects, namespace: own }: AccessBinding): Holder[] {
  return [...new Set(subjects.flatMap(({ kind, name, namespace }): Holder[] => {
    const of = namespace || own;
    return kind === 'User' ? [`user ${name}`] : kind === 'Group' ? [`group ${name}`]
      : kind === 'ServiceAccount' && of !== '' ? [`user ${serviceAccountName(of, name)}`] : [];
  }))];
}
