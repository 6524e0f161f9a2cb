import type { Command } from 'commander';
import { collect, formats } from './options';

/** `bulwark synth`: its arguments and options. */
export function define(command: Command): void {
  command
    .argument('[app...]', 'the program of the app, or its folder (default: the one that cdk8s.yaml names)')
    .option('-o, --out <dir>', 'write below this folder (default: the app\'s outdir, CDK8S_OUTDIR, or dist/manifests/<app>)')
    .option('-c, --cluster <name>', 'write this cluster alone; may be repeated', collect)
    .option('--dry-run', 'compute and compare everything, list what would change, write nothing')
    .option('--force', 'overwrite and remove files that were changed by hand or made by others')
    .option('--prune-clusters', 'remove the files of clusters that the app no longer declares')
    .option('-w, --watch', 'synth again whenever a file of the project changes')
    .addOption(formats('text', 'json'))
    .addHelpText('after', `
Examples:
  bulwark synth
  bulwark synth main.ts --dry-run
  bulwark synth main.ts --cluster prod --watch
Exit status: 0 the trees are as the app says; 2 the app is wrong, or a file of a tree was changed by hand.`)
    .action(async (apps: string[], options) => {
      const { synth } = require('../synth') as typeof import('../synth');
      process.exitCode = await synth(apps, options);
    });
}
