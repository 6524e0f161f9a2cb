import { findMapAt, mapAt, type Fields } from './fields';
import { groupOf } from './identity';
import { isBuiltInGroup } from '../kubernetes/api-kinds';

/** The part of an object that says what its pods look like. */
export interface PodTemplate {
  readonly labels?: Fields;
  /** Metadata of the pods: those of the template, or of the Pod itself. */
  readonly metadata: Fields;
  readonly spec: Fields;
  /** Where the pod spec stands in the object: `spec.template.spec`. */
  readonly path: string;
  /** `spec.selector` of the workload, where it has one. */
  readonly selector?: Fields;
}

/**
 * The pod template of an object, by shape and whatever its kind: a Pod itself, `spec.template` of
 * workloads, `spec.jobTemplate.spec.template` of a CronJob and of kinds of others without the former, `template` of a
 * PodTemplate. undefined for anything else.
 */
export function podTemplateOf(object: Fields): PodTemplate | undefined {
  if (object.kind === 'PodTemplate' && object.apiVersion === 'v1') {
    return templateIn(object, object, '');
  }
  const spec = findMapAt(object, 'spec');
  if (!spec) {
    return undefined;
  }
  if (object.kind === 'Pod' && object.apiVersion === 'v1') {
    const metadata = mapAt(object, 'metadata');
    return { labels: findMapAt(metadata, 'labels'), metadata, spec, path: 'spec' };
  }
  // Most objects have neither, and every one is asked several times.
  if (!Object.hasOwn(spec, 'template') && !Object.hasOwn(spec, 'jobTemplate')) {
    return undefined;
  }
  const inJob = () => templateIn(object, mapAt(findMapAt(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec.');
  // Of a kind of Kubernetes nothing counts but the field that it has: an API server drops what is written beside it.
  const group = groupOf(object);
  const isBuiltIn = group === '' || isBuiltInGroup(group);
  if (isBuiltIn && object.kind === 'CronJob') {
    return inJob();
  }
  return templateIn(object, spec, 'spec.') ?? (isBuiltIn ? undefined : inJob());
}

/**
 * The service account that a pod spec names; undefined where it names none, which means `default`. The old name of the field
 * counts where the new one is empty (pkg/apis/core/v1/conversion.go, Convert_v1_PodSpec_To_core_PodSpec).
 */
export function accountIn(spec: Fields): string | undefined {
  return [spec.serviceAccountName, spec.serviceAccount].find((name): name is string => typeof name === 'string' && name !== '');
}

function templateIn(object: Fields, owner: Fields, path: string): PodTemplate | undefined {
  const template = findMapAt(owner, 'template');
  const podSpec = findMapAt(template, 'spec');
  if (!podSpec || !Array.isArray(podSpec.containers)) {
    return undefined;
  }
  const metadata = mapAt(template, 'metadata');
  return {
    labels: findMapAt(metadata, 'labels'),
    metadata,
    spec: podSpec,
    path: `${path}template.spec`,
    selector: selectorOf(object, findMapAt(owner, 'selector')),
  };
}

/** A ReplicationController selects by a plain map; every other kind by a LabelSelector. */
function selectorOf(
  object: Fields, selector: Fields | undefined,
): Fields | undefined {
  return selector && object.kind === 'ReplicationController' ? { matchLabels: selector } : selector;
}
