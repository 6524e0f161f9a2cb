import type { AcknowledgedData, ClusterData, FindingData, GuaranteeData } from '../data';
import { badge, code, count, h, paged, short } from './dom';
import { rowOf } from './reveal';
import { placeOf, text, type Section } from './store';

const VERDICTS = { 'broken': 'broken', 'not-provable': 'not provable', 'holds': 'holds' } as const;
const TONES = { 'broken': 'bad', 'not-provable': 'warn', 'holds': 'good' } as const;
const ORDER = ['broken', 'not-provable', 'holds'];
/** One is a proof; more of them tell how much is to be mended. */
const MOST_WITNESSES = 3;

const SEVERITIES = ['error', 'critical', 'high', 'medium', 'low'];

/** Promises with their verdicts, those that do not hold first. */
export function guarantees(cluster: ClusterData): Section {
  const sorted = [...cluster.guarantees].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const holding = sorted.filter(({ verdict }) => verdict === 'holds').length;
  const open = sorted.filter(({ verdict, acknowledged }) => verdict !== 'holds' && !acknowledged);
  const rests = [...new Set(sorted.flatMap(each => each.rests))].map(text).sort();
  return {
    id: 'guarantees',
    title: 'Guarantees',
    note: cluster.unproved ? 'none proved' : sorted.length === 0 ? '0' : `${holding}/${sorted.length}`,
    tone: cluster.unproved ? 'bad' : sorted.length === 0 ? undefined : holding === sorted.length ? 'good' : open.length > 0 ? 'bad' : 'warn',
    about: 'What constructs promise about the whole cluster, proved over every object in it, whoever wrote it.',
    body: cluster.unproved ? [h('p', { class: 'notice' }, 'Nothing was proved: something in this cluster is invalid, which the findings name.')] : sorted.length === 0 ? [h('p', { class: 'none' }, 'Nothing is promised of this cluster.')] : [
      ...paged(sorted.map((each, at) => [each, rowOf('guarantees', at, each)] as const), 60, row => guaranteeRow(...row), h('div', { class: 'rows' }), 'guarantee'),
      h('details', { class: 'terms' }, h('summary', {}, 'The verdicts rest on these terms'), h('ul', {}, rests.map(each => h('li', {}, each)))),
    ],
  };
}

/** How a promise came out. */
export function verdictBadge({ verdict, acknowledged }: GuaranteeData): HTMLElement {
  return badge(VERDICTS[verdict], acknowledged ? 'warn' : TONES[verdict]);
}

function guaranteeRow(guarantee: GuaranteeData, id: string): HTMLElement {
  const { promise, construct, witnesses, acknowledged } = guarantee;
  const head = [verdictBadge(guarantee), h('span', { class: 'what' }, short(promise), acknowledged && [' ', badge('acknowledged', 'quiet')]), h('span', { class: 'by' }, code(text(construct)))];
  return witnesses.length === 0 ? h('div', { id, class: 'row' }, head)
    : h('details', { id, class: 'row', open: true }, h('summary', { class: 'row-head' }, head), h('div', { class: 'witnesses' }, paged(witnesses, MOST_WITNESSES, each => findingRow(each), h('div'), 'witness', 'witnesses')));
}

/** What nobody took responsibility for, then what somebody did, with the reason. */
export function findings(cluster: ClusterData): Section {
  const open = [...cluster.findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const { acknowledged, idle } = cluster;
  return {
    id: 'findings',
    title: 'Findings',
    note: String(open.length),
    tone: open.length > 0 ? 'bad' : 'good',
    about: 'What may be meant, but that somebody should have said so: dangerous permissions, workloads that may take over their node, slips in policies.',
    body: [
      ...cluster.unproved ? [h('p', { class: 'notice' }, 'Until these are mended, nothing else is looked for.')] : [],
      ...open.length === 0 ? [h('p', { class: 'none' }, 'Nothing was found that nobody acknowledged.')] : paged(alike(open).map((group, at) => [group, rowOf('findings', at, ...group)] as const), 60, ([group, id]) => Object.assign(findingRow(...group), { id }), h('div', { class: 'rows' }), 'finding'),
      ...acknowledged.length + idle.length === 0 ? [] : [h('h3', {}, 'Acknowledged')],
      ...acknowledged.map((each, at) => acknowledgedRow(each, rowOf('acknowledged', at, each))),
      ...idle.map(sentence => h('div', { class: 'row' }, badge('idle', 'warn'), h('span', { class: 'what' }, short(sentence)))),
    ],
  };
}

/** What somebody takes responsibility for, and why. */
function acknowledgedRow({ finding, construct, reason, expires }: AcknowledgedData, id: string): HTMLElement {
  return h('details', { id, class: 'row' },
    h('summary', { class: 'row-head' }, badge('acknowledged', 'quiet'), h('span', { class: 'what' }, h('q', {}, short(reason)), expires !== undefined && ` until ${expires}`), h('span', { class: 'by' }, code(construct))),
    findingRow(finding));
}

/** Findings that say the same of several objects. */
export function alike(found: readonly FindingData[]): Array<readonly [FindingData, ...FindingData[]]> {
  const groups = new Map<string, [FindingData, ...FindingData[]]>();
  for (const finding of found) {
    const { id, severity, message, fix } = finding;
    const key = JSON.stringify([id, severity, message, fix]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

export function findingRow(finding: FindingData, ...others: FindingData[]): HTMLElement {
  const { id, severity, object, message, value, fix, controls = [] } = finding;
  return h('div', { class: 'row finding' },
    badge(severity, severity === 'error' || severity === 'critical' || severity === 'high' ? 'bad' : severity === 'medium' ? 'warn' : 'quiet'),
    h('div', { class: 'what' },
      h('p', {}, object !== undefined && [h('strong', {}, short(object)), ': '], short(message)),
      value !== undefined && h('p', { class: 'dim' }, 'found ', code(value)),
      fix !== undefined && h('p', { class: 'fix' }, short(fix)),
      h('p', { class: 'meta' }, code(id), controls.map(each => [' ', badge(each, 'quiet')]), ' ', placeOf(finding)),
      others.length > 0 && h('details', { class: 'likewise' }, h('summary', {}, `likewise ${count(others.length, 'other')}`), likewise(others))));
}

function likewise(others: readonly FindingData[]): Node[] {
  return paged(others, 60, other => h('li', {}, other.object === undefined ? '' : short(other.object), ' ', h('span', { class: 'meta' }, placeOf(other))), h('ul', { class: 'rule-list' }), 'other');
}

/** `2 broken, 15 hold`. */
export function verdictsLine({ guarantees: all, unproved }: ClusterData): string {
  return unproved ? 'nothing proved' : ORDER.map(verdict => [verdict, all.filter(each => each.verdict === verdict).length] as const).filter(([, number]) => number > 0)
    .map(([verdict, number]) => verdict === 'holds' ? number === 1 ? '1 holds' : `${number} hold` : `${number} ${verdict.replace('-', ' ')}`).join(', ') || count(0, 'guarantee');
}
