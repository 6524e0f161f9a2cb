import type { NetworkModel, NetworkNamespace, NetworkOrigin, NetworkPod, NetworkPolicyRules, NetworkReading, ClusterPolicyRules, UnreadPolicy } from './model';
import { controllerOf, readPod } from './read-pods';
import { adminNetworkPolicyRules, clusterNetworkPolicyRules, networkPolicyRules } from './read-policies';
import { NAMESPACE_NAME_LABEL } from './selectors';
import { NEWEST_MINOR } from '../../kubernetes';
import type { AdminNetworkPolicy, ClusterNetworkPolicy } from '../../manifests/cluster-policies';
import { groupOf, identityOf, metadataOf, objectLabel } from '../../manifests/identity';
import type { NetworkPolicy, StringMap } from '../../manifests/model';
import { place, Problem, shown, SourcePlace } from '../../manifests/problem';
import { ADMIN_NETWORK_POLICY, CLUSTER_NETWORK_POLICY, decode, FieldError, fixFor, NAMESPACE, NETWORK_POLICY, validateManifest } from '../../manifests/validate';
import { canonical } from '../canonical';

/** An object and where it comes from: a manifest that was read, or an object of a cluster's model. */
export interface NetworkSource {
  readonly object: Readonly<Record<string, unknown>>;
  readonly source?: SourcePlace;
  readonly construct?: string;
}

export interface NetworkReadOptions {
  /**
   * The minor of the API server that takes the objects; policies that it would refuse are problems.
   * @default the newest supported one
   */
  readonly kubernetesMinor?: number;
}

/**
 * What network decisions read, of all objects of one cluster. Objects of other kinds are left out; those without a
 * namespace stand in `default`, as kubectl puts them there. An object that cannot be read is a problem with its place, and
 * a policy among them stays in the model as unread, so that no answer leaves it out in silence.
 */
export function readNetwork(objects: Iterable<NetworkSource>, { kubernetesMinor = NEWEST_MINOR }: NetworkReadOptions = {}): NetworkReading {
  const reader = new Reader(kubernetesMinor);
  for (const each of objects) reader.add(each);
  return reader.finish();
}

/** Kinds of other groups that decide about traffic, each of which may open what a NetworkPolicy closes, or the other way round. */
const FOREIGN_POLICIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['cilium.io', ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']],
  ['crd.projectcalico.org', ['NetworkPolicy', 'GlobalNetworkPolicy']],
  ['projectcalico.org', ['NetworkPolicy', 'GlobalNetworkPolicy']],
  ['crd.antrea.io', ['NetworkPolicy', 'ClusterNetworkPolicy']],
  ['k8s.ovn.org', ['EgressFirewall']],
  ['k8s.cni.cncf.io', ['MultiNetworkPolicy']],
  ['security.istio.io', ['AuthorizationPolicy']],
  ['extensions', ['NetworkPolicy']],
]);

interface Controller {
  readonly kind: string;
  readonly name: string;
}

const POLICY_KINDS = ['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'];
const TIERS = ['Admin', 'Baseline'];

class Reader {
  private readonly namespaces = new Map<string, NetworkNamespace>();
  private readonly pods: Array<{ readonly pod: NetworkPod; readonly controller?: Controller }> = [];
  private readonly policies = new Map<string, NetworkPolicyRules[]>();
  private readonly clusterPolicies: ClusterPolicyRules[] = [];
  private readonly unread: UnreadPolicy[] = [];
  private readonly problems: Problem[] = [];
  private readonly seen = new Map<string, NetworkSource>();

  constructor(private readonly minor: number) {}

  add({ object, source, construct }: NetworkSource): void {
    const origin: NetworkOrigin = { source, construct };
    const { kind } = object;
    const group = groupOf(object);
    if (group === 'networking.k8s.io' && kind === 'NetworkPolicy') this.addNetworkPolicy(object, origin);
    else if (group === 'policy.networking.k8s.io') this.addClusterPolicy(object, origin);
    else if (object.apiVersion === 'v1' && kind === 'Namespace') this.addNamespace(object, origin);
    else if (FOREIGN_POLICIES.get(group)?.includes(String(kind))) this.leaveUnread(object, origin);
    else this.addPod(object, origin);
  }

