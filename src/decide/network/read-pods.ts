import type { NetworkOrigin, NetworkPod, PodPort } from './model';
import { groupOfWorkloads, type OwnerIdentity } from './owners';
import { podTemplatesOf, templatePath } from './pod-templates';
import { findMapAt, isMap, type Fields } from '../../manifests/fields';
import { groupOf } from '../../manifests/identity';
import type { Protocol, StringMap } from '../../manifests/model';
import { FieldError, IpAddress, parseIp } from '../../manifests/validate';
import { BOOLEAN, decode, INT32, Shape, STRING, STRING_MAP } from '../../manifests/validate/shape';

/** A pod, or why it cannot be read. */
export interface PodReading {
  readonly pod: NetworkPod;
  readonly errors: readonly FieldError[];
}

const TERMINAL_PHASES = ['Succeeded', 'Failed'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/**
 * The pods that an object stands for: a Pod itself, or the pod templates of a workload, found by shape so that a workload
 * of any kind counts (`podTemplatesOf`). One that has several is a workload for each, `name[0]` and so on, which its own
 * name owns. None for anything else.
 */
export function readPods(object: Fields, namespace: string, name: string, origin: NetworkOrigin): PodReading[] {
  if (object.kind === 'Pod' && object.apiVersion === 'v1') return [readPod(object, object, '', { kind: 'Pod', namespace, name, template: false, origin })];
  const found = podTemplatesOf(object);
  if (found.length === 0) {
    return isWorkload(object) ? [{ pod: nothing(object, namespace, name, origin), errors: [missing(`${templatePath(object)}.spec.containers`)] }] : [];
  }
  const identity = { kind: String(object.kind), namespace, template: true, origin };
  return found.map(({ template, path }, at) => readPod(object, template, `${path}.`, found.length === 1 ? { ...identity, name }
    : { ...identity, name: `${name}[${at}]`, owner: { kind: identity.kind, name } }));
}

/** @param of the object itself where it is a Pod, else its template */
function readPod(
  object: Fields, of: Fields, path: string, identity: Pick<NetworkPod, 'kind' | 'namespace' | 'name' | 'template' | 'owner' | 'origin'>,
): PodReading {
  const podSpec = findMapAt(of, 'spec');
  const errors: FieldError[] = [];
  const status = identity.template ? undefined : findMapAt(object, 'status');
  const addresses = addressesOf(status, errors);
  const ended = TERMINAL_PHASES.includes(field(STRING, status, 'phase', 'status', errors));
  const pod: NetworkPod = {
    ...identity,
    labels: field<StringMap>(STRING_MAP, findMapAt(of, 'metadata'), 'labels', `${path}metadata`, errors),
    ports: portsOf(podSpec, `${path}spec`, errors),
    addresses,
    ...addresses.length > 0 && !isFromCluster(object) ? { claimed: true } : {},
    hostNetwork: field(BOOLEAN, podSpec, 'hostNetwork', `${path}spec`, errors),
    node: field(STRING, podSpec, 'nodeName', `${path}spec`, errors) || undefined,
    terminated: ended && isFromCluster(object),
  };
  return { pod, errors };
}

/**
 * Whether a cluster gave the object out. The status of one that is yet to be created is dropped (pkg/registry/core/pod,
 * `PrepareForCreate`), so that a manifest cannot say that its pod has come to an end, or where in the network it stands.
 */
function isFromCluster(object: Fields): boolean {
  const metadata = findMapAt(object, 'metadata');
  return [metadata?.uid, metadata?.creationTimestamp].some(each => each !== undefined && each !== null && each !== '');
}

/** Whoever made a pod: the owner that controls it. A node owns the static pods that it runs, which are nobody's workload. */
export function controllerOf(object: Fields): OwnerIdentity | undefined {
  const owners = findMapAt(object, 'metadata')?.ownerReferences;
  const owner: unknown = Array.isArray(owners) ? owners.find(each => isMap(each) && each.controller === true) : undefined;
  return isMap(owner) && typeof owner.kind === 'string' && typeof owner.name === 'string' && owner.kind !== 'Node'
    ? { group: typeof owner.apiVersion === 'string' ? groupOf(owner) : groupOfWorkloads(owner.kind), kind: owner.kind, name: owner.name, uid: uidOf(owner) } : undefined;
}

/** What ownerReferences say of an object. */
export function identityAsOwner(object: Fields, name: string): OwnerIdentity {
  return { group: groupOf(object), kind: String(object.kind), name, uid: uidOf(findMapAt(object, 'metadata')) };
}

function uidOf(object: Fields | undefined): string | undefined {
  return typeof object?.uid === 'string' && object.uid !== '' ? object.uid : undefined;
}

/** Whether a workload wants no pods. */
export function isIdle(object: Fields): boolean {
  return findMapAt(object, 'spec')?.replicas === 0;
}

/** Init containers that keep running have ports that count (KEP-753, kubernetes/kubernetes#127976). */
function portsOf(spec: Fields | undefined, path: string, errors: FieldError[]): PodPort[] {
  const containers = itemsOf(spec, 'containers', path, errors).map((container, index) => ({ container, at: `${path}.containers[${index}]` }));
  const sidecars = itemsOf(spec, 'initContainers', path, errors)
    .map((container, index) => ({ container, at: `${path}.initContainers[${index}]` }))
    .filter(({ container }) => container.restartPolicy === 'Always');
  return [...containers, ...sidecars].flatMap(({ container, at }) => itemsOf(container, 'ports', at, errors).map((port, index) => {
    const here = `${at}.ports[${index}]`;
    const protocol = field(STRING, port, 'protocol', here, errors) || 'TCP';
    if (!PROTOCOLS.includes(protocol)) {
      errors.push({ field: `${here}.protocol`, type: 'FieldValueNotSupported', value: protocol, detail: 'supported values: "TCP", "UDP", "SCTP"' });
    }
    const number = field(INT32, port, 'containerPort', here, errors);
    if (number < 1 || number > 65535) {
      errors.push({ field: `${here}.containerPort`, type: 'FieldValueInvalid', value: port.containerPort, detail: 'must be between 1 and 65535, inclusive' });
    }
    return { name: field(STRING, port, 'name', here, errors) || undefined, protocol: protocol as Protocol, number };
  }));
}

/** `podIPs`, or the older `podIP` alone. */
function addressesOf(status: Fields | undefined, errors: FieldError[]): IpAddress[] {
  const listed = itemsOf(status, 'podIPs', 'status', errors).map(({ ip }, index) => ({ ip, path: `status.podIPs[${index}].ip` }));
  const all = listed.length > 0 || !status?.podIP ? listed : [{ ip: status.podIP, path: 'status.podIP' }];
  return all.flatMap(({ ip, path }) => {
    const address = typeof ip === 'string' ? parseIp(ip) : undefined;
    if (!address) errors.push({ field: path, type: 'FieldValueInvalid', value: ip, detail: 'must be a valid IP address' });
    return address ? [address] : [];
  });
}

const WORKLOAD_KINDS = new Set([
  'apps/v1 Deployment', 'apps/v1 StatefulSet', 'apps/v1 DaemonSet', 'apps/v1 ReplicaSet', 'v1 ReplicationController', 'batch/v1 Job', 'batch/v1 CronJob',
]);

const WORKLOAD_NAMES: ReadonlySet<unknown> = new Set([...WORKLOAD_KINDS].map(each => each.slice(each.indexOf(' ') + 1)));

function isWorkload({ apiVersion, kind }: Fields): boolean {
  return WORKLOAD_NAMES.has(kind) && WORKLOAD_KINDS.has(`${String(apiVersion)} ${String(kind)}`);
}

function nothing(object: Fields, namespace: string, name: string, origin: NetworkOrigin): NetworkPod {
  return {
    kind: String(object.kind), namespace, name, template: true, labels: {}, ports: [], addresses: [], hostNetwork: false, terminated: false, origin,
  };
}

function missing(path: string): FieldError {
  return { field: path, type: 'FieldValueRequired', detail: 'Required value' };
}

/** A field that may be absent, which is its zero value; a null is absent. */
function field<D>(shape: Shape<D>, object: Fields | undefined, key: string, path: string, errors: FieldError[]): D {
  const value = object?.[key];
  if (value === undefined || value === null) return shape.zero;
  const decoded = decode(shape, value);
  errors.push(...decoded.errors.map(error => ({ ...error, field: `${path}.${key}${error.field === '' ? '' : `.${error.field}`}` })));
  return decoded.value;
}

function itemsOf(object: Fields | undefined, key: string, path: string, errors: FieldError[]): Fields[] {
  const value = object?.[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    errors.push({ field: `${path}.${key}`, type: 'FieldTypeInvalid', value, detail: 'must be a list' });
    return [];
  }
  return value.flatMap((item: unknown, index): Fields[] => {
    if (isMap(item)) return [item];
    errors.push({ field: `${path}.${key}[${index}]`, type: 'FieldTypeInvalid', value: item, detail: 'must be an object' });
    return [];
  });
}
