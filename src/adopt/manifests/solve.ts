import { auditMeaning } from './audit-piece';
import { canonical } from './clean';
import type { ImportedObject, Part, Piece } from './construction';
import { construct } from './evaluate';
import { meaningOf } from './meaning';
import { PolicyApp } from '../../constructs/app';
import { Cluster } from '../../constructs/cluster';
import { modelOf } from '../../constructs/synthesis';
import { ClusterTarget } from '../../constructs/target';
import { AccessIndex } from '../../decide/access/access-index';
import { policyOf } from '../../decide/access/build';
import { problemsOfHosts } from '../../deliver/hosts';
import { offered } from '../../deliver/hosts/offered';
import type { ClusterModel } from '../../deliver/model';
import { identityOf, objectLabel } from '../../manifests/identity';
import { ProblemError, type Problem } from '../../manifests/problem';
import { parseManifests } from '../../manifests/read';
import { placed } from '../../prove/access/placed';
import { isAuditPolicy } from '../../prove/audit/read';
import { Prover } from '../../prove/guarantees';

/** What the program is for. */
export interface SolveOptions {
  readonly clusterName: string;
  /** A factory of ClusterTarget: `generic`. */
  readonly distribution: string;
  readonly minor: number;
  /** Use a construct only where it writes lists in the order in which they stand. Default: where it writes the same meaning. */
  readonly exact?: boolean;
}

/** Parts that make exactly the objects that they are of. */
export interface Solved {
  readonly parts: readonly Part[];
  /** Objects that are written in another order, or grouped otherwise, than they were read. */
  readonly reordered: readonly ImportedObject[];
  /** Audit policies that no construct writes, and why. */
  readonly refused: readonly RefusedPolicy[];
}

/** An audit policy that the program does not hold. */
export interface RefusedPolicy {
  readonly policy: ImportedObject;
  readonly why: string;
}

/**
 * Makes the objects of a plan in memory, by the code that runs when the program is synthesized, and replaces each piece that is
 * refused, or that makes anything else, by what stands in its place; until every piece makes exactly what it was read from.
 * Throws a ProblemError about the objects that no construct can make.
 */
export function solve(plan: readonly Part[], options: SolveOptions): Solved {
  const refused: RefusedPolicy[] = [];
  for (let parts = plan; ;) {
    const failed = new Map<Piece, Problem[]>();
    const built = build(parts, options, failed);
    const model = failed.size > 0 ? undefined : modelled(built, failed);
    if (model) {
      blame(problemsOfHosts(model.target, model.hosts), built.pieces, failed);
    }
    if (model) {
      compare(built, model, options, failed);
    }
    if (model && failed.size === 0) {
      doubtPromises(built, model, failed);
    }
    if (model && failed.size === 0) {
      const same = parts.flatMap(part => [...part.scope ? [part.scope] : [], ...part.pieces]);
      const made = new Map(model.objects.map(({ object }) => [identityOf(object), canonical(object)]));
      const reordered = [
        ...same.flatMap(({ objects }) => objects).filter(({ object }) => made.get(identityOf(object)) !== canonical(object)),
        ...same.flatMap(({ auditPolicy }) => auditPolicy ?? []).filter(({ object }) => canonical(writtenPolicy(model)) !== canonical(object)),
      ];
      return { parts, refused, reordered };
    }
    refused.push(...[...failed].flatMap(([{ auditPolicy: policy }, [problem]]) => policy ? [{ policy, why: problem!.message }] : []));
    parts = replaced(parts, failed);
  }
}

interface Built {
  readonly cluster: Cluster;
  /** By the path of its construct. */
  readonly pieces: ReadonlyMap<string, Piece>;
}

function build(parts: readonly Part[], { clusterName, distribution, minor }: SolveOptions, failed: Map<Piece, Problem[]>): Built {
  const app = new PolicyApp({ name: 'imported', outdir: 'imported' });
  const target = (ClusterTarget as unknown as Record<string, (options: { kubernetes: string }) => ClusterTarget>)[distribution]!({ kubernetes: `1.${minor}` });
  const cluster = new Cluster(app, clusterName, { target });
  const pieces = new Map<string, Piece>();
  for (const part of parts) {
    const scope = part.scope ? attempt(part.scope, failed, () => construct(cluster, part.scope!.construction)) : cluster;
    if (scope && part.scope) {
      pieces.set(scope.node.path, part.scope);
    }
    for (const piece of scope ? part.pieces : []) {
      const made = attempt(piece, failed, () => construct(scope!, piece.construction));
      if (made) {
        pieces.set(made.node.path, piece);
      }
    }
  }
  return { cluster, pieces };
}

function attempt<T>(piece: Piece, failed: Map<Piece, Problem[]>, action: () => T): T | undefined {
  try {
    return action();
  } catch (e) {
    failed.set(piece, ProblemError.is(e) ? [...e.problems] : [{ id: 'import-inexact', message: e instanceof Error ? e.message : String(e) }]);
    return undefined;
  }
}

