import { baselinePolicy } from '../../../src/constructs/audit/baseline-rules';
import { AUDIT_LEVELS, decideAudit, type AuditAttributes } from '../../../src/decide/audit';

/**
 * The baseline against the policies that people copy: Google's for GCE, the sample of the Kubernetes documentation,
 * RKE2's sample for the STIG, Talos' default and Falco's sample. RKE2's default logs nothing, so that no cell needs it.
 *
 * A cell is the level of a request of an ordinary person, as the evaluator of Kubernetes works it out for each of
 * them. `wants` says what is better: `hidden` no bodies and a trace, `logged` a body of the request, `trace` a trace
 * at least, `silent` nothing.
 */
type Wants = 'hidden' | 'logged' | 'trace' | 'silent';

const [N, M, R, RR] = AUDIT_LEVELS as [string, string, string, string];
const JANE = { name: 'jane', groups: ['system:authenticated'] };
const PROXY = { name: 'system:kube-proxy', groups: ['system:authenticated'] };
const NODE = { name: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] };

const of = (verb: string, resource: string, more: Partial<AuditAttributes> = {}): AuditAttributes => {
  const [plural = '', subresource = ''] = resource.split('/');
  return { user: JANE, verb, resourceRequest: true, apiGroup: '', resource: plural, subresource, namespace: 'shop', name: '', path: '', ...more };
};
const path = (to: string): AuditAttributes => of('get', '', { resourceRequest: false, resource: '', namespace: '', path: to });
const inGroup = (group: string, verb: string, resource: string): AuditAttributes => of(verb, resource, { apiGroup: group });
const RBAC = 'rbac.authorization.k8s.io';

/** Request, what is wanted, then GCE, the documentation, RKE2 for the STIG, Talos, Falco. */
const CELLS: ReadonlyArray<readonly [string, AuditAttributes, Wants, string, string, string, string, string]> = [
  ['get secrets', of('get', 'secrets'), 'hidden', M, M, M, M, M],
  ['update configmaps', of('update', 'configmaps'), 'hidden', M, M, RR, M, RR],
  ['update configmaps in kube-system', of('update', 'configmaps', { namespace: 'kube-system' }), 'hidden', M, R, RR, M, R],
  ['create tokenreviews', inGroup('authentication.k8s.io', 'create', 'tokenreviews'), 'hidden', M, M, N, M, M],
  ['create serviceaccounts/token', of('create', 'serviceaccounts/token'), 'hidden', M, R, RR, M, R],
  ['create pods/exec', of('create', 'pods/exec'), 'trace', RR, R, RR, M, R],
  ['get pods/exec', of('get', 'pods/exec'), 'trace', R, R, RR, M, R],
  ['create clusterrolebindings', inGroup(RBAC, 'create', 'clusterrolebindings'), 'logged', RR, M, N, M, RR],
  ['create rolebindings', inGroup(RBAC, 'create', 'rolebindings'), 'logged', RR, M, N, M, M],
  ['create mutating webhooks', inGroup('admissionregistration.k8s.io', 'create', 'mutatingwebhookconfigurations'), 'logged', RR, M, N, M, M],
  ['approve certificates', inGroup('certificates.k8s.io', 'update', 'certificatesigningrequests/approval'), 'logged', RR, M, N, M, M],
  ['create CRDs', inGroup('apiextensions.k8s.io', 'create', 'customresourcedefinitions'), 'logged', RR, M, N, M, M],
  ['update deployments', inGroup('apps', 'update', 'deployments'), 'logged', RR, M, N, M, M],
  ['create events', of('create', 'events'), 'silent', N, R, RR, M, R],
  ['create events of events.k8s.io', inGroup('events.k8s.io', 'create', 'events'), 'silent', M, M, N, M, M],
  ['update leases by a node', { ...inGroup('coordination.k8s.io', 'update', 'leases'), user: NODE }, 'silent', M, M, N, M, M],
  ['watch endpointslices by kube-proxy', { ...inGroup('discovery.k8s.io', 'watch', 'endpointslices'), user: PROXY }, 'silent', M, M, N, M, M],
  ['/healthz', path('/healthz'), 'silent', N, M, N, M, M],
  ['/readyz', path('/readyz'), 'silent', M, M, N, M, M],
  ['/livez', path('/livez'), 'silent', M, M, N, M, M],
  ['/logs', path('/logs'), 'trace', M, M, N, M, M],
  ['/debug/pprof', path('/debug/pprof'), 'trace', M, M, N, M, M],
  ['/metrics', path('/metrics'), 'trace', M, M, N, M, M],
  ['get secrets after a failed login', of('get', 'secrets', { user: null }), 'trace', M, M, M, M, M],
  ['patch nodes/status by its kubelet', of('patch', 'nodes/status', { user: NODE, namespace: '' }), 'silent', R, R, RR, M, R],
  ['update pods/status by a kubelet', of('update', 'pods/status', { user: NODE }), 'silent', R, M, RR, M, M],
];

