import { contextOf, usage } from './cluster-input';
import { networkFor, type NetworkCommandOptions } from './network-input';
import { colors, print, relativeFile, warn } from './output';
import type { MapEnd, MapOptions } from '../decide/network/map';
import { analyzerDifferences, analyzerRows } from '../decide/network/netpol-analyzer';
import type { ClusterNetwork } from '../engine/network';
import { placeOf, portOf } from '../engine/network/question';
import { mapDot, tooMuchToDraw } from '../report/map/dot';
import { mapJson } from '../report/map/json';
import { mapMermaid, tooMuchForMermaid } from '../report/map/mermaid';
import { ANALYZER_FORMATS } from '../report/map/netpol-analyzer';
import { mapCsv, mapMarkdown } from '../report/map/tables';
import { mapText } from '../report/map/text';
import type { MapView } from '../report/map/view';

/** What `bulwark map` was told. */
export interface MapCommandOptions extends NetworkCommandOptions {
  readonly namespace?: string;
  readonly workload?: readonly string[];
  readonly direction?: 'ingress' | 'egress';
  readonly port?: readonly string[];
  readonly by?: 'workload' | 'namespace';
  readonly outside: 'merged' | 'ranges' | 'none';
  readonly within?: boolean;
  readonly exposure?: boolean;
  readonly compat?: 'netpol-analyzer';
}

/** More workloads than a person can take in at once; data formats show them all the same. */
const MANY = 60;
const FOR_PEOPLE = ['text', 'dot', 'svg', 'mermaid'];

/** Everything that is open in a cluster. 0 once it is printed. */
export async function map(options: MapCommandOptions): Promise<number> {
  const { network, input } = await networkFor(options);
  network.assumptions.forEach(warn);
  if (options.compat !== undefined) return printAnalyzer(network, options);
  const workloads = new Set(network.model.pods.map(({ namespace, owner, kind, name }) => JSON.stringify([namespace, owner ?? { kind, name }]))).size;
  const collapse = options.by === undefined && options.workload === undefined && FOR_PEOPLE.includes(options.format) && workloads > MANY;
  if (collapse) warn(`${workloads} workloads are shown by namespace; --by workload shows each, --workload some of them`);
  const by = options.by ?? (collapse ? 'namespace' : 'workload');
  const chosen = mapOptions(network, { ...options, by });
  const leads = by === 'namespace' || options.port !== undefined ? [] : network.leads().filter(({ targets, dangling }) =>
    !chosen.only || targets.some(({ end }) => chosen.only!(end)) || (dangling !== undefined && options.workload === undefined));
  const view: MapView = { map: network.map(chosen), leads, ...options.exposure ? { exposure: exposureOf(network, chosen) } : {} };
  print(await printed(view, options.format, contextOf(input)));
  return 0;
}

async function printed(view: MapView, format: string, context: object): Promise<string> {
  switch (format) {
    case 'json': return mapJson(view, context, relativeFile);
    case 'csv': return mapCsv(view);
    case 'md': return mapMarkdown(view);
    case 'dot': return mapDot(view);
    case 'mermaid': {
      const chart = mapMermaid(view);
      const tooMuch = tooMuchForMermaid(chart);
      if (tooMuch !== undefined) warn(`${tooMuch}; --by namespace, --namespace and --workload show less`);
      return chart;
    }
    case 'svg': {
      const tooMuch = tooMuchToDraw(view);
      if (tooMuch !== undefined) throw usage(tooMuch, 'show less by --namespace, --workload, --by namespace, --outside none or --port, or print another format', '--format');
      const { svgOf } = await import('./graphviz.js');
      return svgOf(mapDot(view));
    }
    default: return mapText(view, colors.out);
  }
}

function mapOptions(network: ClusterNetwork, { workload, namespace, direction, port, by, outside, within }: MapCommandOptions): MapOptions {
  if (workload !== undefined && by === 'namespace') throw usage('--workload and --by namespace exclude each other', 'leave one of them out');
  const pods = workload?.flatMap(text => placeOf(network.model, text, namespace).pods);
  if (pods?.length === 0) throw usage('--workload names addresses, and a map is of workloads', 'name workloads as namespace/name');
  const wanted = pods && new Set(pods.map(pod => keyOf(pod.namespace, (pod.owner ?? pod).kind, (pod.owner ?? pod).name)));
  const inNamespace = (end: MapEnd) => namespace === undefined || (end.type === 'namespace' ? end.name : end.type === 'workload' ? end.namespace : namespace) === namespace;
  if (namespace !== undefined && !wanted) placeOf(network.model, `${namespace}/*`);
  const only = wanted ? (end: MapEnd) => end.type === 'workload' && wanted.has(keyOf(end.namespace, end.kind, end.name)) : namespace !== undefined ? inNamespace : undefined;
  return {
    by,
    outside,
    within,
    ...only ? { only } : {},
    ...direction ? { direction: direction === 'ingress' ? 'Ingress' : 'Egress' } : {},
    ...port ? { ports: port.map(numbered) } : {},
  };
}

function numbered(text: string) {
  const port = portOf(text);
  if ('name' in port) throw usage(`${JSON.stringify(text)} is the name of a port, which is another number in each pod`, 'name a number or a range', '--port');
  return port;
}

function keyOf(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}

/** The same workloads, directions and ports as the map. */
function exposureOf(network: ClusterNetwork, { only = () => true, direction, ports }: MapOptions): NonNullable<MapView['exposure']> {
  const { connections, unprotected, namedPorts } = network.exposure();
  const own = (end: MapEnd) => end.type !== 'unknown-pods' && only(end);
  const { sets } = network.index;
  const asked = ports ? sets.ofPorts(ports) : sets.ALL;
  return {
    connections: connections.filter(({ from, to }) => (direction !== 'Ingress' && own(from)) || (direction !== 'Egress' && own(to)))
      .map(each => ({ ...each, ports: sets.ranges(sets.intersection(sets.ofPorts(each.ports), asked)) })).filter(each => each.ports.length > 0),
    unprotected: { Ingress: direction === 'Egress' ? [] : unprotected.Ingress.filter(only), Egress: direction === 'Ingress' ? [] : unprotected.Egress.filter(only) },
    namedPorts,
  };
}

function printAnalyzer(network: ClusterNetwork, { format, workload, namespace, direction, port, by, exposure }: MapCommandOptions): number {
  const render = ANALYZER_FORMATS[format];
  if (!render) throw usage(`--compat netpol-analyzer prints ${Object.keys(ANALYZER_FORMATS).join(', ')}`, 'choose one of them by --format', '--format');
  if (exposure || [workload, namespace, direction, port, by].some(each => each !== undefined)) {
    throw usage('--compat prints the whole map', 'leave out -n, --workload, --direction, --port, --by and --exposure');
  }
  analyzerDifferences(network.index).forEach(warn);
  print(render(analyzerRows(network.index, network.leads())));
  return 0;
}
