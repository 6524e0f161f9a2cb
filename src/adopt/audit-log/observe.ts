import { SYSTEM_MASTERS, type AccessAttributes, type UserInfo } from '../../decide/access';
import { impliedGroups } from '../../decide/access/users';
import type { LoggedEvent } from '../../decide/audit/event';

/** A request that somebody was let through with, and how often. */
export interface ObservedRequest {
  readonly request: AccessAttributes;
  count: number;
}

/** What a log shows of one identity. */
export interface Observed {
  /** With every group that some event names. */
  readonly user: UserInfo;
  readonly granted: ObservedRequest[];
  /** Requests that were refused: wanted, and not to be granted unasked. */
  readonly refused: ObservedRequest[];
  /** Requests that something else than RBAC let through, such as the Node authorizer or membership in system:masters. */
  readonly otherwise: ObservedRequest[];
}

/** What a log shows of who did what. */
export interface Observations {
  /** By user name, sorted. */
  readonly identities: readonly Observed[];
  /** Bindings that the authorizer named as those by which it allowed something: `RoleBinding shop/web`. */
  readonly usedBindings: ReadonlySet<string>;
  /** Logins that failed. */
  readonly failedLogins: number;
  /** Requests whose impersonation was refused: nobody was asked about them. */
  readonly refusedImpersonations: number;
}

type Json = Readonly<Record<string, unknown>>;
type Kind = 'granted' | 'refused' | 'otherwise';

const RBAC_REASON = /^RBAC: allowed by (ClusterRoleBinding|RoleBinding) ("(?:[^"\\]|\\.)*") of /;

/**
 * Gathers from the events of a log what each identity did. The rules:
 *
 * - Who is impersonated did it, and the impersonator had to be allowed to impersonate.
 * - A PATCH or PUT that made an object (201) needed `create` as well, with the name.
 * - A POST to a collection carries no name, though its event has that of the object that was made.
 * - What was answered by 403, or that the authorizer refused, was wanted and not granted.
 */
export class Observer {
  private readonly identities = new Map<string, { groups: Set<string>; requests: Map<string, { kind: Kind; observed: ObservedRequest }> }>();
  private readonly used = new Set<string>();
  private failedLogins = 0;
  private refusedImpersonations = 0;

  /** @param event the whole event that was read */
  public add({ request, stage }: LoggedEvent, event: Json): void {
    if (request.user === null) {
      this.failedLogins += 1;
      return;
    }
    if (stage === 'RequestReceived') {
      return;
    }
    const { impersonatedUser, responseStatus, annotations, authenticationMetadata } = event as {
      impersonatedUser?: Json;
      responseStatus?: { code?: unknown };
      annotations?: Json;
      authenticationMetadata?: { impersonationConstraint?: unknown };
    };
    const decision = annotations?.['authorization.k8s.io/decision'];
    const reason = annotations?.['authorization.k8s.io/reason'];
    const code = responseStatus?.code;
    if (decision === undefined && code === 403 && impersonatedUser === undefined) {
      // The authorizer never came to it: a refused impersonation leaves no annotation and no impersonated user.
      this.refusedImpersonations += 1;
      return;
    }
    const acting = personIn(impersonatedUser) ?? request.user;
    const refused = decision === undefined ? code === 403 : decision !== 'allow';
    const binding = typeof reason === 'string' ? RBAC_REASON.exec(reason) : null;
    if (binding) {
      this.used.add(bindingLabel(binding[1]!, binding[2]!));
    }
    const kind = refused ? 'refused' : binding || typeof reason !== 'string' ? 'granted' : 'otherwise';
    const { user: _, ...attributes } = request;
    this.note(acting, attributes, kind);
    if (code === 201 && !refused && (request.verb === 'patch' || request.verb === 'update')) {
      this.note(acting, { ...attributes, verb: 'create' }, kind);
    }
    if (impersonatedUser !== undefined && acting !== request.user) {
      const constraint = authenticationMetadata?.impersonationConstraint;
      const constrained = typeof constraint === 'string' && constraint !== '' ? constraint : undefined;
      const isMaster = request.user.groups.includes(SYSTEM_MASTERS);
      impersonations(acting, impersonatedUser, attributes, constrained)
        .forEach(asked => this.note(request.user!, asked, isMaster ? 'otherwise' : 'granted'));
    }
  }

