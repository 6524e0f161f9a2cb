import type { ClusterData, NetworkData } from '../data';
import { connectionsFrom, endName, type Connection } from './connections';
import { badge, breakable, code, count, h, paged, refill } from './dom';
import { openConnection, openEnds } from './network-panel';
import { drawn } from './picture';
import { placeOf, text, type Section } from './store';

/** What reaches what: a map, then every connection, then where Services lead. */
export function network({ network: found, name }: ClusterData): Section {
  const { workloads, ends, picture, noPicture, services } = found;
  const all = ends.flatMap((_, from) => connectionsFrom(found, from));
  const total = all.reduce((sum, each) => sum + each.count, 0);
  const open = ends.slice(0, workloads).filter(({ ingress = [] }) => ingress.length === 0).length;
  const blocked = services.filter(each => each.blocked).length;
  return {
    id: 'network',
    title: 'Network',
    note: total < 10_000 ? count(total, 'connection') : `${total.toLocaleString('en', { notation: 'compact' })} connections`,
    about: 'What policies leave open between workloads and with addresses outside. Choose a workload or a connection for the policies that decide.',
    body: [
      ...open === 0 ? [] : [h('p', { class: 'notice' }, `No policy isolates what ${open.toLocaleString('en')} of ${count(workloads, 'workload')} ${open === 1 ? 'receives' : 'receive'}.`)],
      ...noPicture === undefined ? [] : [h('p', { class: 'notice' }, `The map is left out: ${noPicture}.`)],
      ...picture ? [drawn(found, picture, name)] : [],
      h('h3', {}, 'Connections'), ...table(found, all),
      ...services.length === 0 ? [] : [h('details', { class: 'terms', open: blocked > 0 }, h('summary', {}, `Where ${count(new Set(services.map(({ label }) => label)).size, 'port')} of Services and Ingresses lead${blocked === 0 ? '' : `, ${blocked} of them nowhere`}`),
        h('div', { class: 'scroll' }, h('table', {}, h('tbody', {}, services.map(service => h('tr', {},
          h('th', { scope: 'row' }, text(service.label)), h('td', {}, service.blocked && [badge('blocked', 'warn'), ' '], text(service.leads)), h('td', { class: 'meta' }, placeOf(service))))))))],
    ],
  };
}

function table(found: NetworkData, all: readonly Connection[]): Node[] {
  const search = h('input', { 'type': 'search', 'id': 'filter-connections', 'placeholder': 'any workload, namespace or port', 'spellcheck': 'false', 'data-filter': true });
  const namespaces = [...new Set(found.ends.flatMap(({ namespace }) => namespace === undefined ? [] : [text(namespace)]))].sort();
  const namespace = h('select', { id: 'filter-map-namespace' }, h('option', { value: '' }, 'any'), namespaces.map(each => h('option', { value: each }, each)));
  const list = h('div');
  const names = found.ends.map((_, at) => endName(found, at).toLowerCase());
  const ofNamespace = found.ends.map(({ namespace: of }) => of === undefined ? '' : text(of));
  const show = (): void => {
    const words = search.value.trim().toLowerCase();
    const isMeant = ({ from, first, count: number, ports }: Connection) => {
      const targets = Array.from({ length: number }, (_, step) => first + step);
      return (namespace.value === '' || ofNamespace[from] === namespace.value || targets.some(to => ofNamespace[to] === namespace.value))
        && (words === '' || names[from]!.includes(words) || targets.some(to => names[to]!.includes(words)) || text(found.ports[ports]!).toLowerCase().includes(words));
    };
    const shown = all.filter(isMeant);
    const body = h('tbody');
    const [, more] = paged(shown, 80, each => connectionRow(found, each), body, 'row');
    refill(list, shown.length === 0 ? h('p', { class: 'none' }, all.length === 0 ? 'Nothing reaches anything.' : 'No such connection is open.') : [
      h('div', { class: 'scroll' }, h('table', { class: 'connections' }, h('thead', {}, h('tr', {}, ['From', 'To', 'Ports'].map(each => h('th', { scope: 'col' }, each)))), body)), more,
    ]);
  };
  const form = h('form', { class: 'filters', role: 'search', submit: event => event.preventDefault() },
    h('label', { class: 'field', for: search.id }, h('span', {}, 'Find'), search), h('label', { class: 'field', for: namespace.id }, h('span', {}, 'Namespace'), namespace));
  form.addEventListener('input', show);
  show();
  return [form, list];
}

function connectionRow(found: NetworkData, connection: Connection): HTMLElement {
  const { from, first, count: number, ports, partly } = connection;
  const row: HTMLTableRowElement = h('tr', {},
    h('th', { scope: 'row' }, h('button', { type: 'button', class: 'name', click: () => openEnds(found, [from], row) }, breakable(endName(found, from)))),
    h('td', {}, h('button', { type: 'button', class: 'name', click: () => openEnds(found, Array.from({ length: number }, (_, step) => first + step), row) },
      number === 1 ? breakable(endName(found, first)) : `${endName(found, first)} and ${count(number - 1, 'more', 'more')}`)),
    h('td', {}, h('button', { type: 'button', class: 'cell', click: () => openConnection(found, connection, row) }, code(text(found.ports[ports]!)), partly && [' ', badge('in part', 'warn')])));
  return row;
}