  finish(): NetworkReading {
    for (const namespace of new Set([...this.pods.map(({ pod }) => pod.namespace), ...this.policies.keys()])) {
      if (!this.namespaces.has(namespace)) this.namespaces.set(namespace, namespaceOf(namespace, {}, false, {}));
    }
    const model: NetworkModel = {
      namespaces: this.namespaces,
      pods: withOwners(this.pods),
      policies: this.policies,
      clusterPolicies: this.clusterPolicies.sort((a, b) =>
        TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || a.priority - b.priority || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
      unread: this.unread,
    };
    return { model, problems: this.problems };
  }

  private addNamespace(object: NetworkSource['object'], origin: NetworkOrigin): void {
    const { value, errors } = decode(NAMESPACE, object);
    const name = value.metadata?.name;
    const found = errors.length > 0 ? errors : validateManifest(object, { kubernetesMinor: this.minor });
    if (found.length > 0 || name === undefined) return this.refuse(object, origin, found);
    if (this.isNew(object, origin)) this.namespaces.set(name, namespaceOf(name, value.metadata?.labels ?? {}, true, origin));
  }

  private addPod(object: NetworkSource['object'], origin: NetworkOrigin): void {
    const { name = prefixOf(object), namespace = 'default' } = metadataOf(object);
    const found = readPod(object, namespace, name ?? '', origin);
    if (!found) return;
    if (found.errors.length > 0) return this.refuse(object, origin, found.errors);
    if (name === undefined) return this.refuse(object, origin, [{ field: 'metadata.name', type: 'FieldValueRequired', detail: 'name or generateName is required' }]);
    if (this.isNew(object, origin)) this.pods.push({ pod: found.pod, controller: controllerOf(object) });
  }

  private addNetworkPolicy(object: NetworkSource['object'], origin: NetworkOrigin): void {
    if (object.apiVersion !== 'networking.k8s.io/v1') return this.leaveUnread(object, origin);
    const errors = validateManifest(object, { kubernetesMinor: this.minor });
    if (errors.length > 0) return this.refusePolicy(object, origin, errors);
    const { namespace = 'default' } = metadataOf(object);
    const policy = decode(NETWORK_POLICY, object).value as NetworkPolicy;
    if (!this.isNew(object, origin)) return;
    const rules = networkPolicyRules(policy, namespace, origin);
    const siblings = this.policies.get(namespace);
    if (siblings) siblings.push(rules);
    else this.policies.set(namespace, [rules]);
  }

  private addClusterPolicy(object: NetworkSource['object'], origin: NetworkOrigin): void {
    const errors = validateManifest(object, { kubernetesMinor: this.minor });
    if (errors.length > 0) return this.refusePolicy(object, origin, errors);
    if (!this.isNew(object, origin)) return;
    this.clusterPolicies.push(object.kind === 'ClusterNetworkPolicy'
      ? clusterNetworkPolicyRules(decode(CLUSTER_NETWORK_POLICY, object).value as ClusterNetworkPolicy, origin)
      : adminNetworkPolicyRules(decode(ADMIN_NETWORK_POLICY, object).value as AdminNetworkPolicy, origin));
  }

  /**
   * Whether this is the first object of its identity. Of two that differ the cluster has the one that was applied last, and
   * nobody here knows which.
   */
  private isNew(object: NetworkSource['object'], origin: NetworkOrigin): boolean {
    const identity = identityOf(object);
    const first = this.seen.get(identity);
    if (first === undefined) {
      this.seen.set(identity, { object, ...origin });
      return true;
    }
    if (canonical(first.object) === canonical(object)) return false;
    if (isPolicy(object)) this.keepUnread(object, origin, namespaceOfPolicy(object));
    const where = first.construct ?? (first.source && place(first.source));
    this.problems.push({
      id: 'object-duplicate',
      message: `another object of this identity differs${where === undefined ? '' : `: that of ${where}`}`,
      fix: 'keep one of them',
      object: objectLabel(object),
      ...origin,
    });
    return false;
  }

  private refusePolicy(object: NetworkSource['object'], origin: NetworkOrigin, errors: readonly FieldError[]): void {
    this.refuse(object, origin, errors);
    this.keepUnread(object, origin, namespaceOfPolicy(object));
  }

  private refuse(object: NetworkSource['object'], origin: NetworkOrigin, errors: readonly FieldError[]): void {
    this.problems.push(...errors.map((error): Problem => ({
      id: 'object-invalid',
      message: error.detail,
      field: error.field,
      value: error.value === undefined ? undefined : shown(error.value),
      fix: fixFor(error),
      object: objectLabel(object),
      ...origin,
    })));
  }

  /** A kind or version that is not understood is no defect of the object, but no answer may pass it over. */
  private leaveUnread(object: NetworkSource['object'], origin: NetworkOrigin): void {
    // A policy of Istio in its root namespace is about all others.
    this.keepUnread(object, origin, groupOf(object) === 'security.istio.io' ? undefined : metadataOf(object).namespace);
  }

  private keepUnread(object: NetworkSource['object'], origin: NetworkOrigin, namespace?: string): void {
    this.unread.push({ kind: `${String(object.kind)} (${String(object.apiVersion)})`, namespace, name: metadataOf(object).name ?? '', origin });
  }
}

function namespaceOf(name: string, labels: StringMap, declared: boolean, origin: NetworkOrigin): NetworkNamespace {
  return { name, labels: Object.assign(Object.create(null), labels, { [NAMESPACE_NAME_LABEL]: name }), declared, origin };
}

function isPolicy({ kind }: NetworkSource['object']): boolean {
  return kind === 'NetworkPolicy' || POLICY_KINDS.includes(String(kind));
}

/** A cluster-scoped policy is about every namespace. */
function namespaceOfPolicy(object: NetworkSource['object']): string | undefined {
  return object.kind === 'NetworkPolicy' ? metadataOf(object).namespace ?? 'default' : undefined;
}

function prefixOf({ metadata }: NetworkSource['object']): string | undefined {
  const prefix = typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>).generateName : undefined;
  return typeof prefix === 'string' && prefix !== '' ? prefix : undefined;
}

/**
 * The pods with their outermost known controllers. A workload that another one makes, such as the ReplicaSets of a
 * Deployment, is left out where that one is there: old ReplicaSets keep templates of which no pods are left.
 */
function withOwners(read: ReadonlyArray<{ readonly pod: NetworkPod; readonly controller?: Controller }>): NetworkPod[] {
  const key = (namespace: string, { kind, name }: Controller) => `${namespace}/${kind}/${name}`;
  const controllers = new Map(read.map(({ pod, controller }) => [key(pod.namespace, pod), controller]));
  return read.flatMap(({ pod, controller }) => {
    if (!controller) return [pod];
    if (pod.template && controllers.has(key(pod.namespace, controller))) return [];
    let owner = controller;
    for (let depth = 0; depth < DEEPEST_OWNER; depth += 1) owner = controllers.get(key(pod.namespace, owner)) ?? owner;
    return [{ ...pod, owner }];
  });
}

/** Deeper than controllers nest, so that owners that own each other come to an end. */
const DEEPEST_OWNER = 8;
