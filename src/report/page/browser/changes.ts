import type { ChangeData, ClusterData } from '../data';
import { badge, count, h, paged, refill, short } from './dom';
import { data, placeOf, type Section } from './store';

const TONES = { broadened: 'bad', narrowed: 'good', changed: 'warn' } as const;
const DIRECTIONS = ['broadened', 'changed', 'narrowed'] as const;

/** How the cluster differs in what it means, broadenings first. */
export function changes({ changes: found }: ClusterData): Section | undefined {
  if (!found) {
    return undefined;
  }
  const { rows, notes } = found;
  const broadened = rows.filter(({ direction }) => direction === 'broadened').length;
  const list = h('div');
  const show = (only: ChangeData['direction'] | undefined): void => refill(list, ...paged(rows.filter(({ direction }) => only === undefined || direction === only), 60, changeRow, h('div', { class: 'rows' }), 'change'));
  show(undefined);
  const choices = [undefined, ...DIRECTIONS.filter(each => rows.some(({ direction }) => direction === each))];
  return {
    id: 'changes',
    title: 'Changes',
    note: String(rows.length),
    tone: broadened > 0 ? 'bad' : rows.length > 0 ? 'warn' : 'good',
    about: `What means something else than in ${data.against!}: who may do what, what reaches what, what is logged, what is promised. A refactoring is no change.`,
    body: rows.length === 0 ? [h('p', { class: 'none' }, 'Both mean the same.'), ...notes.map(note)] : [
      h('div', { 'class': 'filters', 'role': 'group', 'aria-label': 'Direction' }, choices.map((choice, at) => h('button', {
        'type': 'button',
        'class': 'choice',
        'aria-pressed': at === 0 ? 'true' : 'false',
        'click': event => {
          const chosen = event.currentTarget as HTMLElement;
          chosen.parentElement!.querySelectorAll('button').forEach(each => each.setAttribute('aria-pressed', String(each === chosen)));
          show(choice);
        },
      }, choice === undefined ? `all ${rows.length}` : `${rows.filter(({ direction }) => direction === choice).length} ${choice}`))),
      list, ...notes.map(note),
    ],
  };
}

function note(sentence: string): HTMLElement {
  return h('p', { class: 'dim' }, short(sentence));
}

function changeRow(change: ChangeData): HTMLElement {
  const { direction, domain, title, details, because } = change;
  const head = [badge(direction, TONES[direction]), h('span', { class: 'what' }, short(title)), h('span', { class: 'by' }, domain)];
  const more = [...details.map(line => h('p', {}, short(line))), ...because.map(line => h('p', { class: 'dim' }, short(line)))];
  const place = placeOf(change);
  return more.length === 0 && !place ? h('div', { class: 'row' }, head)
    : h('details', { class: 'row' }, h('summary', { class: 'row-head' }, head), h('div', { class: 'more-of-row' }, more, place && h('p', {}, place)));
}

/** `3 broadened, 1 narrowed`. */
export function changesLine({ changes: found }: ClusterData): string {
  const rows = found?.rows ?? [];
  return DIRECTIONS.map(each => [each, rows.filter(({ direction }) => direction === each).length] as const).filter(([, number]) => number > 0)
    .map(([each, number]) => `${number} ${each}`).join(', ') || count(0, 'change');
}
