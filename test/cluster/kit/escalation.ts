import { API_VERSION } from './rbac-world';
import type { JsonObject } from '../generate/json';
import type { Client } from '../harness/client';
import { inFlight } from '../harness/in-flight';
import { collectionPath, objectPath } from '../harness/objects';
import { unquotedGo } from '../harness/verdict';

/** One write of a role or binding by somebody. */
export interface Attempt {
  readonly user: string;
  /** Authentication adds others: see `impersonatedGroups`. */
  readonly groups: readonly string[];
  readonly operation: 'create' | 'update';
  readonly object: JsonObject;
}

/** What the server makes of an attempt. */
export type Outcome =
  | { readonly kind: 'allowed' }
  /** What is to be granted is not held; the missing rules as the server compacts them. */
  | { readonly kind: 'not-held'; readonly message: string; readonly missing: readonly JsonObject[] }
  /** An aggregation rule wants everything to be held. */
  | { readonly kind: 'aggregation'; readonly message: string }
  /** The role of the binding is missing, so nobody can tell whether its rules are held. */
  | { readonly kind: 'no-role'; readonly message: string }
  /** Refused before or after the check: no permission for the write itself, an invalid object, one that exists. */
  | { readonly kind: 'other'; readonly status: number; readonly message: string };

const NAME = 'kit-writer';
const WRITABLE = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'];

/**
 * What gives these users the plain right to write roles and bindings, so that the escalation check alone decides.
 * It belongs to the world: its rules are held by them.
 */
export function writersOf(users: readonly string[], labels: JsonObject): JsonObject[] {
  const metadata = { name: NAME, labels };
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: API_VERSION, kind: 'ClusterRole', metadata, rules: [{ apiGroups: [apiGroup], resources: WRITABLE, verbs: ['create', 'update'] }] },
    {
      apiVersion: API_VERSION,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'ClusterRole', name: NAME },
      subjects: users.map(name => ({ apiGroup, kind: 'User', name })),
    },
  ];
}

/** The groups of somebody who is impersonated, as the server completes them (apiserver/pkg/endpoints/filters/impersonation). */
export function impersonatedGroups(user: string, groups: readonly string[]): string[] {
  const account = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user);
  const given = account && groups.length === 0 ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`] : groups;
  // Who is given the group of the others is not given the own one, but for the anonymous user.
  const [implied, instead] = user === 'system:anonymous'
    ? ['system:unauthenticated', 'system:unauthenticated'] : ['system:authenticated', 'system:unauthenticated'];
  return [...given, ...given.includes(implied) || given.includes(instead) ? [] : [implied]];
}

/** Offers every write to the server in the name of the user, as a dry run. */
export function attemptAll(server: Client, attempts: readonly Attempt[]): Promise<Outcome[]> {
  return inFlight(attempts, async ({ user, groups, operation, object }) => {
    const query = '?dryRun=All&fieldValidation=Strict';
    const { status, body } = await server.send(operation === 'create' ? 'POST' : 'PUT', (operation === 'create' ? collectionPath : objectPath)(object) + query, object, {
      'Impersonate-User': user, 'Impersonate-Group': groups,
    });
    if (status < 300) {
      return { kind: 'allowed' };
    }
    if (body.kind !== 'Status' || status >= 500) {
      throw new Error(`${operation} of ${JSON.stringify(object)} was answered with ${status}: ${JSON.stringify(body).slice(0, 500)}`);
    }
    return outcomeOf(status, String(body.message), object);
  }, 32);
}

function outcomeOf(status: number, message: string, object: JsonObject): Outcome {
  // Wording of pkg/registry/rbac/validation/rule.go and pkg/registry/rbac/clusterrole/policybased/storage.go.
  if (status === 403 && message.includes('is attempting to grant RBAC permissions not currently held:\n')) {
    return { kind: 'not-held', message, missing: missingRules(message) };
  }
  if (status === 403 && message.endsWith('must have cluster-admin privileges to use the aggregationRule')) {
    return { kind: 'aggregation', message };
  }
  // Named sometimes as a role, and sometimes by the resource that is written; nothing else can be missing, as a write by
  // PUT creates what is not there.
  const role = object.roleRef as JsonObject | undefined;
  if (status === 404 && role && message.endsWith(`.rbac.authorization.k8s.io "${String(role.name)}" not found`)) {
    return { kind: 'no-role', message };
  }
  return { kind: 'other', status, message };
}

const FIELDS: Readonly<Record<string, string>> = {
  APIGroups: 'apiGroups', Resources: 'resources', NonResourceURLs: 'nonResourceURLs', ResourceNames: 'resourceNames', Verbs: 'verbs',
};

/** `{APIGroups:["" "apps"], Resources:["pods"], Verbs:["get"]}`, a line each (`CompactString` of pkg/apis/rbac). */
export function missingRules(message: string): JsonObject[] {
  const lines = message.slice(message.indexOf('not currently held:\n')).split('\n').slice(1);
  return lines.filter(line => line.startsWith('{')).map(line => Object.fromEntries(
    [...line.matchAll(/(\w+):\[((?:"(?:[^"\\]|\\.)*"[ ,]*)*)\]/g)].map(([, field, list]) =>
      [FIELDS[field!] ?? field!, (list!.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map(text => unquotedGo(text.slice(1, -1)))])));
}
