import type { Command } from 'commander';
import { accessOptions } from './options';

/** `bulwark who-can`: its arguments and options. */
export function define(command: Command): void {
  accessOptions(command
    .argument('[verb]', 'get, list, create, ... or * for all')
    .argument('[resource]', 'TYPE, TYPE/NAME, TYPE.GROUP, TYPE.VERSION.GROUP, or a path: /metrics')
    .option('-n, --namespace <name>', 'in this namespace (default: in whichever)')
    .option('-A, --all-namespaces', 'in whichever namespace, which is the default')
    .option('--subresource <name>', 'such as log, exec or scale'))
    .addHelpText('after', `
Examples:
  bulwark who-can get secrets -n shop
  bulwark who-can create pods --subresource exec
  bulwark who-can get /metrics --from manifests/ --format json
Exit status: 0 somebody may; 1 nobody but the members of system:masters; 2 usage or unreadable input.`)
    .action(async (verb: string | undefined, target: string | undefined, options) => {
      const { whoCan } = require('../who-can') as typeof import('../who-can');
      process.exitCode = await whoCan(verb, target, options);
    });
}
