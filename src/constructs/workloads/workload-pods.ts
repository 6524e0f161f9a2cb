import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { metadataOf } from '../../manifests/identity';
import type { LabelSelector, NetworkPolicyPort, Protocol } from '../../manifests/model';
import { problemOf } from '../errors';
import { manifestsUnder } from '../manifests-under';
import { sortedUnique } from '../network/sorted-unique';
import { podTemplateOf } from '../pod-template';

/** The pods of a workload, as a policy selects them. */
export interface WorkloadPods {
  readonly selector: LabelSelector;
  readonly namespace?: string;
  /** The workload's kind and name. */
  readonly kind: string;
  readonly name: string;
  /** What its containers listen on, as far as they declare it; the protocol is never left out. */
  readonly ports: readonly NetworkPolicyPort[];
  /** True for pods on the network of their node, which no NetworkPolicy selects or isolates. */
  readonly hostNetwork: boolean;
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
  return {
    selector,
    namespace: metadataOf(manifest).namespace ?? Chart.of(apiObject).namespace,
    kind: String(manifest.kind),
    name: apiObject.name,
    ports: portsIn(template.spec),
    hostNetwork: template.spec.hostNetwork === true,
  };
}

/** The ports of the containers and of the init containers that keep running (KEP-753), each once. */
function portsIn(spec: Readonly<Record<string, unknown>>): NetworkPolicyPort[] {
  const containers = [...itemsOf(spec.containers), ...itemsOf(spec.initContainers).filter(({ restartPolicy }) => restartPolicy === 'Always')];
  const ports = containers.flatMap(({ ports: list }) => itemsOf(list)).flatMap(({ containerPort, protocol }): NetworkPolicyPort[] =>
    typeof containerPort === 'number' ? [{ port: containerPort, protocol: (protocol ?? 'TCP') as Protocol }] : []);
  return sortedUnique(ports);
}

function itemsOf(list: unknown): Array<Record<string, unknown>> {
  return Array.isArray(list) ? list.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null) : [];
}

function isSelective(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length > 0;
}
