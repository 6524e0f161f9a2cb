import { ApiObject, Chart, Duration, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Construction } from './construction';
import type { Expression, Json } from './expression';
import { AccessBinding } from '../../constructs/access/access-binding';
import { AccessRole } from '../../constructs/access/access-role';
import { ExistingRole } from '../../constructs/access/existing-role';
import { KubernetesResource } from '../../constructs/access/kubernetes-resource';
import { ReadOnlyRole } from '../../constructs/access/read-only-role';
import { Subject } from '../../constructs/access/subject';
import { Verb } from '../../constructs/access/verb';
import { AuditPolicy } from '../../constructs/audit/audit-policy';
import { AuditLevel, AuditStage } from '../../constructs/audit/audit-rule';
import { DefaultDeny } from '../../constructs/network/default-deny';
import { Peer } from '../../constructs/network/peer';
import { Port, Protocol } from '../../constructs/network/port';
import { LabelExpression, NamespaceSelection, PodSelection } from '../../constructs/network/selection';
import { TrafficPolicy } from '../../constructs/network/traffic-policy';
import { CronJobConcurrency } from '../../constructs/workloads/cron-job-props';
import { HardenedCronJob } from '../../constructs/workloads/hardened-cron-job';
import { NamespacePart } from '../../constructs/workloads/namespace-part';
import { PodSecurityLevel } from '../../constructs/workloads/pod-security-level';
import { SecuredNamespace } from '../../constructs/workloads/secured-namespace';

/** What `new` may make. */
const CONSTRUCTS = {
  AccessBinding, AccessRole, ApiObject, AuditPolicy, Chart, DefaultDeny, HardenedCronJob, ReadOnlyRole, SecuredNamespace, TrafficPolicy,
};

/** Whose constants and static methods an expression may name. */
const VALUES: Readonly<Record<string, object>> = {
  AuditLevel,
  AuditStage,
  CronJobConcurrency,
  Duration,
  ExistingRole,
  KubernetesResource,
  LabelExpression,
  NamespacePart,
  NamespaceSelection,
  Peer,
  PodSecurityLevel,
  PodSelection,
  Port,
  Protocol,
  Subject,
  Verb,
};

/** Classes that come from cdk8s itself. */
export const OF_CDK8S: ReadonlySet<string> = new Set(['ApiObject', 'Chart', 'Duration', 'JsonPatch']);

/** Does what the printed line does. Throws what the constructor throws. */
export function construct(scope: Construct, { className, id, props, nulls = [] }: Construction): Construct {
  const type = CONSTRUCTS[className as keyof typeof CONSTRUCTS] as new (scope: Construct, id: string, props?: unknown) => Construct;
  const made = new type(scope, id, ...props === undefined ? [] : [evaluate(props)]);
  if (nulls.length > 0) {
    (made as ApiObject).addJsonPatch(...nulls.map(path => JsonPatch.add(path, null)));
  }
  return made;
}

/** The value that the printed expression has. */
export function evaluate(expression: Expression): unknown {
  if ('value' in expression) {
    return copied(expression.value);
  }
  if ('list' in expression) {
    return expression.list.map(evaluate);
  }
  if ('fields' in expression) {
    return objectOf(expression.fields.map(([name, each]) => [name, evaluate(each)]));
  }
  const holder = VALUES[expression.of] as Record<string, unknown>;
  return 'method' in expression ? (holder[expression.method] as Function).apply(holder, expression.args.map(evaluate)) as unknown : holder[expression.constant];
}

/** As an object literal makes it; what was read has no prototype. */
function copied(json: Json): unknown {
  return Array.isArray(json) ? json.map(copied)
    : typeof json === 'object' && json !== null ? objectOf(Object.entries(json).map(([name, each]) => [name, copied(each as Json)])) : json;
}

function objectOf(entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, each] of entries) {
    Object.defineProperty(object, name, { value: each, enumerable: true, writable: true, configurable: true });
  }
  return object;
}
