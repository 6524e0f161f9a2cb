#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

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
      const { synth } = load<typeof import('./synth')>('synth');
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
    .option('--against <rev>', 'also fail where the proof is weaker than in this git revision: a guarantee that went, an acknowledgement that came')
    .addOption(formats('text', 'json', 'github'))
    .action(async (path: string | undefined, options) => {
      const { check } = load<typeof import('./check')>('check');
      process.exitCode = await check(path, options);
    });

  bulwark.command('diff')
    .description('how two revisions or folders differ in what they mean: who may do what, what reaches what, what is logged')
    .argument('<old>', 'a folder, a file, a git revision, or REVISION:PATH')
    .argument('[new]', 'the same (default: what the app makes now, else the files of --path)')
    .option('--path <path>', 'the app, or the folder of the tree in each revision (default: the app that cdk8s.yaml names, else dist/manifests)')
    .option('-c, --cluster <name>', 'compare this cluster alone; may be repeated', collect)
    .option('--kubernetes <minor>', 'decide as this minor would (default: the target of each side, else the newest supported)')
    .option('--no-bootstrap', 'leave out the default roles and bindings of Kubernetes')
    .option('--exclude <glob>', 'leave files out, in the syntax of .gitignore, as .bulwarkignore does; may be repeated', collect)
    .addOption(new Option('--fail-on <what>', 'what makes the exit status 1').choices(['any', 'broadening']).default('any'))
    .addOption(formats('text', 'json', 'md', 'github', 'sarif'))
    .action(async (before: string, after: string | undefined, options) => {
      const { diff } = load<typeof import('./diff')>('diff');
      process.exitCode = await diff(before, after, options);
    });
  accessOptions(bulwark.command('can')
    .description('whether a user may send a request, and by which rules; as kubectl auth can-i, without a cluster')
    .argument('[verb]', 'get, list, create, ... or * for all')
    .argument('[resource]', 'TYPE, TYPE/NAME, TYPE.GROUP, TYPE.VERSION.GROUP, or a path: /metrics')
    .option('--as <user>', 'whose access; a service account is system:serviceaccount:NAMESPACE:NAME')
    .option('--as-group <group>', 'a group of the user, beside those that Kubernetes adds; may be repeated', collect)
    .option('--as-uid <uid>', 'taken as kubectl does; it decides nothing')
    .option('-n, --namespace <name>', 'the namespace (default: "default", for what lives in namespaces)')
    .option('-A, --all-namespaces', 'ask about all namespaces at once')
    .option('--subresource <name>', 'such as log, exec or scale')
    .option('--list', 'everything that the user may, everywhere or in the namespace that is named')
    .option('-q, --quiet', 'print nothing: the exit status says it'))
    .action(async (verb: string | undefined, target: string | undefined, options) => {
      const { can } = load<typeof import('./can')>('can');
      process.exitCode = await can(verb, target, options);
    });

  accessOptions(bulwark.command('who-can')
    .description('everybody who may send a request, with the bindings and rules by which')
    .argument('[verb]', 'get, list, create, ... or * for all')
    .argument('[resource]', 'TYPE, TYPE/NAME, TYPE.GROUP, TYPE.VERSION.GROUP, or a path: /metrics')
    .option('-n, --namespace <name>', 'in this namespace (default: in whichever)')
    .option('-A, --all-namespaces', 'in whichever namespace, which is the default')
    .option('--subresource <name>', 'such as log, exec or scale'))
    .action(async (verb: string | undefined, target: string | undefined, options) => {
      const { whoCan } = load<typeof import('./who-can')>('who-can');
      process.exitCode = await whoCan(verb, target, options);
    });

  bulwark.command('targets')
    .description('what each distribution lets one set, and what its provider does')
    .argument('[target]', 'one of them, in full: kubeadm, k3s, talos, eks, ...')
    .addOption(formats('text', 'json', 'md'))
    .action((target: string | undefined, options) => {
      const { targets } = load<typeof import('./targets')>('targets');
      process.exitCode = targets(target, options);
    });

  networkOptions(bulwark.command('reach')
    .description('whether a workload, pod or address reaches another, and which policies decide')
    .argument('[src]', 'NAMESPACE/WORKLOAD, NAMESPACE/POD, NAMESPACE/* (all pods there), an address, a CIDR, or outside (every address outside the cluster)')
    .argument('[dst]', 'the same')
    .argument('[port]', '5432, 53/UDP, 8000-8999 or the name of a port (default: all ports; the protocol is TCP unless given)')
    .option('-n, --namespace <name>', 'the namespace of names without one')
    .option('--none', 'the status is 0 when nothing of what is meant is allowed, as a proof of isolation needs it')
    .option('-q, --quiet', 'print nothing: the exit status says it')
    .option('--requests <file>', 'answer many questions, {"src":{"namespace","pod"}|{"ip"},"dst":...,"port","protocol"} a line; - for standard input')
    .addOption(formats('text', 'json'))
    .addHelpText('after', `
Exit status: 0 all that is meant is allowed; 1 none or a part of it is, or nobody can tell; 2 usage or unreadable input.

Examples:
  bulwark reach shop/web shop/db 5432
  bulwark reach -n shop web db sql --from dist/manifests/shop
  bulwark reach outside shop/db --none        nothing outside the cluster reaches the database, on any port
  bulwark reach 'shop/*' 203.0.113.0/24 443`))
    .action(async (src: string | undefined, dst: string | undefined, port: string | undefined, options) => {
      const { reach } = load<typeof import('./reach')>('reach');
      process.exitCode = await reach(src, dst, port, options);
    });

  networkOptions(bulwark.command('map')
    .description('everything that policies leave open: between workloads, with addresses outside, behind Services and Ingresses')
    .option('-n, --namespace <name>', 'connections of this namespace alone')
    .option('-w, --workload <name>', 'connections of this workload alone, NAMESPACE/NAME; may be repeated', collect)
    .addOption(new Option('--direction <name>', 'with -n or -w: what those receive, or what they send (default: both)').choices(['ingress', 'egress']))
    .option('-p, --port <port>', 'these ports alone: 5432, 53/UDP, 8000-8999; may be repeated', collect)
    .addOption(new Option('--by <what>', 'an end for each workload, or for each namespace (default: workload; pictures and text of many workloads by namespace)')
      .choices(['workload', 'namespace']))
    .addOption(new Option('--outside <how>', 'addresses outside: alike ones as one end, each range by itself, or none').choices(['merged', 'ranges', 'none']).default('merged'))
    .option('--within', 'also connections between the pods of one workload, or of one namespace')
    .option('--exposure', 'also what is open to and from pods that are not among the manifests')
    .addOption(new Option('--compat <tool>', 'print exactly the lines of that tool\'s list, in text, csv, json or md').choices(['netpol-analyzer']))
    .addOption(formats('text', 'json', 'csv', 'md', 'dot', 'svg', 'mermaid'))
    .addHelpText('after', `
Examples:
  bulwark map --from dist/manifests/shop --cluster prod
  bulwark map -w shop/db --direction ingress        who reaches the database
  bulwark map --port 22 --format csv
  bulwark map --format mermaid >> README.md
  bulwark map --exposure --outside none`))
    .action(async options => {
      const { map } = load<typeof import('./map')>('map');
      process.exitCode = await map(options);
    });

  clusterOptions(bulwark.command('explain')
    .description('what one workload may do and reach, and who may touch it')
    .argument('<workload>', 'NAMESPACE/WORKLOAD, or NAMESPACE/KIND/WORKLOAD where a name is not unique')
    .option('-n, --namespace <name>', 'the namespace of a name without one')
    .addOption(formats('text', 'json')))
    .action(async (workload: string, options) => {
      const { explain } = load<typeof import('./explain')>('explain');
      process.exitCode = await explain(workload, options);
    });

  const audit = bulwark.command('audit').description('what an audit policy logs: of a request, or of a real log');
  auditOptions(audit.command('level')
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
      const { auditLevel } = load<typeof import('./audit-level')>('audit-level');
      process.exitCode = await auditLevel(verb, target, options);
    });
  auditOptions(audit.command('replay')
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
      const { auditReplay } = load<typeof import('./audit-replay')>('audit-replay');
      process.exitCode = await auditReplay(logs, options);
    });
  const imports = bulwark.command('import').description('from what exists to constructs and manifests');
  imports.command('audit-log')
    .description('the least access that the requests of real logs take, proved to allow every one of them')
    .argument('<log...>', 'files of events: JSON lines or EventLists, plain or gzip; - for standard input')
    .option('--user <name>', 'this user alone; may be repeated', collect)
    .option('--serviceaccount <namespace:name>', 'this service account alone; may be repeated', collect)
    .option('--from <path>', 'manifests of the cluster of today, or a program: show what is held and not used, used and not held, and unused bindings')
    .option('-c, --cluster <name>', 'the cluster, where there are several')
    .option('--kubernetes <minor>', 'leave out what the defaults of this minor grant (default: the target of the manifests, else the newest supported)')
    .option('--exclude <glob>', 'leave files out, in the syntax of .gitignore, as .bulwarkignore does; may be repeated', collect)
    .addOption(new Option('--widen <what>', 'grant more than was seen: names (every object), verbs (get, list and watch together), refused; may be repeated')
      .argParser(widening))
    .addOption(formats('text', 'ts', 'yaml', 'json'))
    .addHelpText('after', '\nExamples:\n  bulwark import audit-log audit.log --serviceaccount shop:web --format ts > access.ts\n'
      + '  bulwark import audit-log audit*.log.gz --from dist/manifests/shop/prod\n'
      + '\nExit status: 0 every line was read; 2 some are no events, and are named.')
    .action(async (logs: string[], options) => {
      const { importAuditLog } = load<typeof import('./import-audit-log')>('import-audit-log');
      process.exitCode = await importAuditLog(logs, options);
    });
  for (const command of [bulwark, ...bulwark.commands, ...audit.commands, ...imports.commands]) {
    command.options.filter(option => option.required && !option.parseArg && option.defaultValue === undefined)
      .forEach(option => option.argParser(once));
    command.showHelpAfterError(`(${fullName(command)} --help tells more)`).exitOverride();
  }
  return bulwark;
}

