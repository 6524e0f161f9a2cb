#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { once } from './commands/options';
import { define } from './define';
import { HELP, HELP_OUTPUT } from './help';
import { version } from './version';

/** 0: yes, equal, clean. 1: no, different, findings. 2: usage or unreadable input. */
const EXIT_USAGE = 2;

/** What each command is for, in the order of the help; its arguments and options are in `commands/`, under its name. */
const COMMANDS: Readonly<Record<string, string>> = {
  'init': 'a new app with policies, tests and a workflow, which passes its own tests',
  'synth': 'write the tree of every cluster that an app declares',
  'check': 'check an app against its tree, or manifests for what the API server would refuse',
  'diff': 'how two revisions or folders differ in what they mean: who may do what, what reaches what, what is logged',
  'can': 'whether a user may send a request, and by which rules; as kubectl auth can-i, without a cluster',
  'who-can': 'everybody who may send a request, with the bindings and rules by which',
  'reach': 'whether a workload, pod or address reaches another, and which policies decide',
  'map': 'everything that policies leave open: between workloads, with addresses outside, behind Services and Ingresses',
  'explain': 'what one workload may do and reach, and who may touch it',
  'report': 'one page for a reviewer: who may do what, what reaches what, what is logged, what is proved',
  'audit': 'what an audit policy logs: of a request, or of a real log',
  'targets': 'what each distribution lets one set, and what its provider does',
  'import': 'from what exists to constructs and manifests',
  'completion': 'a program by which bash, zsh or fish completes these commands',
};

/** Only the commands that the words may name are defined whole: the start of the others costs nothing. */
function program(words: readonly string[]): Command {
  const bulwark = new Command('bulwark')
    .description('Security manifests for Kubernetes from typed constructs: write them, check them.')
    .version(version(), '-V, --version')
    .configureHelp(HELP)
    .configureOutput(HELP_OUTPUT)
    .addHelpText('after', '\nExit status: 0 yes, equal, clean; 1 no, different, findings; 2 usage or unreadable input.');
  const named = Object.keys(COMMANDS).filter(name => words.includes(name));
  Object.entries(COMMANDS).forEach(([name, description]) => {
    const command = bulwark.command(name).description(description);
    if (named.length === 0 || named.includes(name)) {
      define(name, command);
    }
  });
  everyCommand(bulwark).forEach(command => {
    command.options.filter(option => option.required && !option.parseArg && option.defaultValue === undefined)
      .forEach(option => option.argParser(once));
    command.showHelpAfterError(`(${fullName(command)} --help tells more)`).exitOverride();
  });
  return bulwark;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** `bulwark audit level`. */
function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** What `--format` said, to whichever command. */
function formatAsked(command: Command): string | undefined {
  const own = command.getOptionValueSource('format') === 'cli' ? command.opts<{ format: string }>().format : undefined;
  return own ?? command.commands.map(formatAsked).find(format => format !== undefined);
}

async function main(): Promise<void> {
  const bulwark = program(process.argv);
  try {
    await bulwark.parseAsync(process.argv);
  } catch (e) {
    if (e instanceof CommanderError) {
      process.exitCode = e.exitCode === 0 ? 0 : EXIT_USAGE;
      return;
    }
    const { reportError } = require('./errors') as typeof import('./errors');
    process.exitCode = reportError(e, formatAsked(bulwark));
  }
  const { finish } = require('./output') as typeof import('./output');
  finish(Number(process.exitCode ?? 0));
}

// A reader that closes the pipe early (head, less) has seen what it wanted.
process.stdout.on('error', (e: NodeJS.ErrnoException) => {
  if (e.code === 'EPIPE') {
    process.exit(process.exitCode ?? 0);
  }
  throw e;
});

void main();
