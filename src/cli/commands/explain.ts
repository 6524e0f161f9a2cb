import type { Command } from 'commander';
import { clusterOptions, formats } from './options';

/** `bulwark explain`: its arguments and options. */
export function define(command: Command): void {
  clusterOptions(command
    .argument('<workload>', 'NAMESPACE/WORKLOAD, or NAMESPACE/KIND/WORKLOAD where a name is not unique')
    .option('-n, --namespace <name>', 'the namespace of a name without one')
    .addOption(formats('text', 'json')))
    .addHelpText('after', `
Examples:
  bulwark explain shop/web
  bulwark explain web -n shop --from dist/manifests/shop --cluster prod --format json
Exit status: 0 it was explained; 2 usage or unreadable input.`)
    .action(async (workload: string, options) => {
      const { explain } = require('../explain') as typeof import('../explain');
      process.exitCode = await explain(workload, options);
    });
}
