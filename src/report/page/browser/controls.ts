import type { AskedData, BenchmarkData, ClusterData, OutcomeData } from '../data';
import { badge, code, count, h, paged, refill, short } from './dom';
import { alike, findingRow, verdictBadge } from './proof';
import { lead } from './reveal';
import { text, type Section } from './store';

type ControlVerdict = OutcomeData['verdict'];

const VERDICTS: Readonly<Record<ControlVerdict, { readonly tone: string; readonly words: string; readonly means: string }>> = {
  failed: { tone: 'bad', words: 'failed', means: 'something does not meet it' },
  accepted: { tone: 'warn', words: 'accepted', means: 'something does not meet it, and all of that is acknowledged with a reason' },
  proved: { tone: 'good', words: 'proved', means: 'decided over everything in a cluster of which everything is known, or enforced by the cluster itself' },
  clean: { tone: 'good', words: 'clean', means: 'looked at in what was given, and nothing was found; the cluster may hold more' },
  managed: { tone: 'quiet', words: 'managed', means: 'the provider does it, and what it does nobody sees here' },
  unknown: { tone: 'quiet', words: 'unknown', means: 'what was given does not tell' },
};
const ORDER = Object.keys(VERDICTS) as ControlVerdict[];

/** What does not meet a control, shown at once. */
const MOST = 3;

/** The benchmark that was chosen stays chosen when another cluster is. */
let chosen = 'cis-1.12';

/** The controls of one benchmark at a time: what meets each, and whether that is proved, was looked at, or cannot be known. */
export function controls(cluster: ClusterData): Section | undefined {
  const { benchmarks } = cluster.controls;
  if (benchmarks.length === 0) {
    return undefined;
  }
  const view = h('div');
  const show = (): void => refill(view, benchmark(cluster, benchmarks.find(({ name }) => name === chosen) ?? benchmarks[0]!));
  const picker = h('select', {
    'id': 'filter-benchmark',
    'data-filter': true,
    'change': () => {
      chosen = picker.value;
      show();
    },
  }, benchmarks.map(({ name, title }) => h('option', { value: name, selected: name === chosen }, title)));
  show();
  const failing = failingOf(cluster);
  return {
    id: 'controls',
    title: 'Controls',
    note: cluster.unproved ? 'not judged' : `${failing === 0 ? 'none' : failing} failed`,
    tone: failing === 0 ? undefined : 'bad',
    about: 'What benchmarks ask for, as far as manifests and host files have to do with it. Numbers move from version to version, so none stands without its version.',
    body: [
      ...cluster.unproved ? [h('p', { class: 'notice' }, 'Nothing was judged: something in this cluster is invalid, which the findings name.')] : [],
      h('div', { class: 'filters' }, h('label', { class: 'field', for: 'filter-benchmark' }, h('span', {}, 'Benchmark'), picker)),
      view,
      h('details', { class: 'terms' }, h('summary', {}, 'What the verdicts mean'), h('ul', {}, ORDER.map(verdict => h('li', {}, verdictOf(verdict), ` ${VERDICTS[verdict].means}`)))),
    ],
  };
}

/** How many controls are not met, whichever benchmarks ask for them: the count does not change with what is shown. */
function failingOf({ controls: { benchmarks, outcomes } }: ClusterData): number {
  const failed = benchmarks.flatMap(({ asked }) => asked.filter(({ outcome }) => outcomes[outcome]!.verdict === 'failed'));
  return new Set(failed.map(({ control }) => control)).size;
}

