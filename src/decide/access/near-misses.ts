import type { AccessIndex } from './access-index';
import type { AccessBinding, AccessRole, RoleRule } from './policy';
import { serviceAccountOf } from './users';
import type { PolicyRule, Subject } from '../../manifests/model';
import {
  apiGroupMatches, isOpen, matchingSubjects, nonResourceURLMatches, resourceMatches, resourceNameMatches, roleOf, ruleAllows, verbMatches,
  whoCanAnywhere, type AccessRequest,
} from '../access';
import { resembles } from '../resembles';

/** What almost allowed a request, and the one thing that differs. */
export interface NearMiss {
  /** `scope`: a RoleBinding, which grants nothing outside its namespace. */
  readonly differs: 'subject' | 'name' | 'namespace' | 'scope' | 'subresource' | 'verb' | 'apiGroup' | 'resource' | 'path';
  /** What was asked there. Of a subject it is the user's name. */
  readonly asked: string;
  /** What is written there instead. */
  readonly held: readonly string[];
  readonly binding: AccessBinding;
  readonly role: AccessRole;
  readonly rule: RoleRule;
}

/** Of one kind of difference no more than these are told. */
const MOST_OF_A_KIND = 3;

/**
 * What almost allowed a request that is not allowed: rules of the user that differ in one thing, bindings of
 * the user in other namespaces, and bindings of others. The likeliest slip comes first: a subject whose name
 * looks alike, then a name, a namespace, a subresource, a verb, a group, a resource; bindings of somebody
 * else come last, and of those the default ones not at all.
 *
 * @param most how many are told. Default: 5
 */
export function nearMisses(index: AccessIndex, request: AccessRequest, most = 5): NearMiss[] {
  const found = [...ownRules(index, request), ...otherNamespaces(index, request), ...otherSubjects(index, request)];
  const ranked = found.map((miss, at) => ({ miss, at, rank: rankOf(miss) })).sort((a, b) => a.rank - b.rank || a.at - b.at);
  const counts = new Map<string, number>();
  return ranked.map(({ miss }) => miss).filter(({ differs }) => {
    const count = (counts.get(differs) ?? 0) + 1;
    counts.set(differs, count);
    return count <= MOST_OF_A_KIND;
  }).slice(0, most);
}

const RANKS: ReadonlyArray<NearMiss['differs']> = ['name', 'namespace', 'scope', 'subresource', 'path', 'verb', 'apiGroup', 'resource', 'subject'];

function rankOf({ differs, asked, held, binding }: NearMiss): number {
  return differs === 'subject' && held.some(name => isAlike(asked, name, binding.namespace)) ? -1 : RANKS.indexOf(differs);
}

function ownRules(index: AccessIndex, request: AccessRequest): NearMiss[] {
  return index.rulesFor(request.user, request.namespace).flatMap(({ binding, role, rule }) => {
    const difference = request.resourceRequest ? differenceOf(rule.rule, request) : urlDifferenceOf(rule.rule, request);
    return difference ? [{ ...difference, binding, role, rule }] : [];
  });
}

type Difference = Pick<NearMiss, 'differs' | 'asked' | 'held'>;

/** The one condition of a rule that a request does not meet; undefined where there are several, or none. */
function differenceOf(rule: PolicyRule, { verb, apiGroup, resource, subresource, name }: AccessRequest): Difference | undefined {
  const unmet = [
    ...verbMatches(rule, verb) ? [] : [{ differs: 'verb', asked: verb, held: rule.verbs } as const],
    ...apiGroupMatches(rule, apiGroup) ? [] : [{ differs: 'apiGroup', asked: apiGroup, held: rule.apiGroups ?? [] } as const],
    ...resourceMatches(rule, resource, subresource) ? [] : [resourceDifference(rule, resource, subresource)],
    ...resourceNameMatches(rule, name) ? [] : [{ differs: 'name', asked: name, held: rule.resourceNames ?? [] } as const],
  ];
  return unmet.length === 1 ? unmet[0] : undefined;
}

