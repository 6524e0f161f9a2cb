import { h, type Child } from './dom';
import { closePanel, select } from './panel';

/** The section of what stands in one row or in several, and the id of its row. */
const rows = new WeakMap<object, readonly [section: string, id: string]>();

/** Gives the row of some data an id, by which other sections lead to it. */
export function rowOf(section: string, at: number, ...items: readonly object[]): string {
  const id = `${section}-${at}`;
  items.forEach(item => rows.set(item, [section, id]));
  return id;
}

/** A button that goes to the row of something. */
export function lead(item: object, ...label: Child[]): HTMLElement {
  return h('button', { type: 'button', class: 'name lead', click: () => reveal(item) }, ...label);
}

/** Shows the row, also where a long list has not come to it yet, and opens it. */
function reveal(item: object): void {
  const [section, id] = rows.get(item)!;
  closePanel();
  const more = () => document.querySelector<HTMLButtonElement>(`#${section} > .more:not([hidden])`);
  for (let button = more(); button && !document.getElementById(id); button = more()) button.click();
  const row = document.getElementById(id);
  if (!row) return;
  [row, ...row.querySelectorAll('details')].forEach(each => each.tagName === 'DETAILS' && each.setAttribute('open', ''));
  row.tabIndex = -1;
  row.scrollIntoView({ block: 'center' });
  row.focus({ preventScroll: true });
  select(row);
}
