import type { ClusterData, LevelRange } from '../data';
import { badge, count, h, short } from './dom';
import { placeOf, type Section } from './store';

/** What is logged, first of what reviewers ask about, then the rules. */
export function audit({ audit: { policies, doubt, levels } }: ClusterData): Section {
  const rules = policies.reduce((sum, each) => sum + each.rules.length, 0);
  return {
    id: 'audit',
    title: 'Audit',
    note: policies.length === 0 ? 'none' : count(rules, 'rule'),
    tone: policies.length === 0 ? 'warn' : undefined,
    about: 'What the API server logs, over all users, namespaces and names.',
    body: [
      ...doubt === undefined ? [] : [h('p', { class: 'notice' }, doubt)],
      ...policies.length === 0 ? [h('p', { class: 'none' }, 'No audit policy is among the files of this cluster: as far as they tell, nothing is logged.')] : [],
      ...policies.length > 1 ? [h('p', { class: 'notice' }, 'The files hold several audit policies, and an API server reads one: what is logged depends on which.')] : [],
      ...levels.length === 0 ? [] : [h('div', { class: 'scroll' }, h('table', { class: 'levels' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Requests about'), h('th', { scope: 'col' }, 'get, list, watch'), h('th', { scope: 'col' }, 'create, update, patch, delete'))),
        h('tbody', {}, levels.map(({ what, reads, changes }) => h('tr', {}, h('th', { scope: 'row' }, what), h('td', {}, level(reads)), h('td', {}, level(changes)))))))],
      ...policies.map(policy => h('details', { class: 'terms' },
        h('summary', {}, policy.rules.length === 1 ? 'The one rule' : `The ${policy.rules.length} rules, of which the first that matches decides`), h('p', { class: 'meta' }, placeOf(policy), policy.omitStages !== '' && ` without ${policy.omitStages}`),
        h('ol', { class: 'rules', start: 0 }, policy.rules.map(({ level: at, what, omitStages }) => h('li', {}, levelBadge(at), ' ', short(what), omitStages !== '' && h('span', { class: 'dim' }, ` without ${omitStages}`)))))),
    ],
  };
}

function level({ least, most, example }: LevelRange): Node[] {
  return least === most ? [levelBadge(least)] : [h('span', { class: 'range' }, levelBadge(least), ' to ', levelBadge(most)),
    h('span', { class: 'example' }, example !== undefined && `${least} for ${short(example)}`)];
}

function levelBadge(name: string): HTMLElement {
  return badge(name, `level-${name}`);
}
