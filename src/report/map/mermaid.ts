import { GraphEdge, GraphNode, graphOf } from './graph';
import type { MapView } from './view';

const BRACKETS: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  'workload': ['(', ')'], 'namespace': ['(', ')'], 'service': ['([', '])'], 'outside': ['[', ']'], 'unknown-pods': ['[', ']'],
};

const ARROWS: Readonly<Record<GraphEdge['kind'], readonly [string, string]>> = {
  open: ['--', '-->'], partly: ['-.', '.->'], lead: ['-.', '.->'], blocked: ['--', '--x'],
};

/** A map as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. */
export function mapMermaid(view: MapView): string {
  const { groups, edges } = graphOf(view);
  const node = ({ id, label, kind }: GraphNode) => `${id}${BRACKETS[kind][0]}"${escaped(label)}"${BRACKETS[kind][1]}`;
  const drawn = [...groups].flatMap(([namespace, nodes], at) => namespace === '' ? nodes.map(each => `  ${node(each)}`)
    : [`  subgraph g${at}["${escaped(namespace)}"]`, ...nodes.map(each => `    ${node(each)}`), '  end']);
  const ids = (...kinds: Array<GraphNode['kind']>) => [...groups.values()].flat().filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const classes: Array<readonly [string, string[]]> = [['outside', ids('outside')], ['unknown', ids('unknown-pods')], ['service', ids('service')]];
  return [
    'flowchart LR',
    ...drawn,
    ...edges.map(({ from, to, label, kind }) => `  ${from} ${ARROWS[kind][0]} "${escaped(label)}" ${ARROWS[kind][1]} ${to}`),
    // The text is dark in dark themes, too, where it would be white on these.
    '  classDef outside fill:#fdecea,stroke:#c0392b,color:#222222',
    '  classDef unknown fill:#ffffff,stroke:#c0392b,stroke-dasharray:4,color:#222222',
    '  classDef service fill:#f3f3f3,stroke:#888888,color:#222222',
    ...classes.filter(([, members]) => members.length > 0).map(([name, members]) => `  class ${members.join(',')} ${name}`),
    '',
  ].join('\n');
}

/** Beyond these Mermaid draws an error in place of a chart (`maxEdges` and `maxTextSize` of its configuration, which GitHub leaves as they are). */
const MOST_EDGES = 500;
const MOST_TEXT = 50_000;

/** Why the chart will not be drawn where the limits of Mermaid are the default ones; undefined where it will. */
export function tooMuchForMermaid(chart: string): string | undefined {
  const edges = chart.split('\n').filter(line => /^ {2}n\d+ (--|-\.) /.test(line)).length;
  if (edges > MOST_EDGES) return `the chart has ${edges} edges, and Mermaid draws at most ${MOST_EDGES} unless its maxEdges is raised`;
  return chart.length > MOST_TEXT ? `the chart has ${chart.length} characters, and Mermaid reads at most ${MOST_TEXT} unless its maxTextSize is raised` : undefined;
}

/** In quoted text Mermaid reads entities by number, and HTML; everything but plain words becomes an entity. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/()=!_-]/gu, char => `#${char.codePointAt(0)};`);
}
