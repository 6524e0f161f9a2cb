import type { Command } from 'commander';
import { formats, networkOptions } from './options';

/** `bulwark reach`: its arguments and options. */
export function define(command: Command): void {
  networkOptions(command
    .argument('[src]', 'NAMESPACE/WORKLOAD, NAMESPACE/POD, NAMESPACE/* (all pods there), an address, a CIDR, or outside (every address outside the cluster)')
    .argument('[dst]', 'the same')
    .argument('[port]', '5432, 53/UDP, 8000-8999 or the name of a port (default: all ports; the protocol is TCP unless given)')
    .option('-n, --namespace <name>', 'the namespace of names without one')
    .option('--none', 'the status is 0 when nothing of what is meant is allowed, as a proof of isolation needs it')
    .option('-q, --quiet', 'print nothing: the exit status says it')
    .option('--requests <file>', 'answer many questions, {"src":{"namespace","pod"}|{"ip"},"dst":...,"port","protocol"} a line; - for standard input')
    .addOption(formats('text', 'json'))
    .addHelpText('after', `
Exit status: 0 all that is meant is allowed; 1 none or a part of it is, or nobody can tell; 2 usage or unreadable input.
Examples:
  bulwark reach shop/web shop/db 5432
  bulwark reach -n shop web db sql --from dist/manifests/shop
  bulwark reach outside shop/db --none        nothing outside the cluster reaches the database, on any port
  bulwark reach 'shop/*' 203.0.113.0/24 443`))
    .action(async (src: string | undefined, dst: string | undefined, port: string | undefined, options) => {
      const { reach } = require('../reach') as typeof import('../reach');
      process.exitCode = await reach(src, dst, port, options);
    });
}
