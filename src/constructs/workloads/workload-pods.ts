import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { metadataOf } from '../../manifests/identity';
import type { LabelSelector } from '../../manifests/model';
import { problemOf } from '../errors';
import { manifestsUnder } from '../manifests-under';
import { podTemplateOf } from '../pod-template';

/** The pods of a workload, as a policy selects them. */
export interface WorkloadPods {
  readonly selector: LabelSelector;
  readonly namespace?: string;
}

/**
 * The pods that a construct stands for: those of the one object with a pod template at or below it,
 * selected as the workload itself selects them. Read at synth, so that any cdk8s-plus version, an
 * included file or a raw ApiObject works alike.
 *
 * @param asked the construct whose property names the workload, for the error
 */
export function podsOf(construct: IConstruct, asked: IConstruct, field: string): WorkloadPods {
  const found = manifestsUnder(construct, asked, field).flatMap(({ apiObject, manifest }) => {
    const template = podTemplateOf(manifest);
    return template ? [{ apiObject, manifest, template }] : [];
  });
  const unresolved = (message: string, fix: string) => problemOf(asked, {
    id: 'workload-unresolved', field, value: construct.node.path || '(the app)', message, fix,
  });
  if (found.length === 0) {
    throw unresolved('holds no object with a pod template', 'pass a Pod or a workload (Deployment, StatefulSet, CronJob, …), or PodSelection.labelled({…})');
  }
  if (found.length > 1) {
    throw unresolved(`holds several workloads: ${found.map(({ apiObject }) => apiObject.node.path).join(', ')}`, 'pass one of them');
  }
  const { apiObject, manifest, template } = found[0]!;
  const selector = template.selector && isSelective(template.selector) ? template.selector : { matchLabels: template.labels ?? {} };
  if (!isSelective(selector)) {
    throw unresolved('has no labels on its pods, and selecting by none would select every pod', 'give its pods a label');
  }
  return { selector, namespace: metadataOf(manifest).namespace ?? Chart.of(apiObject).namespace };
}

function isSelective(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0;
}
