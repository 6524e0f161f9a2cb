import { type Command, Option } from 'commander';
import { collect, formats, exclude } from './options';

/** `bulwark diff`: its arguments and options. */
export function define(command: Command): void {
  command
    .argument('<old>', 'a folder, a file, a git revision, or REVISION:PATH')
    .argument('[new]', 'the same (default: what the app makes now, else the files of --path)')
    .option('--path <path>', 'the app, or the folder of the tree in each revision (default: the app that cdk8s.yaml names, else dist/manifests)')
    .option('-c, --cluster <name>', 'compare this cluster alone; may be repeated', collect)
    .option('--kubernetes <minor>', 'decide as this minor would (default: the target of each side, else the newest supported)')
    .option('--no-bootstrap', 'leave out the default roles and bindings of Kubernetes')
    .addOption(exclude())
    .addOption(new Option('--fail-on <what>', 'what makes the exit status 1').choices(['any', 'broadening']).default('any'))
    .addOption(formats('text', 'json', 'md', 'github', 'sarif'))
    .addHelpText('after', `
Examples:
  bulwark diff main                              the revision against what the app makes now
  bulwark diff main --fail-on broadening --format md
  bulwark diff v1.2:dist/manifests/shop dist/manifests/shop --cluster prod
Exit status: 0 both mean the same; 1 they differ in what --fail-on names; 2 usage or unreadable input.`)
    .action(async (before: string, after: string | undefined, options) => {
      const { diff } = require('../diff') as typeof import('../diff');
      process.exitCode = await diff(before, after, options);
    });
}
