import type { Command } from 'commander';
import { accessOptions, collect } from './options';

/** `bulwark can`: its arguments and options. */
export function define(command: Command): void {
  accessOptions(command
    .argument('[verb]', 'get, list, create, ... or * for all')
    .argument('[resource]', 'TYPE, TYPE/NAME, TYPE.GROUP, TYPE.VERSION.GROUP, or a path: /metrics')
    .option('--as <user>', 'whose access; a service account is system:serviceaccount:NAMESPACE:NAME')
    .option('--as-group <group>', 'a group of the user, beside those that Kubernetes adds; may be repeated', collect)
    .option('--as-uid <uid>', 'taken as kubectl does; it decides nothing')
    .option('-n, --namespace <name>', 'the namespace (default: "default", for what lives in namespaces)')
    .option('-A, --all-namespaces', 'ask about all namespaces at once')
    .option('--subresource <name>', 'such as log, exec or scale')
    .option('--list', 'everything that the user may, everywhere or in the namespace that is named')
    .option('-q, --quiet', 'print nothing: the exit status says it'))
    .addHelpText('after', `
Examples:
  bulwark can delete pods --as jane -n shop
  bulwark can get pods/log --as system:serviceaccount:shop:web -n shop --from dist/manifests/shop/prod
  bulwark can --list --as jane
  bulwark can --requests reviews.jsonl --from manifests/
Exit status: 0 yes; 1 no, or nobody can tell; 2 usage or unreadable input.`)
    .action(async (verb: string | undefined, target: string | undefined, options) => {
      const { can } = require('../can') as typeof import('../can');
      process.exitCode = await can(verb, target, options);
    });
}
