import { isForeignPolicy } from './foreign-policies';
import type { NetworkModel, NetworkNamespace, NetworkOrigin, NetworkPolicyRules, NetworkReading, ClusterPolicyRules, UnreadPolicy } from './model';
import { type ReadPod, withOwners } from './owners';
import { controllerOf, identityAsOwner, isIdle, readPods } from './read-pods';
import { adminNetworkPolicyRules, clusterNetworkPolicyRules, networkPolicyRules } from './read-policies';
import { NAMESPACE_NAME_LABEL } from './selectors';
import { isBuiltInGroup } from '../../kubernetes/api-kinds';
import { NEWEST_MINOR } from '../../kubernetes/minors';
import type { AdminNetworkPolicy, ClusterNetworkPolicy } from '../../manifests/cluster-policies';
import { groupOf, identityOf, metadataOf, objectLabel } from '../../manifests/identity';
import type { NetworkPolicy, StringMap } from '../../manifests/model';
import type { PartMaker } from '../../manifests/part-maker';
import { place, Problem, shown, SourcePlace } from '../../manifests/problem';
import { ADMIN_NETWORK_POLICY, CLUSTER_NETWORK_POLICY, decode, Decoding, FieldError, fixFor, NAMESPACE, NETWORK_POLICY, Shape, validateManifest } from '../../manifests/validate';
import { canonical } from '../canonical';

/** An object and where it comes from: a manifest that was read, or an object of a cluster's model. */
export interface NetworkSource {
  readonly object: Readonly<Record<string, unknown>>;
  readonly source?: SourcePlace;
  readonly construct?: string;
  /** Where several constructs made it together, who asked for which part of it. */
  readonly makers?: readonly PartMaker[];
}

export interface NetworkReadOptions {
  /**
   * The minor of the API server that takes the objects; policies that it would refuse are problems.
   * @default the newest supported one
   */
  readonly kubernetesMinor?: number;
  /** What another reading for the same minor made of the same objects; what this one makes is added. */
  readonly known?: KnownObjects;
}

/** What was read of objects without a complaint, so that what stands in two models is read once. */
export type KnownObjects = Map<NetworkSource['object'], KnownObject>;

/** Nothing in it: the object plays no part. Origins are those of the first reading. */
interface KnownObject {
  readonly identity?: string;
  readonly policy?: NetworkPolicyRules;
  readonly namespace?: NetworkNamespace;
  readonly pods?: readonly ReadPod[];
}

/**
 * What network decisions read, of all objects of one cluster. Objects of other kinds are left out; those without a
 * namespace stand in `default`, as kubectl puts them there. An object that cannot be read is a problem with its place, and
 * a policy among them stays in the model as unread, so that no answer leaves it out in silence.
 */
export function readNetwork(objects: Iterable<NetworkSource>, { kubernetesMinor = NEWEST_MINOR, known }: NetworkReadOptions = {}): NetworkReading {
  const reader = new Reader(kubernetesMinor, known);
  for (const each of objects) reader.add(each);
  return reader.finish();
}

const NO_PART: KnownObject = {};

const POLICY_KINDS = ['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'];
const TIERS = ['Admin', 'Baseline'];

class Reader {
  private readonly namespaces = new Map<string, NetworkNamespace>();
  private readonly pods: ReadPod[] = [];
  private readonly policies = new Map<string, NetworkPolicyRules[]>();
  private readonly clusterPolicies: ClusterPolicyRules[] = [];
  private readonly unread: UnreadPolicy[] = [];
  private readonly problems: Problem[] = [];
  private readonly seen = new Map<string, { readonly object: NetworkSource['object']; readonly origin: NetworkOrigin }>();

  constructor(private readonly minor: number, private readonly known?: KnownObjects) {}

