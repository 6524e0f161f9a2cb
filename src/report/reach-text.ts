import type { ShowFile } from './access-words';
import { toned, type Colors } from './colors';
import { originText } from './network-origin';
import { onTerminal } from './terminal';
import type { SideDecision } from '../decide/network';
import { originsOf, originsOfPolicy } from '../decide/network/makers';
import type { NetworkNearMiss } from '../decide/network/near-misses';
import { isMissingFact } from '../decide/network/options';
import { endText } from '../decide/network/reach';
import type { Explained, Reachability } from '../decide/network/reachability';
import { assumptionWords, connectionWords, policyLabel, portsWords, ruleWords, settledWords } from '../decide/network/words';
import { counted } from '../manifests/counted';
import { printable } from '../manifests/problem';
import { parseIp } from '../manifests/validate';

/** What a reader needs beside the answer. */
export interface ReachTextOptions {
  readonly colors: Colors;
  readonly show: ShowFile;
}

/** Policies that isolate a pod, and assumptions, of which more would fill the screen. */
const MOST = 8;

/** An answer as a sentence, then why. */
export function reachText(answer: Reachability, { colors, show }: ReachTextOptions): string {
  const told = answer.examples.filter(({ query }) => answer.verdict === 'partly' || query !== answer.open || answer.examples.length === 1);
  return onTerminal([
    head(answer, colors),
    ...otherFamily(answer).map(text => `  ${colors.yellow('not asked')}: ${text}`),
    ...told.flatMap(each => exampleLines(each, answer, show, colors)),
    ...assumptionLines(answer, colors),
    '',
  ].join('\n'), colors);
}

function head(answer: Reachability, colors: Colors): string {
  const { verdict, undecided, from, to, ports, pods } = answer;
  const count = (text: string, of: number) => of > 1 ? `${text} (${of} pods)` : text;
  const [one, other] = [printable(count(from, pods.from)), printable(count(to, pods.to))];
  const on = ports ? portsWords(ports) : verdict === 'deny' ? 'any port' : 'all ports';
  if (undecided) {
    const likely = { allow: 'yes', deny: 'no', partly: 'partly' }[verdict];
    return `${toned('undecided', colors)}: whether ${one} reaches ${other} on ${on} rests on a fact that is not among the manifests; as it stands, ${likely}`;
  }
  if (verdict === 'allow') return `${toned('yes', colors)}: ${one} reaches ${other} on ${on}`;
  if (verdict === 'deny') return `${toned('no', colors)}: ${one} does not reach ${other} on ${on}`;
  return `${toned('partly', colors)}: ${one} reaches ${other} ${partWords(answer)}`;
}

/** Who writes a block of all addresses may mean the world, of which it is one family. */
function otherFamily({ from, to }: Reachability): string[] {
  const asked = [from, to].find(text => text === '0.0.0.0/0' || text === '::/0');
  return asked === undefined ? [] : [`${asked} is ${asked === '::/0' ? 'IPv6 alone; IPv4' : 'IPv4 alone; IPv6'} was not asked about. The word outside means both`];
}

function partWords({ always, sometimes }: Reachability): string {
  const [all, some] = [portsWords(always), portsWords(sometimes)];
  if (all === some) return `on ${all}, and not on the others that were asked about`;
  return always.length === 0 ? `on ${some} between some of what is meant, and on no port between all of it`
    : `on ${all}; between some of what is meant on ${some}`;
}

function exampleLines({ query, decision, nearMisses }: Explained, answer: Reachability, show: ShowFile, colors: Colors): string[] {
  const several = !isOneConnection(answer);
  const word = decision.decision === 'allow' ? 'allowed' : 'denied';
  const pad = several ? '    ' : '  ';
  return [
    ...several ? [`  ${word}, for example: ${connectionWords(query)}`] : [],
    ...sideLines(decision.egress, endText(query.from), show, colors, pad),
    ...sideLines(decision.ingress, endText(query.to), show, colors, pad),
    ...nearMisses.length === 0 ? [] : [`${pad}${colors.dim('near misses')}`, ...nearMisses.flatMap(miss => missLines(miss, show, colors, pad))],
  ];
}

/** Otherwise what is told is an example, and says of what. */
function isOneConnection({ from, to, ports, pods }: Reachability): boolean {
  const isOne = (text: string, count: number) => count === 1 || (count === 0 && parseIp(text) !== undefined);
  return ports?.length === 1 && ports[0]!.first === ports[0]!.last && isOne(from, pods.from) && isOne(to, pods.to);
}

function sideLines(side: SideDecision, subject: string, show: ShowFile, colors: Colors, pad: string): string[] {
  const { direction, because, isolatedBy } = side;
  const policies = because.length > 0 ? [] : isolatedBy.slice(0, MOST);
  return [
    `${pad}${direction.toLowerCase()} of ${printable(subject)}: ${settledWords(side)}`,
    ...because.slice(0, MOST).flatMap(rule => [
      `${pad}  ${policyLabel(rule.policy)} ${ruleWords(rule)}`, ...originLine(originText(originsOf(rule), show), colors, pad),
    ]),
    ...because.length > MOST ? [`${pad}  and ${counted(because.length - MOST, 'more rule')}`] : [],
    ...side.settledBy !== 'network-policies' ? [] : policies.flatMap(policy => [
      `${pad}  isolated by ${policyLabel(policy)}`, ...originLine(originText(originsOfPolicy(policy, direction), show), colors, pad),
    ]),
    ...because.length === 0 && isolatedBy.length > MOST ? [`${pad}  and ${counted(isolatedBy.length - MOST, 'more policy', 'more policies')}`] : [],
  ];
}

function missLines(miss: NetworkNearMiss, show: ShowFile, colors: Colors, pad: string): string[] {
  return [
    `${pad}  ${miss.differs === 'ports' ? 'it admits this peer on other ports' : 'it admits others on this port'}`,
    `${pad}    ${policyLabel(miss.policy)} ${ruleWords(miss)}`,
    ...originLine(originText(originsOf(miss), show), colors, `${pad}  `),
  ];
}

function originLine(text: string, colors: Colors, pad: string): string[] {
  return text === '' ? [] : [`${pad}    ${colors.dim(text)}`];
}

/** Missing facts first: they are what makes an answer undecided. */
function assumptionLines({ assumptions }: Reachability, colors: Colors): string[] {
  if (assumptions.length === 0) return [];
  const sorted = [...assumptions.filter(isMissingFact), ...assumptions.filter(each => !isMissingFact(each))];
  return [
    `  ${colors.dim('rests on')}`,
    ...sorted.slice(0, MOST).map(each => `    ${isMissingFact(each) ? colors.yellow('not known') : 'assumed'}: ${assumptionWords(each)}`),
    ...sorted.length > MOST ? [`    and ${sorted.length - MOST} more`] : [],
  ];
}
