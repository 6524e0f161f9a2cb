import type { ClusterData } from '../data';
import { badge, code, count, h } from './dom';
import type { Section } from './store';

/** What is asked of the machines, and what the target does not let one set. */
export function hosts({ hosts: { settings, refused, files } }: ClusterData): Section {
  return {
    id: 'hosts',
    title: 'Hosts',
    note: String(settings.length),
    tone: refused.length > 0 ? 'warn' : undefined,
    about: 'Settings of the API server, the controller manager and the kubelets that the files for machines make.',
    body: [
      ...settings.length + refused.length === 0 ? [h('p', { class: 'none' }, 'Nothing is asked of the machines of this cluster.')] : [],
      ...settings.length === 0 ? [] : [h('div', { class: 'scroll' }, h('table', {},
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Setting'), h('th', { scope: 'col' }, 'Value'))),
        h('tbody', {}, settings.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, code(name)), h('td', {}, code(value)))))))],
      ...refused.length === 0 ? [] : [h('h3', {}, 'Asked for, and in no file'),
        h('div', { class: 'rows' }, refused.map(({ setting, can, how, construct }) => h('div', { class: 'row' }, badge(can, 'warn'), h('span', { class: 'what' }, code(setting), ` ${how}`), h('span', { class: 'by' }, construct !== undefined && code(construct)))))],
      ...files.length === 0 ? [] : [h('details', { class: 'terms' }, h('summary', {}, count(files.length, 'file')), h('ul', {}, files.map(file => h('li', {}, code(file)))))],
    ],
  };
}
