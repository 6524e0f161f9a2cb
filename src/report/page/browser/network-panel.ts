import type { NetworkData } from '../data';
import { connectionsFrom, connectionsTo, endName, type Connection } from './connections';
import { badge, code, count, h, paged } from './dom';
import { openPanel, select } from './panel';
import { placeOf, text } from './store';

/** Why a connection is open: the policies of both sides, and the rules that admit it. */
export function openConnection(network: NetworkData, connection: Connection, ...marked: Element[]): void {
  select(...marked);
  const { from, first, count: number, ports } = connection;
  openPanel([code(endName(network, from)), ' to ', code(endName(network, first)), number > 1 && ` and ${count(number - 1, 'more', 'more')}`],
    h('p', {}, badge(text(network.ports[ports]!), 'quiet'), connection.partly && [' ', badge('not between all of their pods', 'warn')]), reasonOf(network, connection),
    number > 1 && [h('h3', {}, `All ${number}`), ...names(network, Array.from({ length: number }, (_, step) => first + step))]);
}

function reasonOf(network: NetworkData, { from, first, reason }: Connection): Node[] {
  const found = network.reasons[reason];
  const side = (word: string, end: number, direction: 'egress' | 'ingress', settled: string | undefined) => {
    const { [direction]: policies = [], namespace } = network.ends[end]!;
    return h('div', { class: 'chain' }, h('p', {}, h('strong', {}, `${word} `), code(endName(network, end)), settled !== undefined && `: ${settled}`),
      namespace !== undefined && policies.length > 0 && h('p', { class: 'dim' }, `what isolates its ${direction}`),
      namespace !== undefined && h('ul', { class: 'rule-list' }, policies.length === 0 ? h('li', { class: 'dim' }, `no NetworkPolicy isolates its ${direction}`) : policies.map(at => policyItem(network, at))));
  };
  return [
    h('h3', {}, 'Both sides must allow it'),
    side('sent by', from, 'egress', found && text(found.egress)), side('received by', first, 'ingress', found && text(found.ingress)),
    ...found && found.rules.length > 0 ? [h('h3', {}, 'Admitted by'), h('ul', { class: 'rule-list' }, found.rules.map(({ policy, words }) =>
      h('li', {}, h('strong', {}, text(network.policies[policy]!.label)), ' ', text(words), h('span', { class: 'meta' }, placeOf(network.policies[policy]!)))))] : [],
    ...found && found.rests.length > 0 ? [h('h3', {}, 'Taken for granted'), h('ul', {}, found.rests.map(each => h('li', {}, text(each))))] : [],
    ...found ? [] : [h('p', { class: 'dim' }, 'Which of their rules admit it: ask ', code(`bulwark reach ${endName(network, from)} ${endName(network, first)}`))],
  ];
}

function policyItem({ policies }: NetworkData, at: number): HTMLElement {
  return h('li', {}, text(policies[at]!.label), h('span', { class: 'meta' }, placeOf(policies[at]!)));
}

function names(network: NetworkData, ends: readonly number[]): Node[] {
  const list = h('ul', { class: 'rule-list' });
  return paged(ends, 60, end => h('li', {}, h('button', { type: 'button', class: 'name', click: () => openEnds(network, [end]) }, endName(network, end))), list, 'workload');
}

/** What some ends reach, what reaches them, and the policies that isolate them. */
export function openEnds(network: NetworkData, ends: readonly number[], ...marked: Element[]): void {
  select(...marked);
  if (ends.length > 1) {
    openPanel(count(ends.length, 'workload'), ...names(network, ends));
    return;
  }
  const [end] = ends as [number];
  const { namespace, ingress = [], egress = [] } = network.ends[end]!;
  const flows = (found: readonly Connection[], direction: 'to' | 'from') => {
    const list = h('ul', { class: 'flows' });
    return found.length === 0 ? [h('p', { class: 'none' }, direction === 'to' ? 'nothing' : 'nobody')] : paged(found, 40, each => {
      const narrowed = direction === 'from' ? { ...each, first: end, count: 1 } : each;
      const label = direction === 'to' ? `${endName(network, each.first)}${each.count > 1 ? ` and ${each.count - 1} more` : ''}` : endName(network, each.from);
      return h('li', {}, h('button', { type: 'button', class: 'name', click: () => openConnection(network, narrowed) }, label), ' ', code(text(network.ports[each.ports]!)), each.partly && [' ', badge('in part', 'warn')]);
    }, list, 'row');
  };
  openPanel(code(endName(network, end)),
    h('p', { class: 'meta' }, placeOf(network.ends[end]!)),
    h('h3', {}, 'Reaches'), flows(connectionsFrom(network, end), 'to'),
    h('h3', {}, 'Is reached by'), flows(connectionsTo(network, end), 'from'),
    namespace !== undefined && [
      h('h3', {}, 'Isolated by'),
      h('ul', { class: 'rule-list' }, ([['receives', ingress], ['sends', egress]] as const).flatMap(([word, policies]) => policies.length === 0
        ? [h('li', { class: 'dim' }, `no policy isolates what it ${word}`)] : policies.map(at => h('li', {}, badge(word, 'quiet'), ' ', text(network.policies[at]!.label), h('span', { class: 'meta' }, placeOf(network.policies[at]!)))))),
    ]);
}
