import { canonical } from '../../decide/canonical';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../manifests/model';

/**
 * A promise in parts, each of which makes it stronger or weaker by itself: what is demanded (of whom, of which requests, from which
 * level on), and what is let through all the same (flows, operators, exceptions). A promise is weaker than another where a demand of the
 * other is missing, or where it lets something through that the other does not.
 */
export interface Part {
  readonly side: 'demand' | 'allowance';
  readonly what: PartKind;
  readonly value: unknown;
}

export type PartKind = 'subject' | 'verb' | 'namespace' | 'level' | 'requests' | 'failed-logins' | 'except' | 'pods' | 'ingress' | 'egress'
  | 'client' | 'operator' | 'deployer' | 'lifetime' | 'serving';

/** The promise in the words of the index. */
export interface Said {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Some ports of a protocol: an interval, one by its name, or without either all of them. */
export interface Ports {
  readonly protocol: string;
  readonly first?: number;
  readonly last?: number;
  readonly name?: string;
}

/** Traffic with one peer to some ports; without a peer with everybody, without ports on all. */
export interface Flow {
  readonly peer?: NetworkPolicyPeer;
  readonly workload?: unknown;
  readonly ports?: Ports;
}

/** The fields that are read of a promise of each kind. A promise with another is not taken apart, since nobody knows what it does. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'reads-only': ['subjects'],
  'cannot': ['subjects', 'verbs', 'group', 'resource', 'namespace'],
  'audit-at-most': ['level', 'requests'],
  'audit-at-least': ['level', 'requests', 'except', 'failedLogins'],
  'only-traffic': ['pods', 'ingress', 'egress'],
  'no-way-around': ['pods', 'clients', 'operators', 'deployers'],
  'kubelet-certificates': ['lifetimeSeconds', 'serving'],
};

const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'];

/** What a promise is about: two of one kind with the same text are the same promise that changed. */
export function aboutOf({ kind, group, resource, pods }: Said): string {
  const { namespace, selector, workload } = (pods ?? {}) as { readonly namespace?: string; readonly selector?: unknown; readonly workload?: unknown };
  return canonical([kind, group ?? null, resource ?? null, namespace ?? null, workload ?? selector ?? null]);
}

/** The parts of a promise; undefined for one that cannot be taken apart. */
export function partsOf(said: Said): Part[] | undefined {
  const fields = FIELDS[said.kind];
  if (!fields || Object.keys(said).some(field => field !== 'kind' && !fields.includes(field))) return undefined;
  const list = (field: string) => (said[field] ?? []) as readonly unknown[];
  const demands = (what: PartKind, values: readonly unknown[]) => values.map((value): Part => ({ side: 'demand', what, value }));
  const allowances = (what: PartKind, values: readonly unknown[]) => values.map((value): Part => ({ side: 'allowance', what, value }));
  switch (said.kind) {
    case 'reads-only': return demands('subject', list('subjects'));
    case 'cannot': return [
      ...demands('subject', list('subjects')), ...demands('verb', list('verbs')), ...demands('namespace', [said.namespace ?? null]),
    ];
    case 'audit-at-most': return [...demands('level', [-LEVELS.indexOf(said.level as string)]), ...demands('requests', list('requests'))];
    case 'audit-at-least': return [
      ...demands('level', [LEVELS.indexOf(said.level as string)]), ...demands('requests', list('requests')),
      ...demands('failed-logins', said.failedLogins === true ? [true] : []), ...allowances('except', list('except')),
    ];
    case 'only-traffic': return [
      ...demands('pods', [(said.pods as { readonly selector: unknown }).selector]),
      ...allowances('ingress', flows(said.ingress)), ...allowances('egress', flows(said.egress)),
    ];
    case 'no-way-around': return [
      ...demands('pods', [(said.pods as { readonly selector: unknown }).selector]), ...demands('client', list('clients')),
      ...allowances('operator', list('operators')), ...allowances('deployer', list('deployers')),
    ];
    default: return [...demands('lifetime', [-(said.lifetimeSeconds as number)]), ...demands('serving', said.serving === true ? [true] : [])];
  }
}

/** Whether a part includes another of the same promise: the wider allowance, the stronger demand. */
export function covers(one: Part, other: Part): boolean {
  if (one.side !== other.side || one.what !== other.what) return false;
  const [a, b] = [one.value, other.value];
  switch (one.what) {
    case 'level':
    case 'lifetime': return (a as number) >= (b as number);
    case 'verb': return a === '*' || a === b;
    // Without a namespace it is demanded in every one.
    case 'namespace': return a === null || a === b;
    // Without a condition it is every request.
    case 'requests':
    case 'except': return Object.keys(a as object).length === 0 || canonical(a) === canonical(b);
    case 'ingress':
    case 'egress': return flowCovers(a as Flow, b as Flow);
    case 'deployer': return deployerCovers(a as Deployer, b as Deployer);
    default: return canonical(a) === canonical(b);
  }
}

interface Deployer {
  readonly subject: unknown;
  readonly namespaces?: readonly string[];
}

function deployerCovers(a: Deployer, b: Deployer): boolean {
  return canonical(a.subject) === canonical(b.subject) && (!a.namespaces || (b.namespaces?.every(each => a.namespaces!.includes(each)) ?? false));
}

function flowCovers(a: Flow, b: Flow): boolean {
  const isEverybody = a.peer === undefined && a.workload === undefined;
  const samePeer = canonical([a.peer ?? null, a.workload ?? null]) === canonical([b.peer ?? null, b.workload ?? null]);
  return (isEverybody || samePeer) && (a.ports === undefined || (b.ports !== undefined && portsCover(a.ports, b.ports)));
}

function portsCover(a: Ports, b: Ports): boolean {
  if (a.protocol !== b.protocol) return false;
  if (a.name !== undefined || b.name !== undefined) return a.name === b.name || (a.name === undefined && a.first === undefined);
  return a.first === undefined || (b.first !== undefined && a.first <= b.first && a.last! >= b.last!);
}

interface SaidFlow {
  readonly peer?: NetworkPolicyPeer;
  readonly workload?: unknown;
  readonly ports?: readonly NetworkPolicyPort[];
}

/** The flows of a direction, each with one interval of ports; those of one peer that touch are one. An absent direction lets everything through. */
function flows(said: unknown): Flow[] {
  if (said === undefined) return [{}];
  const byPeer = new Map<string, { readonly flow: Flow; readonly ports: Ports[]; all: boolean }>();
  for (const { peer, workload, ports } of said as readonly SaidFlow[]) {
    const flow: Flow = { ...peer === undefined ? {} : { peer }, ...workload === undefined ? {} : { workload } };
    const key = canonical(flow);
    const entry = byPeer.get(key) ?? { flow, ports: [], all: false };
    byPeer.set(key, entry);
    entry.all ||= ports === undefined;
    entry.ports.push(...(ports ?? []).map(portsOf));
  }
  return [...byPeer.values()].flatMap(({ flow, ports, all }) => all ? [flow] : merged(ports).map(each => ({ ...flow, ports: each })));
}

function portsOf({ protocol = 'TCP', port, endPort }: NetworkPolicyPort): Ports {
  return typeof port === 'string' ? { protocol, name: port } : port === undefined ? { protocol } : { protocol, first: port, last: endPort ?? port };
}

function merged(ports: readonly Ports[]): Ports[] {
  const numbered = ports.filter(each => each.first !== undefined)
    .sort((a, b) => a.protocol === b.protocol ? a.first! - b.first! : a.protocol < b.protocol ? -1 : 1);
  const found: Ports[] = [];
  for (const each of numbered) {
    const last = found.at(-1);
    const touches = last !== undefined && last.protocol === each.protocol && each.first! <= last.last! + 1;
    if (touches) found[found.length - 1] = { ...last, last: Math.max(last.last!, each.last!) };
    else found.push(each);
  }
  return [...found, ...ports.filter(each => each.first === undefined)];
}
