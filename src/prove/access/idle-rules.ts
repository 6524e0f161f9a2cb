import { Askable } from './askable';
import { idleVerb, idleVerbOfPaths, type Idle } from './idle-verbs';
import type { PolicyObject } from '../../decide/access/build';
import { canonical } from '../../decide/canonical';
import { bootstrapPolicy, isAskedInNamespaces, REQUEST_VERBS, SUPPORTED_MINORS } from '../../kubernetes';
import { groupOf, objectLabel } from '../../manifests/identity';
import type { PolicyRule } from '../../manifests/model';
import type { Finding } from '../finding';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

interface Word extends Idle {
  readonly field: string;
  readonly value: string;
}

/**
 * Words of roles that no request has, so that they read as a permission and are none: the API server checks none of them
 * (pkg/apis/rbac/validation). A word counts as idle only where nothing that Kubernetes has, or that others may serve, can be
 * asked with it together with some other words of its rule. Rules that Kubernetes writes itself are left alone, and so are
 * those of an aggregated role, which are its controller's.
 *
 * @param minor of the cluster; what a later minor brings is not idle, and what an earlier one had is
 */
export function idleRules(objects: readonly PolicyObject[], minor: number): Finding[] {
  const roles = objects.filter(({ object }) => groupOf(object) === RBAC_GROUP && (object.kind === 'Role' || object.kind === 'ClusterRole')
    && !object.aggregationRule && Array.isArray(object.rules));
  if (roles.length === 0) {
    return [];
  }
  const askable = new Askable(minor, objects);
  const seen = new Map<string, readonly Word[]>();
  return roles.flatMap(({ object, source, construct }) => {
    const key = JSON.stringify([object.kind, object.rules]);
    const words = seen.get(key) ?? idleWords(object.rules as readonly PolicyRule[], object.kind === 'Role', askable);
    seen.set(key, words);
    return words.map((idle): Finding => ({
      id: 'access-rule-idle',
      severity: 'low',
      object: objectLabel(object),
      ...idle,
      ...source === undefined ? {} : { source },
      ...construct === undefined ? { constructs: [] } : { construct, constructs: [construct] },
    }));
  });
}

function idleWords(rules: readonly PolicyRule[], isNamespaced: boolean, askable: Askable): readonly Word[] {
  const all = rules.map((rule): Said => {
    const { verbs, apiGroups, resources, resourceNames: names } = rule;
    const said = { verbs: verbs ?? [], apiGroups: apiGroups ?? [], resources: resources ?? [], names: names ?? [] };
    const own = said.apiGroups.every(group => ['kubernetes', 'nobody'].includes(askable.ownerOf(group)));
    return { ...said, own, asked: said.verbs.filter(verb => idleVerb(verb, own) === undefined) };
  });
  return all.flatMap((said, at) => {
    const words = said.resources.length === 0
      ? said.verbs.flatMap((verb, index) => word(`verbs[${index}]`, verb, idleVerbOfPaths(verb)))
      : wordsOfResources(said, all, isNamespaced, askable);
    return words.length > 0 && isDefault(rules[at]!) ? [] : words.map(each => ({ ...each, field: `rules[${at}].${each.field}` }));
  });
}

interface Said {
  readonly verbs: readonly string[];
  /** Those of the verbs that somebody may ask with. */
  readonly asked: readonly string[];
  /** Whether it speaks of Kubernetes' own groups alone. */
  readonly own: boolean;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
}

function wordsOfResources(said: Said, all: readonly Said[], isNamespaced: boolean, askable: Askable): Word[] {
  const { verbs, asked, own, apiGroups, resources, names } = said;
  if (apiGroups.length > 0 && apiGroups.every(group => askable.ownerOf(group) === 'nobody')) {
    return apiGroups.flatMap((group, at) => word(`apiGroups[${at}]`, group, complete(askable.noGroup(group))));
  }
  const idle = verbs.flatMap((verb, at) => word(`verbs[${at}]`, verb, idleVerb(verb, own)));
  const idleIn = (path: string, rule: Said) => idleResource(path, rule, isNamespaced, askable);
  // What another rule of the role grants of the same name misleads nobody: charts for many versions name old groups beside new ones.
  const isGranted = (path: string) => all.some(other => other.names.length === 0 && other.resources.includes(path)
    && (other.asked.includes('*') || asked.every(verb => other.asked.includes(verb))) && idleIn(path, other) === undefined);
  const dead = resources.map(path => isGranted(path) ? undefined : complete(idleIn(path, said)));
  const wild = own && dead.every(each => each === undefined)
    ? names.flatMap((name, at) => word(`resourceNames[${at}]`, name, idleName(name, said, askable))) : [];
  return [...idle, ...dead.flatMap((each, at) => word(`resources[${at}]`, resources[at]!, each)), ...wild];
}

