import { contextOf, inputFor, usage, type ClusterCommandOptions } from './cluster-input';
import { colors, print, relativeFile, warn } from './output';
import { explainWorkload } from '../engine/explain';
import { explainJson } from '../report/explain-json';
import { explainText } from '../report/explain-text';

/** What `bulwark explain` was told. */
export interface ExplainCommandOptions extends ClusterCommandOptions {
  readonly namespace?: string;
}

/** What one workload may do and reach, and who may touch it. 0: it was explained. */
export async function explain(workload: string, options: ExplainCommandOptions): Promise<number> {
  const { namespace } = options;
  if (namespace === undefined && !workload.includes('/')) {
    throw usage('a workload is named with its namespace', `ask as in: explain shop/${workload}, or explain ${workload} -n shop`);
  }
  const input = await inputFor(options);
  const explanation = explainWorkload(input, namespace === undefined ? workload : `${namespace}/${workload}`);
  if (options.format === 'json') {
    print(explainJson(explanation, contextOf(input), relativeFile));
  } else {
    print(explainText(explanation, { colors: colors.out, show: relativeFile }));
    explanation.assumptions.forEach(warn);
  }
  return 0;
}
