import type { NetworkOrigin, NetworkPod, PodPort } from './model';
import type { Protocol, StringMap } from '../../manifests/model';
import { FieldError, IpAddress, parseIp } from '../../manifests/validate';
import { BOOLEAN, decode, INT32, isObject, Shape, STRING, STRING_MAP } from '../../manifests/validate/shape';

type Fields = Readonly<Record<string, unknown>>;

/** A pod, or why it cannot be read. */
export interface PodReading {
  readonly pod: NetworkPod;
  readonly errors: readonly FieldError[];
}

const TERMINAL_PHASES = ['Succeeded', 'Failed'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/**
 * The pods that an object stands for: a Pod itself, or the pod template of a workload, found by shape so that a
 * workload of any kind counts: `spec.template`, and `spec.jobTemplate.spec.template` of a CronJob. undefined for anything else.
 */
export function readPod(object: Fields, namespace: string, name: string, origin: NetworkOrigin): PodReading | undefined {
  const isPod = object.kind === 'Pod' && object.apiVersion === 'v1';
  const spec = mapAt(object, 'spec');
  const job = mapAt(mapAt(spec, 'jobTemplate'), 'spec');
  const template = mapAt(job ?? spec, 'template');
  const path = isPod ? '' : `${job ? 'spec.jobTemplate.spec' : 'spec'}.template.`;
  const of = isPod ? object : template;
  const podSpec = mapAt(of, 'spec');
  if (!isPod && (!podSpec || !Array.isArray(podSpec.containers))) {
    return isWorkload(object) ? { pod: nothing(object, namespace, name, origin), errors: [missing(`${path}spec.containers`)] } : undefined;
  }
  const errors: FieldError[] = [];
  const status = isPod ? mapAt(object, 'status') : undefined;
  const pod: NetworkPod = {
    kind: String(object.kind),
    namespace,
    name,
    template: !isPod,
    labels: field<StringMap>(STRING_MAP, mapAt(of, 'metadata'), 'labels', `${path}metadata`, errors),
    ports: portsOf(podSpec, `${path}spec`, errors),
    addresses: addressesOf(status, errors),
    hostNetwork: field(BOOLEAN, podSpec, 'hostNetwork', `${path}spec`, errors),
    node: field(STRING, podSpec, 'nodeName', `${path}spec`, errors) || undefined,
    terminated: TERMINAL_PHASES.includes(field(STRING, status, 'phase', 'status', errors)),
    origin,
  };
  return { pod, errors };
}

/** Whoever made a pod: `kind` and `name` of the owner that controls it. A node owns the static pods that it runs, which are nobody's workload. */
export function controllerOf(object: Fields): { readonly kind: string; readonly name: string } | undefined {
  const owners = mapAt(object, 'metadata')?.ownerReferences;
  const owner: unknown = Array.isArray(owners) ? owners.find(each => isObject(each) && each.controller === true) : undefined;
  return isObject(owner) && typeof owner.kind === 'string' && typeof owner.name === 'string' && owner.kind !== 'Node'
    ? { kind: owner.kind, name: owner.name } : undefined;
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

function isWorkload({ apiVersion, kind }: Fields): boolean {
  return WORKLOAD_KINDS.has(`${String(apiVersion)} ${String(kind)}`);
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
    if (isObject(item)) return [item];
    errors.push({ field: `${path}.${key}[${index}]`, type: 'FieldTypeInvalid', value: item, detail: 'must be an object' });
    return [];
  });
}

function mapAt(object: Fields | undefined, key: string): Fields | undefined {
  const value = object && Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : undefined;
}
