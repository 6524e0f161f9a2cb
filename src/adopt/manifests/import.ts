import { auditPiece, auditPolicyOf } from './audit-piece';
import { cleaned } from './clean';
import type { ImportedObject, Part, Piece } from './construction';
import { isInherited, nameOf } from './ids';
import { clusterPart, namespacePart } from './namespace-part';
import { printProgram } from './program';
import { solve, type RefusedPolicy, type SolveOptions } from './solve';
import { isNamespaced } from '../../kubernetes';
import { groupOf, identityOf, metadataOf, objectLabel } from '../../manifests/identity';
import { place, ProblemError, type Problem } from '../../manifests/problem';
import type { Manifest } from '../../manifests/read';

/** How manifests become a program. */
export interface ImportOptions extends SolveOptions {
  /** The namespace of namespaced objects that name none. Default: they are an error. */
  readonly namespace?: string;
  /** Whether a large cluster may become several files. Default: one file. */
  readonly split?: boolean;
  /** Audit policies among the manifests. One becomes an AuditPolicy; of several none does, since an API server has one. */
  readonly auditPolicies?: ReadonlyArray<Pick<Manifest, 'object' | 'source'>>;
}

/** A program that makes the objects that it was made of. */
export interface ImportedProgram {
  /** TypeScript by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly objects: number;
  /** Objects that stand in the program as they are, because no construct says them. */
  readonly plain: number;
  /** Objects that the program writes in another order, or grouped otherwise, with the same meaning. */
  readonly reordered: readonly ImportedObject[];
  /** Objects of which something was left out that a manifest does not decide. */
  readonly cleaned: readonly ImportedObject[];
  /** Audit policies that the program does not hold, and why. */
  readonly refused: readonly RefusedPolicy[];
}

/**
 * A program of constructs that makes given objects, and only those. It was run before it is handed out: what it makes was compared
 * with what was read, object by object. Throws a ProblemError with every object that cannot be made.
 */
export function importManifests(manifests: ReadonlyArray<Pick<Manifest, 'object' | 'source'>>, options: ImportOptions): ImportedProgram {
  const crds = namespacedByDefinition(manifests);
  const objects = manifests.map(each => cleaned(each, options.namespace));
  refuse(objects, crds);
  const policies = (options.auditPolicies ?? []).map(auditPolicyOf);
  const audit = policies.length === 1 ? auditPiece(policies[0]!, auditId(objects)) : undefined;
  const { parts, reordered, refused } = solve(planOf(objects, options.minor, audit ? [audit] : []), options);
  const untried = audit ? [] : policies.map(policy => ({
    policy, why: policies.length > 1 ? 'is one of several, and an API server reads one' : 'says what an AuditPolicy has no words for',
  }));
  const isHeld = parts.some(({ pieces }) => pieces.some(({ auditPolicy }) => auditPolicy));
  const plain = parts.flatMap(({ pieces }) => pieces).filter(({ construction }) => construction.className === 'ApiObject').length;
  return {
    files: printProgram(parts, options, options.split ?? false),
    objects: objects.length,
    plain,
    reordered,
    cleaned: [...objects, ...isHeld ? policies : []].filter(({ dropped }) => dropped.length > 0),
    refused: [...untried, ...refused],
  };
}

/** An id for the audit policy that no object is called by. */
function auditId(objects: readonly ImportedObject[]): string {
  const names = new Set(objects.map(({ object }) => nameOf(object)));
  let id = 'audit';
  while (names.has(id)) {
    id = `${id}-policy`;
  }
  return id;
}

/** What is in no namespace, then namespace by namespace; sorted, so that the order of files decides nothing. */
function planOf(objects: readonly ImportedObject[], minor: number, files: readonly Piece[]): Part[] {
  const sorted = [...objects].sort((a, b) => identityOf(a.object) < identityOf(b.object) ? -1 : 1);
  const namespaceOf = ({ object }: ImportedObject) => groupOf(object) === '' && object.kind === 'Namespace'
    ? metadataOf(object).name ?? '' : metadataOf(object).namespace ?? '';
  const groups = new Map<string, ImportedObject[]>();
  for (const each of sorted) {
    const name = namespaceOf(each);
    groups.set(name, [...groups.get(name) ?? [], each]);
  }
  const inNone = clusterPart(groups.get('') ?? []);
  const wide = { ...inNone, pieces: [...inNone.pieces, ...files] };
  const taken = new Set(wide.pieces.flatMap(idsOf));
  const names = [...groups.keys()].filter(name => name !== '').sort();
  return [wide, ...names.map(name => namespacePart(name, idOfNamespace(name, taken, groups), groups.get(name)!, minor))];
}

/** Its name where it is free, which no other namespace may take. The id is taken from then on. */
function idOfNamespace(name: string, taken: Set<string>, namespaces: ReadonlyMap<string, unknown>): string {
  let id = name;
  while (taken.has(id) || isInherited(id) || (id !== name && namespaces.has(id))) {
    id = `namespace-${id}`;
  }
  taken.add(id);
  return id;
}

/** The ids of a piece and of all that may stand in its place: a role that is taken apart from its binding gives that one an id. */
function idsOf({ construction, otherwise }: Piece): string[] {
  return [construction.id, ...(otherwise?.() ?? []).flatMap(idsOf)];
}

/** Kinds whose definitions stand among the manifests and say that their objects live in namespaces. */
function namespacedByDefinition(manifests: ReadonlyArray<Pick<Manifest, 'object'>>): ReadonlySet<string> {
  return new Set(manifests.filter(({ object }) => object.kind === 'CustomResourceDefinition').flatMap(({ object }) => {
    const { group, names, scope } = (object.spec ?? {}) as { group?: unknown; names?: { kind?: unknown }; scope?: unknown };
    return scope === 'Namespaced' ? [`${String(group)}/${String(names?.kind)}`] : [];
  }));
}

/** What no tree can hold: objects without a name, without the namespace that they need, or twice. */
function refuse(objects: readonly ImportedObject[], crds: ReadonlySet<string>): void {
  const problems: Problem[] = [];
  const seen = new Map<string, ImportedObject>();
  for (const each of objects) {
    const { object, source } = each;
    const { name, namespace } = metadataOf(object);
    const about = { object: objectLabel(object), source };
    if (name === undefined || name === '') {
      const generated = (object.metadata as { generateName?: unknown }).generateName !== undefined;
      problems.push({
        id: 'import-inexact',
        ...about,
        field: generated ? 'metadata.generateName' : 'metadata.name',
        message: generated ? 'the API server makes up a name each time it is created, so a tree that is applied again and again cannot hold it' : 'has no name',
        fix: 'leave the file out by --exclude or .bulwarkignore, and create it beside the tree',
      });
      continue;
    }
    if (namespace === undefined && (isNamespaced(groupOf(object), String(object.kind)) === true || crds.has(`${groupOf(object)}/${String(object.kind)}`))) {
      problems.push({
        id: 'import-inexact',
        ...about,
        field: 'metadata.namespace',
        message: 'names no namespace, so that whoever applies it chooses',
        fix: 'say which by --namespace',
      });
    }
    const other = seen.get(identityOf(object));
    if (other) {
      problems.push({
        id: 'object-duplicate', ...about, message: `stands there twice${other.source ? `, also at ${place(other.source)}` : ''}`, fix: 'remove one, or leave its file out by --exclude',
      });
    }
    seen.set(identityOf(object), each);
  }
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
}