/** A resource is idle when it is so in each of the groups; the reason of the group that knows of something better is told. */
function idleResource(path: string, { asked, apiGroups }: Said, isNamespaced: boolean, askable: Askable): Partial<Idle> | undefined {
  const reasons = apiGroups.map(group => askable.unasked(group, path) ?? unaskedVerbs(group, path, asked, askable)
    ?? (isNamespaced ? outOfScope(group, path, asked, askable) : undefined));
  return reasons.some(reason => reason === undefined) ? undefined : reasons.find(reason => reason?.fix !== undefined) ?? reasons[0];
}

/** None of the verbs is asked of it. A verb of others, such as `use`, may be: whoever asks decides. */
function unaskedVerbs(group: string, path: string, verbs: readonly string[], askable: Askable): Idle | undefined {
  const known = path.startsWith('*') ? undefined : askable.known(group, path);
  return !known || verbs.length === 0 || !verbs.every(verb => REQUEST_VERBS.includes(verb) && !known.verbs.includes(verb)) ? undefined : {
    message: `no request for it has the verb ${verbs.join(' or ')}`,
    fix: `write one of ${known.verbs.join(', ')}, or take it out`,
  };
}

/** Of what lives in no namespace a Role grants nothing; a request for one Namespace carries that one (requestinfo.go). */
function outOfScope(group: string, path: string, verbs: readonly string[], askable: Askable): Idle | undefined {
  const known = path.startsWith('*') ? undefined : askable.known(group, path);
  if (!known || known.namespaced || verbs.length === 0) {
    return undefined;
  }
  const isNamespace = group === '' && path.split('/')[0] === 'namespaces';
  return verbs.some(verb => isNamespace ? !NAMELESS.includes(verb) : isAskedInNamespaces(group, path, verb)) ? undefined : {
    message: `${isNamespace ? `a request to ${verbs.join(' or ')} namespaces carries none` : 'it lives in no namespace'}, so that a Role grants nothing of it`,
    fix: 'grant it by a ClusterRole and a ClusterRoleBinding, or take it out',
  };
}

const NAMELESS = ['list', 'watch', 'create', 'deletecollection'];

/** Names are compared exactly. What stores no objects may have any name, such as `example.com/*` of signers. */
function idleName(name: string, { apiGroups, resources }: Said, askable: Askable): Idle | undefined {
  const stored = resources.every(path => apiGroups.every(group => askable.known(group, path)?.virtual !== true));
  return !name.includes('*') || !stored || resources.some(path => path.startsWith('*')) ? undefined
    : { message: 'nothing can have this name; names are compared exactly, without wildcards', fix: 'list the names, or leave resourceNames out for every object' };
}

function word(field: string, value: string, idle: Idle | undefined): Word[] {
  return idle ? [{ field, value: JSON.stringify(value), ...idle }] : [];
}

/** Any program may ask the authorizer about anything, so what nobody else is known to ask may still be meant. */
function complete(reason: Partial<Idle> | undefined): Idle | undefined {
  return reason && { message: reason.message ?? '', fix: reason.fix ?? 'take it out, or acknowledge it with the program that asks about it' };
}

let defaults: ReadonlySet<string> | undefined;

/** Kubernetes' own roles still name what is long gone, such as deployments of `extensions`; a copy of one is left alone as well. */
function isDefault(rule: PolicyRule): boolean {
  defaults ??= new Set(SUPPORTED_MINORS.flatMap(minor => {
    const { clusterRoles = [], roles = [] } = bootstrapPolicy(minor) ?? {};
    return [...clusterRoles, ...roles].flatMap(role => role.rules ?? []).map(sorted);
  }));
  return defaults.has(sorted(rule));
}

/** Equal for rules that grant the same by the same words. */
function sorted(rule: object): string {
  const entries = Object.entries(rule).map(([key, words]: [string, unknown]) => [key, Array.isArray(words) ? [...words].sort() : words] as const);
  return canonical(Object.fromEntries(entries));
}
