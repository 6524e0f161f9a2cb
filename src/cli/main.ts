#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';

/** 0: yes, equal, clean. 1: no, different, findings. 2: usage or unreadable input. */
const EXIT_USAGE = 2;

/** Each command loads its own parts: the start of the others costs nothing. */
function program(): Command {
  const bulwark = new Command('bulwark')
    .description('Security manifests for Kubernetes from typed constructs: write them, check them.')
    .version((JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version, '-V, --version')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addHelpText('after', '\nExit status: 0 yes, equal, clean; 1 no, different, findings; 2 usage or unreadable input.');

  bulwark.command('synth')
    .description('write the tree of every cluster that an app declares')
    .argument('[app...]', 'the program of the app, or its folder (default: the one that cdk8s.yaml names)')
    .option('-o, --out <dir>', 'write below this folder (default: the app\'s outdir, CDK8S_OUTDIR, or dist/manifests/<app>)')
    .option('-c, --cluster <name>', 'write this cluster alone; may be repeated', collect)
    .option('--dry-run', 'compute and compare everything, list what would change, write nothing')
    .option('--force', 'overwrite and remove files that were changed by hand or made by others')
    .option('--prune-clusters', 'remove the files of clusters that the app no longer declares')
    .option('-w, --watch', 'synth again whenever a file of the project changes')
    .addOption(formats('text', 'json'))
    .action(async (apps: string[], options) => {
      const { synth } = await import('./synth.js');
      process.exitCode = await synth(apps, options);
    });

  bulwark.command('check')
    .description('check an app against its tree, or manifests for what the API server would refuse')
    .argument('[path]', 'an app, or manifests: a folder or a file (default: the app that cdk8s.yaml names)')
    .option('--from <path>', 'manifests: a folder, a file, or - for standard input')
    .option('-o, --out <dir>', 'compare the app with the tree in this folder')
    .option('-c, --cluster <name>', 'check this cluster alone; may be repeated', collect)
    .option('--kubernetes <minor>', 'judge manifests that carry no target as this minor would (default: the newest supported)')
    .option('--exclude <glob>', 'leave files out, in the syntax of .gitignore, as .bulwarkignore does; may be repeated', collect)
    .addOption(formats('text', 'json', 'github'))
    .action(async (path: string | undefined, options) => {
      const { check } = await import('./check.js');
      process.exitCode = await check(path, options);
    });
  for (const command of [bulwark, ...bulwark.commands]) {
    command.showHelpAfterError(`(${command === bulwark ? '' : 'bulwark '}${command.name()} --help tells more)`).exitOverride();
  }
  return bulwark;
}

/** A value at a time: an option that takes all that follows would take the program as well. */
function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function formats(...names: string[]): Option {
  return new Option('--format <name>', 'how the result is printed').choices(names).default(names[0]);
}

async function main(): Promise<void> {
  try {
    await program().parseAsync(process.argv);
  } catch (e) {
    if (e instanceof CommanderError) {
      process.exitCode = e.exitCode === 0 ? 0 : EXIT_USAGE;
      return;
    }
    const { reportError } = await import('./errors.js');
    process.exitCode = reportError(e);
  }
  const { finish } = await import('./output.js');
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
