import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';

/**
 * What the shop may do on the network, written down by hand and held against the committed manifests by
 * an evaluator that shares no code with the program that wrote them.
 */
type Json = Record<string, any>;

const WORKLOADS: Readonly<Record<string, readonly [namespace: string, port?: number]>> = {
  'frontend': ['storefront', 8080],
  'adservice': ['storefront', 9555],
  'loadgenerator': ['traffic'],
  'productcatalogservice': ['catalog', 3550],
  'recommendationservice': ['catalog', 8080],
  'currencyservice': ['catalog', 7000],
  'cartservice': ['cart', 7070],
  'redis-cart': ['cart', 6379],
  'checkoutservice': ['orders', 5050],
  'emailservice': ['orders', 8080],
  'paymentservice': ['orders', 50051],
  'shippingservice': ['orders', 50051],
};

const FLOWS: ReadonlyArray<readonly [caller: string, callee: string, port: number]> = [
  ['loadgenerator', 'frontend', 8080],
  ['frontend', 'adservice', 9555],
  ['frontend', 'cartservice', 7070],
  ['frontend', 'checkoutservice', 5050],
  ['frontend', 'currencyservice', 7000],
  ['frontend', 'productcatalogservice', 3550],
  ['frontend', 'recommendationservice', 8080],
  ['frontend', 'shippingservice', 50051],
  ['recommendationservice', 'productcatalogservice', 3550],
  ['cartservice', 'redis-cart', 6379],
  ['checkoutservice', 'cartservice', 7070],
  ['checkoutservice', 'currencyservice', 7000],
  ['checkoutservice', 'emailservice', 8080],
  ['checkoutservice', 'paymentservice', 50051],
  ['checkoutservice', 'productcatalogservice', 3550],
  ['checkoutservice', 'shippingservice', 50051],
];

interface Place {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Json;
}

const INTERNET = '203.0.113.7';
const DNS: Place = { name: 'dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
const OTHERS: readonly Place[] = [
  { name: 'another pod of kube-system', namespace: 'kube-system', labels: { app: 'x' } },
  { name: 'a pod that claims to be the name service', namespace: 'orders', labels: { 'k8s-app': 'kube-dns' } },
  { name: 'a namesake of the frontend elsewhere', namespace: 'elsewhere', labels: { 'app.kubernetes.io/name': 'frontend' } },
  { name: 'a namesake of the cart in orders', namespace: 'orders', labels: { 'app.kubernetes.io/name': 'cartservice' } },
  ...[...new Set(Object.values(WORKLOADS).map(([namespace]) => namespace))].map(namespace => ({ name: `an unlabelled pod in ${namespace}`, namespace, labels: {} })),
];
const PORTS = [...new Set([1, 53, 80, 443, 5000, 65535, ...Object.values(WORKLOADS).flatMap(([, port]) => port ?? [])])];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

function read(folder: string): Json[] {
  return readdirSync(folder).sort().flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? read(path) : [yaml.parse(readFileSync(path, 'utf8')) as Json];
  });
}

