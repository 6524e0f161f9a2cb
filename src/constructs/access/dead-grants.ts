import type { IConstruct } from 'constructs';
import type { RoleScope } from './role-scope';
import type { Grant } from './rules';
import { isRequestVerb, isSpecialVerb } from './verb';
import { findAuthorizable, isAskedInNamespaces, isServedIn, resourcesWithVerb, type Authorizable } from '../../kubernetes';
import { shown } from '../../manifests/problem';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';

/** Verbs of requests that name no object, so that a rule with names never matches them. */
const NAMELESS = ['list', 'watch', 'create', 'deletecollection'];

/** A grant, and the property that asked for it. */
export interface AskedGrant extends Grant {
  readonly field: string;
}

/** Refuses what Kubernetes would accept and never match: it reads as a permission and is none. */
export function refuseDeadGrants(construct: IConstruct, grants: readonly AskedGrant[], scope: RoleScope): void {
  const minor = Cluster._around(construct)?.target.minor;
  for (const grant of grants) {
    const known = findAuthorizable(grant.resource.group, grant.resource.resource);
    if (known) {
      refuseUnserved(construct, grant, known, minor);
      refuseUnaskedVerbs(construct, grant, known);
    }
    refuseNoNames(construct, grant, known);
    refuseOutOfScope(construct, grant, scope);
    refuseNameless(construct, grant, grants);
  }
}

/** The verbs that can be asked of a resource; undefined when it is not a built-in one, or a wildcard. */
export function supportedVerbs({ group, resource }: Grant['resource']): readonly string[] | undefined {
  return findAuthorizable(group, resource)?.verbs;
}

function refuseUnserved(construct: IConstruct, { resource, field }: AskedGrant, known: Authorizable, minor: number | undefined): void {
  if (minor === undefined || isServedIn(known, minor)) {
    return;
  }
  throw problemOf(construct, {
    id: 'target-unsupported',
    field,
    value: shown(resource.toString()),
    message: known.firstMinor !== undefined && known.firstMinor > minor
      ? `${resource} exists from Kubernetes 1.${known.firstMinor} on, and the target is 1.${minor}`
      : `${resource} exists up to Kubernetes 1.${known.lastMinor}, and the target is 1.${minor}`,
    fix: 'leave it out for this target',
  });
}

function refuseUnaskedVerbs(construct: IConstruct, { resource, verbs, field }: AskedGrant, known: Authorizable): void {
  const dead = verbs.find(verb => (isRequestVerb(verb) || isSpecialVerb(verb)) && !known.verbs.includes(verb));
  if (dead === undefined) {
    return;
  }
  const others = isSpecialVerb(dead) ? resourcesWithVerb(dead).map(({ group, path }) => `${path}${group && `.${group}`}`).sort() : [];
  throw invalid(construct, field, dead, `${resource} has no verb ${dead}; it has ${known.verbs.join(', ')}`,
    others.length > 0 ? `leave the verb out; ${dead} is asked of ${others.join(', ')}` : 'leave the verb out, or name another resource');
}

/**
 * Names are compared exactly. Only what stores no objects has names with a `/`, and two such names with a `*`:
 * all signers of a domain (pkg/registry/certificates, `example.com/*`), and the node that one runs on, which is
 * asked about as `*` (apiserver pkg/endpoints/filters/impersonation).
 */
function refuseNoNames(construct: IConstruct, { resource: { group, resource }, names, field }: AskedGrant, known: Authorizable | undefined): void {
  if (names.length === 0) {
    return;
  }
  const isName = (name: string) => !/[*/]/.test(name) || (known?.virtual === true && !name.includes('*'))
    || (resource === 'signers' && /^[^*/]+\/\*$/.test(name)) || (resource === 'nodes' && group === 'authentication.k8s.io' && name === '*');
  const wild = group === '*' || resource === '*' ? undefined : names.find(name => !isName(name));
  if (wild !== undefined) {
    throw invalid(construct, field, wild, 'nothing can have this name; names are compared exactly, without wildcards',
      'list the names, or leave the list out for every object');
  }
}

function refuseOutOfScope(construct: IConstruct, { resource, verbs, names, field }: AskedGrant, scope: RoleScope): void {
  if (scope.everywhere || resource.namespaced !== false || verbs.every(verb => isAskedInNamespaces(resource.group, resource.resource, verb))) {
    return;
  }
  if (resource.group !== '' || resource.resource.split('/')[0] !== 'namespaces') {
    throw invalid(construct, field, resource.toString(), 'is cluster-scoped, and a role that is bound in a namespace grants nothing of it', 'set clusterWide: true, or leave it out');
  }
  // A request for one namespace carries it, so a Role in it can grant that; a list or a POST carries none.
  const nowhere = verbs.find(verb => NAMELESS.includes(verb));
  if (nowhere !== undefined) {
    throw invalid(construct, field, nowhere, `${nowhere} of namespaces carries no namespace, and a role that is bound in one grants nothing of it`,
      'leave the verb out, or set clusterWide: true');
  }
  const other = names.find(name => !scope.namespaces.includes(name));
  if (other !== undefined) {
    throw invalid(construct, field, other, `a request for the namespace ${other} is decided in ${other}, and the role is bound in ${scope.namespaces.join(', ')}`,
      'leave the name out, or set clusterWide: true');
  }
}

/**
 * With names: deletecollection carries none. A create by POST carries none either; one by server-side apply
 * or PUT does, for which `patch` or `update` is asked first (apiserver pkg/endpoints/handlers/patch.go,
 * update.go). list and watch carry one with the field selector metadata.name. Of a subresource, every request does.
 */
function refuseNameless(construct: IConstruct, { resource, verbs, names, field }: AskedGrant, grants: readonly AskedGrant[]): void {
  if (names.length === 0 || resource.resource.includes('/')) {
    return;
  }
  if (verbs.includes('deletecollection')) {
    throw invalid(construct, field, 'deletecollection', 'its requests carry no name, so that with names it grants nothing', 'leave the verb out, or names');
  }
  const bare = verbs.includes('create') ? names.find(name => !changes(name, resource.toString(), grants)) : undefined;
  if (bare !== undefined) {
    throw invalid(construct, field, 'create',
      `a POST carries no name, and server-side apply and PUT, which do, need patch or update of ${resource} ${shown(bare)} beside it`,
      'add Verb.PATCH, or grant create in a rule without names');
  }
}

function changes(name: string, resource: string, grants: readonly AskedGrant[]): boolean {
  return grants.some(other => other.resource.toString() === resource
    && (other.names.length === 0 || other.names.includes(name))
    && other.verbs.some(verb => verb === 'patch' || verb === 'update' || verb === '*'));
}
