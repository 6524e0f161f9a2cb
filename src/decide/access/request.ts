import type { AccessAttributes } from '../access';

/** An HTTP request to an API server, as far as authorization looks at it. */
export interface HttpRequest {
  readonly method: string;
  /** The path, with or without a query: `/api/v1/namespaces/shop/pods?watch=1`. */
  readonly url: string;
  /** A WebSocket upgrade, which is how `kubectl exec` of 1.31 and later opens its stream. Default: false. */
  readonly upgrade?: boolean;
  /** The object is not there yet, and a PUT or a server-side apply would make it. Default: false. */
  readonly creates?: boolean;
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', GET: 'get', HEAD: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const PATH_VERBS: readonly string[] = ['proxy', 'watch'];
const NAMESPACE_SUBRESOURCES: readonly string[] = ['status', 'finalize'];
const STREAMS: readonly string[] = ['exec', 'attach', 'portforward'];

/** The release whose gate AuthorizePodWebsocketUpgradeCreatePermission is on by default. */
const STREAMS_NEED_CREATE = 35;

/**
 * Everything that an API server of a minor asks its authorizer about one HTTP request; all of it must be
 * allowed. Throws nothing: a path that no API has is asked about as it stands.
 *
 * Beside the request itself: what a PUT or an apply would create needs `create`, with the name
 * (apiserver/pkg/endpoints/handlers/{update,patch}.go); a stream into a pod that is opened as a WebSocket, a GET, needs
 * `create` as well from 1.35 on (pkg/registry/core/pod/rest/subresources.go). Before that `get` is enough.
 */
export function requestsOf(request: HttpRequest, minor: number): AccessAttributes[] {
  const own = attributesOf(request);
  const makes = request.creates === true && ['update', 'patch'].includes(own.verb) && own.resourceRequest;
  const streams = request.upgrade === true && own.verb === 'get' && own.apiGroup === '' && own.resource === 'pods' && STREAMS.includes(own.subresource);
  return [own, ...makes || (streams && minor >= STREAMS_NEED_CREATE) ? [{ ...own, verb: 'create' }] : []];
}

/**
 * The authorizer's attributes of an HTTP request (apiserver/pkg/endpoints/request/requestinfo.go). A path
 * outside `/api/VERSION/…` and `/apis/GROUP/VERSION/…` is no resource request: its verb is the method in lower case.
 */
export function attributesOf({ method, url }: HttpRequest): AccessAttributes {
  const [path = '', ...queries] = url.split('?');
  const query = new URLSearchParams(queries.join('?'));
  const other: AccessAttributes = {
    verb: method.toLowerCase(), resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path,
  };
  const [prefix, ...rest] = path.replace(/^\/+|\/+$/g, '').split('/');
  if ((prefix !== 'api' && prefix !== 'apis') || rest.length < (prefix === 'api' ? 2 : 3)) {
    return other;
  }
  const [apiGroup, ...segments] = prefix === 'api' ? ['', ...rest.slice(1)] : [rest[0]!, ...rest.slice(2)];
  return resourceAttributes({ ...other, resourceRequest: true, apiGroup: apiGroup! }, method, segments, query);
}

function resourceAttributes(base: AccessAttributes, method: string, segments: readonly string[], query: URLSearchParams): AccessAttributes {
  const byPath = PATH_VERBS.includes(segments[0]!) && segments.length > 1;
  const verb = byPath ? segments[0]! : VERBS[method] ?? '';
  let parts = byPath ? segments.slice(1) : segments;
  let namespace = '';
  if (parts[0] === 'namespaces' && parts.length > 1) {
    namespace = parts[1]!;
    parts = parts.length > 2 && !NAMESPACE_SUBRESOURCES.includes(parts[2]!) ? parts.slice(2) : parts;
  }
  const [resource = '', name = '', subresource = ''] = parts;
  const found = { ...base, verb, namespace, resource, name, subresource: verb === 'proxy' ? '' : subresource };
  if (name !== '') {
    return found;
  }
  return verb === 'get' ? { ...found, ...listAttributes(query) } : verb === 'delete' ? { ...found, verb: 'deletecollection' } : found;
}

/** A get without a name lists or watches, and a field selector may give it a name after all. */
function listAttributes(query: URLSearchParams): { readonly verb: string; readonly name: string } {
  const watch = query.get('watch');
  const verb = watch !== null && !['false', '0'].includes(watch.toLowerCase()) ? 'watch' : 'list';
  // The server falls back to "no name" when it cannot read one of the options.
  const readable = ['limit', 'timeoutSeconds'].every(option => /^([+-]?\d+)?$/.test(query.get(option) ?? ''));
  const name = readable ? nameIn(query.get('fieldSelector') ?? '') : '';
  return { verb, name: name === '.' || name === '..' || /[/%]/.test(name) ? '' : name };
}

/** The value of `metadata.name=x` or `metadata.name==x` in a field selector (apimachinery/pkg/fields/selector.go). */
function nameIn(selector: string): string {
  const terms = selector === '' ? [] : selector.match(/(?:\\.|[^,\\])+/gs) ?? [];
  const parsed = terms.map(term => /^((?:\\.|[^=!\\])*)(!=|==|=)((?:\\.|[^\\])*)$/s.exec(term));
  if (parsed.some(term => term === null || /\\[^\\,=]/.test(term[3]!) || /(^|[^\\])(\\\\)*=/.test(term[3]!))) {
    return '';
  }
  const exact = parsed.find(term => term![1] === 'metadata.name' && term![2] !== '!=');
  return exact ? exact[3]!.replace(/\\(.)/gs, '$1') : '';
}
