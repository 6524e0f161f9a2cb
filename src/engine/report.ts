import { accessOf } from './access';
import { compareSides } from './diff/compare';
import type { DiffSide, SideCluster } from './diff/side';
import { networkOf } from './network';
import { parseKubernetesVersion } from '../kubernetes';
import { metadataOf } from '../manifests/identity';
import { podTemplateOf } from '../manifests/pod-template';
import { printable } from '../manifests/problem';
import { namespacesIn, type NamespaceView } from '../prove/workloads/namespaces';
import type { ShowFile } from '../report/access-words';
import { rowsOf, type ClusterRows } from '../report/diff/rows';
import { accessData } from '../report/page/access-data';
import { auditData } from '../report/page/audit-data';
import { controlsData } from '../report/page/controls-data';
import type { ClusterData, CountData, NetworkData, ReportData } from '../report/page/data';
import { layOutByGraphviz, type Graphviz } from '../report/page/graphviz';
import { networkData } from '../report/page/network-data';
import { pictureGraph } from '../report/page/picture-graph';
import { changesData, hostsData, proofData, type ProofSource } from '../report/page/proof-data';
import { Strings } from '../report/page/strings';

/** What a report is made of. */
export interface ReportSource {
  /** As it was named. */
  readonly subject: string;
  /** `bulwark 1.2.3`. */
  readonly tool: string;
  readonly side: DiffSide;
  /** What was proved of a cluster of the side. */
  readonly proof: (cluster: SideCluster) => ProofSource;
  /** What it is compared with. Default: nothing. */
  readonly before?: DiffSide;
  /** Only these clusters. Default: all. */
  readonly clusters?: readonly string[];
  /** How paths of files are printed. */
  readonly show: ShowFile;
  /** Lays the map out. */
  readonly graphviz: Graphviz;
}

/** Asks every question about each cluster, and puts the answers where the page finds them. Throws a ProblemError for what no answer can rest on. */
export async function reportData(source: ReportSource): Promise<ReportData> {
  const { subject, tool, side, before, clusters, show } = source;
  const strings = new Strings(show);
  const diffs = before ? compareSides(before, side, { clusters }).map(diff => rowsOf(diff, show)) : [];
  // What stands beside the clusters is about each of them, and is told with each.
  const areNamed = [...side.clusters, ...before?.clusters ?? []].every(({ name }) => name !== undefined);
  const isBeside = (each: ClusterRows) => each.cluster === undefined && areNamed;
  const beside = diffs.filter(isBeside).flatMap(({ rows }) => rows);
  const changes = diffs.filter(each => !isBeside(each)).map(each => ({ ...each, rows: [...each.rows, ...beside] }));
  const found: ClusterData[] = [];
  const told = new Set<ClusterRows | undefined>();
  for (const cluster of side.clusters) {
    if (clusters === undefined || (cluster.name !== undefined && clusters.includes(cluster.name))) {
      const own = changesOf(cluster, changes);
      told.add(own);
      found.push(await clusterData(cluster, source, own, strings));
    }
  }
  const gone = changes.filter(each => !told.has(each));
  return {
    tool,
    subject: printable(subject),
    ...before ? { against: printable(before.name) } : {},
    strings: strings.all,
    clusters: [...found, ...gone.map(each => ({ ...NOTHING, name: printable(each.cluster ?? ''), gone: true, changes: changesData(each, strings) }))],
  };
}

/** Manifests without a name are compared with the one cluster that there is. */
function changesOf({ name }: SideCluster, changes: readonly ClusterRows[]): ClusterRows | undefined {
  return changes.find(each => each.cluster === name) ?? (name === undefined && changes.length === 1 ? changes[0] : undefined);
}

/** Of a cluster that is gone. */
const NOTHING: ClusterData = {
  name: '',
  target: '',
  counts: [],
  guarantees: [],
  findings: [],
  acknowledged: [],
  idle: [],
  access: { verbs: [], resources: [], verbSets: [], powers: [], roles: [], bindings: [], subjects: [], unresolved: [] },
  network: { ends: [], workloads: 0, policies: [], ports: [], reasons: [], rows: [], services: [] },
  audit: { policies: [], levels: [] },
  hosts: { settings: [], refused: [], files: [] },
  controls: { benchmarks: [], controls: [], outcomes: [] },
  assumptions: [],
};

async function clusterData(
  cluster: SideCluster, { proof, graphviz }: ReportSource, changes: ClusterRows | undefined, strings: Strings,
): Promise<ClusterData> {
  const { name, minor, objects, audit, nodes, hostFiles, said } = cluster;
  const access = accessOf({ cluster: name, minor, objects });
  const network = networkOf({ cluster: name, minor, objects });
  const map = networkData({ index: network.index, options: network.options, objects }, strings);
  const proved = proof(cluster);
  return {
    name: printable(name ?? ''),
    target: targetOf(cluster),
    counts: countsOf(cluster, map),
    ...changes ? { changes: changesData(changes, strings) } : {},
    ...proved.unproved > 0 ? { unproved: true } : {},
    ...proofData(proved, strings),
    access: accessData({ policy: access.index.policy, objects, minor, groups: said.groups, unresolved: access.unresolved().map(printable) }, strings),
    network: await withPicture(map, strings, graphviz),
    audit: auditData(audit, minor, strings),
    hosts: hostsData(nodes, [...hostFiles.keys()]),
    controls: controlsData(proved, strings),
    assumptions: [...new Set([...access.assumptions, ...network.assumptions, ...proved.unseen ?? []])].map(printable),
  };
}

function targetOf({ said: { target }, minor }: SideCluster): string {
  if (!target) {
    return `Kubernetes 1.${minor}`;
  }
  const decided = parseKubernetesVersion(String(target.kubernetes))?.minor === minor ? '' : `, decided on as 1.${minor}`;
  return printable(`${target.distribution}, Kubernetes ${target.kubernetes}${decided}`);
}

async function withPicture(network: NetworkData, { all }: Strings, graphviz: Graphviz): Promise<NetworkData> {
  const graph = pictureGraph(network, all);
  return !graph ? { ...network, noPicture: 'there are more connections than a picture could show; the tables below have all of them' }
    : { ...network, picture: await layOutByGraphviz(graph, graphviz) };
}

function countsOf({ objects }: SideCluster, { workloads, policies }: NetworkData): CountData[] {
  const namespaces = new Set([...namespacesIn(objects).values()].map(({ name }: NamespaceView) => name));
  const kinds = (...names: string[]) => objects.filter(({ object }) => names.includes(String(object.kind))).length;
  objects.filter(({ object }) => podTemplateOf(object) !== undefined).forEach(({ object }) => namespaces.add(metadataOf(object).namespace ?? 'default'));
  return [
    { label: 'namespaces', count: namespaces.size },
    { label: 'workloads', count: workloads },
    { label: 'network policies', count: Math.max(policies.length, kinds('NetworkPolicy', 'ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy')) },
    { label: 'roles', count: kinds('Role', 'ClusterRole') },
    { label: 'bindings', count: kinds('RoleBinding', 'ClusterRoleBinding') },
    { label: 'objects', count: objects.length },
  ];
}
