import type { Command, Option } from 'commander';
import { print } from './output';
import { bashCompletion } from '../report/completion/bash';
import { fishCompletion } from '../report/completion/fish';
import type { CommandWords, OptionWords } from '../report/completion/words';
import { zshCompletion } from '../report/completion/zsh';

const RENDERERS: Readonly<Record<string, (root: CommandWords) => string>> = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The shells that are known. */

/** A program of a shell that completes the commands of this one, made of their definitions. 0 once it is printed. */
export function completion(shell: string, root: Command): number {
  print(RENDERERS[shell]!(wordsOf(root)));
  return 0;
}

const HELP: OptionWords = { flags: ['-h', '--help'], description: 'display help for command' };

function wordsOf(command: Command): CommandWords {
  return {
    name: command.name(),
    description: command.description(),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionOf), HELP],
    commands: command.commands.map(wordsOf),
  };
}

function optionOf({ short, long, description, argChoices, required, optional }: Option): OptionWords {
  return {
    flags: [short, long].filter(flag => flag !== undefined),
    description,
    ...required || optional ? { values: argChoices ?? [] } : {},
  };
}
