import { containersOf } from './amounts';
import { claimViolations, limitRangeViolations, type AmountViolation } from './limit-range';
import type { NamespaceView } from './namespaces';
import { quotaView } from './quota';
import { claimsOf, quotaRefusals, type Counted } from './quota-totals';
import { autoscaled, replicasOf } from './replicas';
import type { PolicyObject } from '../../decide/access/build';
import { mapAt, type Fields } from '../../manifests/fields';
import { metadataOf } from '../../manifests/identity';
import { podTemplateOf } from '../../manifests/pod-template';
import type { Problem } from '../../manifests/problem';

/** A problem of an object: of the workload, or of the quota that has no room for all. */
export interface RefusedAmount {
  readonly at: PolicyObject;
  readonly problem: Problem;
}

/** What the quotas and limit ranges of some namespaces refuse of what is in them. */
export function refusedAmounts(objects: readonly PolicyObject[], namespaces: readonly NamespaceView[], minor: number): RefusedAmount[] {
  const priority = objects.map(({ object }) => object as Fields)
    .find(({ kind, globalDefault }) => kind === 'PriorityClass' && globalDefault === true);
  const named = priority && metadataOf(priority).name;
  const inside = new Map(namespaces.map(({ name }): [string, PolicyObject[]] => [name, []]));
  objects.forEach(each => inside.get(metadataOf(each.object).namespace ?? 'default')?.push(each));
  return namespaces.flatMap(namespace => refusedIn(inside.get(namespace.name)!, namespace, minor, named));
}

function refusedIn(
  inside: readonly PolicyObject[], { name, quotas, limitRanges }: NamespaceView, minor: number, priority: string | undefined,
): RefusedAmount[] {
  const scaled = autoscaled(inside.map(({ object }) => object));
  const ranges = [...limitRanges].sort((a, b) => nameOf(a) < nameOf(b) ? -1 : 1);
  const problem = ({ message, ...rest }: AmountViolation): Problem => ({ id: 'workload-refused', ...rest, message: `${message} (namespace ${name})` });
  const counted = inside.map(({ object }): Counted => {
    const template = podTemplateOf(object);
    const replicas = replicasOf(object, scaled.get(`${String(object.kind)}/${nameOf(object)}`));
    if (!template) {
      return { object, replicas };
    }
    const { spec, path } = template;
    return { object, replicas, pod: { spec, path, containers: containersOf(spec, path, ranges), priority } };
  });
  const byRange = counted.flatMap(({ object, pod }, at) => [
    ...pod ? limitRangeViolations(pod.containers, pod.spec, pod.path, ranges, minor) : [],
    ...object.kind === 'PersistentVolumeClaim' ? claimViolations(object, '', ranges) : [],
    ...claimsOf(object).flatMap((claim, index) => claimViolations(claim, `spec.volumeClaimTemplates[${index}].`, ranges)),
  ].map((violation): RefusedAmount => ({ at: inside[at]!, problem: problem(violation) })));
  return [...byRange, ...quotas.flatMap(quota => {
    const { each, together } = quotaRefusals(counted, quotaView(quota.object), minor);
    return [
      ...each.map(({ at, violation }) => ({ at: inside[at]!, problem: problem(violation) })),
      ...together.map(violation => ({ at: quota, problem: problem(violation) })),
    ];
  })];
}

function nameOf(object: Fields): string {
  return String(mapAt(object, 'metadata').name);
}
