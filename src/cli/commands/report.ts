import type { Command } from 'commander';
import { collect, exclude } from './options';

/** `bulwark report`: its arguments and options. */
export function define(command: Command): void {
  command
    .argument('[path]', 'an app, or manifests: a folder or a file (default: the app that cdk8s.yaml names, else main.ts)')
    .option('-o, --output <file>', 'write the page to this file (default: standard output)')
    .option('--against <old>', 'put on top how it differs in meaning from a folder, a file or a git revision')
    .option('-c, --cluster <name>', 'this cluster alone; may be repeated', collect)
    .option('--kubernetes <minor>', 'decide as this minor would (default: the target of the app or the manifests, else the newest supported)')
    .addOption(exclude())
    .addHelpText('after', `
The page needs nothing else and loads nothing: open it in any browser, or attach it to a review.
Examples:
  bulwark report -o report.html
  bulwark report dist/manifests/shop --against main -o report.html
  bulwark report manifests/ --kubernetes 1.34 > report.html
Exit status: 0 it is written, whatever it says (bulwark check fails on findings); 2 usage or unreadable input.`)
    .action(async (path: string | undefined, options: { readonly output?: string }) => {
      const { report } = require('../report') as typeof import('../report');
      process.exitCode = await report(path, { ...options, out: options.output } as Parameters<typeof report>[1]);
    });
}
