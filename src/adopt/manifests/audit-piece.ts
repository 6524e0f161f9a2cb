import { canonical } from './clean';
import type { ImportedObject, ManifestObject, Piece } from './construction';
import { constant, fields, list, value, type Expression, type Json } from './expression';
import { resource, subject, verb } from './words';
import { AuditLevel, AuditStage } from '../../constructs/audit/audit-rule';
import { isMap, type Fields } from '../../manifests/fields';
import type { SourcePlace } from '../../manifests/problem';

/** Lists whose order means nothing (apiserver pkg/audit/policy/checker.go, ruleMatches). An empty one is none. */
const SETS = ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs', 'omitStages'];
const RULE_FIELDS = ['level', 'resources', 'omitManagedFields', ...SETS];

/**
 * An audit policy as it is compared: without its metadata, which no API server reads, and without fields that are null,
 * which its decoder takes for absent.
 */
export function auditPolicyOf({ object, source }: { readonly object: ManifestObject; readonly source?: SourcePlace }): ImportedObject {
  const { metadata, ...rest } = object;
  const isSaid = typeof metadata === 'object' && metadata !== null && Object.values(metadata).some(each => each !== null);
  return { object: withoutNulls(rest) as ManifestObject, source, dropped: isSaid ? ['metadata'] : [] };
}

/** An AuditPolicy that writes this policy, and nothing where it does not; undefined where its rules have no words for it. */
export function auditPiece(policy: ImportedObject, id: string): Piece | undefined {
  const { rules, omitStages, omitManagedFields, apiVersion: _, kind: __, ...others } = policy.object;
  const made = Array.isArray(rules) ? (rules as unknown[]).map(ruleOf) : [];
  const stages = listed(omitStages, stageOf);
  if (Object.keys(others).length > 0 || made.length === 0 || made.some(rule => rule === undefined) || stages === 'unknown') {
    return undefined;
  }
  return {
    construction: {
      className: 'AuditPolicy',
      id,
      props: fields({
        omitStages: stages,
        omitManagedFields: omitManagedFields === undefined ? undefined : value(omitManagedFields as Json),
        rules: list(made as Expression[]),
      }),
    },
    objects: [],
    auditPolicy: policy,
    otherwise: () => [],
  };
}

/** The one form of all policies that decide every request alike by the same rules in the same order. */
export function auditMeaning({ rules, omitStages, omitManagedFields, ...others }: ManifestObject): string {
  return canonical({
    ...others,
    omitStages: setOf(omitStages),
    omitManagedFields: omitManagedFields ?? false,
    rules: Array.isArray(rules) ? (rules as unknown[]).map(rule => !isMap(rule) ? rule : {
      ...rule, ...Object.fromEntries(SETS.map(name => [name, setOf(rule[name])])), resources: resourceSet(rule.resources),
    }) : rules,
  });
}

function ruleOf(rule: unknown): Expression | undefined {
  if (!isMap(rule) || Object.keys(rule).some(name => !RULE_FIELDS.includes(name))) {
    return undefined;
  }
  const level = constantOf('AuditLevel', AuditLevel, rule.level);
  const [users, groups] = [listed(rule.users, userOf), listed(rule.userGroups, each => subject('Group', each))];
  const [verbs, stages] = [listed(rule.verbs, verb), listed(rule.omitStages, stageOf)];
  const resources = resourcesOf(rule.resources);
  const known = [users, groups, verbs, stages, resources];
  if (!level || known.includes('unknown') || !['namespaces', 'nonResourceURLs'].every(name => isTexts(rule[name] ?? []))) {
    return undefined;
  }
  const given = (each: Expression | 'unknown' | undefined) => each as Expression | undefined;
  const plain = (name: string) => (rule[name] as unknown[] | undefined)?.length ? value(rule[name] as Json) : undefined;
  const subjects = [given(users), given(groups)].flatMap(each => each && 'list' in each ? each.list : []);
  return fields({
    level,
    subjects: subjects.length === 0 ? undefined : list(subjects),
    verbs: given(verbs),
    ...(resources as Resources | undefined),
    namespaces: plain('namespaces'),
    nonResourceUrls: plain('nonResourceURLs'),
    omitStages: given(stages),
    omitManagedFields: rule.omitManagedFields === undefined ? undefined : value(rule.omitManagedFields as Json),
  });
}

