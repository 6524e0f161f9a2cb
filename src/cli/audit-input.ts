import { readFileSync } from 'node:fs';
import { inputFor, usage, type ClusterCommandOptions } from './cluster-input';
import { minorOf } from './minor-option';
import { auditOfModel } from '../engine/audit/view';
import { onlyName } from '../engine/cluster-input';
import { NEWEST_MINOR } from '../kubernetes';
import type { AuditPolicy } from '../manifests/model';
import { ProblemError } from '../manifests/problem';
import { decodeAuditPolicy, isAuditPolicy, readAuditPolicy } from '../prove/audit/read';
import { problemsOfAuditPolicy } from '../prove/validity';

/** What the commands about audit policies are told beside the question. */
export interface AuditCommandOptions extends ClusterCommandOptions {
  readonly policy?: string;
}

/** The policy that is asked about, and the minor of its API servers. */
export interface AuditInput {
  readonly policy: AuditPolicy;
  readonly minor: number;
  /** Where it stands, for a reader. */
  readonly file: string;
}

/**
 * The policy of a file, of a tree, or of the app of the working directory. Throws a ProblemError for one that an API
 * server of the minor would not take whole.
 */
export async function auditPolicyFor(options: AuditCommandOptions): Promise<AuditInput> {
  const { policy, from, cluster, kubernetes } = options;
  if (policy !== undefined) {
    if (from !== undefined || cluster !== undefined) {
      throw usage('--policy names a file, beside which --from and --cluster say nothing', 'leave them out');
    }
    const minor = minorOf(kubernetes) ?? NEWEST_MINOR;
    return { policy: readAuditPolicy(textOf(policy), policy === '-' ? '(standard input)' : policy, minor), minor, file: policy };
  }
  return from !== undefined && !/\.[cm]?[jt]s$/.test(from) ? ofManifests(options) : ofApp(options);
}

/** A policy to compare with. */
export function auditPolicyIn(file: string, minor: number): AuditPolicy {
  return readAuditPolicy(textOf(file), file, minor);
}

async function ofManifests(options: AuditCommandOptions): Promise<AuditInput> {
  const { minor, objects } = await inputFor(options);
  const policies = objects.filter(({ object }) => isAuditPolicy(object));
  const [found] = policies;
  if (!found || policies.length > 1) {
    throw new ProblemError({
      id: 'input-missing', source: { file: options.from! }, message: `holds ${found ? `${policies.length} audit policies` : 'no audit policy'}`, fix: 'name one file by --policy',
    });
  }
  const problems = problemsOfAuditPolicy(found.object, minor);
  if (problems.length > 0) {
    throw new ProblemError(...problems.map(problem => ({ ...problem, source: found.source })));
  }
  return { policy: decodeAuditPolicy(found.object), minor, file: found.source?.file ?? options.from! };
}

async function ofApp({ from, cluster, kubernetes }: AuditCommandOptions): Promise<AuditInput> {
  const { findApp } = await import('./find-app.js');
  const { loadApps } = await import('./load-app.js');
  const apps = await loadApps(findApp(from));
  const clusters = apps.flatMap(app => app.clusters.map(name => ({ name, app })));
  const name = onlyName(clusters.map(each => each.name), cluster);
  const model = clusters.find(each => each.name === name)!.app.model(name);
  const minor = minorOf(kubernetes) ?? model.target.minor;
  const { policies: [found], doubt } = auditOfModel({ ...model, target: { ...model.target, minor } });
  if (!found) {
    throw new ProblemError({
      id: 'input-missing', message: `the cluster ${name} has no audit policy${doubt === undefined ? '' : `: ${doubt}`}`, fix: 'name a file by --policy',
    });
  }
  return { policy: found.policy, minor, file: `the cluster ${name}` };
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (e) {
    const why = (e as NodeJS.ErrnoException).code ?? String(e);
    throw new ProblemError({ id: 'input-missing', source: { file }, message: `cannot be read (${why})`, fix: 'name the file of an audit policy' });
  }
}