/** `import()` would start Node's loader of ECMAScript modules, which costs as much as a small command. */
function load<M>(part: string): M {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(`./${part}`) as M;
}

/** What every question about one cluster takes. */
function clusterOptions(command: Command): Command {
  return command
    .option('--from <path>', 'manifests: a folder, a file, or - for standard input; or a program (default: the app that cdk8s.yaml names)')
    .option('-c, --cluster <name>', 'the cluster to ask, where there are several')
    .option('--kubernetes <minor>', 'decide as this minor would (default: the target of the manifests, else the newest supported)')
    .option('--exclude <glob>', 'leave files out, in the syntax of .gitignore, as .bulwarkignore does; may be repeated', collect);
}

/** What every question about the network takes. */
function networkOptions(command: Command): Command {
  return clusterOptions(command)
    .option('--assume <name=value>', 'choose a reading where implementations differ, by the name that answers give it (docs/network.md); may be repeated', collect)
    .option('--pod-cidr <cidr>', 'pods have their addresses from this block; may be repeated', collect);
}

/** What every question about access takes. */
function accessOptions(command: Command): Command {
  return clusterOptions(command)
    .option('--no-bootstrap', 'leave out the default roles and bindings of Kubernetes')
    .option('--requests <file>', 'answer many questions: a SubjectAccessReviewSpec a line, as JSON; - for standard input')
    .addOption(formats('text', 'json'));
}