/** The better, the more. */
function worth(level: string, wants: Wants): number {
  const rank = AUDIT_LEVELS.findIndex(each => each === level);
  switch (wants) {
    case 'hidden': return level === M ? 1 : 0;
    case 'logged': return Math.min(rank, AUDIT_LEVELS.findIndex(each => each === R));
    case 'trace': return Math.min(rank, 1);
    default: return -rank;
  }
}

const baseline = baselinePolicy({
  minor: 36,
  sensitive: [],
  watched: { users: [], groups: [] },
  noisy: { users: [], groups: [] },
  levels: { policy: 'RequestResponse', interactive: 'Request', workloads: 'Request', rest: 'Metadata' },
  dropsNoise: true,
});
const PUBLISHED = ['GCE', 'Kubernetes documentation', 'RKE2 for the STIG', 'Talos', 'Falco'];

test.each([...CELLS])('%s: the baseline is no worse than any published policy', (_, request, wants, ...published) => {
  const { level } = decideAudit(baseline, request, 36);
  expect(published).toHaveLength(PUBLISHED.length);
  const better = published.flatMap((theirs, at) => worth(level, wants) >= worth(theirs, wants) ? [] : [`${PUBLISHED[at]} ${theirs} is better than ${level}`]);
  expect(better).toEqual([]);
});

test('each published policy is worse in some cell', () => {
  const worse = PUBLISHED.map((_, at) => CELLS.filter(([, request, wants, ...published]) =>
    worth(decideAudit(baseline, request, 36).level, wants) > worth(published[at]!, wants)).length);
  expect(worse.every(count => count > 0)).toBe(true);
});

test('every cell of the baseline itself', () => {
  expect(CELLS.map(([what, request]) => `${what}: ${decideAudit(baseline, request, 36).level}`)).toMatchInlineSnapshot(`
[
  "get secrets: Metadata",
  "update configmaps: Metadata",
  "update configmaps in kube-system: Metadata",
  "create tokenreviews: Metadata",
  "create serviceaccounts/token: Metadata",
  "create pods/exec: Request",
  "get pods/exec: Request",
  "create clusterrolebindings: RequestResponse",
  "create rolebindings: RequestResponse",
  "create mutating webhooks: RequestResponse",
  "approve certificates: RequestResponse",
  "create CRDs: RequestResponse",
  "update deployments: Request",
  "create events: None",
  "create events of events.k8s.io: None",
  "update leases by a node: None",
  "watch endpointslices by kube-proxy: None",
  "/healthz: None",
  "/readyz: None",
  "/livez: None",
  "/logs: Metadata",
  "/debug/pprof: Metadata",
  "/metrics: Metadata",
  "get secrets after a failed login: Metadata",
  "patch nodes/status by its kubelet: None",
  "update pods/status by a kubelet: None",
]
`);
});
