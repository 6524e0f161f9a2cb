import type { EdgeData, NetworkData, NodeData, PictureData } from '../data';
import { connectionsFrom, endName } from './connections';
import { code, count, h, svg } from './dom';
import { openConnection, openEnds } from './network-panel';
import { openPanel, select } from './panel';
import { text } from './store';

const MARGIN = 12;

/** A wider map is not shrunk to the page, where nobody could read it, but scrolled. */
const WIDE = 1500;

/** The map, as it was laid out when the report was made. */
export function drawn(network: NetworkData, picture: PictureData, name: string): HTMLElement {
  const { width, height, groups, nodes, edges, collapsed } = picture;
  const marker = `arrow-${name.replace(/[^a-z0-9]/gi, '-')}`;
  const lines = edges.map(edge => line(network, nodes, edge, marker));
  const boxes = nodes.map((node, at) => box(network, node, lines.filter((_, edge) => edges[edge]!.from === at || edges[edge]!.to === at)));
  const image = svg('svg', {
    'viewBox': `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`, 'width': width + 2 * MARGIN, 'height': height + 2 * MARGIN, 'role': 'group', 'aria-label': `map of ${count(nodes.length, collapsed ? 'namespace' : 'end')} and ${count(edges.length, 'connection')}`, 'class': width > WIDE ? 'map wide' : 'map',
  },
  svg('defs', {}, svg('marker', { id: marker, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, svg('path', { d: 'M0 0.8 L7.4 4 L0 7.2 z', class: 'arrow' }))),
  groups.map(({ label, x, y, width: w, height: h2 }) => svg('g', { class: 'frame' }, svg('rect', { x, y, width: w, height: h2, rx: 8 }), svg('text', { x: x + 12, y: y + 17 }, label))),
  lines, boxes);
  return h('figure', { class: 'picture' },
    h('div', { 'class': 'map-scroll', 'tabindex': 0, 'role': 'region', 'aria-label': 'map' }, image),
    h('figcaption', {}, collapsed ? 'Each box is a namespace; namespaces that nothing tells apart are one.' : 'Each frame is a namespace. Dashed lines are open between some of the pods alone.',
      network.ends.some(({ isNameService }) => isNameService) && ' Connections to the name service stand in the table alone.'));
}

function line(network: NetworkData, nodes: readonly NodeData[], edge: EdgeData, marker: string): SVGGElement {
  const { points, label, x, y, kind, from, to } = edge;
  const [start, ...rest] = pairs(points);
  const path = `M${start!.join(' ')} C${rest.map(point => point.join(' ')).join(' ')}`;
  const words = `${nodes[from]!.label} to ${nodes[to]!.label}`;
  const open = () => openEdge(network, nodes, edge, element);
  const element: SVGGElement = svg('g', { 'class': `edge ${kind}`, 'tabindex': 0, 'role': 'button', 'aria-label': `${words}${label === '' ? '' : `, ${label}`}`, 'click': open, 'keydown': onEnter(open) },
    svg('title', {}, words), svg('path', { d: path, class: 'hit' }), svg('path', { 'd': path, 'class': 'line', 'marker-end': `url(#${marker})` }), label !== '' && svg('text', { x, y: y + 4 }, label));
  return element;
}

function pairs(points: readonly number[]): number[][] {
  return points.flatMap((x, at) => at % 2 === 0 ? [[x, points[at + 1]!]] : []);
}

function box(network: NetworkData, { x, y, width, height, label, kind, ends }: NodeData, lines: readonly Element[]): SVGGElement {
  const open = () => openEnds(network, ends, element, ...lines);
  const element: SVGGElement = svg('g', { 'class': `node ${kind}`, 'tabindex': 0, 'role': 'button', 'aria-label': label, 'click': open, 'keydown': onEnter(open) },
    svg('title', {}, ends.length === 1 ? endName(network, ends[0]!) : label), svg('rect', { x, y, width, height, rx: kind === 'outside' ? 15 : 6 }), svg('text', { x: x + width / 2, y: y + height / 2 + 4 }, label));
  return element;
}

function onEnter(act: () => void): (event: Event) => void {
  return event => {
    if (['Enter', ' '].includes((event as KeyboardEvent).key)) {
      event.preventDefault();
      act();
    }
  };
}

/** The connections that one line of the map stands for. */
function openEdge(network: NetworkData, nodes: readonly NodeData[], { from, to }: EdgeData, element: Element): void {
  const targets = new Set(nodes[to]!.ends);
  const found = nodes[from]!.ends.flatMap(end => connectionsFrom(network, end).flatMap(each => {
    const meant = Array.from({ length: each.count }, (_, step) => each.first + step).filter(end2 => targets.has(end2));
    return meant.length === 0 ? [] : [{ ...each, first: meant[0]!, count: meant.length }];
  }));
  if (found.length === 1 && found[0]!.count === 1) {
    openConnection(network, found[0]!, element);
    return;
  }
  select(element);
  openPanel([nodes[from]!.label, ' to ', nodes[to]!.label], h('ul', { class: 'flows' }, found.slice(0, 200).map(each => h('li', {},
    h('button', { type: 'button', class: 'name', click: () => openConnection(network, each) }, `${endName(network, each.from)} to ${endName(network, each.first)}${each.count > 1 ? ` and ${each.count - 1} more` : ''}`),
    ' ', code(text(network.ports[each.ports]!))))), found.length > 200 && h('p', { class: 'dim' }, `and ${found.length - 200} more, which the table below the map has`));
}
