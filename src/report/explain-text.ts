import { labelOf, originWords, ruleWords, subjectWords, type ShowFile } from './access-words';
import type { Colors } from './colors';
import { onTerminal } from './terminal';
import { portsWords } from '../decide/network/words';
import { printable } from '../manifests/problem';
import type { Flow, WorkloadExplanation } from '../prove/workloads/explanation';

/** What a reader needs beside the explanation. */
export interface ExplainTextOptions {
  readonly colors: Colors;
  readonly show: ShowFile;
}

/** One workload on one screen: who it is, what it may do and reach, who may touch it. */
export function explainText(explanation: WorkloadExplanation, { colors, show }: ExplainTextOptions): string {
  const { workload, object, account, given, security, rules, reaches, reachedBy, touchedBy } = explanation;
  const title = printable(`${workload.kind} ${workload.namespace}/${workload.name}`);
  const part = (name: string, lines: readonly string[]) => [colors.bold(name), ...lines.map(line => `  ${line}`)];
  return onTerminal([
    `${colors.bold(title)}  ${colors.dim(originWords({ source: object.source, construct: object.construct }, show))}`,
    ...part('runs as', [printable(`ServiceAccount ${workload.namespace}/${account.name}, ${account.token ? 'with' : 'without'} a token: ${account.because}`)]),
    ...part('pods', securityLines(security)),
    ...given.length === 0 ? [] : part('is given', given.map(({ kind, name }) => printable(`${kind} ${workload.namespace}/${name}`))),
    ...part(account.token ? 'may do' : 'its account may do, though its pods have no token', rules.length === 0 ? ['nothing but what Kubernetes lets everybody do'] : rules.flatMap(held =>
      held.rules.map(({ binding, rule }) => printable(`${held.namespace === '' ? 'everywhere' : `in ${held.namespace}`}: ${ruleWords(rule.rule)} (${labelOf(binding)})`)))),
    ...part('reaches', flowLines(reaches, 'nothing')),
    ...part('is reached by', flowLines(reachedBy, 'nobody')),
    ...part('who may touch it, beside system:masters', touchedBy.map(({ act, by }) => {
      const who = by.map(({ subject, binding }) => `${subjectWords(subject, binding)} by ${labelOf(binding)}`);
      return printable(`${act}: ${who.length === 0 ? 'nobody' : who.join(', ')}`);
    })),
    '',
  ].join('\n'), colors);
}

function securityLines({ enforced, meets, missing, images, usersOfImages }: WorkloadExplanation['security']): string[] {
  return [
    `the namespace enforces Pod Security ${enforced}; they meet ${meets}`,
    ...missing.map(({ field, rule, control }) => printable(`not restricted: ${field} ${rule} (${control})`)),
    ...images.map(({ image, pinned }) => printable(`image ${image}${pinned ? '' : ', which a tag names and not a digest'}`)),
    ...usersOfImages.length === 0 ? [] : [printable(`the user of ${usersOfImages.join(', ')} is that of the image, which must be a number other than 0`)],
  ];
}

function flowLines(flows: readonly Flow[], none: string): string[] {
  return flows.length === 0 ? [none] : flows.map(({ place, ports, all, undecided }) => {
    const where = place === 'outside' ? 'addresses outside the cluster' : place;
    return printable(`${where}: ${portsWords(ports)}${all ? '' : ', in part'}${undecided ? ', as far as can be told' : ''}`);
  });
}
