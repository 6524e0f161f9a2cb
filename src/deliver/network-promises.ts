import { isEmpty, isTexts, mapOf, subjectOf } from './promise-fields';
import { NEWEST_MINOR } from '../kubernetes';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../manifests/model';
import { validateManifest } from '../manifests/validate';
import type { DeployerModel, FlowModel, NoWayAround, OnlyTraffic, PodsModel, WorkloadModel } from '../prove/guarantee';
import type { SubjectModel } from '../prove/subject';

type Json = Readonly<Record<string, unknown>>;

/**
 * Promises about the network as the index of a cluster holds them; undefined for what is not understood. Selectors, peers
 * and ports are judged as those of a NetworkPolicy: one that reads as more than was promised must not pass.
 */
export function networkPredicate(value: Json): OnlyTraffic | NoWayAround | undefined {
  const { kind, pods: who, ...rest } = value;
  const pods = podsOf(who);
  if (!pods) {
    return undefined;
  }
  switch (kind) {
    case 'only-traffic': {
      const { ingress, egress, ...more } = rest;
      const [incoming, outgoing] = [flowsOf(ingress, pods), flowsOf(egress, pods)];
      return isEmpty(more) && incoming && outgoing && !(ingress === undefined && egress === undefined)
        ? { kind, pods, ...ingress === undefined ? {} : { ingress: incoming }, ...egress === undefined ? {} : { egress: outgoing } } : undefined;
    }
    case 'no-way-around': {
      const { clients, operators, deployers, ...more } = rest;
      const [some, trusted, deploying] = [flowsOf(clients, pods), allOf(operators, subjectOf), allOf(deployers, deployerOf)];
      return isEmpty(more) && Array.isArray(clients) && some?.every(({ ports }) => ports === undefined) && trusted && deploying
        ? { kind, pods, clients: some, operators: trusted, deployers: deploying } : undefined;
    }
    default: return undefined;
  }
}

function podsOf(value: unknown): PodsModel | undefined {
  const { namespace, selector, workload, ...rest } = mapOf(value);
  const of = workload === undefined ? undefined : workloadOf(workload);
  return isEmpty(rest) && typeof namespace === 'string' && typeof selector === 'object' && selector !== null && isPolicy(namespace, { podSelector: selector })
    && (workload === undefined || of) ? { namespace, selector, ...of ? { workload: of } : {} } : undefined;
}

function workloadOf(value: unknown): WorkloadModel | undefined {
  const { kind, namespace, name, ...rest } = mapOf(value);
  return isEmpty(rest) && typeof kind === 'string' && typeof namespace === 'string' && typeof name === 'string' ? { kind, namespace, name } : undefined;
}

/** The empty list where there is none: whether one is needed is the caller's to say. */
function flowsOf(value: unknown, { namespace }: PodsModel): FlowModel[] | undefined {
  return value === undefined ? [] : allOf(value, each => flowOf(each, namespace));
}

function flowOf(value: unknown, home: string): FlowModel | undefined {
  const { peer, workload, ports, ...rest } = mapOf(value);
  const of = workload === undefined ? undefined : workloadOf(workload);
  const named = (list: unknown) => list === undefined || (Array.isArray(list) && list.length > 0);
  const rule = { ...peer === undefined ? {} : { from: [peer] }, ...ports === undefined ? {} : { ports } };
  return isEmpty(rest) && peer !== null && named(ports) && (workload === undefined || of) && isPolicy(home, { podSelector: {}, ingress: [rule] }) ? {
    ...peer === undefined ? {} : { peer: peer as NetworkPolicyPeer },
    ...of ? { workload: of } : {},
    ...ports === undefined ? {} : { ports: ports as NetworkPolicyPort[] },
  } : undefined;
}

function isPolicy(namespace: string, spec: Json): boolean {
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'declared', namespace }, spec };
  return validateManifest(policy, { kubernetesMinor: NEWEST_MINOR }).length === 0;
}

function deployerOf(value: unknown): DeployerModel | undefined {
  const { subject, namespaces, ...rest } = mapOf(value);
  const who: SubjectModel | undefined = subjectOf(subject);
  const fits = who && isEmpty(rest) && (namespaces === undefined || isTexts(namespaces));
  return fits ? { subject: who, ...namespaces === undefined ? {} : { namespaces } } : undefined;
}

function allOf<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  const items = Array.isArray(value) ? value.map(read) : [undefined];
  return items.every(item => item !== undefined) ? items as T[] : undefined;
}
