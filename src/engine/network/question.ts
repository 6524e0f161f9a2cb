import type { NetworkModel, NetworkPod, NumberedPorts } from '../../decide/network/model';
import { isUnknown, placeNamed, type MeantPlace } from '../../decide/network/place-names';
import { portsNamed, type ReachQuestion } from '../../decide/network/reach';
import type { Protocol } from '../../manifests/model';
import { ProblemError } from '../../manifests/problem';

/** A question in the words of the command line. */
export interface NetworkQuestion {
  /** `namespace/workload`, `namespace/pod`, `namespace/Kind/name`, `namespace/*`, an address, a CIDR, or `outside`. */
  readonly from: string;
  readonly to: string;
  /** `5432`, `5432/UDP`, `8000-8999`, or the name of a port. The protocol is TCP unless given. Default: all ports of all protocols. */
  readonly port?: string;
  /** The namespace of names without one. Default: each name must have its own. */
  readonly namespace?: string;
}

/** A port, or several of one protocol, as somebody asked for it. */
export type AskedPort = NumberedPorts | { readonly protocol: Protocol; readonly name: string };

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/**
 * The places and ports that a question means. The name of a port can be another number in each pod, which makes several
 * questions of one: all of them are meant. Throws a ProblemError for a place or a port that nobody declares.
 */
export function understood(model: NetworkModel, question: NetworkQuestion): ReachQuestion[] {
  const { namespace } = question;
  const [from, to] = [placeOf(model, question.from, namespace), placeOf(model, question.to, namespace)];
  refuseNonsense(from, to);
  const port = question.port === undefined ? undefined : portOf(question.port);
  if (port === undefined) return [{ from, to }];
  if (!('name' in port)) return [{ from, to, ports: [port] }];
  const { name, protocol } = port;
  const numbers = portsNamed(to, name, protocol);
  if (!numbers) throw noSuchPort(to, name, protocol);
  return [...new Set(numbers.values())].map(number => ({
    from,
    to: { text: to.text, pods: to.pods.filter(pod => numbers.get(pod) === number) },
    ports: [{ protocol, first: number, last: number }],
  }));
}

/** The pods and addresses that a name stands for. Throws a ProblemError where there are none. */
export function placeOf(model: NetworkModel, text: string, namespace?: string): MeantPlace {
  const found = placeNamed(model, text);
  const named = isUnknown(found) && namespace !== undefined && !text.includes('/') && text !== '' ? placeNamed(model, `${namespace}/${text}`) : found;
  if (!isUnknown(named)) return named;
  const { unknown, similar } = named;
  throw new ProblemError({
    id: 'workload-unknown',
    value: JSON.stringify(text),
    message: unknown,
    fix: similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'name it as namespace/workload, namespace/pod, an address such as 203.0.113.7, a CIDR such as 203.0.113.0/24, or outside',
  });
}

/** Reads `PORT[/PROTOCOL]`. Throws a ProblemError for what is no port. */
export function portOf(text: string): AskedPort {
  const [, what = '', word = 'TCP'] = /^([^/]*)(?:\/(.*))?$/.exec(text) ?? [];
  const protocol = word.toUpperCase();
  if (!PROTOCOLS.includes(protocol)) throw noPort(text, `${JSON.stringify(word)} is no protocol`, `use one of ${PROTOCOLS.join(', ')}`);
  const range = /^(\d+)(?:-(\d+))?$/.exec(what);
  if (!range) {
    if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(what)) throw noPort(text, 'is neither a number, a range nor the name of a port', 'write 5432, 53/UDP, 8000-8999 or http');
    return { protocol: protocol as Protocol, name: what };
  }
  const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
  if (first < 1 || last > 65535) throw noPort(text, 'a port is a number from 1 to 65535', 'correct the number');
  if (first > last) throw noPort(text, 'the range goes the wrong way', `write ${last}-${first}`);
  return { protocol: protocol as Protocol, first, last };
}

function noPort(text: string, message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'port-unknown', value: JSON.stringify(text), message, fix });
}

function noSuchPort(to: MeantPlace, name: string, protocol: Protocol): ProblemError {
  if (to.pods.length === 0 || to.addresses) {
    return noPort(name, `a name means a port of a pod, and ${to.text} stands for addresses`, 'ask by a number');
  }
  const without = to.pods.find(pod => !pod.ports.some(port => port.name === name && port.protocol === protocol))!;
  const declared = without.ports.filter(port => port.name !== undefined).map(port => `${port.name} (${port.protocol} ${port.number})`);
  return noPort(name, `${labelOf(without)} declares no ${protocol} port of this name`, declared.length > 0 ? `it declares ${declared.join(', ')}` : 'it names none of its ports: ask by a number');
}

function labelOf({ kind, namespace, name }: NetworkPod): string {
  return `${kind} ${namespace}/${name}`;
}

/** Between addresses no policy decides, and between the two families there is no connection. */
function refuseNonsense(from: MeantPlace, to: MeantPlace): void {
  if (from.pods.length + to.pods.length > 0) return;
  const families = (of: MeantPlace) => (of.addresses ?? []).map(({ family }) => family);
  const mixed = !families(from).some(family => families(to).includes(family));
  throw new ProblemError({
    id: 'usage',
    message: mixed ? `${from.text} and ${to.text} are of two address families, between which there is no connection`
      : `neither ${from.text} nor ${to.text} is a pod among the manifests, so that no policy decides between them`,
    fix: 'name a workload or a pod on one side',
  });
}