/** `bulwark audit level`. */
function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** Where an audit policy is read from. */
function auditOptions(command: Command): Command {
  return command
    .option('--policy <file>', 'the audit policy (default: that of the app or of the manifests)')
    .option('--from <path>', 'a tree of manifests that holds one policy, or a program (default: the app that cdk8s.yaml names)')
    .option('-c, --cluster <name>', 'the cluster, where there are several')
    .option('--kubernetes <minor>', 'decide as the API server of this minor would (default: that of the target, else the newest supported)');
}

/** What a role may grant beyond what was seen. */
function widening(value: string, earlier: readonly string[] = []): readonly string[] {
  if (!['names', 'verbs', 'refused'].includes(value)) {
    throw new InvalidArgumentError('It is one of names, verbs and refused.');
  }
  return [...earlier, value];
}

/** A whole number of at least 1. */
function countOption(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  }
  return Number(text);
}

/** A value at a time: an option that takes all that follows would take the program as well. */
function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** The last of several values would win in silence, and answer another question. */
function once(value: string, earlier: string | undefined): string {
  if (earlier !== undefined) {
    throw new InvalidArgumentError('It may be given once.');
  }
  return value;
}

function formats(...names: string[]): Option {
  return new Option('--format <name>', 'how the result is printed').choices(names).default(names[0]);
}

/** What `--format` said, to whichever command. */
function formatAsked(command: Command): string | undefined {
  const own = command.getOptionValueSource('format') === 'cli' ? command.opts<{ format: string }>().format : undefined;
  return own ?? command.commands.map(formatAsked).find(format => format !== undefined);
}

async function main(): Promise<void> {
  const bulwark = program();
  try {
    await bulwark.parseAsync(process.argv);
  } catch (e) {
    if (e instanceof CommanderError) {
      process.exitCode = e.exitCode === 0 ? 0 : EXIT_USAGE;
      return;
    }
    const { reportError } = load<typeof import('./errors')>('errors');
    process.exitCode = reportError(e, formatAsked(bulwark));
  }
  const { finish } = load<typeof import('./output')>('output');
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