interface Resources {
  readonly resources?: Expression;
  readonly withSubresources?: Expression;
  readonly names?: Expression;
}

/** Entries that all name the same objects, or none; each group without a list of resources is all of it. */
function resourcesOf(entries: unknown): Resources | 'unknown' | undefined {
  if (entries === undefined || (Array.isArray(entries) && entries.length === 0)) {
    return undefined;
  }
  const all = Array.isArray(entries) ? entries as unknown[] : [undefined];
  const isEntry = (each: unknown): each is Fields => isMap(each) && Object.keys(each).every(name => ['group', 'resources', 'resourceNames'].includes(name))
    && typeof (each.group ?? '') === 'string' && isTexts(each.resources ?? []) && isTexts(each.resourceNames ?? []);
  if (!all.every(isEntry) || new Set(all.map(({ resourceNames }) => canonical(setOf(resourceNames)))).size > 1) {
    return 'unknown';
  }
  const names = all[0]!.resourceNames as readonly string[] | undefined;
  const pairs = all.flatMap(({ group = '', resources = [] }) =>
    ((resources as string[]).length === 0 ? ['*'] : resources as string[]).map(path => [group as string, path] as const));
  const isWhole = ([, path]: readonly [string, string]) => /^[^*/]+\/\*$/.test(path);
  const some = (items: Expression[]) => items.length === 0 ? undefined : list(items);
  return {
    resources: some(pairs.filter(pair => !isWhole(pair)).map(([group, path]) => resource(group, path))),
    withSubresources: some(pairs.filter(isWhole).map(([group, path]) => resource(group, path.slice(0, -2)))),
    names: names && names.length > 0 ? value(names) : undefined,
  };
}

/** Each group with each of its resources and names; `*` without names is the whole group, whatever stands beside it. */
function resourceSet(entries: unknown): unknown {
  if (!Array.isArray(entries)) {
    return setOf(entries);
  }
  return setOf(entries.flatMap((entry: unknown): unknown[] => {
    const { group = '', resources, resourceNames, ...others } = (isMap(entry) ? entry : { whole: entry }) as Fields;
    const names = setOf(resourceNames);
    const paths = setOf(resources);
    const isWhole = names === undefined && (paths === undefined || (Array.isArray(paths) && paths.includes('*')));
    return (isWhole ? ['*'] : Array.isArray(paths) ? paths as unknown[] : [paths]).map(path => ({ group, path, names, ...others }));
  }));
}

function userOf(name: string): Expression {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  return namespace === undefined ? subject('User', name) : subject('ServiceAccount', account!, namespace);
}

function stageOf(stage: string): Expression | undefined {
  return constantOf('AuditStage', AuditStage, stage);
}

function constantOf(of: string, all: Readonly<Record<string, string>>, said: unknown): Expression | undefined {
  const name = Object.keys(all).find(each => all[each] === said);
  return name === undefined ? undefined : constant(of, name);
}

/** Undefined for none, and `unknown` for what is no list of texts that each have a word. */
function listed(items: unknown, of: (item: string) => Expression | undefined): Expression | 'unknown' | undefined {
  if (items === undefined || (Array.isArray(items) && items.length === 0)) {
    return undefined;
  }
  const made = isTexts(items) ? items.map(of) : [undefined];
  return made.some(each => each === undefined) ? 'unknown' : list(made as Expression[]);
}

/** Sorted, each once; what is no list stays as it is, so that nothing passes for equal by mistake. */
function setOf(items: unknown): unknown {
  return !Array.isArray(items) ? items : items.length === 0 ? undefined
    : [...new Map(items.map((item: unknown) => [canonical(item), item]))].sort(([a], [b]) => a < b ? -1 : 1).map(([, item]) => item);
}

function withoutNulls(item: unknown): unknown {
  return Array.isArray(item) ? item.map(withoutNulls)
    : isMap(item) ? Object.fromEntries(Object.entries(item).flatMap(([name, each]) => each === null ? [] : [[name, withoutNulls(each)]])) : item;
}

function isTexts(items: unknown): items is readonly string[] {
  return Array.isArray(items) && items.every(each => typeof each === 'string');
}
