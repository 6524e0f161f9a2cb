import type { BoxData, EdgeData, NodeData, PictureData } from './data';
import type { Graph } from './picture-graph';

/** Draws text in the language of Graphviz as its JSON (https://graphviz.org/docs/outputs/json/). */
export type Graphviz = (dot: string) => Promise<string>;

/** Above this many edges, their labels would cover each other. */
const MOST_LABELS = 70;

/** Pixels of an inch, as Graphviz counts points. */
const INCH = 72;

/** Lays a graph out by Graphviz. No name goes there: nodes are numbers of a fixed size. */
export async function layOutByGraphviz(graph: Graph, graphviz: Graphviz): Promise<PictureData> {
  const drawn = JSON.parse(await graphviz(dotOf(graph))) as Drawn;
  const [, , width = 0, height = 0] = numbers(drawn.bb);
  const upright = (y: number) => round(height - y);
  const nodes: NodeData[] = graph.nodes.map(({ label, kind, ends, width: w, height: h }, at) => {
    const [x = 0, y = 0] = numbers(drawn.objects!.find(({ name }) => name === `n${at}`)!.pos!);
    return { label, kind, ends, x: round(x - w / 2), y: round(upright(y) - h / 2), width: w, height: h };
  });
  const groups = namesOf(graph).map((label, at): BoxData => {
    const [left = 0, bottom = 0, right = 0, top = 0] = numbers(drawn.objects!.find(({ name }) => name === `cluster_${at}`)!.bb!);
    return { label, x: round(left), y: upright(top), width: round(right - left), height: round(top - bottom) };
  });
  const edges = graph.edges.map((edge, at): EdgeData => {
    const { pos, lp } = drawn.edges!.find(({ id }) => id === `e${at}`)!;
    // Without an arrowhead, which is the page's to draw, the curve goes from node to node.
    const points = pos!.split(' ').map(numbers).flatMap(([x = 0, y = 0]) => [round(x), upright(y)]);
    const [x = 0, y = 0] = lp === undefined ? [] : numbers(lp);
    return { ...edge, label: lp === undefined ? '' : edge.label, points, x: round(x), y: lp === undefined ? 0 : upright(y) };
  });
  return { width: Math.ceil(width), height: Math.ceil(height), collapsed: graph.collapsed, groups, nodes, edges };
}

interface Drawn {
  readonly bb: string;
  readonly objects?: ReadonlyArray<{ readonly name: string; readonly pos?: string; readonly bb?: string }>;
  readonly edges?: ReadonlyArray<{ readonly id: string; readonly pos?: string; readonly lp?: string }>;
}

function namesOf({ nodes }: Graph): string[] {
  return [...new Set(nodes.flatMap(({ group }) => group === undefined ? [] : [group]))];
}

function dotOf(graph: Graph): string {
  const line = (at: number) => {
    const { width, height } = graph.nodes[at]!;
    return `n${at} [width=${(width / INCH).toFixed(3)}, height=${(height / INCH).toFixed(3)}];`;
  };
  const placesOf = (group: string | undefined) => [...graph.nodes.keys()].filter(at => graph.nodes[at]!.group === group);
  const labelled = graph.edges.length <= MOST_LABELS;
  return [
    'digraph {',
    '  rankdir=LR; nodesep=0.25; ranksep=0.9; margin=0; pad=0;',
    '  node [shape=box, fixedsize=true, label=""]; edge [arrowhead=none, fontname="Helvetica", fontsize=11];',
    ...placesOf(undefined).map(line),
    ...namesOf(graph).flatMap((name, at) => [
      // A label of the same height as the page's keeps its room free.
      `  subgraph cluster_${at} { margin=14; label="namespace"; labeljust=l; fontsize=12;`, ...placesOf(name).map(line), '  }',
    ]),
    ...graph.edges.map(({ from, to, label }, at) => `  n${from} -> n${to} [id=e${at}${labelled ? `, label="${'x'.repeat([...label].length)}"` : ''}];`),
    '}',
  ].join('\n');
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