  public observations(): Observations {
    const identities = [...this.identities].sort(([a], [b]) => a < b ? -1 : 1).map(([name, { groups, requests }]): Observed => {
      const all = [...requests].sort(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each);
      const of = (kind: Kind) => all.filter(each => each.kind === kind).map(({ observed }) => observed);
      return { user: { name, groups: [...groups].sort() }, granted: of('granted'), refused: of('refused'), otherwise: of('otherwise') };
    });
    return { identities, usedBindings: this.used, failedLogins: this.failedLogins, refusedImpersonations: this.refusedImpersonations };
  }

  private note({ name, groups }: UserInfo, request: AccessAttributes, kind: Kind): void {
    let identity = this.identities.get(name);
    if (!identity) {
      this.identities.set(name, identity = { groups: new Set(), requests: new Map() });
    }
    groups.forEach(group => identity.groups.add(group));
    const key = `${kind} ${JSON.stringify(request)}`;
    const known = identity.requests.get(key);
    if (known) {
      known.observed.count += 1;
    } else {
      identity.requests.set(key, { kind, observed: { request, count: 1 } });
    }
  }
}

function personIn(user: Json | undefined): UserInfo | undefined {
  const { username, groups } = user ?? {};
  return typeof username === 'string' && username !== ''
    ? { name: username, groups: Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : [] } : undefined;
}

/** `"web/shop"` of a RoleBinding is `shop/web` (plugin/pkg/auth/authorizer/rbac, roleBindingDescriber). */
function bindingLabel(kind: string, quoted: string): string {
  let text: string;
  try {
    text = JSON.parse(quoted) as string;
  } catch {
    // Go quotes a few characters in other ways; no name of a binding has them.
    text = quoted.slice(1, -1);
  }
  const slash = text.lastIndexOf('/');
  return kind === 'ClusterRoleBinding' || slash < 0 ? `${kind} ${text}` : `${kind} ${text.slice(slash + 1)}/${text.slice(0, slash)}`;
}

const NO_REQUEST = { resourceRequest: true, subresource: '', namespace: '', path: '' };
const AUTHENTICATION = 'authentication.k8s.io';

/**
 * What an impersonator asks for beside the request (pkg/endpoints/filters/impersonation.go): the user or the account,
 * each group that Kubernetes did not add by itself, extra fields and the uid. From 1.35 on it can be constrained
 * (KEP 5284): then the verb names the constraint, and the request itself is asked for by a verb of its own.
 */
function impersonations({ name, groups }: UserInfo, whole: Json, request: AccessAttributes, constraint: string | undefined): AccessAttributes[] {
  const verb = constraint ?? 'impersonate';
  const apiGroup = constraint === undefined ? '' : AUTHENTICATION;
  const implied = new Set([...impliedGroups(name), 'system:authenticated']);
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  const { uid, extra } = whole as { uid?: unknown; extra?: Json };
  return [
    account ? { ...NO_REQUEST, verb, apiGroup, resource: 'serviceaccounts', namespace: account[1]!, name: account[2]! }
      : { ...NO_REQUEST, verb, apiGroup, resource: 'users', name },
    ...groups.filter(group => !implied.has(group)).map(group => ({ ...NO_REQUEST, verb, apiGroup, resource: 'groups', name: group })),
    ...typeof uid === 'string' && uid !== '' ? [{ ...NO_REQUEST, verb, apiGroup: AUTHENTICATION, resource: 'uids', name: uid }] : [],
    ...Object.entries(extra ?? {}).flatMap(([key, values]) => (Array.isArray(values) ? values as unknown[] : [])
      .map(value => ({ ...NO_REQUEST, verb, apiGroup: AUTHENTICATION, resource: 'userextras', subresource: key, name: String(value) }))),
    ...constraint === undefined ? [] : [{ ...request, verb: `${constraint.replace(/^impersonate:/, 'impersonate-on:')}:${request.verb}` }],
  ];
}
