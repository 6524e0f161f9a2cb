import { Argument, type Command } from 'commander';
import { define as defineCommand } from '../define';

/** `bulwark completion`: its argument. */
export function define(command: Command): void {
  command
    .addArgument(new Argument('<shell>', 'the shell that is to complete').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', `
Examples:
  eval "$(bulwark completion bash)"                         in ~/.bashrc
  eval "$(bulwark completion zsh)"                          in ~/.zshrc, after compinit
  bulwark completion fish > ~/.config/fish/completions/bulwark.fish`)
    .action((shell: string) => {
      const { completion } = require('../completion') as typeof import('../completion');
      const root = command.parent!;
      // Only what was named is defined so far, which is this one.
      root.commands.filter(each => each !== command && each.options.length + each.commands.length === 0)
        .forEach(each => defineCommand(each.name(), each));
      process.exitCode = completion(shell, root);
    });
}
