import { ConnectionQuery, decideConnection, NetworkDecision } from '../../../src/decide/network';
import { endAt, endOfPod, podsByAddress } from '../../../src/decide/network/ends';
import type { NetworkEnd, NetworkModel } from '../../../src/decide/network/model';
import { DEFAULT_NETWORK_OPTIONS, NetworkOptions } from '../../../src/decide/network/options';
import { readNetwork } from '../../../src/decide/network/read';
import type { Protocol } from '../../../src/manifests/model';
import { parseIp } from '../../../src/manifests/validate';

export type Obj = Record<string, unknown>;

export function namespace(name: string, own?: Record<string, string>): Obj {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: own } };
}

/** A pod `namespace/name` as a cluster gives it out, with ports as `http=80` or `dns=53/UDP`. */
export function pod(path: string, own: Record<string, string> = {}, { ports = [], ips = [], spec = {}, phase = 'Running' }: {
  readonly ports?: readonly string[]; readonly ips?: readonly string[]; readonly spec?: Obj; readonly phase?: string;
} = {}): Obj {
  const [of, name] = path.split('/') as [string, string];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: of, labels: own, uid: path },
    spec: { containers: [{ name: 'main', ports: ports.map(containerPort) }], ...spec },
    status: { phase, podIPs: ips.map(ip => ({ ip })) },
  };
}

export function containerPort(text: string): Obj {
  const [, name, port, protocol] = /^([^=]+)=(\d+)(?:\/(\w+))?$/.exec(text) ?? [];
  return { name, containerPort: Number(port), ...protocol ? { protocol } : {} };
}

export function deployment(path: string, own: Record<string, string>, ports: readonly string[] = []): Obj {
  const [of, name] = path.split('/') as [string, string];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: of },
    spec: { selector: { matchLabels: own }, template: { metadata: { labels: own }, spec: { containers: [{ name: 'main', ports: ports.map(containerPort) }] } } },
  };
}

/** A NetworkPolicy `namespace/name`; an absent podSelector stays absent. */
export function policy(path: string, spec: Obj): Obj {
  const [of, name] = path.split('/') as [string, string];
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: of }, spec };
}

export function labels(matchLabels: Record<string, string>): Obj {
  return { matchLabels };
}

export interface World {
  readonly model: NetworkModel;
  /** From and to are `namespace/name` or addresses; the port is `80`, `TCP 80`, `UDP 53`. */
  decide(from: string, to: string, port?: string | number): NetworkDecision;
  allows(from: string, to: string, port?: string | number): boolean;
  assumes(from: string, to: string, port?: string | number): string[];
}

/** A cluster of these objects, which must all be valid. */
export function world(objects: readonly Obj[], options: Partial<NetworkOptions> = {}): World {
  const { model, problems } = readNetwork(objects.map(object => ({ object })));
  if (problems.length > 0) throw new Error(JSON.stringify(problems, undefined, 1));
  const chosen = { ...DEFAULT_NETWORK_OPTIONS, ...options };
  const decide = (from: string, to: string, port: string | number = 80) => decideConnection(model, query(model, from, to, port), chosen);
  return {
    model,
    decide,
    allows: (from, to, port) => decide(from, to, port).decision === 'allow',
    assumes: (from, to, port) => [...new Set(decide(from, to, port).assumptions.map(({ id }) => id))],
  };
}

export function query(model: NetworkModel, from: string, to: string, port: string | number): ConnectionQuery {
  const [number, protocol = 'TCP'] = String(port).split(' ').reverse() as [string, Protocol?];
  return { from: endNamed(model, from), to: endNamed(model, to), protocol, port: Number(number) };
}

export function endNamed(model: NetworkModel, text: string): NetworkEnd {
  const address = parseIp(text);
  if (address) return endAt(address, podsByAddress(model));
  const found = model.pods.find(({ namespace: of, name }) => `${of}/${name}` === text);
  if (!found) throw new Error(`no pod ${text}`);
  return endOfPod(found);
}

/** One row a source, one column a destination: `.` allowed, `X` denied. */
export function table(of: World, sources: readonly string[], destinations: readonly string[], port?: string | number): string {
  return sources.map(from => destinations.map(to => of.allows(from, to, port) ? '.' : 'X').join('')).join(' ');
}