/** Another subresource of the same resource, or a word that looks alike. Any other resource is no near miss. */
function resourceDifference({ resources = [] }: PolicyRule, resource: string, subresource: string): Difference | undefined {
  const others = resources.filter(each => each.split('/')[0] === resource);
  if (others.length > 0) {
    return { differs: 'subresource', asked: subresource, held: others };
  }
  const alike = resources.filter(each => resembles(each, resource) || (subresource !== '' && each === subresource));
  return alike.length > 0 ? { differs: 'resource', asked: resource, held: alike } : undefined;
}

function urlDifferenceOf(rule: PolicyRule, { verb, path }: AccessRequest): Difference | undefined {
  const urls = rule.nonResourceURLs ?? [];
  if (nonResourceURLMatches(rule, path)) {
    return { differs: 'verb', asked: verb, held: rule.verbs };
  }
  const near = urls.filter(url => resembles(url, path) || (url.endsWith('/*') && path === url.slice(0, -2)) || path.startsWith(`${url}/`));
  return verbMatches(rule, verb) && near.length > 0 ? { differs: 'path', asked: path, held: near } : undefined;
}

/** Bindings of the user elsewhere that would do. One role that is bound in many namespaces is one near miss. */
function otherNamespaces(index: AccessIndex, request: AccessRequest): NearMiss[] {
  const found = new Map<RoleRule, NearMiss>();
  for (const namespace of index.namespacesOf(request.user).filter(each => each !== request.namespace)) {
    for (const binding of index.bindingsOf(request.user, namespace).filter(each => each.namespace === namespace)) {
      const role = roleOf(index.policy, binding);
      const rule = role?.rules.find(each => ruleAllows(each.rule, request));
      if (role && rule) {
        const first = found.get(rule);
        const differs = request.resourceRequest ? 'namespace' : 'scope';
        found.set(rule, first ? { ...first, held: [...first.held, namespace] }
          : { differs, asked: request.namespace, held: [namespace], binding, role, rule });
      }
    }
  }
  return [...found.values()];
}

/** Bindings that allow exactly this to somebody else. The default ones are left out: they are no slip of anybody's. */
function otherSubjects(index: AccessIndex, request: AccessRequest): NearMiss[] {
  const here = whoCanAnywhere(index.policy, request)
    .filter(({ binding }) => binding.origin.defaultOf === undefined && !isOpen(binding)
      && (binding.kind === 'ClusterRoleBinding' || (request.namespace !== '' && binding.namespace === request.namespace)));
  return here.flatMap(({ binding, role, rules }) => {
    const names = binding.subjects.map(subject => nameOf(subject, binding.namespace));
    const alike = names.filter(name => isAlike(request.user.name, name, binding.namespace));
    const held = alike.length > 0 ? alike : names;
    return held.length === 0 || matchingSubjects(binding, request.user).length > 0 ? []
      : [{ differs: 'subject', asked: request.user.name, held, binding, role, rule: rules[0]! }];
  });
}

/** `User jane`, `ServiceAccount shop/ci`. */
function nameOf({ kind, name, namespace }: Subject, bindingNamespace: string): string {
  return kind === 'ServiceAccount' ? `${kind} ${namespace ?? bindingNamespace}/${name}` : `${kind} ${name}`;
}

/** A name that looks alike, in whatever kind; and the service account of that name in another namespace. */
function isAlike(user: string, held: string, bindingNamespace: string): boolean {
  const name = held.slice(held.indexOf(' ') + 1);
  const account = serviceAccountOf(user);
  return account
    ? name.endsWith(`/${account.name}`) || resembles(name, `${account.namespace}/${account.name}`) || name === account.name
    : resembles(name, user) || name === `${bindingNamespace}/${user}`;
}
