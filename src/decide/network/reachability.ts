import type { NumberedPorts } from './model';
import { networkNearMisses, type NetworkNearMiss } from './near-misses';
import type { NetworkIndex } from './network-index';
import type { NetworkOptions } from './options';
import { OpenPorts, openPorts, reach, ReachAnswer, ReachQuestion } from './reach';
import { ConnectionQuery, decideConnection, NetworkDecision } from '../network';

/** One connection, what decides it on either side, and the rules that came near to admitting it. */
export interface Explained {
  readonly query: ConnectionQuery;
  readonly decision: NetworkDecision;
  readonly nearMisses: readonly NetworkNearMiss[];
}

/** Whether some places reach others, by which policies, and on what it rests. */
export interface Reachability extends ReachAnswer, OpenPorts {
  readonly from: string;
  readonly to: string;
  /** What was asked; undefined for all ports of all protocols. */
  readonly ports?: readonly NumberedPorts[];
  /** How many pods are meant on either side. */
  readonly pods: { readonly from: number; readonly to: number };
  /** A connection that is allowed, one that is denied and one that is undecided, where there are such, with all that decides each. */
  readonly examples: readonly Explained[];
}

/** All that can be said of some questions together: the pods of one place may each give a port another number. */
export function reachability(index: NetworkIndex, questions: readonly ReachQuestion[], options: NetworkOptions): Reachability {
  const answers = questions.map(question => reach(index, question, options));
  const together = joined(answers);
  const open = questions.map((question, at) => portsOf(index, question, answers[at]!.verdict));
  const { from, to, ports } = questions[0]!;
  return {
    ...together,
    from: from.text,
    to: to.text,
    ...ports ? { ports: questions.flatMap(question => question.ports ?? []) } : {},
    pods: { from: from.pods.length, to: questions.reduce((sum, question) => sum + question.to.pods.length, 0) },
    // Of several numbers of one name each belongs to other pods.
    always: open.every(({ always }) => always.length > 0) ? open.flatMap(({ always }) => always) : [],
    sometimes: open.flatMap(({ sometimes }) => sometimes),
    examples: [...new Set([together.allowed, together.denied, together.open])].flatMap(query => query ? explained(index, query, options) : []),
  };
}

/** Only a part has to be looked for. */
function portsOf(index: NetworkIndex, question: ReachQuestion, verdict: ReachAnswer['verdict']): OpenPorts {
  if (verdict === 'partly') return openPorts(index, question);
  const ports = verdict === 'deny' ? [] : question.ports ?? index.sets.ranges(index.sets.ALL);
  return { always: ports, sometimes: ports };
}

function explained({ model }: NetworkIndex, query: ConnectionQuery, options: NetworkOptions): Explained {
  const decision = decideConnection(model, query, options);
  return { query, decision, nearMisses: [decision.egress, decision.ingress].flatMap(side => networkNearMisses(model, query, side, options)) };
}

/** Several answers as one: what is meant is all that they are about. */
function joined(answers: readonly ReachAnswer[]): ReachAnswer {
  const verdicts = new Set(answers.map(({ verdict }) => verdict));
  const first = (key: 'allowed' | 'denied' | 'open') => answers.find(answer => answer[key])?.[key];
  const all = answers.flatMap(({ assumptions }) => assumptions);
  return {
    verdict: verdicts.size === 1 ? answers[0]!.verdict : 'partly',
    undecided: answers.some(({ undecided }) => undecided),
    assumptions: [...new Map(all.map(each => [`${each.id} ${each.about}`, each])).values()],
    allowed: first('allowed'),
    denied: first('denied'),
    open: first('open'),
  };
}
