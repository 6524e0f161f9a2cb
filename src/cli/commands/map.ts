import { type Command, Option } from 'commander';
import { collect, formats, networkOptions } from './options';

/** `bulwark map`: its arguments and options. */
export function define(command: Command): void {
  networkOptions(command
    .option('-n, --namespace <name>', 'connections of this namespace alone')
    .option('-w, --workload <name>', 'connections of this workload alone, NAMESPACE/NAME; may be repeated', collect)
    .addOption(new Option('--direction <name>', 'with -n or -w: what those receive, or what they send (default: both)').choices(['ingress', 'egress']))
    .option('-p, --port <port>', 'these ports alone: 5432, 53/UDP, 8000-8999; may be repeated', collect)
    .addOption(new Option('--by <what>', 'an end for each workload, or for each namespace (default: workload; pictures and text of many workloads by namespace)')
      .choices(['workload', 'namespace']))
    .addOption(new Option('--outside <how>', 'addresses outside: alike ones as one end, each range by itself, or none').choices(['merged', 'ranges', 'none']).default('merged'))
    .option('--within', 'also connections between the pods of one workload, or of one namespace')
    .option('--exposure', 'also what is open to and from pods that are not among the manifests')
    .addOption(new Option('--compat <tool>', 'print exactly the lines of that tool\'s list, in text, csv, json or md').choices(['netpol-analyzer']))
    .addOption(formats('text', 'json', 'csv', 'md', 'dot', 'svg', 'mermaid'))
    .addHelpText('after', `
Examples:
  bulwark map --from dist/manifests/shop --cluster prod
  bulwark map -w shop/db --direction ingress        who reaches the database
  bulwark map --port 22 --format csv
  bulwark map --format mermaid >> README.md
  bulwark map --exposure --outside none`))
    .action(async options => {
      const { map } = require('../map') as typeof import('../map');
      process.exitCode = await map(options);
    });
}
