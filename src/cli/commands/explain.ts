import type { Command } from 'commander';
import { clusterOptions, formats } from './options';

/** `bulwark explain`: its arguments and options. */
export function define(command: Command): void {
  clusterOptions(command
    .argument('<workload>', 'NAMESPACE/WORKLOAD, or NAMESPACE/KIND/WORKLOAD where a name is not unique')
    .option('-n, --namespace <name>', 'the namespace of a name without one')
    .addOption(formats('text', 'json')))
    .action(async (workload: string, options) => {
      const { explain } = require('../explain') as typeof import('../explain');
      process.exitCode = await explain(workload, options);
    });
}
