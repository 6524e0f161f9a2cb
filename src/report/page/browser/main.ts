import type { ClusterData } from '../data';
import { access } from './access';
import { audit } from './audit';
import { changes, changesLine } from './changes';
import { controls } from './controls';
import { badge, code, count, h, refill, short } from './dom';
import { hosts } from './hosts';
import { network } from './network';
import { closePanel, panel } from './panel';
import { findings, guarantees, verdictsLine } from './proof';
import { data, type MakeSection, type Section } from './store';

const SECTIONS: readonly MakeSection[] = [changes, guarantees, findings, access, network, audit, hosts, controls];

const main = h('main', { id: 'main', tabindex: -1 });
const list = h('ol', { class: 'sections' });
const picker = h('select', { id: 'cluster' }, data.clusters.map(({ name }, at) => h('option', { value: at }, name || 'manifests')));

function show(cluster: ClusterData): void {
  closePanel();
  const sections = cluster.gone ? [changes(cluster)!] : SECTIONS.flatMap(make => make(cluster) ?? []);
  refill(list, sections.map(({ id, title, note, tone }) => h('li', {}, h('a', { href: `#${id}` }, title, note !== undefined && h('span', { class: `note ${tone ?? ''}` }, note)))));
  refill(main,
    h('header', { class: 'top' },
      h('h1', {}, cluster.name === '' ? 'Manifests' : ['Cluster ', short(cluster.name)]),
      h('p', { class: 'dim' }, cluster.gone ? 'It is gone: what the report was compared with still has it.' : short(cluster.target))),
    !cluster.gone && tiles(cluster, sections),
    sections.map(({ id, title, about, body }) => h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title` }, title), h('p', { class: 'about' }, about), body)),
    cluster.assumptions.length > 0 && h('section', { id: 'assumptions' }, h('h2', {}, 'Not seen'), h('p', { class: 'about' }, 'What takes part in the answers and is not among the manifests.'), h('ul', {}, cluster.assumptions.map(each => h('li', {}, short(each))))),
    h('footer', {}, `Made by ${data.tool} from `, code(data.subject), data.against !== undefined && [' against ', code(data.against)], '. Decided offline; nothing on this page comes from a network.'));
  follow();
}

/** What a reader wants to know first. */
function tiles(cluster: ClusterData, sections: readonly Section[]): HTMLElement {
  const tone = (id: string) => sections.find(each => each.id === id)?.tone ?? '';
  const tile = (id: string, title: string, line: string) => h('a', { class: `tile ${tone(id)}`, href: `#${id}` }, h('span', { class: 'tile-title' }, title), h('span', { class: 'tile-line' }, line));
  const { acknowledged, findings: open, counts } = cluster;
  return h('div', { class: 'overview' },
    h('div', { class: 'tiles' },
      cluster.changes && tile('changes', 'Changes', changesLine(cluster)),
      tile('guarantees', 'Guarantees', verdictsLine(cluster)),
      tile('findings', 'Findings', `${open.length === 0 ? 'none open' : `${open.length} open`}${acknowledged.length === 0 ? '' : `, ${acknowledged.length} acknowledged`}`)),
    h('dl', { class: 'counts' }, counts.map(({ label, count: number }) => h('div', {}, h('dt', {}, label), h('dd', {}, number.toLocaleString('en'))))));
}

/** Light, dark, or as the machine says. */
function themeButton(): HTMLElement {
  const themes = ['auto', 'light', 'dark'];
  let at = 0;
  const button: HTMLButtonElement = h('button', {
    'type': 'button',
    'class': 'theme',
    'aria-live': 'polite',
    'click': () => {
      at = (at + 1) % themes.length;
      if (at === 0) delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = themes[at]!;
      button.textContent = `Theme: ${themes[at]}`;
    },
  }, 'Theme: auto');
  return button;
}

/** The section that is read is marked in the list. */
let watcher: IntersectionObserver | undefined;
function follow(): void {
  watcher?.disconnect();
  watcher = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) list.querySelectorAll('a').forEach(link => link.toggleAttribute('aria-current', link.hash === `#${target.id}`));
    }
  }, { rootMargin: '-10% 0px -80% 0px' });
  main.querySelectorAll('section').forEach(section => watcher!.observe(section));
}

document.addEventListener('keydown', event => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const inputs = [...document.querySelectorAll<HTMLElement>('[data-filter]')];
  const next = inputs.find(input => input.getBoundingClientRect().top >= 0) ?? inputs[0];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

// On paper nothing can be opened.
window.addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(each => each.setAttribute('open', '')));

picker.addEventListener('change', () => {
  show(data.clusters[Number(picker.value)]!);
  scrollTo(0, 0);
});

const several = data.clusters.length > 1;
refill(document.getElementById('page')!,
  h('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
  h('nav', { 'aria-label': 'Sections' },
    h('div', { class: 'brand' }, h('strong', {}, 'bulwark'), ' ', h('span', { class: 'dim' }, 'security report')),
    h('p', { class: 'subject' }, code(data.subject)),
    several && h('label', { class: 'field', for: 'cluster' }, h('span', {}, `${count(data.clusters.length, 'cluster')}`), picker),
    list, h('div', { class: 'tools' }, themeButton(), h('p', { class: 'dim keys' }, badge('/', 'quiet'), ' find ', badge('Esc', 'quiet'), ' close'))),
  main, panel);
const [first] = data.clusters;
if (first) show(first);
else refill(main, h('p', { class: 'none' }, 'There is no cluster.'));
document.documentElement.dataset.ready = 'true';
