import type { Observed, Observations, ObservedRequest } from './observe';
import { toRules, toUrlRules, type PlainGrant, type UrlGrant } from '../../constructs/access/rules';
import { roleOf, type AccessAttributes, type UserInfo } from '../../decide/access';
import { AccessIndex } from '../../decide/access/access-index';
import { policyOf, type PolicyObject } from '../../decide/access/build';
import { uncovered } from '../../decide/access/covers';
import type { AccessBinding } from '../../decide/access/policy';
import { impliedGroups, serviceAccountOf } from '../../decide/access/users';
import { findAuthorizable } from '../../kubernetes';
import type { PolicyRule } from '../../manifests/model';

/** What may be granted beyond what was seen. */
export interface Widening {
  /** Every object in place of those that were named. */
  readonly names?: boolean;
  /** get, list and watch together wherever one was seen, patch and update together. */
  readonly verbs?: boolean;
  /** Requests that were refused, too. */
  readonly refused?: boolean;
}

/** What one identity needs in one place. */
export interface NeededRole {
  /** The namespace; empty for what is in none, and for paths. */
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
}

/** What one identity needs, and what it has. */
export interface NeededAccess {
  readonly user: UserInfo;
  /** The name of its roles. */
  readonly roleName: string;
  readonly roles: readonly NeededRole[];
  /** Requests that are granted by these. */
  readonly observed: readonly ObservedRequest[];
  /** Requests that everybody may send by the defaults of Kubernetes, or this identity by its own. */
  readonly byDefault: readonly ObservedRequest[];
  readonly refused: readonly ObservedRequest[];
  readonly otherwise: readonly ObservedRequest[];
  /** Requests for something called `*` and its like, which no rule grants without granting everything; so none does. */
  readonly wild: readonly ObservedRequest[];
  /** Where the cluster of today is known: what is held and was not used, and what was used and is not held. */
  readonly difference?: { readonly notUsed: readonly NeededRole[]; readonly notHeld: readonly NeededRole[] };
}

/** Who is asked about, and what stands beside the log. */
export interface ImportOptions {
  readonly minor: number;
  /** These identities alone, by user name. Default: all. */
  readonly users?: readonly string[];
  readonly widen?: Widening;
  /** The objects of the cluster of today. Default: not known. */
  readonly today?: readonly PolicyObject[];
}

/** What comes of a log. */
export interface ImportedAccess {
  readonly needed: readonly NeededAccess[];
  /** The objects that grant it. */
  readonly objects: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Requests that the objects let through, as the access engine decides: all that were observed. */
  readonly proved: number;
  /** Requests that they do not let through; empty, or the result is not to be used. */
  readonly unproved: ReadonlyArray<{ readonly user: string; readonly request: AccessAttributes }>;
  /** Bindings of today that the log never names as those that allowed something. */
  readonly unusedBindings: readonly string[];
}

const RBAC = 'rbac.authorization.k8s.io';

/** The least that lets every observed request through: a role a namespace, and one for what is in none. */
export function leastPrivilege(observations: Observations, { minor, users, widen = {}, today }: ImportOptions): ImportedAccess {
  const defaults = new AccessIndex(policyOf([], { defaultsOf: minor }));
  const held = today && new AccessIndex(policyOf(today));
  const meant = observations.identities.filter(({ user }) => users === undefined || users.includes(user.name));
  const names = new Names();
  const needed = meant.map(each => ({ ...neededBy(each, defaults, held, widen), roleName: names.of(each.user.name) }));
  const objects = needed.flatMap(each => objectsOf(each));
  const index = new AccessIndex(policyOf(objects.map(object => ({ object }))));
  const checked = needed.flatMap(({ user, observed }) => observed.map(({ request }) => ({ user, request })));
  const unproved = checked.filter(({ user, request }) => !index.allows({ ...request, user }));
  return {
    needed,
    objects,
    proved: checked.length - unproved.length,
    unproved: unproved.map(({ user, request }) => ({ user: user.name, request })),
    unusedBindings: held ? unused(held, observations.usedBindings) : [],
  };
}

function neededBy(observed: Observed, defaults: AccessIndex, held: AccessIndex | undefined, widen: Widening): Omit<NeededAccess, 'roleName'> {
  const { user, granted, refused, otherwise } = observed;
  const wanted = [...granted, ...widen.refused ? refused : []];
  // Groups of the log may come from anywhere; only those that Kubernetes adds have defaults.
  const known = { name: user.name, groups: impliedGroups(user.name) };
  const isDefault = ({ request }: ObservedRequest) => defaults.allows({ ...request, user: known });
  const beyond = wanted.filter(each => !isDefault(each));
  const [needed, wild] = [beyond.filter(({ request }) => !isWild(request)), beyond.filter(({ request }) => isWild(request))];
  const roles = rolesFor(needed.map(({ request }) => request), widen);
  return {
    user,
    roles,
    observed: needed,
    byDefault: wanted.filter(isDefault),
    refused: widen.refused ? [] : refused,
    otherwise,
    wild,
    ...held ? { difference: differenceOf(user, roles, held) } : {},
  };
}

/**
 * A request may name what a rule would read as a wildcard: `GET /api/v1/*`, `/apis/*`, a path that ends in `*`, a method called `*`.
 * Whoever may do everything can leave one in a log, and copying it into a rule would hand that on. Names of objects are compared
 * exactly (pkg/apis/rbac/v1/evaluation_helpers.go), and so mean themselves.
 */