/** Every control of a benchmark in its own order, those that are not met before the others; or those with one verdict. */
function benchmark(cluster: ClusterData, shown: BenchmarkData): readonly Node[] {
  const { outcomes } = cluster.controls;
  const list = h('div');
  const rank = ({ outcome }: AskedData) => Math.min(ORDER.indexOf(outcomes[outcome]!.verdict), 2);
  const sorted = [...shown.asked].sort((a, b) => rank(a) - rank(b));
  const having = (verdict: ControlVerdict | undefined) => sorted
    .filter(({ outcome }) => verdict === undefined || outcomes[outcome]!.verdict === verdict);
  const fill = (verdict: ControlVerdict | undefined): void => refill(list,
    ...paged(having(verdict), 100, each => controlRow(cluster, shown, each), h('div', { class: 'rows' }), 'control'));
  fill(undefined);
  const choices = [undefined, ...ORDER.filter(verdict => having(verdict).length > 0)];
  const buttons = choices.map((verdict, at) => h('button', {
    'type': 'button',
    'class': 'choice',
    'aria-pressed': at === 0 ? 'true' : 'false',
    'click': event => {
      buttons.forEach(each => each.setAttribute('aria-pressed', String(each === event.currentTarget)));
      fill(verdict);
    },
  }, verdict === undefined ? `all ${shown.asked.length}` : `${having(verdict).length} ${VERDICTS[verdict].words}`));
  return [h('div', { 'class': 'filters', 'role': 'group', 'aria-label': 'Verdict' }, buttons), list];
}

function controlRow(cluster: ClusterData, shown: BenchmarkData, asked: AskedData): HTMLElement {
  const control = cluster.controls.controls[asked.control]!;
  const outcome = cluster.controls.outcomes[asked.outcome]!;
  return h('details', { class: 'row control' },
    h('summary', { class: 'row-head' }, verdictOf(outcome.verdict),
      h('span', { class: 'what' }, h('strong', {}, short(text(control.title))), h('span', { class: 'because' }, short(text(outcome.because)))),
      h('span', { class: 'by' }, idsOf(shown, asked))),
    h('div', { class: 'more-of-row' },
      control.means !== undefined && h('p', {}, h('span', { class: 'dim' }, 'Meets it: '), code(text(control.means))),
      h('p', {}, h('span', { class: 'dim' }, 'Made by: '), control.makers === undefined ? h('span', { class: 'dim' }, 'no construct') : control.makers.map((each, at) => [at > 0 && ', ', code(text(each))])),
      control.promises !== undefined && h('p', {}, h('span', { class: 'dim' }, 'Promised by: ')),
      control.promises !== undefined && h('ul', { class: 'rule-list' }, control.promises.map(at => h('li', {}, verdictBadge(cluster.guarantees[at]!), ' ', lead(cluster.guarantees[at]!, short(cluster.guarantees[at]!.promise))))),
      against(cluster, outcome),
      elsewhere(cluster, shown, asked)));
}

/** What does not meet it: findings stand in their section, and the rest only here. */
function against(cluster: ClusterData, { findings = [], acknowledged = [], misses = [], more = 0 }: OutcomeData): Node[] {
  const found = [
    ...findings.map(at => [cluster.findings[at]!, cluster.findings[at]!] as const),
    ...acknowledged.map(at => [cluster.acknowledged[at]!, cluster.acknowledged[at]!.finding] as const),
  ];
  return [
    ...found.length === 0 ? [] : paged(found, MOST, ([row, { id, object, message }]) => h('li', {}, lead(row, object === undefined ? '' : `${short(object)}: `, short(message)), ' ', h('span', { class: 'meta' }, code(id))), h('ul', { class: 'rule-list' }), 'finding'),
    ...misses.length === 0 ? [] : paged(alike(misses), MOST, group => findingRow(...group), h('div', { class: 'witnesses' }), 'reason'),
    ...more === 0 ? [] : [h('p', { class: 'dim' }, `and ${count(more, 'more', 'more')}, which bulwark check --controls names`)],
  ];
}

/** The same control in other benchmarks. */
function elsewhere({ controls: { benchmarks } }: ClusterData, shown: BenchmarkData, { control }: AskedData): HTMLElement | false {
  const others = benchmarks.filter(each => each !== shown).flatMap(each => each.asked.filter(asked => asked.control === control).map(asked => h('li', {}, idsOf(each, asked))));
  return others.length > 0 && h('details', { class: 'likewise' }, h('summary', {}, `also asked for in ${count(others.length, 'benchmark')}`), h('ul', { class: 'rule-list' }, others));
}

function idsOf({ short: label }: BenchmarkData, { ids, unverified }: AskedData): Node {
  return h('span', { class: 'ids' }, `${label} `, ids.map((id, at) => [at > 0 && ', ', code(text(id))]), unverified && ' (number not confirmed)');
}

function verdictOf(verdict: ControlVerdict): HTMLElement {
  return badge(VERDICTS[verdict].words, VERDICTS[verdict].tone);
}
