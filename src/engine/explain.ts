import { accessOf } from './access';
import type { ClusterInput } from './cluster-input';
import { networkOf, type ClusterNetwork } from './network';
import type { PolicyObject } from '../decide/access/build';
import type { NetworkModel, NetworkPod } from '../decide/network/model';
import { OUTSIDE } from '../decide/network/place-names';
import { podSecurityViolations } from '../decide/pod-security';
import { findByKind } from '../kubernetes';
import { isPinned, parseImage } from '../kubernetes/image-users';
import { groupOf, metadataOf } from '../manifests/identity';
import { podTemplateOf, type PodTemplate } from '../manifests/pod-template';
import { ProblemError } from '../manifests/problem';
import { formatCidr } from '../manifests/validate';
import type { Flow, Touch, WorkloadExplanation } from '../prove/workloads/explanation';
import { namespacesIn } from '../prove/workloads/namespaces';

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
  const places = placesOf(network.model, self);
  return {
    workload: { kind, namespace, name },
    object,
    account,
    security: securityOf(template, input, namespace),
    rules: access.list(user).map(held => ({ ...held, rules: held.rules.filter(({ binding }) => binding.origin.defaultOf === undefined) }))
      .filter(({ rules }) => rules.length > 0),
    reaches: flows(network, places, place => [self, place]),
    reachedBy: flows(network, places, place => [place, self]),
    touchedBy: touches(object.object, account.name).map(({ act, verb, target, subresource }): Touch => ({
      act,
      by: access.whoCan(access.understand({ verb, target, namespace, subresource }).attributes)
        .filter(({ binding }) => binding.origin.defaultOf === undefined && binding.subjects.length > 0),
    })),
    assumptions: [...new Set([...access.unresolved(undefined, namespace), ...access.assumptions, ...network.assumptions])],
  };
}

function workloadNamed(objects: readonly PolicyObject[], text: string): PolicyObject {
  const parts = text.split('/');
  const [namespace, kind, name] = parts.length === 3 ? parts : [parts[0], undefined, parts[1]];
  const workloads = objects.filter(({ object }) => podTemplateOf(object) !== undefined);
  const labels = (each: PolicyObject) => `${metadataOf(each.object).namespace ?? 'default'}/${String(each.object.kind)}/${metadataOf(each.object).name}`;
  const found = workloads.filter(({ object }) => (metadataOf(object).namespace ?? 'default') === namespace && metadataOf(object).name === name
    && (kind === undefined || String(object.kind).toLowerCase() === kind.toLowerCase()));
  if (found.length !== 1) {
    const near = (found.length > 0 ? found : workloads.filter(({ object }) => metadataOf(object).name === parts.at(-1))).map(labels);
    throw new ProblemError({
      id: 'workload-unknown',
      value: JSON.stringify(text),
      message: found.length === 0 ? `there is no workload ${text}` : `means several workloads: ${near.join(', ')}`,
      fix: near.length > 0 ? `name ${near.join(' or ')}` : 'name it as namespace/workload, or namespace/Kind/workload',
    });
  }
  return found[0]!;
}

function accountOf({ spec, path }: PodTemplate, objects: readonly PolicyObject[], namespace: string): WorkloadExplanation['account'] {
  const name = typeof spec.serviceAccountName === 'string' && spec.serviceAccountName !== '' ? spec.serviceAccountName : 'default';
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
  const label = ({ namespace, owner, kind, name }: NetworkPod) => `${namespace}/${owner?.kind ?? kind}/${owner?.name ?? name}`;
  const pods = new Set(model.pods.filter(({ terminated }) => !terminated).map(label));
  const rules = [...model.policies.values()].flat().concat().flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const blocks = rules.flatMap(({ peers }) => peers.flatMap(peer => peer.type === 'ipBlock' ? [formatCidr(peer.cidr)] : []));
  pods.delete(self);
  return [...[...pods].sort(), ...[...new Set(blocks)].sort().filter(block => !/\/0$/.test(block)), OUTSIDE];
}

function flows(network: ClusterNetwork, places: readonly string[], ends: (place: string) => [from: string, to: string]): Flow[] {
  return places.flatMap((place): Flow[] => {
    const [from, to] = ends(place);
    const { verdict, undecided, always, sometimes } = network.reach({ from, to });
    return verdict === 'deny' && !undecided ? [] : [{ place, ports: sometimes, all: JSON.stringify(always) === JSON.stringify(sometimes), undecided }];
  });
}

interface Act {
  readonly act: string;
  readonly verb: string;
  readonly target: string;
  readonly subresource?: string;
}

/** Ways to change what a workload is, to act as it, or to go around its policies. */
function touches(object: Fields, account: string): Act[] {
  const resource = findByKind(groupOf(object), String(object.kind));
  const target = resource ? `${resource.plural}${resource.group === '' ? '' : `.${resource.group}`}/${metadataOf(object).name}` : undefined;
  return [
    { act: 'run commands in its pods', verb: 'create', target: 'pods', subresource: 'exec' },
    { act: 'attach to its pods', verb: 'create', target: 'pods', subresource: 'attach' },
    { act: 'put a debugging container into its pods', verb: 'patch', target: 'pods', subresource: 'ephemeralcontainers' },
    { act: 'connect to its pods past every policy', verb: 'create', target: 'pods', subresource: 'portforward' },
    ...target === undefined ? [] : [{ act: 'change it', verb: 'patch', target, subresource: '' }, { act: 'delete it', verb: 'delete', target, subresource: '' }],
    { act: 'run other pods as its account', verb: 'create', target: 'pods', subresource: '' },
    { act: 'get a token of its account', verb: 'create', target: `serviceaccounts/${account}`, subresource: 'token' },
    { act: 'change its policies', verb: 'patch', target: 'networkpolicies.networking.k8s.io', subresource: '' },
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function mapAt(holder: Fields, key: string): Fields {
  const value = holder[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : {};
}
