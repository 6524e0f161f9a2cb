import { Option, type Command } from 'commander';
import { collect, formats, exclude } from './options';

/** As in `kubernetes/controls`, whose data the start of the command does without; a test holds the two equal. */
export const PROFILE_NAMES = ['cis-1.8', 'cis-1.9', 'cis-1.10', 'cis-1.11', 'cis-1.12', 'cis-2.1', 'nsa-cisa-1.2', 'stig-v2r6', 'owasp-2025'];

/** `bulwark check`: its arguments and options. */
export function define(command: Command): void {
  command
    .argument('[path]', 'an app, or manifests: a folder or a file (default: the app that cdk8s.yaml names, else main.ts)')
    .option('--from <path>', 'manifests: a folder, a file, or - for standard input (default: what [path] says)')
    .option('-o, --out <dir>', 'compare the app with the tree in this folder')
    .option('-c, --cluster <name>', 'check this cluster alone; may be repeated', collect)
    .option('--kubernetes <minor>', 'judge manifests that carry no target as this minor would (default: the newest supported)')
    .addOption(exclude())
    .option('--against <rev>', 'also fail where the proof is weaker than in this git revision: a guarantee that went, an acknowledgement that came')
    .option('--baseline <file>', 'let findings pass that this file knows, and only those')
    .option('--write-baseline <file>', 'write the findings of now to this file')
    .option('--fail-on-stale', 'also fail where the baseline knows findings that are there no more')
    .addOption(new Option('--controls <benchmark>', 'judge every control of a benchmark, in text, json or md').choices(PROFILE_NAMES))
    .addOption(formats('text', 'json', 'md', 'github', 'sarif'))
    .addHelpText('after', `
Examples:
  bulwark check main.ts                          is the committed tree what the source makes, and does it keep its promises?
  bulwark check main.ts --against main --format github
  bulwark check manifests/ --kubernetes 1.34 --exclude 'charts/**'
  helm template shop ./chart | bulwark check --from -
Exit status: 0 clean; 1 problems, findings or broken guarantees; 2 usage or unreadable input.`)
    .action(async (path: string | undefined, options) => {
      const { check } = require('../check') as typeof import('../check');
      process.exitCode = await check(path, options);
    });
}
