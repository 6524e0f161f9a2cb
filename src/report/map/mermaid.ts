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
    '  classDef outside fill:#fdecea,stroke:#c0392b',
    '  classDef unknown fill:#ffffff,stroke:#c0392b,stroke-dasharray:4',
    '  classDef service fill:#f3f3f3,stroke:#888888',
    ...classes.filter(([, members]) => members.length > 0).map(([name, members]) => `  class ${members.join(',')} ${name}`),
    '',
  ].join('\n');
}

/** In quoted text Mermaid reads entities by number, and HTML; everything but plain words becomes an entity. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/()=!_-]/gu, char => `#${char.codePointAt(0)};`);
}