/** What the constructs make together; undefined where some of them are refused. */
function modelled({ cluster, pieces }: Built, failed: Map<Piece, Problem[]>): ClusterModel | undefined {
  try {
    return modelOf(cluster, 'imported');
  } catch (e) {
    if (!ProblemError.is(e)) {
      throw e;
    }
    blame(e.problems, pieces, failed);
    return undefined;
  }
}

/** Lays problems to the pieces whose constructs they are about; throws all of them where one is about none. */
function blame(problems: readonly Problem[], pieces: ReadonlyMap<string, Piece>, failed: Map<Piece, Problem[]>): void {
  for (const problem of problems) {
    const piece = problem.construct === undefined ? undefined : pieceAt(pieces, problem.construct);
    if (!piece) {
      throw new ProblemError(...problems);
    }
    failed.set(piece, [...failed.get(piece) ?? [], problem]);
  }
}

/** The piece whose construct stands at a path or around it. */
function pieceAt(pieces: ReadonlyMap<string, Piece>, path: string): Piece | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const piece = pieces.get(at);
    if (piece) {
      return piece;
    }
  }
  return undefined;
}

function compare({ pieces }: Built, model: ClusterModel, { exact = false }: SolveOptions, failed: Map<Piece, Problem[]>): void {
  const made = new Map<Piece, Array<Readonly<Record<string, unknown>>>>();
  for (const { object, construct: path } of model.objects) {
    const piece = pieceAt(pieces, path)!;
    made.set(piece, [...made.get(piece) ?? [], object]);
  }
  const text = (object: Readonly<Record<string, unknown>>) => exact ? canonical(object) : meaningOf(object);
  for (const piece of pieces.values()) {
    const refusal = piece.auditPolicy && refusedPolicy(model);
    if (refusal !== undefined) {
      failed.set(piece, [{ id: 'import-inexact', message: `is none that the target takes: ${refusal}` }]);
      continue;
    }
    const [wanted, found] = [piece.objects.map(({ object }) => text(object)).sort(), (made.get(piece) ?? []).map(text).sort()];
    if (piece.auditPolicy) {
      const policy = exact ? canonical : auditMeaning;
      wanted.push(policy(piece.auditPolicy.object));
      found.push(policy(writtenPolicy(model)));
    }
    if (wanted.length !== found.length || wanted.some((each, at) => each !== found[at])) {
      failed.set(piece, [{
        id: 'import-inexact',
        message: piece.auditPolicy ? 'is written by no AuditPolicy as it stands'
          : 'holds something that cdk8s does not write as it stands, such as null in a list, or a key of JavaScript',
      }]);
    }
  }
}

/** Why the target lets nobody set an audit policy, if it does not. */
function refusedPolicy({ target, hosts }: ClusterModel): string | undefined {
  return offered(target, hosts).refused.find(({ setting }) => setting === 'kube-apiserver --audit-policy-file')?.how;
}

/** The audit policy among the files of the machines, as an API server reads it. */
function writtenPolicy({ hosts }: ClusterModel): Readonly<Record<string, unknown>> {
  const objects = hosts.controlPlane.files.flatMap(({ path, content }) => parseManifests(content, path).manifests).map(({ object }) => object);
  return objects.find(isAuditPolicy) ?? {};
}

/** A promise is made for nobody: where it does not hold, the construct that makes it is not used. */
function doubtPromises({ pieces }: Built, model: ClusterModel, failed: Map<Piece, Problem[]>): void {
  const { guarantees, groups } = model.promises;
  if (guarantees.length === 0) {
    return;
  }
  const { target: { minor }, objects } = model;
  const access = new AccessIndex(placed(policyOf(objects, { defaultsOf: minor })));
  const prover = new Prover({ minor, objects, access, groups: new Map(Object.entries(groups)), audit: { policies: [] } });
  for (const guarantee of guarantees) {
    const found = prover.prove(guarantee);
    if (found.length > 0) {
      failed.set(pieceAt(pieces, guarantee.construct)!, found);
    }
  }
}

function replaced(parts: readonly Part[], failed: ReadonlyMap<Piece, Problem[]>): Part[] {
  const hopeless: Problem[] = [];
  const next = parts.map(part => {
    const lost = part.pieces.filter(piece => failed.has(piece) && !piece.otherwise);
    if ((part.scope && failed.has(part.scope)) || lost.length > 0) {
      if (part.otherwise) {
        return part.otherwise();
      }
      const all = [...part.scope && failed.has(part.scope) ? [part.scope] : [], ...lost];
      hopeless.push(...all.flatMap(piece => aboutObjects(piece, failed.get(piece)!)));
    }
    return { ...part, pieces: part.pieces.flatMap(piece => failed.has(piece) && piece.otherwise ? piece.otherwise() : [piece]) };
  });
  if (hopeless.length > 0) {
    throw new ProblemError(...hopeless);
  }
  return next;
}

/** The problems of a construct as those of the manifest that it was to make. */
function aboutObjects({ objects }: Piece, problems: readonly Problem[]): Problem[] {
  const [first] = objects;
  return problems.map(({ construct: _, source: __, ...problem }): Problem => ({
    fix: 'leave the file out by --exclude or .bulwarkignore, and apply it beside the tree',
    ...problem,
    ...first ? { object: objectLabel(first.object), source: first.source } : {},
  }));
}
