import { toned, type Colors } from './colors';
import { code, escaped } from './comment';
import { onTerminal } from './terminal';
import { PROFILES } from '../kubernetes/controls';
import { counted } from '../manifests/counted';
import { place, printable, type Problem } from '../manifests/problem';
import { tally, type ClusterControls } from '../prove/controls/cluster';
import type { ControlResult, ControlVerdict } from '../prove/controls/outcome';

/** In the order in which they are counted. */
const WORDS: Readonly<Record<ControlVerdict, string>> = {
  failed: 'failed', accepted: 'accepted', proved: 'proved', clean: 'clean', managed: 'managed by the provider', unknown: 'not known from manifests',
};

const VERDICTS = Object.keys(WORDS) as ControlVerdict[];

/** Findings that are listed below a control. */
const MOST = 5;

/** The controls of a benchmark for a terminal, each with its verdict and the reason. */
export function controlsText(clusters: readonly ClusterControls[], colors: Colors): string {
  return onTerminal(clusters.map(each => `${colors.bold(titleOf(each))}\n${each.results.map(result => paragraph(result, colors)).join('')}`
    + `  ${summary(each)}\n`).join('\n'), colors);
}

function paragraph({ control: { row, ids, unverified }, verdict, because, findings }: ControlResult, colors: Colors): string {
  const lines = [
    `  ${toned(verdict, colors, verdict.padEnd(8))}  ${ids.join(', ')}${unverified ? ' (number not confirmed)' : ''}  ${row.title}`,
    `            ${colors.dim(printable(because))}`,
    ...findings.slice(0, MOST).map(finding => `            ${whereText(finding)}`),
    ...findings.length > MOST ? [`            and ${findings.length - MOST} more`] : [],
  ];
  return `${lines.join('\n')}\n`;
}

function whereText({ id, object, field, construct, source, message }: Problem): string {
  const subject = [object ?? construct, field].filter(part => part !== undefined).join(' ');
  return printable(`${subject === '' ? message : subject}${id === 'control-missed' ? '' : ` [${id}]`}${source ? `  ${place(source)}` : ''}`);
}

/** `prod: CIS Kubernetes Benchmark v1.12, Kubernetes 1.34 on kubeadm`. */
function titleOf({ cluster, profile, minor, distribution }: ClusterControls): string {
  return printable(`${cluster === undefined ? '' : `${cluster}: `}${PROFILES[profile]}, Kubernetes 1.${minor}${distribution === undefined ? '' : ` on ${distribution}`}`);
}

/** `53 controls: 2 failed, 20 proved`. */
function summary(cluster: ClusterControls): string {
  const counts = tally(cluster);
  return `${counted(cluster.results.length, 'control')}: ${VERDICTS.filter(each => counts.has(each)).map(each => `${counts.get(each)} ${WORDS[each]}`).join(', ')}`;
}

/** The same in Markdown, a table a cluster. */
export function controlsMarkdown(clusters: readonly ClusterControls[]): string {
  return clusters.map(cluster => {
    const rows = cluster.results.map(({ control: { row, ids, unverified }, verdict, because, findings }) => {
      const places = findings.slice(0, MOST).map(finding => `<br>${code(whereText(finding).replaceAll('|', '\\|'))}`).join('');
      const more = findings.length > MOST ? `<br>and ${findings.length - MOST} more` : '';
      return `| ${escaped(ids.join(', '))}${unverified ? ' (number not confirmed)' : ''} | ${escaped(row.title)} | ${verdict === 'failed' ? '**failed**' : verdict} | ${escaped(printable(because))}${places}${more} |`;
    });
    return `### ${escaped(titleOf(cluster))}\n\n${summary(cluster)}.\n\n| id | control | verdict | because |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  }).join('\n');
}

/** The same as one JSON object in a line. */
export function controlsJson(clusters: readonly ClusterControls[], problems: readonly Problem[]): string {
  return `${JSON.stringify({
    clusters: clusters.map(cluster => ({
      ...cluster,
      benchmark: PROFILES[cluster.profile],
      counts: Object.fromEntries(tally(cluster)),
      results: undefined,
      controls: cluster.results.map(({ control: { row, ids, unverified }, ...rest }) => (
        { ids, control: row.id, title: row.title, ...unverified ? { unverified } : {}, ...rest }
      )),
    })),
    problems,
  })}\n`;
}