  add({ object, source, construct, makers }: NetworkSource): void {
    const known = this.known?.get(object);
    if (known === NO_PART) return;
    const origin: NetworkOrigin = { source, construct, ...makers ? { makers } : {} };
    if (known) return this.take(known, object, origin);
    const { kind } = object;
    const group = groupOf(object);
    if (group === 'networking.k8s.io' && kind === 'NetworkPolicy') this.addNetworkPolicy(object, origin);
    else if (group === 'policy.networking.k8s.io') this.addClusterPolicy(object, origin);
    else if (object.apiVersion === 'v1' && kind === 'Namespace') this.addNamespace(object, origin);
    else if (isForeignPolicy(group, String(kind))) this.leaveUnread(object, origin);
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

  private keep(read: KnownObject, object: NetworkSource['object'], origin: NetworkOrigin): void {
    this.known?.set(object, read);
    this.take(read, object, origin);
  }

  /** Takes what was made of an object into the model, with where it stands here. */
  private take({ identity, policy, namespace, pods = [] }: KnownObject, object: NetworkSource['object'], origin: NetworkOrigin): void {
    if (identity === undefined || !this.isNew(identity, object, origin)) return;
    const placed = <T extends { readonly origin: NetworkOrigin }>(one: T): T => one.origin === origin ? one : { ...one, origin };
    if (namespace) this.namespaces.set(namespace.name, placed(namespace));
    for (const each of pods) this.pods.push({ ...each, pod: placed(each.pod) });
    if (policy) {
      const siblings = this.policies.get(policy.namespace);
      if (siblings) siblings.push(placed(policy));
      else this.policies.set(policy.namespace, [placed(policy)]);
    }
  }

  private addNamespace(object: NetworkSource['object'], origin: NetworkOrigin): void {
    const { value, errors } = reading(NAMESPACE, object);
    const name = value.metadata?.name;
    const found = errors.length > 0 ? errors : validateManifest(object, { kubernetesMinor: this.minor });
    if (found.length > 0 || name === undefined) return this.refuse(object, origin, found);
    this.keep({ identity: identityOf(object), namespace: namespaceOf(name, value.metadata?.labels ?? {}, true, origin) }, object, origin);
  }

  private addPod(object: NetworkSource['object'], origin: NetworkOrigin): void {
    const { name = prefixOf(object), namespace = 'default' } = metadataOf(object);
    const found = readPods(object, namespace, name ?? '', origin);
    if (found.length === 0) {
      this.known?.set(object, NO_PART);
      return;
    }
    const errors = found.flatMap(each => each.errors);
    if (errors.length > 0) {
      // Where a kind of others keeps its templates is a guess: one that cannot be read is no defect, but it is not passed over.
      return found.length === 1 || isBuiltInGroup(groupOf(object)) ? this.refuse(object, origin, errors) : this.leaveUnread(object, origin);
    }
    if (name === undefined) return this.refuse(object, origin, [{ field: 'metadata.name', type: 'FieldValueRequired', detail: 'name or generateName is required' }]);
    const rest = { identity: identityAsOwner(object, name), controller: controllerOf(object), idle: isIdle(object) };
    this.keep({ identity: identityOf(object), pods: found.map(({ pod }) => ({ pod, ...rest })) }, object, origin);
  }

  private addNetworkPolicy(object: NetworkSource['object'], origin: NetworkOrigin): void {
    if (object.apiVersion !== 'networking.k8s.io/v1') return this.leaveUnread(object, origin);
    const errors = validateManifest(object, { kubernetesMinor: this.minor });
    if (errors.length > 0) return this.refusePolicy(object, origin, errors);
    const { namespace = 'default' } = metadataOf(object);
    const policy = networkPolicyRules(reading(NETWORK_POLICY, object).value as NetworkPolicy, namespace, origin);
    this.keep({ identity: identityOf(object), policy }, object, origin);
  }

  private addClusterPolicy(object: NetworkSource['object'], origin: NetworkOrigin): void {
    const errors = validateManifest(object, { kubernetesMinor: this.minor });
    if (errors.length > 0) return this.refusePolicy(object, origin, errors);
    if (!this.isNew(identityOf(object), object, origin)) return;
    this.clusterPolicies.push(object.kind === 'ClusterNetworkPolicy'
      ? clusterNetworkPolicyRules(decode(CLUSTER_NETWORK_POLICY, object).value as ClusterNetworkPolicy, origin)
      : adminNetworkPolicyRules(decode(ADMIN_NETWORK_POLICY, object).value as AdminNetworkPolicy, origin));
  }

  /**
   * Whether this is the first object of its identity. Of two that differ the cluster has the one that was applied last, and
   * nobody here knows which.
   */
  private isNew(identity: string, object: NetworkSource['object'], origin: NetworkOrigin): boolean {
    const first = this.seen.get(identity);
    if (first === undefined) {
      this.seen.set(identity, { object, origin });
      return true;
    }
    if (first.object === object || canonical(first.object) === canonical(object)) return false;
    if (isPolicy(object)) this.keepUnread(object, origin, namespaceOfPolicy(object));
    const where = first.origin.construct ?? (first.origin.source && place(first.origin.source));
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

/** What decoding gives, without a second walk where it would change nothing: selectors and labels are read by their own keys alone. */
function reading<D>(shape: Shape<D>, object: NetworkSource['object']): Decoding<D> {
  return shape.fits(object) ? { value: object as unknown as D, errors: [] } : decode(shape, object);
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
