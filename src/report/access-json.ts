import { widens, type ShowFile } from './access-words';
import type { Access, AccessDecision, Dependency, Grant } from '../decide/access';
import type { AccessAnswer, HeldIn } from '../decide/access/answer';
import type { NearMiss } from '../decide/access/near-misses';
import type { AccessBinding, AccessRole, Origin, RoleRule } from '../decide/access/policy';

/** RBAC's own decision, one JSON object a line, as batches are answered. */
export function decisionJson({ decision, because, depends }: AccessDecision, show: ShowFile): string {
  return `${JSON.stringify({ decision, because: because.map(grant => grantOf(grant, show)), depends: depends.map(each => dependencyOf(each, show)) })}\n`;
}

/** An answer with its near misses and warnings, as one line of JSON. */
export function canJson(answer: AccessAnswer, context: object, show: ShowFile): string {
  return `${JSON.stringify({
    ...context,
    request: answer.request,
    answer: answer.answer,
    decision: answer.decision,
    because: answer.because.map(grant => grantOf(grant, show)),
    depends: answer.depends.map(each => dependencyOf(each, show)),
    nearMisses: answer.nearMisses.map(miss => missOf(miss, show)),
    warnings: answer.warnings,
  })}\n`;
}

/**
 * Everybody who may send a request: the subjects in the order of Kubernetes' own subject locator, system:masters
 * first and none left out that comes twice, and every binding that makes them so.
 */
export function whoCanJson(found: readonly Access[], context: object, show: ShowFile): string {
  return `${JSON.stringify({
    ...context,
    subjects: [MASTERS, ...found.flatMap(({ binding }) => binding.subjects)],
    because: found.map(({ binding, role, rules }) => ({
      binding: bindingOf(binding, show),
      subjects: binding.subjects,
      role: roleOf(role, show),
      rules: rules.map(rule => ruleOf(role, rule, show)),
    })),
  })}\n`;
}

/** Every rule that somebody holds, by the namespace in which it counts; `""` is everywhere. */
export function listJson(held: readonly HeldIn[], context: object, show: ShowFile): string {
  return `${JSON.stringify({
    ...context,
    held: held.map(({ namespace, rules }) => ({
      namespace,
      rules: rules.map(({ binding, role, rule }) =>
        ({ binding: bindingOf(binding, show), role: roleOf(role, show), rule: ruleOf(role, rule, show) })),
    })),
  })}\n`;
}

const MASTERS = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:masters' };

function grantOf({ binding, subjects, role, rule }: Grant, show: ShowFile): object {
  return { binding: bindingOf(binding, show), subjects, role: roleOf(role, show), rule: ruleOf(role, rule, show) };
}

function missOf({ differs, asked, held, binding, role, rule }: NearMiss, show: ShowFile): object {
  return { differs, asked, held, binding: bindingOf(binding, show), role: roleOf(role, show), rule: ruleOf(role, rule, show) };
}

function dependencyOf(dependency: Dependency, show: ShowFile): object {
  return 'binding' in dependency
    ? { type: dependency.type, binding: bindingOf(dependency.binding, show), roleRef: dependency.binding.roleRef } : dependency;
}

function bindingOf({ kind, namespace, name, origin }: AccessBinding, show: ShowFile): object {
  return { kind, ...namespace === '' ? {} : { namespace }, name, ...originOf(origin, show) };
}

function roleOf({ kind, namespace, name, origin }: AccessRole, show: ShowFile): object {
  return { kind, ...namespace === '' ? {} : { namespace }, name, ...originOf(origin, show) };
}

/** `widens` names the default role that somebody's rule came into by aggregation. */
function ruleOf(role: AccessRole, { index, aggregatedFrom, rule, origin }: RoleRule, show: ShowFile): object {
  return {
    index,
    ...rule,
    ...aggregatedFrom === undefined ? {} : { aggregatedFrom, ...originOf(origin, show) },
    ...widens(role, { index, aggregatedFrom, rule, origin }) ? { widens: role.name } : {},
  };
}

function originOf({ source, construct, defaultOf }: Origin, show: ShowFile): object {
  return {
    ...source ? { source: { ...source, file: show(source.file) } } : {},
    ...construct === undefined ? {} : { construct },
    ...defaultOf === undefined ? {} : { defaultOf: `1.${defaultOf}` },
  };
}
