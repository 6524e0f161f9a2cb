import type { ClusterData } from '../data';
import { openHolding } from './access-panel';
import { AccessFinder, POWERS, type AccessQuery, type Holding, type Power } from './access-query';
import { badge, code, count, h, paged, refill } from './dom';
import { text, type Section } from './store';

/** More columns than a page is wide are one column. */
const MOST_COLUMNS = 7;

const WORDS: Readonly<Record<Power, string>> = { read: 'read', change: 'change', act: 'act', all: 'everything' };
const TONES: Readonly<Record<Power, string>> = { read: 'quiet', change: 'warn', act: 'bad', all: 'bad' };

/** Everybody who is bound to anything, with what they may do everywhere and in each namespace. */
export function access({ access: found }: ClusterData): Section {
  const finder = new AccessFinder(found);
  const namespaces = [...new Set(found.bindings.filter(({ byDefault }) => !byDefault).flatMap(({ namespace }) => namespace === undefined ? [] : [text(namespace)]))].filter(name => name !== '').sort();
  const form = filters(finder, namespaces);
  const table = h('div');
  const show = (): void => matrix(finder, form.query(), table);
  form.element.addEventListener('input', show);
  show();
  const written = new Set(found.bindings.filter(({ byDefault }) => !byDefault).flatMap(({ subjects }) => subjects)).size;
  return {
    id: 'access',
    title: 'Access',
    note: count(written, 'subject'),
    about: 'Who may do what, as RBAC decides it. Choose a cell for the bindings and rules by which.',
    body: [
      form.element, table,
      ...found.unresolved.length === 0 ? [] : [h('details', { class: 'terms' }, h('summary', {}, 'What cannot be told'), h('ul', {}, found.unresolved.map(each => h('li', {}, each))))],
      h('p', { class: 'dim' }, 'Members of ', code('system:masters'), ' may do everything, before RBAC is asked. Kubelets ask the Node authorizer as well. ',
        'A service account and a user have what their groups have; a group of an identity provider says who is in it.'),
    ],
  };
}

interface Filters {
  readonly element: HTMLElement;
  query(): AccessQuery;
}

function filters({ access: { verbs, resources } }: AccessFinder, namespaces: readonly string[]): Filters {
  const subject = h('input', { 'type': 'search', 'id': 'filter-subject', 'placeholder': 'any', 'spellcheck': 'false', 'autocomplete': 'off', 'data-filter': true });
  const verb = h('select', { id: 'filter-verb' }, h('option', { value: '' }, 'any'), verbs.map(each => h('option', {}, each)));
  const resource = h('input', { type: 'search', id: 'filter-resource', list: 'resources', placeholder: 'any', spellcheck: 'false', autocomplete: 'off' });
  const namespace = h('select', { id: 'filter-namespace' }, h('option', { value: '' }, 'any'), namespaces.map(each => h('option', { value: each }, each)));
  const defaults = h('input', { type: 'checkbox', id: 'filter-defaults' });
  const field = (name: string, input: HTMLElement) => h('label', { class: 'field', for: input.id }, h('span', {}, name), input);
  return {
    element: h('form', { class: 'filters', role: 'search', submit: event => event.preventDefault() },
      field('Subject', subject), field('Verb', verb), field('Resource', resource), field('Namespace', namespace),
      h('label', { class: 'check', for: 'filter-defaults' }, defaults, ' defaults of Kubernetes'),
      h('datalist', { id: 'resources' }, resources.map(({ name }) => h('option', { value: name })))),
    query: () => ({ subject: subject.value, verb: verb.value, resource: resource.value, namespace: namespace.value, defaults: defaults.checked }),
  };
}

interface Row {
  readonly subject: number;
  readonly holdings: ReadonlyMap<string, readonly Holding[]>;
}

