import { accessOf } from './access';
import type { ClusterInput } from './cluster-input';
import { networkOf, type ClusterNetwork } from './network';
import { resourceOf, workloadNamed } from './workload-named';
import type { PolicyObject } from '../decide/access/build';
import type { NetworkModel, NetworkPod } from '../decide/network/model';
import { nameServiceDecisions, nameServiceOf } from '../decide/network/name-service';
import { OUTSIDE } from '../decide/network/place-names';
import { podSecurityViolations } from '../decide/pod-security';
import { isPinned, parseImage } from '../kubernetes/image-users';
import { mapAt, type Fields } from '../manifests/fields';
import { metadataOf } from '../manifests/identity';
import { accountIn, podTemplateOf, type PodTemplate } from '../manifests/pod-template';
import { formatCidr } from '../manifests/validate';
import type { Flow, WorkloadExplanation } from '../prove/workloads/explanation';
import { givenTo } from '../prove/workloads/given';
import { namespacesIn } from '../prove/workloads/namespaces';
import { touchesOf } from '../prove/workloads/touches';

/**
 * Explains the workload that a text names: `namespace/workload` or `namespace/Kind/workload`. Throws a ProblemError where
 * there is none, or several of one name.
 */
export function explainWorkload(input: ClusterInput, text: string): WorkloadExplanation {
  const object = workloadNamed(input.objects, text);
  const { name = '', namespace = 'default' } = metadataOf(object.object);
  const kind = String(object.object.kind);
  const template = podTemplateOf(object.object)!;
  const access = accessOf(input);
  const network = networkOf(input);
  const account = accountOf(template, input.objects, namespace);
  const user = { name: `system:serviceaccount:${namespace}:${account.name}`, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'] };
  const self = `${namespace}/${kind}/${name}`;
  const resource = resourceOf(object.object, input.objects);
  const places = placesOf(network.model, self);
  return {
    workload: { kind, namespace, name },
    object,
    account,
    given: givenTo(template.spec),
    security: securityOf(template, input, namespace),
    rules: access.list(user).map(held => ({ ...held, rules: held.rules.filter(({ binding }) => binding.origin.defaultOf === undefined) }))
      .filter(({ rules }) => rules.length > 0),
    reaches: [...flows(network, places, place => [self, place]), ...nameFlows(network, self)],
    reachedBy: flows(network, places, place => [place, self]),
    touchedBy: touchesOf(input.objects, input.minor, { kind, namespace, name, account: account.name, ...resource }),
    assumptions: [...new Set([...access.unresolved(undefined, namespace), ...access.assumptions, ...network.assumptions, ...resource.assumptions])],
  };
}

function accountOf({ spec, path }: PodTemplate, objects: readonly PolicyObject[], namespace: string): WorkloadExplanation['account'] {
  const name = accountIn(spec) ?? 'default';
  const projected = JSON.stringify(spec.volumes ?? []).includes('"serviceAccountToken":{');
  const own = spec.automountServiceAccountToken;
  const account = objects.find(({ object }) => object.kind === 'ServiceAccount' && metadataOf(object).name === name && metadataOf(object).namespace === namespace)?.object;
  if (projected) {
    return { name, token: true, because: 'a volume of its own holds one' };
  }
  if (typeof own === 'boolean') {
    return { name, token: own, because: `${path}.automountServiceAccountToken is ${own}` };
  }
  const ofAccount = account?.automountServiceAccountToken !== false;
  return { name, token: ofAccount, because: ofAccount ? 'neither the pods nor the account say no' : 'the account says automountServiceAccountToken: false' };
}

function securityOf(template: PodTemplate, { objects, minor }: ClusterInput, namespace: string): WorkloadExplanation['security'] {
  const policy = namespacesIn(objects).get(namespace)?.policy;
  const version = Math.min(policy?.minor ?? Infinity, minor);
  const pod = { metadata: template.metadata, spec: template.spec, metadataPath: template.path.replace(/spec$/, 'metadata'), specPath: template.path };
  const missing = podSecurityViolations(pod, { level: 'restricted', minor: version });
  const meetsBaseline = podSecurityViolations(pod, { level: 'baseline', minor: version }).length === 0;
  const containers = ['initContainers', 'containers'].flatMap(list => Array.isArray(template.spec[list]) ? template.spec[list] as Fields[] : []);
  const ofPod = mapAt(template.spec, 'securityContext');
  return {
    enforced: policy?.level ?? 'privileged',
    meets: missing.length === 0 ? 'restricted' : meetsBaseline ? 'baseline' : 'privileged',
    missing,
    images: containers.map(({ image }) => ({ image: String(image), pinned: isPinned(parseImage(String(image))) })),
    usersOfImages: containers.filter(container => {
      const own = mapAt(container, 'securityContext');
      return (own.runAsNonRoot ?? ofPod.runAsNonRoot) === true && (own.runAsUser ?? ofPod.runAsUser) === undefined;
    }).map(({ name }) => String(name)),
  };
}

/** Every other workload, the blocks of addresses that policies name, and all that is outside. */
function placesOf(model: NetworkModel, self: string): string[] {
  const pods = new Set(model.pods.filter(({ terminated }) => !terminated).map(labelOf));
  const rules = [...model.policies.values()].flat().concat().flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const blocks = rules.flatMap(({ peers }) => peers.flatMap(peer => peer.type === 'ipBlock' ? [formatCidr(peer.cidr)] : []));
  pods.delete(self);
  return [...[...pods].sort(), ...[...new Set(blocks)].sort().filter(block => !/\/0$/.test(block)), OUTSIDE];
}

function labelOf({ namespace, owner, kind, name }: NetworkPod): string {
  return `${namespace}/${owner?.kind ?? kind}/${owner?.name ?? name}`;
}

/** To the name service, where its pods are not among the manifests. */
function nameFlows({ model, options }: ClusterNetwork, self: string): Flow[] {
  const service = nameServiceOf(model);
  const pods = model.pods.filter(pod => !pod.terminated && labelOf(pod) === self);
  const decisions = service ? pods.flatMap(pod => nameServiceDecisions(service, pod, options)) : [];
  const open = decisions.filter(({ decision: { decision } }) => decision === 'allow').map(({ ports }) => ports);
  const undecided = decisions.some(({ decision: { assumptions } }) => assumptions.length > 0);
  const ports = [...new Map(open.map(each => [each.protocol, each])).values()];
  return !service || (ports.length === 0 && !undecided) ? []
    : [{ place: service.end.text, ports, all: open.length === ports.length * pods.length, undecided }];
}

function flows(network: ClusterNetwork, places: readonly string[], ends: (place: string) => [from: string, to: string]): Flow[] {
  return places.flatMap((place): Flow[] => {
    const [from, to] = ends(place);
    const { verdict, undecided, always, sometimes } = network.reach({ from, to });
    return verdict === 'deny' && !undecided ? [] : [{ place, ports: sometimes, all: JSON.stringify(always) === JSON.stringify(sometimes), undecided }];
  });
}

