import type { AuditRequests } from '../../decide/audit/requests';
import type { AuditGroupResources, AuditLevel, AuditPolicy, AuditPolicyRule } from '../../manifests/model';
import type { AuditPredicate } from '../../prove/audit/guarantees';

/** What an AuditBaseline was told, as plain data. */
export interface BaselineOptions {
  /** The minor of the target: 34 for 1.34. */
  readonly minor: number;
  /** Whole resources, beside those of SENSITIVE. */
  readonly sensitive: readonly AuditGroupResources[];
  /** Users and groups whose every request is logged. */
  readonly watched: { readonly users: readonly string[]; readonly groups: readonly string[] };
  /** Users and groups whose reads are not logged. */
  readonly noisy: { readonly users: readonly string[]; readonly groups: readonly string[] };
  readonly levels: Readonly<Record<'policy' | 'interactive' | 'workloads' | 'rest', AuditLevel>>;
  readonly dropsNoise: boolean;
}

const entry = (group: string, ...resources: string[]): AuditGroupResources => ({ group, ...resources.length === 0 ? {} : { resources } });

/** `secrets/*` is secrets, too. */
const SENSITIVE = [entry('', 'configmaps/*', 'secrets/*', 'serviceaccounts/token'), entry('authentication.k8s.io', 'tokenreviews/*')];

const CHANGES = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const READS = ['get', 'list', 'watch'];

/**
 * What grants access or sets policy. Whole groups have their subresources (`certificatesigningrequests/approval`);
 * resources whose status controllers write all day stand by themselves.
 */
const POLICY = [
  entry('', 'limitranges', 'namespaces', 'namespaces/finalize', 'nodes', 'resourcequotas', 'serviceaccounts'),
  entry('admissionregistration.k8s.io'), entry('apiextensions.k8s.io'), entry('apiregistration.k8s.io', 'apiservices'), entry('certificates.k8s.io'),
  entry('flowcontrol.apiserver.k8s.io', 'flowschemas', 'prioritylevelconfigurations'),
  entry('networking.k8s.io', 'ingressclasses', 'networkpolicies', 'servicecidrs'),
  entry('node.k8s.io'), entry('policy', 'poddisruptionbudgets'), entry('policy.networking.k8s.io'), entry('rbac.authorization.k8s.io'),
  entry('resource.k8s.io', 'deviceclasses'), entry('scheduling.k8s.io'), entry('storage.k8s.io', 'csidrivers', 'storageclasses', 'volumeattributesclasses'),
];

/** What acts inside a workload or around the API, whatever the verb: up to 1.34 a websocket opens exec by get. */
const INTERACTIVE = [entry('', 'bindings', 'nodes/proxy', 'pods/attach', 'pods/binding', 'pods/ephemeralcontainers', 'pods/eviction', 'pods/exec',
  'pods/log', 'pods/portforward', 'pods/proxy', 'services/proxy')];

const WORKLOADS = [
  entry('', 'persistentvolumeclaims', 'persistentvolumes', 'pods', 'pods/resize', 'podtemplates', 'replicationcontrollers', 'replicationcontrollers/scale', 'services'),
  entry('apps', 'daemonsets', 'deployments', 'deployments/scale', 'replicasets', 'replicasets/scale', 'statefulsets', 'statefulsets/scale'),
  entry('autoscaling', 'horizontalpodautoscalers'), entry('batch', 'cronjobs', 'jobs'),
  entry('gateway.networking.k8s.io'), entry('networking.k8s.io', 'ingresses'),
];

const LEASES = [entry('coordination.k8s.io', 'leases')];
const CONTROLLERS = ['system:kube-controller-manager', 'system:kube-scheduler'];
const ACCOUNT = 'system:serviceaccount:kube-system:';

/** Who may do everything by default; kubeadm makes the second from 1.29 on. */
function administrators(minor: number): string[] {
  return ['system:masters', ...minor >= 29 ? ['kubeadm:cluster-admins'] : []];
}

