import type { Command } from 'commander';
import { formats } from './options';

/** `bulwark targets`: its arguments and options. */
export function define(command: Command): void {
  command
    .argument('[target]', 'one of them, in full: kubeadm, k3s, talos, eks, ...')
    .addOption(formats('text', 'json', 'md'))
    .addHelpText('after', `
Examples:
  bulwark targets
  bulwark targets talos
  bulwark targets eks --format md`)
    .action((target: string | undefined, options) => {
      const { targets } = require('../targets') as typeof import('../targets');
      process.exitCode = targets(target, options);
    });
}
