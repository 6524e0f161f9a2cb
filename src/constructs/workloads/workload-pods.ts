import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { LabelSelector } from '../../manifests/model';
import { metadataOf } from '../../manifests/identity';
import { problemOf } from '../errors';
import { manifestOf } from '../manifest-cache';
import { podTemplateOf } from '../pod-template';
import { everythingIn } from '../tree';

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
  const found = everythingIn(construct).flatMap(each => {
    const template = ApiObject.isApiObject(each) ? podTemplateOf(manifestOf(each as ApiObject)) : undefined;
    return template ? [{ apiObject: each as ApiObject, template }] : [];
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
  const { apiObject, template } = found[0]!;
  const selector = template.selector && isSelective(template.selector) ? template.selector : { matchLabels: template.labels ?? {} };
  if (!isSelective(selector)) {
    throw unresolved('has no labels on its pods, and selecting by none would select every pod', 'give its pods a label');
  }
  return { selector, namespace: metadataOf(manifestOf(apiObject)).namespace ?? Chart.of(apiObject).namespace };
}

function isSelective(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0;
}
