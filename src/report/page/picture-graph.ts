import type { EdgeData, NetworkData, NodeData } from './data';

/** A picture before it is laid out. Sizes are in pixels. */
export interface Graph {
  readonly collapsed: boolean;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode extends Pick<NodeData, 'label' | 'kind' | 'ends' | 'width' | 'height'> {
  /** The namespace in which it is drawn; absent for what stands in none. */
  readonly group?: string;
}

export type GraphEdge = Pick<EdgeData, 'from' | 'to' | 'kind' | 'label'>;

/** More than people can take in. */
const MOST_WORKLOADS = 60;
const MOST_EDGES = 220;

/** A picture of workloads, of namespaces where they are many, or none where these are too many as well; the name service is left out. */
export function pictureGraph(network: Omit<NetworkData, 'picture'>, strings: readonly string[]): Graph | undefined {
  const shown = network.workloads <= MOST_WORKLOADS ? graphOf(network, strings, false) : undefined;
  if (shown && shown.edges.length <= MOST_EDGES) return shown;
  const collapsed = withoutTwins(graphOf(network, strings, true));
  return collapsed.edges.length <= MOST_EDGES ? collapsed : undefined;
}

function graphOf({ ends, workloads, rows, ports }: Omit<NetworkData, 'picture'>, strings: readonly string[], collapsed: boolean): Graph {
  const nodes = new Map<string, { readonly label: string; readonly kind: NodeData['kind']; readonly group?: string; readonly ends: number[] }>();
  const nodeOf = ends.map(({ namespace, label, isNameService }, at): string | undefined => {
    if (isNameService) return undefined;
    const group = namespace === undefined ? undefined : strings[namespace]!;
    const kind = at >= workloads ? 'outside' : collapsed ? 'namespace' : 'workload';
    const text = kind === 'namespace' ? group! : strings[label]!;
    const key = kind === 'namespace' ? `namespace ${group}` : String(at);
    const node = nodes.get(key) ?? { label: text, kind, ends: [], ...kind === 'workload' ? { group } : {} };
    node.ends.push(at);
    nodes.set(key, node);
    return key;
  });
  const places = new Map([...nodes.keys()].map((key, at) => [key, at]));
  const edges = new Map<string, { readonly from: number; readonly to: number; partly: boolean; readonly ports: Set<number> }>();
  rows.forEach((runs, source) => {
    for (let at = 0; at < runs.length; at += 5) {
      const [first, count, port, partly] = [runs[at]!, runs[at + 1]!, runs[at + 2]!, runs[at + 3]!];
      for (let to = first; to < first + count; to += 1) {
        const [tail, head] = [nodeOf[source], nodeOf[to]];
        if (tail === head || tail === undefined || head === undefined) continue;
        const key = `${tail} ${head}`;
        const edge = edges.get(key) ?? { from: places.get(tail)!, to: places.get(head)!, partly: false, ports: new Set<number>() };
        edge.partly ||= partly === 1;
        edge.ports.add(port);
        edges.set(key, edge);
      }
    }
  });
  return {
    collapsed,
    nodes: [...nodes.values()].map(node => sized(node)),
    edges: [...edges.values()].map(({ from, to, partly, ports: open }) => ({
      from, to, kind: partly ? 'partly' : 'open', label: open.size === 1 ? clipped(strings[ports[[...open][0]!]!]!, 22) : `${open.size} sets of ports`,
    })),
  };
}

/** Namespaces that nothing tells apart, neither what they reach nor what reaches them, are one node: `46 namespaces`. */
function withoutTwins({ collapsed, nodes, edges }: Graph): Graph {
  const label = new Map(edges.map(edge => [`${edge.from} ${edge.to}`, `${edge.label} ${edge.kind}`]));
  const between = (from: number, to: number) => label.get(`${from} ${to}`) ?? '';
  const isTwin = (a: number, b: number) => nodes[a]!.kind === 'namespace' && nodes[b]!.kind === 'namespace' && between(a, b) === between(b, a)
    && nodes.every((_, other) => other === a || other === b || (between(a, other) === between(b, other) && between(other, a) === between(other, b)));
  const families: Array<{ readonly members: number[]; readonly inner: string }> = [];
  nodes.forEach((_, at) => {
    const family = families.find(({ members: [first, second], inner }) =>
      isTwin(first!, at) && (second === undefined || between(first!, at) === inner));
    if (family) family.members.push(at);
    else families.push({ members: [at], inner: '' });
    if (family?.members.length === 2) families[families.indexOf(family)] = { members: family.members, inner: between(family.members[0]!, at) };
  });
  const familyOf = new Map(families.flatMap(({ members }, at) => members.map(member => [member, at] as const)));
  const merged = families.map(({ members, inner }): GraphNode => members.length === 1 ? nodes[members[0]!]! : sized({
    kind: 'namespace',
    label: `${members.length} namespaces${inner === '' ? '' : ', open to each other'}`,
    ends: members.flatMap(member => nodes[member]!.ends),
  }));
  const kept = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const [from, to] = [familyOf.get(edge.from)!, familyOf.get(edge.to)!];
    if (from !== to) kept.set(`${from} ${to}`, { ...edge, from, to });
  }
  return { collapsed, nodes: merged, edges: [...kept.values()] };
}

/** Characters of a label; the whole name is a click away. */
const MOST = 36;

/** Pixels of a character of the page's fonts at 12 px, rather too many than too few; wide scripts take a whole square. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? 13 : /[ilI.,:'|1 ()/-]/.test(char) ? 4.6 : /[mwMW@]/.test(char) ? 10.5 : 7.1), 0);
}

function sized<T extends { readonly label: string }>(node: T): T & { readonly width: number; readonly height: number } {
  const label = clipped(node.label, MOST);
  return { ...node, label, width: Math.max(64, Math.ceil(widthOf(label)) + 24), height: 30 };
}

function clipped(text: string, most: number): string {
  const chars = [...text];
  return chars.length <= most ? text : `${chars.slice(0, most - 1).join('')}…`;
}