function matrix(finder: AccessFinder, asked: AccessQuery, into: HTMLElement): void {
  const resources = finder.resources(asked.resource);
  const query = { ...asked, resources };
  if (resources && resources.size === 0) {
    refill(into, h('p', { class: 'notice' }, 'Neither Kubernetes, nor a definition, nor a rule names such a resource. Whoever may do everything may use it all the same; ask ', code('bulwark who-can'), '.'));
    return;
  }
  const wanted = query.subject.trim().toLowerCase();
  const rows = finder.access.subjects.map(({ kind, name }, subject) => ({ subject, words: `${kind} ${text(name)}` }))
    .filter(({ words }) => words.toLowerCase().includes(wanted))
    .map(({ subject }): Row => ({ subject, holdings: finder.holdings(subject, query) }))
    .filter(({ holdings }) => holdings.size > 0).sort((a, b) => label(finder, a.subject) < label(finder, b.subject) ? -1 : 1);
  if (rows.length === 0) {
    refill(into, h('p', { class: 'none' }, query.subject !== '' ? `Nobody of that name is bound to it${query.defaults ? '' : '; the defaults of Kubernetes are not shown'}.`
      : query.defaults ? 'Nobody but the members of system:masters.' : 'Nobody beside the defaults of Kubernetes, which are not shown, and the members of system:masters.'));
    return;
  }
  const places = [...new Set(rows.flatMap(({ holdings }) => [...holdings.keys()]))].sort();
  const own = places.filter(place => place !== '' && place !== '?');
  const folded = own.length > MOST_COLUMNS;
  const columns = [...places.includes('') ? [''] : [], ...folded ? ['*'] : own, ...places.includes('?') ? ['?'] : []];
  const body = h('tbody');
  const row = ({ subject, holdings }: Row) => {
    const { kind, name } = finder.access.subjects[subject]!;
    return h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'kind' }, kind), ' ', code(text(name))), columns.map(column => h('td', {}, column === '*'
      ? [...holdings].filter(([place]) => place !== '' && place !== '?').map(([place, held]) => cell(finder, query, subject, place, held, true))
      : holdings.has(column) ? cell(finder, query, subject, column, holdings.get(column)!, false) : h('span', { class: 'nothing', title: 'nothing' }, '·'))));
  };
  const [, more] = paged(rows, 60, row, body, 'subject');
  const heads = new Map([['', 'everywhere'], ['*', 'in namespaces'], ['?', 'wherever applied']]);
  refill(into,
    h('p', { class: 'summary', role: 'status' }, count(rows.length, 'subject'), wordsOf(query), !query.defaults && ', beside the defaults of Kubernetes'),
    h('div', { class: 'scroll' }, h('table', { class: 'matrix', keydown: event => arrows(event as KeyboardEvent) },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Subject'), columns.map(column => h('th', { scope: 'col' }, heads.get(column) ?? code(column))))), body)), more);
}

function label({ access: { subjects } }: AccessFinder, at: number): string {
  const { kind, name } = subjects[at]!;
  return `${kind === 'User' ? 0 : kind === 'Group' ? 1 : 2} ${text(name)}`;
}

function wordsOf({ verb, resource, namespace }: AccessQuery): string {
  return verb === '' && resource === '' && namespace === '' ? ' may do something' : ` may ${verb === '' ? 'do something' : verb}${resource === '' ? '' : verb === '' ? ` with ${resource}` : ` ${resource}`}${namespace === '' ? '' : ` in ${namespace}`}`;
}

function cell(finder: AccessFinder, query: AccessQuery, subject: number, place: string, held: readonly Holding[], named: boolean): HTMLElement {
  const kinds = finder.kinds(held, query);
  const words = POWERS.filter(each => kinds.has(each));
  const where = place === '' ? 'everywhere' : place === '?' ? 'wherever it is applied' : `in ${place}`;
  const button: HTMLButtonElement = h('button', {
    'type': 'button',
    'class': 'cell',
    'aria-label': `${text(finder.access.subjects[subject]!.name)} ${where}: ${words.map(each => WORDS[each]).join(', ') || 'something'}`,
    'click': () => openHolding(finder, query, subject, place, held, button),
  }, named && code(place), words.map(each => badge(WORDS[each], TONES[each])), words.length === 0 && badge('other', 'quiet'));
  return button;
}

/** Arrow keys go from cell to cell: along the row, or to the nearest one of the next row that has any. */
function arrows(event: KeyboardEvent): void {
  const steps = new Map<string, readonly [lines: number, columns: number]>([['ArrowLeft', [0, -1]], ['ArrowRight', [0, 1]], ['ArrowUp', [-1, 0]], ['ArrowDown', [1, 0]]]);
  const step = steps.get(event.key);
  const here = (event.target as Element).closest('td');
  if (!step || !here) return;
  const [lines, columns] = step;
  for (let line = here.parentElement, at = here.cellIndex + columns; line;) {
    if (lines !== 0) line = (lines > 0 ? line.nextElementSibling : line.previousElementSibling) as HTMLElement | null;
    const buttons = [...line?.querySelectorAll<HTMLElement>('td > button') ?? []];
    const distance = (button: HTMLElement) => Math.abs((button.parentElement as HTMLTableCellElement).cellIndex - here.cellIndex);
    const next = lines !== 0 ? buttons.sort((a, b) => distance(a) - distance(b))[0] : (line as HTMLTableRowElement).cells[at]?.querySelector('button');
    if (next) {
      event.preventDefault();
      next.focus();
      return;
    }
    if (lines === 0 && !(line as HTMLTableRowElement).cells[at]) return;
    at += columns;
  }
}
