import type { Command } from 'commander';

/** `bulwark init`: its argument. */
export function define(command: Command): void {
  command
    .argument('[dir]', 'the folder of the app, which may be there already (default: this one)')
    .addHelpText('after', '\nExamples:\n  bulwark init policies\n\nNothing that stands is replaced. Exit status: 0 written; 2 some of its files stand already, which are named.')
    .action(async (dir: string | undefined) => {
      const { init } = require('../init') as typeof import('../init');
      process.exitCode = await init(dir);
    });
}
