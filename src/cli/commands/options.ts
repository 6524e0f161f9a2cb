import { InvalidArgumentError, Option, type Command } from 'commander';

/** What every question about one cluster takes. */
export function clusterOptions(command: Command): Command {
  return command
    .option('--from <path>', 'manifests: a folder, a file, or - for standard input; or a program (default: the app that cdk8s.yaml names, else main.ts)')
    .option('-c, --cluster <name>', 'the cluster to ask, where there are several')
    .option('--kubernetes <minor>', 'decide as this minor would (default: the target of the manifests, else the newest supported)')
    .addOption(exclude());
}

/** What every question about the network takes. */
export function networkOptions(command: Command): Command {
  return clusterOptions(command)
    .option('--assume <name=value>', 'choose a reading where implementations differ, by the name that answers give it (docs/network.md); may be repeated', collect)
    .option('--pod-cidr <cidr>', 'pods have their addresses from this block; may be repeated', collect);
}

/** What every question about access takes. */
export function accessOptions(command: Command): Command {
  return clusterOptions(command)
    .option('--no-bootstrap', 'leave out the default roles and bindings of Kubernetes')
    .option('--requests <file>', 'answer many questions: a SubjectAccessReviewSpec a line, as JSON; - for standard input')
    .addOption(formats('text', 'json'));
}

/** Where an audit policy is read from. */
export function auditOptions(command: Command): Command {
  return command
    .option('--policy <file>', 'the audit policy (default: that of the app or of the manifests)')
    .option('--from <path>', 'a tree of manifests that holds one policy, or a program (default: the app that cdk8s.yaml names, else main.ts)')
    .option('-c, --cluster <name>', 'the cluster, where there are several')
    .option('--kubernetes <minor>', 'decide as the API server of this minor would (default: that of the target, else the newest supported)');
}

/** Files to leave out. */
export function exclude(): Option {
  return new Option('--exclude <glob>', 'leave files out, in the syntax of .gitignore, as .bulwarkignore does; may be repeated').argParser(collect);
}

/** How the result is printed; the first is the default. */
export function formats(...names: string[]): Option {
  return new Option('--format <name>', 'how the result is printed').choices(names).default(names[0]);
}

/** A value at a time: an option that takes all that follows would take the program as well. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** The last of several values would win in silence, and answer another question. */
export function once(value: string, earlier: string | undefined): string {
  if (earlier !== undefined) {
    throw new InvalidArgumentError('It may be given once.');
  }
  return value;
}
