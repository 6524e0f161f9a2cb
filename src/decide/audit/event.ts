import { isMap, type Fields } from '../../manifests/fields';
import type { AuditLevel, AuditStage } from '../../manifests/model';
import type { AuditAttributes } from '../audit';

/** An event of an audit log, as far as a policy could have looked at it. */
export interface LoggedEvent {
  readonly request: AuditAttributes;
  readonly level: AuditLevel;
  readonly stage: AuditStage;
}

/** The one version of events that API servers have written since 1.24. */
export const EVENT_VERSION = 'audit.k8s.io/v1';

const LEVELS = new Set<unknown>(['Metadata', 'Request', 'RequestResponse']);
const STAGES = new Set<unknown>(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']);

/** An event of a log; a text says why something is none. */
export function loggedEvent(value: unknown): LoggedEvent | string {
  const request = requestOf(value);
  if (typeof request === 'string') {
    return request;
  }
  const { level, stage } = value as Fields;
  return !LEVELS.has(level) ? 'has no level at which events are written' : !STAGES.has(stage) ? 'has no stage'
    : { request, level: level as AuditLevel, stage: stage as AuditStage };
}

/**
 * The request that an event is about, as the policy saw it: the user who logged in, whoever was impersonated; nobody
 * where the login failed, which is told by the empty name. A text says why something is no event.
 *
 * The event of a request for a resource has an objectRef, and that of no other one has
 * (`k8s.io/apiserver/pkg/audit/request.go`, LogRequestMetadata).
 */
export function requestOf(value: unknown): AuditAttributes | string {
  if (!isMap(value)) {
    return 'is no JSON object';
  }
  const { kind, apiVersion, verb = '', user, objectRef, requestURI = '' } = value;
  if (kind !== undefined && kind !== 'Event') {
    return 'is no Event';
  }
  if (apiVersion !== undefined && apiVersion !== EVENT_VERSION) {
    return `is of another version than ${EVENT_VERSION}`;
  }
  if (typeof verb !== 'string' || typeof requestURI !== 'string') {
    return 'has a verb or a requestURI that is no text';
  }
  const sender = userOf(user);
  if (sender === undefined) {
    return 'has a user that is none';
  }
  if (objectRef === undefined || objectRef === null) {
    return requestURI === '' ? 'has neither an objectRef nor a requestURI' : {
      user: sender, verb, resourceRequest: false, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', path: pathOf(requestURI),
    };
  }
  if (!isMap(objectRef)) {
    return 'has an objectRef that is no object';
  }
  const { apiGroup = '', resource, subresource = '', namespace = '', name = '' } = objectRef;
  if (typeof resource !== 'string' || resource === '' || !isText(apiGroup) || !isText(subresource) || !isText(namespace) || !isText(name)) {
    return 'has an objectRef that names no resource';
  }
  // A POST to a collection carries no name; the event gets that of the object (pkg/audit/request.go, LogRequestObject).
  const isCollection = verb === 'create' && subresource === '' && name !== '' && pathOf(requestURI).endsWith(`/${resource}`);
  return { user: sender, verb, resourceRequest: true, apiGroup, resource, subresource, namespace, name: isCollection ? '' : name, path: '' };
}

function userOf(user: unknown): AuditAttributes['user'] | undefined {
  if (user === undefined || user === null) {
    return null;
  }
  if (!isMap(user)) {
    return undefined;
  }
  const { username = '', groups } = user;
  const list = groups ?? [];
  return !isText(username) || !Array.isArray(list) || !list.every(isText) ? undefined : username === '' ? null : { name: username, groups: list };
}

/** The path that was asked about: what stands before the query, decoded, as the API server reads it (net/url). */
function pathOf(uri: string): string {
  const query = uri.indexOf('?');
  const path = query < 0 ? uri : uri.slice(0, query);
  try {
    return path.includes('%') ? decodeURIComponent(path) : path;
  } catch {
    return path;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
