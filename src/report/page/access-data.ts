import { catalogueOf, type CatalogueEntry } from './catalogue';
import type { AccessData, BindingData, ResourceData, RoleData, RuleData, SubjectData } from './data';
import { Table, type Strings } from './strings';
import { apiGroupMatches, nonResourceURLMatches, resourceMatches, roleOf, serviceAccountName, verbMatches } from '../../decide/access';
import type { PolicyObject } from '../../decide/access/build';
import type { AccessBinding, AccessPolicy, AccessRole, RoleRule } from '../../decide/access/policy';
import { impliedGroups } from '../../decide/access/users';
import type { Subject } from '../../manifests/model';
import { printable } from '../../manifests/problem';
import { labelOf, ruleLabel, ruleWords } from '../access-words';

/** What of a cluster the matrix of access is made of. */
export interface AccessSource {
  readonly policy: AccessPolicy;
  readonly objects: readonly PolicyObject[];
  readonly minor: number;
  /** Groups that the app declares for users. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly unresolved: readonly string[];
}

/** Everybody who is bound to anything, and what each rule allows, asked of the authorizer's own conditions. */
export function accessData({ policy, objects, minor, groups, unresolved }: AccessSource, strings: Strings): AccessData {
  const bindings = [...policy.clusterRoleBindings, ...policy.roleBindings];
  const roles = [...new Set(bindings.map(binding => roleOf(policy, binding)))].filter(role => role !== undefined);
  const catalogue = catalogueOf(minor, objects, roles.flatMap(role => role.rules.map(({ rule }) => rule)));
  const powers = new Powers(catalogue.resources, catalogue.verbs);
  const subjects = new Subjects(strings, groups);
  const roleAt = new Map(roles.map((role, at) => [role, at]));
  const bound = bindings.map(binding => bindingData(binding, roleAt.get(roleOf(policy, binding)!), subjects, strings));
  return {
    verbs: catalogue.verbs.map(printable),
    resources: catalogue.resources.map(({ label, kind, acts }): ResourceData => ({ name: printable(label), kind, ...acts ? { acts } : {} })),
    roles: roles.map(role => roleData(role, powers, strings)),
    bindings: bound,
    subjects: subjects.all(),
    verbSets: powers.verbSets.all,
    powers: powers.all,
    unresolved,
  };
}

function roleData(role: AccessRole, powers: Powers, strings: Strings): RoleData {
  return {
    label: strings.of(labelOf(role)),
    ...strings.place(role.origin),
    rules: role.rules.map((rule): RuleData => ({
      at: strings.of(ruleLabel(rule)),
      words: strings.of(ruleWords(rule.rule)),
      ...powers.of(rule),
      ...(rule.rule.resourceNames ?? []).length > 0 ? { named: true } : {},
      ...rule.aggregatedFrom === undefined ? {} : strings.place(rule.origin),
    })),
  };
}

function bindingData(binding: AccessBinding, role: number | undefined, subjects: Subjects, strings: Strings): BindingData {
  const { kind, namespace, origin } = binding;
  return {
    label: strings.of(labelOf(binding)),
    ...strings.place(origin),
    ...kind === 'ClusterRoleBinding' ? {} : { namespace: strings.of(namespace) },
    ...role === undefined ? {} : { role },
    subjects: binding.subjects.map(subject => subjects.of(subject, namespace)),
    ...origin.defaultOf === undefined ? {} : { byDefault: true },
  };
}

/** What rules allow, once each: many roles say the same. */
class Powers {
  public readonly verbSets = new Table<readonly number[]>();
  private readonly lists = new Table<readonly number[]>();
  private readonly byRule = new Map<string, Pick<RuleData, 'cluster' | 'namespace'>>();

  constructor(private readonly resources: readonly CatalogueEntry[], private readonly verbs: readonly string[]) {}

  public get all(): ReadonlyArray<readonly number[]> {
    return this.lists.all;
  }

  public of({ rule }: RoleRule): Pick<RuleData, 'cluster' | 'namespace'> {
    const key = JSON.stringify(rule);
    let found = this.byRule.get(key);
    if (!found) {
      const allowed = this.resources.map(({ group, resource, subresource, path }) =>
        path !== undefined ? nonResourceURLMatches(rule, path) : apiGroupMatches(rule, group) && resourceMatches(rule, resource, subresource));
      const verbs = this.verbSets.of([...this.verbs.keys()].filter(at => verbMatches(rule, this.verbs[at]!)));
      // A RoleBinding is asked only about requests that carry its namespace.
      const list = (inNamespace: boolean) => this.lists.of([...this.resources.keys()]
        .filter(at => allowed[at] && !(inNamespace && ['cluster', 'path'].includes(this.resources[at]!.kind))).flatMap(at => [at, verbs]));
      found = { cluster: list(false), namespace: list(true) };
      this.byRule.set(key, found);
    }
    return found;
  }
}

/** Subjects once each, in the order in which they come; groups that Kubernetes or the app give are subjects as well. */
class Subjects {
  private readonly found = new Map<string, { readonly kind: SubjectData['kind']; readonly name: string; readonly at: number; readonly groups: readonly string[] }>();

  constructor(private readonly strings: Strings, private readonly declared: Readonly<Record<string, readonly string[]>>) {}

  public of({ kind, name, namespace }: Subject, own: string): number {
    return kind === 'ServiceAccount' ? this.add(kind, `${namespace || own}/${name}`, serviceAccountName(namespace || own, name))
      : this.add(kind === 'Group' ? 'Group' : 'User', name, kind === 'Group' ? undefined : name);
  }

  public all(): SubjectData[] {
    // Only groups that something is bound to say anything.
    return [...this.found.values()].map(({ kind, name, groups }) => ({
      kind, name: this.strings.of(name), groups: groups.flatMap(group => this.found.get(`Group ${group}`)?.at ?? []),
    }));
  }

  private add(kind: SubjectData['kind'], name: string, user: string | undefined): number {
    const key = `${kind} ${name}`;
    let subject = this.found.get(key);
    if (!subject) {
      const groups = user === undefined ? [] : [...Object.hasOwn(this.declared, user) ? this.declared[user]! : [], ...impliedGroups(user)];
      subject = { kind, name, at: this.found.size, groups };
      this.found.set(key, subject);
    }
    return subject.at;
  }
}
