import { namespacesIn, type NamespaceView } from './namespaces';
import type { PolicyObject } from '../../decide/access/build';
import type { BadPolicyLabel } from '../../decide/pod-security/namespace-policy';
import { metadataOf, objectLabel } from '../../manifests/identity';
import { podTemplateOf, type PodTemplate } from '../../manifests/pod-template';
import { shown, type Problem } from '../../manifests/problem';
import type { Finding } from '../finding';

/**
 * Workloads whose pods their namespace refuses: by the level of Pod Security that its labels enforce, or by its quotas and limit
 * ranges. A Deployment is taken all the same, and then stands there without pods. A label of Pod Security that nobody can read is
 * refused with its Namespace.
 */
export function refusedWorkloads(objects: readonly PolicyObject[], minor: number): Finding[] {
  const namespaces = namespacesIn(objects);
  const labels = [...namespaces.values()].flatMap(({ declared, policy }) => declared ? policy.bad.map(bad => labelProblem(declared, bad)) : []);
  const refused: Finding[] = [];
  for (const each of objects) {
    const template = podTemplateOf(each.object);
    const namespace = template && namespaces.get(metadataOf(each.object).namespace ?? 'default');
    if (namespace) {
      refused.push(...refusalsOf(template!, namespace, minor).map(problem => problemOf(each, problem)));
    }
  }
  return [...labels, ...refused, ...amountRefusals(objects, namespaces, minor)];
}

/** Loaded late: few namespaces have a quota or a LimitRange. */
function amountRefusals(objects: readonly PolicyObject[], namespaces: ReadonlyMap<string, NamespaceView>, minor: number): Finding[] {
  const limiting = [...namespaces.values()].filter(({ quotas, limitRanges }) => quotas.length + limitRanges.length > 0);
  if (limiting.length === 0) {
    return [];
  }
  const { refusedAmounts } = require('./refused-amounts') as typeof import('./refused-amounts');
  return refusedAmounts(objects, limiting, minor).map(({ at, problem }) => problemOf(at, problem));
}

function refusalsOf({ metadata, spec, path }: PodTemplate, { name, policy }: NamespaceView, minor: number): Problem[] {
  // Loaded late: most of a large tree has no pods to judge.
  const { podSecurityViolations } = require('../../decide/pod-security') as typeof import('../../decide/pod-security');
  const pod = { metadata, spec, metadataPath: path.replace(/spec$/, 'metadata'), specPath: path };
  // An API server knows no version of the standards that is newer than itself.
  return podSecurityViolations(pod, { level: policy.level, minor: Math.min(policy.minor, minor) }).map((violation): Problem => ({
    id: 'workload-refused',
    field: violation.field,
    value: violation.value === undefined ? undefined : shown(violation.value),
    message: `${violation.rule}: the namespace ${name} enforces Pod Security ${policy.level} (${violation.control})`,
    fix: violation.fix,
  }));
}

function labelProblem(declared: PolicyObject, { label, value, rule }: BadPolicyLabel): Finding {
  return problemOf(declared, { id: 'object-invalid', field: `metadata.labels[${label}]`, value: shown(value), message: rule, fix: 'use one of these' });
}

function problemOf({ object, source, construct }: PolicyObject, problem: Problem): Finding {
  return { ...problem, source, construct, object: objectLabel(object), constructs: construct === undefined ? [] : [construct] };
}
