import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usage } from './cluster-input';
import { minorOf } from './minor-option';
import { print, relativeFile, warn } from './output';
import type { ImportedObject } from '../adopt/manifests/construction';
import { importManifests, type ImportedProgram } from '../adopt/manifests/import';
import type { PolicyObject } from '../decide/access/build';
import { createFiles } from '../deliver/new-files';
import { atField, decodeClusterInput, readClusterInput, type ClusterInput } from '../engine/cluster-input';
import { commentPlaces } from '../manifests/comments';
import { counted } from '../manifests/counted';
import { objectLabel } from '../manifests/identity';
import { place, ProblemError, type SourcePlace } from '../manifests/problem';
import { isAuditPolicy } from '../prove/audit/read';
import { isHostFile } from '../prove/validity';

/** What `bulwark import manifests` was told. */
export interface ImportManifestsOptions {
  readonly write?: string;
  readonly kubernetes?: string;
  readonly distribution: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly exact?: boolean;
  readonly exclude?: readonly string[];
}

/** Things of one kind that are named. */
const MOST = 5;

/** Prints or writes a program that makes the objects of manifests. Exit status 0, or it throws. */
export function importManifestsCommand(path: string, options: ImportManifestsOptions): number {
  const input = inputOf(path, options);
  const isFile = ({ object, source }: PolicyObject) => source !== undefined && isHostFile(object, input.minor, source);
  const meant = input.objects.filter(each => !isFile(each));
  const files = input.objects.filter(isFile);
  const auditPolicies = files.filter(({ object }) => isAuditPolicy(object)).map(({ object, source }) => ({ object, source: source! }));
  if (meant.length + auditPolicies.length === 0) {
    throw new ProblemError({ id: 'input-missing', source: { file: path }, message: 'holds no object that an API server is offered, so there is nothing to import', fix: 'name the folder that holds them' });
  }
  const made = attempt(input, () => importManifests(meant.map(({ object, source }) => ({ object, source: source! })), {
    clusterName: input.cluster ?? options.cluster ?? 'cluster',
    distribution: options.distribution,
    minor: input.minor,
    exact: options.exact,
    namespace: options.namespace,
    split: options.write !== undefined,
    auditPolicies,
  }));
  const [lost] = made.refused;
  if (meant.length === 0 && lost && made.refused.length === auditPolicies.length) {
    throw new ProblemError({ id: 'import-inexact', source: lost.policy.source, message: lost.why, fix: 'keep the file as it is: there is nothing else to import' });
  }
  if (options.write === undefined) {
    print(made.files.get('main.ts')!);
  } else {
    createFiles(options.write, { files: made.files });
    print([...made.files.keys()].map(file => `${relativeFile(join(options.write!, file))}\n`).join(''));
  }
  input.unseen?.forEach(warn);
  tellOf(files.filter(({ object }) => !isAuditPolicy(object)), made, auditPolicies.length, commentsIn(input, [...meant, ...auditPolicies]));
  return 0;
}

function inputOf(path: string, { cluster, kubernetes, exclude, namespace }: ImportManifestsOptions): ClusterInput {
  const kubernetesMinor = minorOf(kubernetes);
  if (namespace !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw usage('is no name of a namespace', 'lower-case letters, digits and dashes, 63 at most', '--namespace');
  }
  if (path === '-') {
    if (exclude !== undefined) {
      throw usage('--exclude belongs to a folder, and a stream was named', 'leave it out');
    }
    return decodeClusterInput(readFileSync(0), '(standard input)', { kubernetesMinor });
  }
  const reading = { kubernetesMinor, exclude };
  try {
    return readClusterInput(path, { ...reading, cluster });
  } catch (e) {
    // Manifests without an index have no cluster to choose: then the option names the one of the program.
    if (cluster !== undefined && ProblemError.is(e) && e.problems.every(({ id, message }) => id === 'cluster-unknown' && message.startsWith('has no index'))) {
      return readClusterInput(path, reading);
    }
    throw e;
  }
}

/** A problem of an object gets the line of its field. */
function attempt(input: ClusterInput, action: () => ImportedProgram): ImportedProgram {
  try {
    return action();
  } catch (e) {
    throw ProblemError.is(e) ? new ProblemError(...e.problems.map(problem => atField(problem, input))) : e;
  }
}

/** The comments of the files that objects come from. */
function commentsIn(input: ClusterInput, objects: readonly PolicyObject[]): SourcePlace[] {
  const files = new Set(objects.flatMap(({ source }) => source ? [source.file] : []));
  return [...files].sort().flatMap(file => commentPlaces(input.text?.(file) ?? '', file));
}

/** What the program does not say as it was said. */
function tellOf(
  files: readonly PolicyObject[], made: ImportedProgram, policies: number, comments: readonly SourcePlace[],
): void {
  const { objects, plain, reordered, cleaned, refused } = made;
  process.stderr.write(`${counted(objects, 'object')}: ${objects - plain} by constructs, ${plain} as ${plain === 1 ? 'it stands' : 'they stand'}; the program makes the same objects, which was tried\n`);
  if (policies > refused.length) {
    process.stderr.write('the audit policy by an AuditPolicy, which writes its log where the default says: see log and backends\n');
  }
  if (comments.length > 0) {
    const places = comments.slice(0, MOST).map(each => place({ ...each, file: relativeFile(each.file) })).join(', ');
    warn(`${counted(comments.length, 'comment')} ${comments.length === 1 ? 'is' : 'are'} not kept: ${places}${comments.length > MOST ? ` and ${comments.length - MOST} more` : ''}`);
  }
  const labels = (some: readonly ImportedObject[], also: (each: ImportedObject) => string = () => '') =>
    `${some.slice(0, MOST).map(each => objectLabel(each.object) + also(each)).join(', ')}${some.length > MOST ? ` and ${some.length - MOST} more` : ''}`;
  if (files.length > 0) {
    warn(`left out, since no API server is offered it: ${files.slice(0, MOST).map(({ object, source }) => `${String(object.kind)} at ${place({ ...source!, file: relativeFile(source!.file) })}`).join(', ')}${files.length > MOST ? ` and ${files.length - MOST} more` : ''}`);
  }
  refused.forEach(({ policy: { source }, why }) =>
    warn(`left out: the audit policy at ${place({ ...source!, file: relativeFile(source!.file) })} ${why}`));
  if (reordered.length > 0) {
    warn(`written in another order or grouping with the same meaning (--exact keeps it): ${labels(reordered)}`);
  }
  if (cleaned.length > 0) {
    warn(`without what a manifest does not decide: ${labels(cleaned, ({ dropped }) => ` (${dropped.slice(0, MOST).join(', ')})`)}`);
  }
}
