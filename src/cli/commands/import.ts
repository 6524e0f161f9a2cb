import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, formats, exclude } from './options';

/** The factories of ClusterTarget; the facts about them are read when one is used. */
const DISTRIBUTIONS = ['kubeadm', 'kind', 'k3s', 'rke2', 'talos', 'kops', 'kubespray', 'clusterApi', 'k0s', 'minikube', 'eks', 'gke', 'aks', 'generic'];

/** `bulwark import …`: its commands, their arguments and options. */
export function define(command: Command): void {
  command.command('manifests')
    .description('a program of constructs that makes exactly the objects of existing manifests')
    .argument('<path>', 'a folder, a file, or - for standard input')
    .option('-w, --write <dir>', 'write the program into this folder, in which none of its files may stand yet (default: print it)')
    .option('--kubernetes <minor>', 'the minor of the cluster (default: that of a tree that synth wrote, else the newest supported)')
    .addOption(new Option('--distribution <name>', 'the distribution of the cluster').choices(DISTRIBUTIONS).default('generic'))
    .option('-c, --cluster <name>', 'the cluster to import, where a tree holds several; else the name of the cluster in the program')
    .option('-n, --namespace <name>', 'the namespace of objects that need one and name none')
    .option('--exact', 'use a construct only where it writes every list in the order in which it stands (default: in the same meaning)')
    .addOption(exclude())
    .addHelpText('after', '\nExamples:\n  bulwark import manifests k8s/ --kubernetes 1.34 > main.ts\n'
      + '  helm template shop ./chart | bulwark import manifests - -n shop --write policies\n'
      + '\nExit status: 0 the program makes the same objects, which was tried; 2 it cannot, and why, object by object.')
    .action((path: string, options) => {
      const { importManifestsCommand } = require('../import-manifests') as typeof import('../import-manifests');
      process.exitCode = importManifestsCommand(path, options);
    });
  command.command('audit-log')
    .description('the least access that the requests of real logs take, proved to allow every one of them')
    .argument('<log...>', 'files of events: JSON lines or EventLists, plain or gzip; - for standard input')
    .option('--user <name>', 'this user alone; may be repeated', collect)
    .option('--serviceaccount <namespace:name>', 'this service account alone; may be repeated', collect)
    .option('--from <path>', 'manifests of the cluster of today, or a program: show what is held and not used, used and not held, and unused bindings (default: none, and nothing is compared)')
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
