import { decided, type ControlEvidence, type Judge } from './evidence';
import { failed, missedOr, unknown, type Miss } from './outcome';
import { at, workloadsIn } from './workloads';
import type { PolicyObject } from '../../decide/access/build';
import { counted } from '../../manifests/counted';
import { isMap, mapAt } from '../../manifests/fields';
import { metadataOf } from '../../manifests/identity';
import { parseCidr } from '../../manifests/validate/cidr';
import { namespacesIn } from '../workloads/namespaces';

/** Namespaces that something among the manifests stands in, or that are declared; those of Kubernetes itself left to it. */
function namespaces({ objects }: ControlEvidence): { readonly declared: ReadonlyMap<string, PolicyObject>; readonly used: ReadonlySet<string> } {
  const declared = new Map(objects.filter(({ object }) => object.kind === 'Namespace' && object.apiVersion === 'v1').map(each => [metadataOf(each.object).name ?? '', each]));
  const used = new Set(objects.flatMap(({ object }) => metadataOf(object).namespace ?? []));
  return { declared, used };
}

/** Asks something of each declared namespace; of a namespace that is used and not declared, nobody can tell. */
function ofNamespaces(missOf: (name: string, evidence: ControlEvidence) => Pick<Miss, 'message' | 'field'> | undefined, met: string): Judge {
  return evidence => {
    const { declared, used } = namespaces(evidence);
    const misses = [...declared].flatMap(([name, object]) => {
      const miss = missOf(name, evidence);
      return miss ? [at(object, miss)] : [];
    });
    const others = [...used].filter(name => !declared.has(name)).sort();
    if (misses.length > 0 || declared.size === 0 || others.length > 0) {
      return misses.length > 0 ? missedOr(misses, { verdict: 'unknown', because: '' })
        : unknown(declared.size === 0 ? 'no Namespace is among the manifests' : `the Namespaces ${others.join(', ')} are not among the manifests`);
    }
    return missedOr([], decided(evidence, met));
  };
}

const enforced = ofNamespaces((name, { objects }) => {
  const { policy } = namespacesIn(objects).get(name)!;
  return policy.level === 'privileged' ? { field: 'metadata.labels', message: 'enforces no level of Pod Security' } : undefined;
}, 'every namespace enforces a level of Pod Security');

const limitedBy = (kind: 'ResourceQuota' | 'LimitRange'): Judge => ofNamespaces((name, { objects }) => {
  const view = namespacesIn(objects).get(name)!;
  return (kind === 'ResourceQuota' ? view.quotas : view.limitRanges).length > 0 ? undefined : { field: 'metadata.name', message: `has no ${kind}` };
}, `every namespace has a ${kind}`);

/** A rule without peers and ports lets everything through, and so does one that is null: the policy isolates in name alone. */
function opensAll(rules: unknown): boolean {
  const isNone = (list: unknown) => !Array.isArray(list) || list.length === 0;
  const isEverybody = (peer: unknown) => {
    const { cidr, except } = mapAt(peer, 'ipBlock');
    return parseCidr(String(cidr))?.prefix === 0 && isNone(except);
  };
  return Array.isArray(rules) && rules.some(rule => rule === null || (isMap(rule) && isNone(rule.ports)
    && (['from', 'to'].every(key => isNone(rule[key])) || [rule.from, rule.to].some(peers => Array.isArray(peers) && peers.some(isEverybody)))));
}

/** What a policy isolates, and what it opens to everybody at once. */
function directionsOf(object: PolicyObject['object']): { readonly isolated: readonly string[]; readonly opened: readonly string[] } {
  const spec = mapAt(object, 'spec');
  const { matchLabels, matchExpressions } = mapAt(spec, 'podSelector');
  const isAll = [matchLabels, matchExpressions].every(each => Object.keys((each ?? {}) as object).length === 0);
  const types = Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0 ? spec.policyTypes as string[] : undefined;
  return !isAll ? { isolated: [], opened: [] } : {
    // Without a list of types the API server fills one in; what is credited is said.
    isolated: types ?? [],
    opened: ['Ingress', 'Egress'].filter(type => (types ?? [type]).includes(type) && opensAll(type === 'Ingress' ? spec.ingress : spec.egress)),
  };
}

/** Every pod of the namespace is isolated in both directions, that of a workload that comes tomorrow included. */
const denied = ofNamespaces((name, { objects }) => {
  const policies = objects.filter(({ object }) => object.kind === 'NetworkPolicy' && object.apiVersion === 'networking.k8s.io/v1' && metadataOf(object).namespace === name)
    .map(({ object }) => directionsOf(object));
  // Policies add up: one that opens every pod to everybody undoes all that isolate them.
  const missing = ['Ingress', 'Egress'].filter(direction =>
    !policies.some(({ isolated }) => isolated.includes(direction)) || policies.some(({ opened }) => opened.includes(direction)));
  return missing.length === 0 ? undefined : { field: 'metadata.name', message: `has no NetworkPolicy that isolates every pod for ${missing.join(' and ')}, or one that opens every pod to everybody` };
}, 'policies isolate every pod of every namespace in both directions');

const boundaries: Judge = evidence => {
  const { declared } = namespaces(evidence);
  return [...declared.keys()].some(name => name !== 'default') ? { verdict: 'clean', because: `${counted(declared.size, 'namespace is declared; whether it is the right border', 'namespaces are declared; whether they are the right borders')}, people judge`, findings: [] }
    : unknown('no Namespace is among the manifests');
};

const notDefault: Judge = evidence => {
  const misses = evidence.objects.filter(({ object }) => metadataOf(object).namespace === 'default').map(each => at(each, { field: 'metadata.namespace', message: 'stands in the namespace default' }));
  const unplaced = workloadsIn(evidence).filter(({ of }) => metadataOf(of.object).namespace === undefined);
  return misses.length > 0 ? failed(misses.map(miss => ({ id: 'control-missed', ...miss })))
    : unplaced.length > 0 ? unknown('workloads without a namespace go to whichever they are applied to')
      : workloadsIn(evidence).length === 0 ? unknown('no workload is among the manifests')
        : { ...decided(evidence, 'nothing stands in the namespace default'), findings: [] };
};

/** What namespaces ask of what is in them. */
export const NAMESPACE_JUDGES: Readonly<Record<string, Judge>> = {
  'pod.policy-mechanism': enforced,
  'ns.no-default': notDefault,
  'ns.boundaries': boundaries,
  'ns.resourcequota': limitedBy('ResourceQuota'),
  'ns.limitrange': limitedBy('LimitRange'),
  'net.policy-per-namespace': denied,
};
