import { type Command, InvalidArgumentError, Option } from 'commander';
import { auditOptions, collect, formats } from './options';

/** `bulwark audit …`: its commands, their arguments and options. */
export function define(command: Command): void {
  auditOptions(command.command('level')
    .description('how much a policy logs of a request, at which stages, and by which rule')
    .argument('[verb]', 'get, list, create, ...')
    .argument('[resource]', 'TYPE, TYPE/NAME, TYPE.GROUP, TYPE.VERSION.GROUP, or a path: /metrics')
    .option('--as <user>', 'who sends it; a service account is system:serviceaccount:NAMESPACE:NAME')
    .option('--as-group <group>', 'a group of the user, beside those that Kubernetes adds; may be repeated', collect)
    .option('--failed-login', 'nobody sends it: the login failed')
    .option('-n, --namespace <name>', 'the namespace (default: "default", for what lives in namespaces)')
    .option('-A, --all-namespaces', 'a list over all namespaces')
    .option('--subresource <name>', 'such as log, exec or scale')
    .option('--requests <file>', 'answer many questions: an audit.k8s.io/v1 Event a line, as JSON; - for standard input')
    .addOption(formats('text', 'json'))
    .addHelpText('after', '\nExamples:\n  bulwark audit level get secrets -n shop --as jane --policy audit-policy.yaml\n'
      + '  bulwark audit level create pods --subresource exec --as jane --from dist/manifests/shop/prod\n'
      + '\nExit status: 0 it is logged; 1 it is not; 2 usage or unreadable input.'))
    .action(async (verb: string | undefined, target: string | undefined, options) => {
      const { auditLevel } = require('../audit-level') as typeof import('../audit-level');
      process.exitCode = await auditLevel(verb, target, options);
    });
  auditOptions(command.command('replay')
    .description('what a policy would have logged of the events of real logs, and what would be gained and lost')
    .argument('<log...>', 'files of events: JSON lines or EventLists, plain or gzip; - for standard input')
    .option('--against <file>', 'compare with this policy (default: with what was logged)')
    .option('--strict', 'stop at the first line that is no event')
    .addOption(new Option('--top <rows>', 'rows of a table').default(10).argParser(countOption))
    .addOption(formats('text', 'json', 'md'))
    .addHelpText('after', '\nExamples:\n  bulwark audit replay --policy new.yaml /var/log/kubernetes/audit/*.log*\n'
      + '  kubectl logs … | bulwark audit replay --policy new.yaml --against old.yaml --format md -\n'
      + '\nExit status: 0 every line was an event; 2 some were not, and are named.'))
    .action(async (logs: string[], options) => {
      const { auditReplay } = require('../audit-replay') as typeof import('../audit-replay');
      process.exitCode = await auditReplay(logs, options);
    });
}

/** A whole number of at least 1. */
function countOption(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  }
  return Number(text);
}
