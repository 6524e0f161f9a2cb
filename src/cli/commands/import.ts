import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, formats, exclude } from './options';

/** `bulwark import …`: its commands, their arguments and options. */
export function define(command: Command): void {
  command.command('audit-log')
    .description('the least access that the requests of real logs take, proved to allow every one of them')
    .argument('<log...>', 'files of events: JSON lines or EventLists, plain or gzip; - for standard input')
    .option('--user <name>', 'this user alone; may be repeated', collect)
    .option('--serviceaccount <namespace:name>', 'this service account alone; may be repeated', collect)
    .option('--from <path>', 'manifests of the cluster of today, or a program: show what is held and not used, used and not held, and unused bindings')
    .option('-c, --cluster <name>', 'the cluster, where there are several')
    .option('--kubernetes <minor>', 'leave out what the defaults of this minor grant (default: the target of the manifests, else the newest supported)')
    .addOption(exclude())
    .addOption(new Option('--widen <what>', 'grant more than was seen: names (every object), verbs (get, list and watch together), refused; may be repeated')
      .argParser(widening))
    .addOption(formats('text', 'ts', 'yaml', 'json'))
    .addHelpText('after', '\nExamples:\n  bulwark import audit-log audit.log --serviceaccount shop:web --format ts > access.ts\n'
      + '  bulwark import audit-log audit*.log.gz --from dist/manifests/shop/prod\n'
      + '\nExit status: 0 every line was read; 2 some are no events, and are named.')
    .action(async (logs: string[], options) => {
      const { importAuditLog } = require('../import-audit-log') as typeof import('../import-audit-log');
      process.exitCode = await importAuditLog(logs, options);
    });
}

/** What a role may grant beyond what was seen. */
function widening(value: string, earlier: readonly string[] = []): readonly string[] {
  if (!['names', 'verbs', 'refused'].includes(value)) {
    throw new InvalidArgumentError('It is one of names, verbs and refused.');
  }
  return [...earlier, value];
}
