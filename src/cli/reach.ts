import { contextOf, requestsText, usage } from './cluster-input';
import { networkFor, type NetworkCommandOptions } from './network-input';
import { colors, print, relativeFile, warn } from './output';
import type { ClusterNetwork } from '../engine/network';
import { parseConnections } from '../engine/network/requests';
import { reachJson, reachLine } from '../report/reach-json';
import { reachText } from '../report/reach-text';

/** What `bulwark reach` was told. */
export interface ReachCommandOptions extends NetworkCommandOptions {
  readonly namespace?: string;
  readonly none?: boolean;
  readonly quiet?: boolean;
}

/**
 * Whether a workload, pod or address reaches another. 0: every connection that is meant is allowed, or with --none no
 * connection is. 1: not so, in part or undecided included. A batch is 0 once it is answered.
 */
export async function reach(
  from: string | undefined, to: string | undefined, port: string | undefined, options: ReachCommandOptions,
): Promise<number> {
  const { requests, namespace, none, quiet } = options;
  if (requests !== undefined && (from !== undefined || namespace !== undefined || none)) {
    throw usage('each line of --requests is a whole question', 'leave out the places, the port, --none and -n');
  }
  if (requests === undefined && (from === undefined || to === undefined)) {
    throw usage('a source and a destination are needed: SRC DST [PORT[/PROTOCOL]]', 'ask as in: reach shop/web shop/db 5432');
  }
  const { network, input } = await networkFor(options);
  if (requests !== undefined) return answerBatch(network, requests);
  const answer = network.reach({ from: from!, to: to!, port, namespace });
  if (!quiet) {
    print(options.format === 'json' ? reachJson(answer, { ...contextOf(input), warnings: network.assumptions }, relativeFile)
      : reachText(answer, { colors: colors.out, show: relativeFile }));
  }
  if (options.format !== 'json') network.assumptions.forEach(warn);
  return answer.verdict === (none ? 'deny' : 'allow') && !answer.undecided ? 0 : 1;
}

function answerBatch(network: ClusterNetwork, file: string): number {
  const questions = parseConnections(network.model, requestsText(file), file === '-' ? '(standard input)' : file);
  let lines: string[] = [];
  for (const question of questions) {
    const { verdict, undecided, allowed, denied } = network.verdict(question);
    lines.push(reachLine(verdict, undecided, network.decide((verdict === 'deny' ? denied : allowed)!), relativeFile));
    if (lines.length === 1000) {
      print(lines.join(''));
      lines = [];
    }
  }
  print(lines.join(''));
  network.assumptions.forEach(warn);
  return 0;
}