function isWild({ verb, resourceRequest, apiGroup, resource, path }: AccessAttributes): boolean {
  return verb === '*' || (resourceRequest ? apiGroup === '*' || resource === '*' : path.endsWith('*'));
}

function rolesFor(requests: readonly AccessAttributes[], widen: Widening): NeededRole[] {
  const places = new Map<string, { grants: PlainGrant[]; urls: UrlGrant[] }>();
  const at = (namespace: string) => {
    const found = places.get(namespace) ?? { grants: [], urls: [] };
    places.set(namespace, found);
    return found;
  };
  for (const { verb, resourceRequest, apiGroup: group, resource, subresource, name, namespace, path } of requests) {
    if (!resourceRequest) {
      // The verb is a method of HTTP, and belongs to no others.
      at('').urls.push({ urls: [path], verbs: [verb] });
    } else {
      const full = subresource === '' ? resource : `${resource}/${subresource}`;
      const verbs = widen.verbs ? widened(verb, findAuthorizable(group, full)?.verbs) : [verb];
      at(namespace).grants.push({ resource: { group, resource: full }, verbs, names: name === '' || widen.names ? [] : [name] });
    }
  }
  return [...places].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([namespace, { grants, urls }]) => ({ namespace, rules: [...toRules(grants), ...toUrlRules(urls)] }));
}

const TOGETHER = [['get', 'list', 'watch'], ['patch', 'update']];

/** @param known the verbs that the resource has; undefined where that is not known */
function widened(verb: string, known?: readonly string[]): string[] {
  const together = TOGETHER.find(verbs => verbs.includes(verb)) ?? [verb];
  return together.filter(each => each === verb || known === undefined || known.includes(each));
}

/** What somebody holds by the bindings of today, the defaults of Kubernetes aside, against what was needed. */
function differenceOf(user: UserInfo, roles: readonly NeededRole[], held: AccessIndex): NonNullable<NeededAccess['difference']> {
  const rulesIn = (namespace: string) => held.rulesFor(user, namespace).map(({ rule }) => rule.rule);
  const everywhere = rulesIn('');
  const needed = new Map(roles.map(({ namespace, rules }) => [namespace, rules]));
  const everyNeed = roles.flatMap(({ rules }) => rules);
  const own = (namespace: string) => rulesIn(namespace).slice(everywhere.length);
  const namespaces = [...new Set([...held.namespacesOf(user), ...roles.map(({ namespace }) => namespace)])].filter(each => each !== '').sort();
  const parts = (of: (namespace: string) => PolicyRule[]) => ['', ...namespaces].map(namespace => ({ namespace, rules: of(namespace) }))
    .filter(({ rules }) => rules.length > 0);
  return {
    // What is held everywhere is used when it is needed anywhere.
    notUsed: parts(namespace => namespace === '' ? uncovered(everyNeed, everywhere) : uncovered(needed.get(namespace) ?? [], own(namespace))),
    notHeld: parts(namespace => uncovered([...everywhere, ...namespace === '' ? [] : own(namespace)], needed.get(namespace) ?? [])),
  };
}

function unused({ policy }: AccessIndex, used: ReadonlySet<string>): string[] {
  const label = ({ kind, namespace, name }: AccessBinding) => `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
  return [...policy.clusterRoleBindings, ...policy.roleBindings]
    .filter(binding => binding.origin.defaultOf === undefined && !used.has(label(binding)))
    .map(binding => `${label(binding)}${roleOf(policy, binding) ? '' : ' (its role is not among the manifests)'}`).sort();
}

/** Role and RoleBinding a namespace, ClusterRole and ClusterRoleBinding for the rest. */
function objectsOf({ user, roleName: name, roles }: NeededAccess): Array<Record<string, unknown>> {
  return roles.flatMap(({ namespace, rules }) => {
    const kind = namespace === '' ? 'ClusterRole' : 'Role';
    const place = namespace === '' ? {} : { namespace };
    return [
      { apiVersion: `${RBAC}/v1`, kind, metadata: { name, ...place }, rules },
      {
        apiVersion: `${RBAC}/v1`,
        kind: `${kind}Binding`,
        metadata: { name: `${kind.toLowerCase()}-${name}`, ...place },
        roleRef: { apiGroup: RBAC, kind, name },
        subjects: [subjectOf(user.name)],
      },
    ];
  });
}

function subjectOf(user: string): Record<string, string> {
  const account = serviceAccountOf(user);
  return account ? { kind: 'ServiceAccount', ...account } : { apiGroup: RBAC, kind: 'User', name: user };
}

/** `observed-jane`, `observed-shop-web` of a service account; two users never share a name. */
class Names {
  private readonly taken = new Set<string>();

  public of(user: string): string {
    const account = serviceAccountOf(user);
    const words = account ? `${account.namespace}-${account.name}` : user;
    const plain = words.toLowerCase().replace(/[^a-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 200).replace(/[-.]+$/, '');
    const base = `observed-${plain === '' ? 'user' : plain}`;
    let name = base;
    for (let count = 2; this.taken.has(name); count += 1) {
      name = `${base}-${count}`;
    }
    this.taken.add(name);
    return name;
  }
}
