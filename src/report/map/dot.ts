import { GraphEdge, GraphNode, graphOf } from './graph';
import type { MapView } from './view';

const SHAPES: Readonly<Record<GraphNode['kind'], string>> = {
  'workload': 'shape=box, style="rounded,filled", fillcolor="#e8f0fe", color="#4a7ebb"',
  'namespace': 'shape=box, style="rounded,filled", fillcolor="#e8f0fe", color="#4a7ebb"',
  'service': 'shape=ellipse, style=filled, fillcolor="#f3f3f3", color="#888888"',
  'outside': 'shape=box, style=filled, fillcolor="#fdecea", color="#c0392b"',
  'unknown-pods': 'shape=box, style="dashed,rounded", color="#c0392b"',
};

const LINES: Readonly<Record<GraphEdge['kind'], string>> = {
  open: 'color="#555555"', partly: 'color="#b8860b", style=dashed', lead: 'color="#888888", style=dotted, arrowhead=open', blocked: 'color="#c0392b", style=dotted, arrowhead=tee',
};

const LEGEND = {
  partly: 'dashed: not between all of their pods',
  lead: 'dotted: where a Service or an Ingress leads',
  blocked: 'red: policies let nobody in that way',
};

/** A map in the language of Graphviz. */
export function mapDot(view: MapView): string {
  const { groups, edges } = graphOf(view);
  const node = ({ id, label, kind }: GraphNode) => `${id} [label=${quoted(label)}, ${SHAPES[kind]}];`;
  const clusters = [...groups].flatMap(([namespace, nodes], at) => namespace === '' ? nodes.map(each => `  ${node(each)}`) : [
    `  subgraph cluster_${at} {`,
    `    label=${quoted(namespace)}; labeljust=l; labelloc=t; style=rounded; color="#999999"; fontname="Helvetica"; fontsize=12;`,
    ...nodes.map(each => `    ${node(each)}`),
    '  }',
  ]);
  return [
    'digraph network {',
    '  rankdir=LR; nodesep=0.3; ranksep=1.2; concentrate=false;',
    ...edges.length > MANY_EDGES ? ['  nslimit=1; nslimit1=1; mclimit=0.1; splines=line;'] : [],
    ...legendOf(edges).map(words => `  label=${quoted(words)}; labelloc=b; labeljust=l; fontname="Helvetica"; fontsize=10; fontcolor="#555555";`),
    '  node [fontname="Helvetica", fontsize=11, margin="0.2,0.06"]; edge [fontname="Helvetica", fontsize=9];',
    ...clusters,
    ...edges.map(({ from, to, label, kind }) => `  ${from} -> ${to} [label=${quoted(label)}, ${LINES[kind]}];`),
    '}',
    '',
  ].join('\n');
}

/** Beyond these Graphviz takes minutes for curves and the last bit of order (https://graphviz.org/docs/attrs/nslimit/, mclimit, splines). */
const MANY_EDGES = 150;

/** Beyond these it takes minutes for straight lines too, and nobody follows a line of so many. */
const MOST_EDGES = 1000;

/** Why a map is not drawn; undefined where it is. */
export function tooMuchToDraw(view: MapView): string | undefined {
  const { length } = graphOf(view).edges;
  return length > MOST_EDGES ? `the map has ${length} edges, and a picture shows at most ${MOST_EDGES}` : undefined;
}

/** What the lines mean that are not plain arrows, as far as there are any. */
function legendOf(edges: readonly GraphEdge[]): string[] {
  const kinds = new Set(edges.map(({ kind }) => kind));
  const told = (['partly', 'lead', 'blocked'] as const).filter(kind => kinds.has(kind)).map(kind => LEGEND[kind]);
  return told.length === 0 ? [] : [told.join('; ')];
}

/** In a quoted string a backslash begins an escape of Graphviz (https://graphviz.org/doc/info/attrs.html#k:escString). */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