function selects(selector: Json, labels: Json): boolean {
  if (Object.keys(selector).some(key => key !== 'matchLabels')) throw new Error(`this evaluator knows matchLabels alone: ${JSON.stringify(selector)}`);
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

class Network {
  constructor(private readonly policies: readonly Json[]) {}

  /** Whether the side's policies let traffic through: those that select a pod are alternatives, and without one everything goes. */
  public lets(direction: 'Ingress' | 'Egress', pod: Place, peer: Place | string, port: number, protocol: string): boolean {
    const mine = this.policies.filter(({ metadata, spec }) =>
      metadata.namespace === pod.namespace && spec.policyTypes.includes(direction) && selects(spec.podSelector, pod.labels));
    return mine.length === 0 || mine.some(({ metadata, spec }) => ((direction === 'Ingress' ? spec.ingress : spec.egress) ?? []).some((rule: Json) => {
      const peers: Json[] = (direction === 'Ingress' ? rule.from : rule.to) ?? [];
      return (peers.length === 0 || peers.some(each => this.isPeer(each, peer, metadata.namespace as string)))
        && (!rule.ports || (rule.ports as Json[]).some(each => (each.protocol ?? 'TCP') === protocol && each.port === port && each.endPort === undefined));
    }));
  }

  private isPeer(entry: Json, peer: Place | string, own: string): boolean {
    if (entry.ipBlock) throw new Error('the shop has no policy about addresses');
    if (typeof peer === 'string') return false;
    return (entry.namespaceSelector ? selects(entry.namespaceSelector, { 'kubernetes.io/metadata.name': peer.namespace }) : peer.namespace === own)
      && (!entry.podSelector || selects(entry.podSelector, peer.labels));
  }
}

describe.each(['staging', 'prod'])('in %s', cluster => {
  const objects = read(join(__dirname, '../../dist/manifests/shop', cluster, 'manifests'));
  const network = new Network(objects.filter(({ kind }) => kind === 'NetworkPolicy'));
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  const pods = deployments.map(({ metadata, spec }): Place => ({
    name: metadata.name, namespace: metadata.namespace, labels: spec.template.metadata.labels,
  }));
  /** The workloads of a namespace whose pods a selector selects. */
  const selectedIn = (namespace: string, selector: Json) => pods
    .filter(pod => pod.namespace === namespace && selects(selector, pod.labels)).map(({ name }) => name);
  const nameOf = (place: Place | string) => typeof place === 'string' ? place : place.name;

  /** Every open `source -> destination port/protocol`. */
  function open(sources: ReadonlyArray<Place | string>, destinations: ReadonlyArray<Place | string>): string[] {
    return sources.flatMap(source => destinations.flatMap(destination => PORTS.flatMap(port => PROTOCOLS.flatMap(protocol =>
      source !== destination
      && (typeof source === 'string' || network.lets('Egress', source, destination, port, protocol))
      && (typeof destination === 'string' || network.lets('Ingress', destination, source, port, protocol))
        ? [`${nameOf(source)} -> ${nameOf(destination)} ${port}/${protocol}`] : [])))).sort();
  }

  test('the workloads are those that the shop has, each with its port', () => {
    const ports = ({ spec }: Json) => (spec.template.spec.containers as Json[])
      .flatMap(each => (each.ports ?? []) as Json[]).map(each => each.containerPort as number);
    const found = deployments.map(each => [each.metadata.name, [each.metadata.namespace, ...ports(each)]]);
    expect(Object.fromEntries(found)).toEqual(WORKLOADS);
  });

  test('a workload\'s selector selects its own pods alone', () => {
    for (const { metadata, spec } of deployments) {
      expect(selectedIn(metadata.namespace, spec.selector)).toEqual([metadata.name]);
    }
  });

  test('between workloads, the flows of the call graph are open and nothing else is', () => {
    expect(open(pods, pods)).toEqual(FLOWS.map(([caller, callee, port]) => `${caller} -> ${callee} ${port}/TCP`).sort());
  });

  test('from the Internet, the frontend is open and nothing else is', () => {
    expect(open([INTERNET], pods)).toEqual([`${INTERNET} -> frontend 8080/TCP`]);
  });

  test('no workload reaches the Internet', () => {
    expect(open(pods, [INTERNET])).toEqual([]);
  });

  test('every workload may ask the name service, and nothing else of it', () => {
    expect(open(pods, [DNS])).toEqual(pods.flatMap(({ name }) => [`${name} -> dns 53/TCP`, `${name} -> dns 53/UDP`]).sort());
  });

  test('no workload reaches any other pod', () => {
    expect(open(pods, OTHERS)).toEqual([]);
  });

  test('of the other pods, those outside the shop\'s namespaces reach the frontend as the Internet does; those inside reach nothing', () => {
    const outside = ['dns', 'another pod of kube-system', 'a namesake of the frontend elsewhere'];
    expect(open([DNS, ...OTHERS], pods)).toEqual(outside.map(name => `${name} -> frontend 8080/TCP`).sort());
    expect(open(OTHERS.filter(({ name }) => !outside.includes(name)), [...OTHERS, INTERNET])).toEqual([]);
  });

  test('each Service selects its own workload\'s pods alone, at a port of their container', () => {
    const services = objects.filter(({ kind }) => kind === 'Service');
    expect(services.map(({ metadata }) => metadata.name).sort())
      .toEqual([...Object.keys(WORKLOADS).filter(name => name !== 'loadgenerator'), 'frontend-external'].sort());
    for (const { metadata, spec } of services) {
      const workload = metadata.name === 'frontend-external' ? 'frontend' : metadata.name as string;
      expect(selectedIn(metadata.namespace, { matchLabels: spec.selector })).toEqual([workload]);
      expect((spec.ports as Json[]).map(({ targetPort }) => targetPort)).toEqual([WORKLOADS[workload]![1]]);
    }
  });
});
