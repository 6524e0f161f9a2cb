import { h, refill, type Child } from './dom';

/** What was clicked on is told beside the page, until it is closed; the focus goes there and back. */
const body = h('div', { class: 'panel-body' });
const title = h('h2', { id: 'panel-title', tabindex: -1 });

export const panel = h('aside', { 'id': 'panel', 'aria-labelledby': 'panel-title', 'hidden': true },
  h('header', {}, title, h('button', { 'type': 'button', 'class': 'close', 'aria-label': 'Close', 'title': 'Close (Escape)', 'click': () => closePanel() }, '×')), body);

let opener: Element | null = null;

export function openPanel(heading: Child, ...children: Child[]): void {
  if (panel.hidden) opener = document.activeElement;
  else if (!panel.contains(document.activeElement)) opener = document.activeElement;
  refill(title, heading);
  refill(body, ...children);
  panel.hidden = false;
  panel.scrollTop = 0;
  document.body.classList.add('with-panel');
  title.focus({ preventScroll: true });
}

export function closePanel(): void {
  if (panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove('with-panel');
  document.querySelectorAll('.selected').forEach(each => each.classList.remove('selected'));
  if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus({ preventScroll: true });
}

/** Marks what the panel tells of, and nothing else. */
export function select(...elements: readonly Element[]): void {
  document.querySelectorAll('.selected').forEach(each => each.classList.remove('selected'));
  elements.forEach(each => each.classList.add('selected'));
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') closePanel();
});