/** Requests that components send all day and that tell nobody anything. Each rule names who sends them: a failed login is never one. */
const NOISE: ReadonlyArray<Omit<AuditPolicyRule, 'level'>> = [
  {
    userGroups: ['system:authenticated'],
    verbs: ['get', 'head'],
    nonResourceURLs: [
      '/api', '/api/*', '/apis', '/apis/*', '/healthz', '/healthz/*', '/livez', '/livez/*', '/openapi/*', '/readyz', '/readyz/*', '/version', '/version/*',
    ],
  },
  { userGroups: ['system:authenticated'], verbs: [...READS, 'create', 'patch', 'update'].sort(), resources: [entry('', 'events'), entry('events.k8s.io', 'events')] },
  { userGroups: ['system:nodes', 'system:serviceaccounts'], verbs: [...READS, 'create', 'patch', 'update'].sort(), resources: LEASES },
  { users: [...CONTROLLERS, 'system:cloud-controller-manager'].sort(), verbs: [...READS, 'create', 'patch', 'update'].sort(), resources: LEASES },
  {
    users: ['system:kube-proxy', `${ACCOUNT}kube-proxy`],
    verbs: READS,
    resources: [entry('', 'endpoints', 'nodes', 'services'), entry('discovery.k8s.io', 'endpointslices'), entry('networking.k8s.io', 'servicecidrs')],
  },
  {
    userGroups: ['system:nodes'],
    verbs: READS,
    resources: [
      entry('', 'nodes', 'nodes/status', 'persistentvolumeclaims', 'persistentvolumes', 'pods', 'services'),
      entry('node.k8s.io', 'runtimeclasses'), entry('storage.k8s.io', 'csidrivers', 'csinodes', 'volumeattachments'),
    ],
  },
  { userGroups: ['system:nodes'], verbs: ['patch', 'update'], resources: [entry('', 'nodes/status', 'pods/status')] },
  { users: [...CONTROLLERS, ...['generic-garbage-collector', 'namespace-controller', 'resourcequota-controller'].map(name => `${ACCOUNT}${name}`)].sort(), verbs: ['watch'] },
  {
    users: [CONTROLLERS[0]!, `${ACCOUNT}horizontal-pod-autoscaler`],
    verbs: ['get', 'list'],
    resources: [entry('custom.metrics.k8s.io'), entry('external.metrics.k8s.io'), entry('metrics.k8s.io')],
  },
];

/** The rules of an AuditBaseline: what must never be logged in full, what always is, who always is, what is left out, and the rest. */
export function baselinePolicy({ minor, sensitive, watched, noisy, levels, dropsNoise }: BaselineOptions): AuditPolicy {
  const { users, groups } = everybodyWatched({ minor, watched });
  const watching: Array<Omit<AuditPolicyRule, 'level'>> = [...users.length > 0 ? [{ users }] : [], { userGroups: groups }];
  const quiet: Array<Omit<AuditPolicyRule, 'level'>> = [
    ...noisy.users.length > 0 ? [{ users: noisy.users, verbs: READS }] : [],
    ...noisy.groups.length > 0 ? [{ userGroups: noisy.groups, verbs: READS }] : [],
  ];
  return {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitManagedFields: true,
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'Metadata', resources: merged([...SENSITIVE, ...sensitive]) },
      ...[
        { level: levels.policy, verbs: CHANGES, resources: POLICY },
        { level: levels.interactive, resources: INTERACTIVE },
        { level: levels.workloads, verbs: CHANGES, resources: WORKLOADS },
      ],
      ...dropsNoise ? [
        ...watching.map(rule => ({ level: levels.rest, ...rule })),
        ...[...NOISE, ...quiet].map(rule => ({ level: 'None' as const, ...rule })),
      ] : [],
      { level: levels.rest },
    ],
  };
}

/** What the rules promise. Each is proved over the policy that stands in the end. */
export function baselinePromises({ minor, sensitive, watched, levels, dropsNoise }: BaselineOptions): AuditPredicate[] {
  const hidden: AuditRequests = { resources: merged([...SENSITIVE, ...sensitive]) };
  const { users, groups } = everybodyWatched({ minor, watched });
  const atLeast = (level: AuditLevel, requests: readonly AuditRequests[], except?: readonly AuditRequests[]): AuditPredicate =>
    ({ kind: 'audit-at-least', level, requests, ...except ? { except } : {} });
  return [
    { kind: 'audit-at-most', level: 'Metadata', requests: [hidden] },
    atLeast('Metadata', [hidden]),
    // A sensitive resource may be one of these; then its bodies go first.
    atLeast(levels.policy, [{ verbs: CHANGES, resources: POLICY }], [hidden]),
    atLeast(levels.interactive, [{ resources: INTERACTIVE }], [hidden]),
    atLeast(levels.workloads, [{ verbs: CHANGES, resources: WORKLOADS }], [hidden]),
    { kind: 'audit-at-least', level: 'Metadata', requests: [{ userGroups: ['system:unauthenticated'] }], failedLogins: true },
    atLeast('Metadata', [...users.length > 0 ? [{ users }] : [], { userGroups: groups }]),
    ...dropsNoise ? [] : [atLeast(levels.rest, [{}], [hidden])],
    { kind: 'audit-rules-reachable' },
  ];
}

function everybodyWatched({ minor, watched }: Pick<BaselineOptions, 'minor' | 'watched'>): BaselineOptions['watched'] {
  return { users: watched.users, groups: [...new Set([...administrators(minor), ...watched.groups])].sort() };
}

/** One entry a group, sorted. */
function merged(entries: readonly AuditGroupResources[]): AuditGroupResources[] {
  const groups = new Map<string, string[]>();
  for (const { group = '', resources = [] } of entries) {
    groups.set(group, [...groups.get(group) ?? [], ...resources]);
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([group, resources]) => ({ group, resources: [...new Set(resources)].sort() }));
}
