import * as fc from 'fast-check';
import { type AuditedResource, LOGINS, NAMES, NAMESPACES, RESOURCES, URLS } from './audit-tokens';

/** A real request, and what an audit policy sees of it. */
export interface AuditedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly attributes: AuditAttributes;
}

/** As in an event. Rules see who logged in, not who is impersonated; nobody, when the login fails. */
export interface AuditAttributes {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly verb: string;
  readonly objectRef?: {
    readonly apiGroup: string;
    readonly resource: string;
    readonly subresource: string;
    readonly namespace: string;
    readonly name: string;
  };
  /** Without the query; rules look at it when there is no `objectRef`. */
  readonly path: string;
}

interface Who extends Pick<AuditAttributes, 'user' | 'groups'> {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

const people: Who[] = LOGINS.map(({ user, groups }) => ({ user, groups: [...groups, 'system:authenticated'], headers: { authorization: `Bearer ${user}` } }));
const anonymous: Who = { user: 'system:anonymous', groups: ['system:unauthenticated'], headers: {} };
const failing: Who = { headers: { authorization: 'Bearer wrong' } };
/** The first may, the second is refused. */
const impersonating: Who[] = people.map(one => ({ ...one, headers: { ...one.headers, 'Impersonate-User': 'carol', 'Impersonate-Group': ['team', 'system:authenticated'] } }));

const who: fc.Arbitrary<Who> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...people) }, { weight: 1, arbitrary: fc.constant(anonymous) },
  { weight: 1, arbitrary: fc.constant(failing) }, { weight: 2, arbitrary: fc.constantFrom(...impersonating) },
);

/** Verb, method, whether it names an object, and a query that keeps it short and without effect. */
const VERBS = [
  ['get', 'GET', true, ''], ['get', 'HEAD', true, ''], ['list', 'GET', false, 'limit=1'], ['watch', 'GET', false, 'watch=1&timeoutSeconds=1'],
  ['create', 'POST', false, 'dryRun=All'], ['update', 'PUT', true, 'dryRun=All'], ['patch', 'PATCH', true, 'dryRun=All'],
  ['delete', 'DELETE', true, 'dryRun=All'], ['deletecollection', 'DELETE', false, 'dryRun=All'], ['', 'OPTIONS', true, ''],
] as const;

const ofCollection = fc.record({
  verb: fc.constantFrom(...VERBS),
  resource: fc.constantFrom(...RESOURCES),
  namespace: fc.constantFrom('', ...NAMESPACES),
  name: fc.constantFrom(...NAMES),
});

/** Objects and collections; some collections by the name of one object. */
const plain = fc.tuple(ofCollection, fc.integer({ min: 0, max: 3 })).map(([picked, byName]) => {
  const { verb: [verb, method, named, query], resource, namespace, name } = picked;
  const selects = !named && byName === 0 && verb !== 'create';
  const place = named && resource.namespaced && namespace === '' ? NAMESPACES[0]! : namespace;
  return request(verb, method, resource, place, { ...(named ? { name } : {}), ...(selects ? { selected: name } : {}) }, query);
});

const SUB_VERBS = VERBS.filter(([verb]) => ['get', 'create', 'update', 'patch', 'delete'].includes(verb));
const withSubresource = fc.record({
  verb: fc.constantFrom(...SUB_VERBS),
  resource: fc.constantFrom(...RESOURCES.filter(({ subresources }) => subresources.length > 0)),
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.constantFrom(...NAMES),
}).chain(({ verb: [verb, method, , query], resource, namespace, name }) => fc.constantFrom(...resource.subresources).map(subresource =>
  request(verb, method, resource, namespace, { name, subresource }, query)));

const nonResource = fc.record({ method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'), path: fc.constantFrom(...URLS) })
  .map(({ method, path }) => ({ method, path, attributes: { verb: method.toLowerCase(), path } }));

/** A request of somebody. None of them changes what is stored. */
export const auditedRequest: fc.Arbitrary<AuditedRequest> = fc.tuple(who, fc.oneof(
  { weight: 4, arbitrary: plain }, { weight: 2, arbitrary: withSubresource }, { weight: 2, arbitrary: nonResource },
)).map(([{ headers, user, groups }, { attributes, ...rest }]) => ({
  ...rest,
  ...(['POST', 'PUT', 'PATCH'].includes(rest.method) ? { body: {} } : {}),
  headers: { ...headers, ...(rest.method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {}) },
  attributes: { ...attributes, ...(user === undefined ? {} : { user, groups }) },
}));

interface Target {
  readonly name?: string;
  readonly subresource?: string;
  /** The name that the collection is asked for. */
  readonly selected?: string;
}

function request(verb: string, method: string, { group, version, resource, namespaced }: AuditedResource, namespace: string, { name, subresource = '', selected }: Target, query: string) {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const inNamespace = namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
  const path = `${root}${inNamespace}/${resource}${name === undefined ? '' : `/${name}`}${subresource && `/${subresource}`}`;
  const queries = [query, ...selected === undefined ? [] : [`fieldSelector=metadata.name%3D${selected}`]].filter(one => one !== '').join('&');
  // The path of one namespace carries the namespace (requestinfo.go of k8s.io/apiserver/pkg/endpoints/request).
  const own = resource === 'namespaces' && name !== undefined ? name : '';
  // Only a list and a watch are taken to be for the object that they select.
  const named = name ?? (verb === 'list' || verb === 'watch' ? selected : undefined) ?? '';
  const objectRef = { apiGroup: group, resource, subresource, namespace: own || (namespaced ? namespace : ''), name: named };
  return { method, path: path + (queries && `?${queries}`), attributes: { verb, objectRef, path } };
}
