import type { AccessFinder, AccessQuery, Holding } from './access-query';
import { badge, code, count, h, paged } from './dom';
import { openPanel, select } from './panel';
import { placeOf, text } from './store';

/** By which bindings, roles and rules a subject holds something in one place, and on which resources. */
export function openHolding(
  finder: AccessFinder, query: AccessQuery, subject: number, place: string, held: readonly Holding[], button: Element,
): void {
  select(button);
  const { kind, name } = finder.access.subjects[subject]!;
  const where = place === '' ? 'everywhere' : place === '?' ? 'wherever the binding is applied' : ['in ', code(place)];
  openPanel([kind, ' ', code(text(name)), ' ', where],
    h('h3', {}, 'Because of'),
    held.map(holding => chain(finder, subject, holding)),
    verbTable(finder, query, held));
}

function chain({ access }: AccessFinder, subject: number, { binding, via, rules }: Holding): HTMLElement {
  const role = binding.role === undefined ? undefined : access.roles[binding.role]!;
  return h('div', { class: 'chain' },
    via !== subject && h('p', {}, 'as a member of ', badge('group', 'quiet'), ' ', code(text(access.subjects[via]!.name))),
    h('p', { class: 'link' }, h('strong', {}, text(binding.label)), binding.byDefault && [' ', badge('default of Kubernetes', 'quiet')], h('span', { class: 'meta' }, placeOf(binding))),
    role ? [
      h('p', { class: 'link step' }, 'gives ', h('strong', {}, text(role.label)), h('span', { class: 'meta' }, placeOf(role))),
      h('ul', { class: 'rule-list' }, rules.map(rule => h('li', {}, h('span', { class: 'dim' }, text(rule.at)), ' ', text(rule.words), h('span', { class: 'meta' }, placeOf(rule))))),
    ] : h('p', { class: 'notice' }, 'gives a role that is not among the manifests: nobody can tell what it allows'));
}

/** Resources with the verbs that are allowed on them. */
function verbTable(finder: AccessFinder, query: AccessQuery, held: readonly Holding[]): Node[] {
  const byResource = new Map<number, Map<string, boolean>>();
  for (const { binding, rules } of held) {
    for (const rule of rules) {
      for (const [resource, verbs] of finder.powersOf(rule, binding, query)) {
        const known = byResource.get(resource) ?? new Map<string, boolean>();
        byResource.set(resource, known);
        // Allowed on every object, where any rule does so.
        verbs.forEach(verb => known.set(verb, (known.get(verb) ?? false) || rule.named !== true));
      }
    }
  }
  const every = finder.access.verbs.length;
  const rows = [...byResource].sort(([a], [b]) => a - b);
  const body = h('tbody');
  const row = ([at, verbs]: readonly [number, ReadonlyMap<string, boolean>]) => {
    const { name, acts } = finder.access.resources[at]!;
    const said = (onAll: boolean) => [...verbs].filter(([, all]) => all === onAll).map(([verb]) => verb).join(', ');
    const named = said(false);
    const words = verbs.size === every && query.verb === '' && named === '' ? 'every verb' : said(true);
    return h('tr', {}, h('th', { scope: 'row' }, code(name), acts && [' ', badge('acts', 'bad')]), h('td', {}, words,
      named !== '' && [words === '' ? '' : '; ', named, h('span', { class: 'dim' }, ' on objects that are named')]));
  };
  return rows.length === 0 ? [] : [
    h('h3', {}, `Which allows, on ${count(rows.length, 'resource')}`),
    h('table', { class: 'verbs' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Resource'), h('th', { scope: 'col' }, 'Verbs'))), body),
    ...paged(rows, 40, row, body, 'resource').slice(1),
  ];
}
