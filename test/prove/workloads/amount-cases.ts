type Json = Record<string, any>;

/** A namespace's limits, a pod spec, and the fields for which its pod is refused: none where the API server takes it. */
export interface AmountCase {
  readonly name: string;
  readonly limits?: Json[];
  readonly quota?: Json;
  readonly scopes?: Json;
  readonly spec: Json;
  /** The minors of which it is true. Default: all. */
  readonly minors?: { readonly first?: number; readonly last?: number };
  readonly fields: readonly string[];
}

const container = (resources: Json, more: Json = {}) => ({ name: 'a', image: 'a:1', resources, ...more });
const pod = (resources: Json, more: Json = {}) => ({ containers: [container(resources)], ...more });
const both = (amounts: Json) => ({ requests: amounts, limits: amounts });
const MEMORY = 'spec.containers[0].resources.limits.memory';
const REQUEST = 'spec.containers[0].resources.requests.memory';
const terms = (scopeName: string, operator: string, values?: string[]) => ({
  scopeSelector: { matchExpressions: [{ scopeName, operator, ...values ? { values } : {} }] },
});

/** What kube-apiserver says of each is asked by test/cluster/amounts.cluster.ts. */
export const AMOUNT_CASES: readonly AmountCase[] = [
  { name: 'nothing is asked of what names nothing by defaults alone', limits: [{ type: 'Container', default: { memory: '1Gi' } }], spec: pod({}), fields: [] },
  { name: 'a request above the default limit', limits: [{ type: 'Container', default: { memory: '256Mi' } }], spec: pod({ requests: { memory: '512Mi' } }), fields: [MEMORY] },
  { name: 'a request at the default limit', limits: [{ type: 'Container', default: { memory: '256Mi' } }], spec: pod({ requests: { memory: '256Mi' } }), fields: [] },
  {
    name: 'a default request does not count where the limit is named',
    limits: [{ type: 'Container', defaultRequest: { memory: '2Gi' } }],
    spec: pod({ limits: { memory: '1Gi' } }),
    fields: [],
  },
  { name: 'a limit above max', limits: [{ type: 'Container', max: { memory: '1Gi' } }], spec: pod({ limits: { memory: '2Gi' } }), fields: [MEMORY] },
  { name: 'a request above max and its default limit', limits: [{ type: 'Container', max: { memory: '1Gi' } }], spec: pod({ requests: { memory: '2Gi' } }), fields: [MEMORY, REQUEST] },
  { name: 'max is the default limit', limits: [{ type: 'Container', max: { memory: '1Gi' } }], spec: pod({}), fields: [] },
  { name: 'a request below min', limits: [{ type: 'Container', min: { memory: '64Mi' } }], spec: pod({ requests: { memory: '32Mi' } }), fields: [REQUEST] },
  { name: 'min is the default request', limits: [{ type: 'Container', min: { memory: '64Mi' } }], spec: pod({}), fields: [] },
  { name: 'a limit below min', limits: [{ type: 'Container', min: { memory: '64Mi' } }], spec: pod(both({ memory: '32Mi' })), fields: [REQUEST] },
  {
    name: 'an init container is held to the same',
    limits: [{ type: 'Container', max: { memory: '1Gi' } }],
    spec: { initContainers: [container(both({ memory: '2Gi' }), { name: 'i' })], containers: [container({})] },
    fields: ['spec.initContainers[0].resources.limits.memory'],
  },
  {
    name: 'a limit too far above its request',
    limits: [{ type: 'Container', maxLimitRequestRatio: { cpu: '2' } }],
    spec: pod({ requests: { cpu: '100m' }, limits: { cpu: '300m' } }),
    fields: ['spec.containers[0].resources.limits.cpu'],
  },
  {
    name: 'a limit just as far as allowed', limits: [{ type: 'Container', maxLimitRequestRatio: { cpu: '3' } }], spec: pod({ requests: { cpu: '100m' }, limits: { cpu: '300m' } }), fields: [],
  },
  { name: 'a ratio of nothing', limits: [{ type: 'Container', maxLimitRequestRatio: { cpu: '3' } }], spec: pod({}), fields: ['spec.containers[0].resources.limits.cpu'] },
  {
    name: 'containers of a pod together above max',
    limits: [{ type: 'Pod', max: { memory: '1Gi' } }],
    spec: { containers: [container(both({ memory: '600Mi' })), container(both({ memory: '600Mi' }), { name: 'b' })] },
    fields: ['spec.containers'],
  },
  {
    name: 'an init container does not add to those that come after it',
    limits: [{ type: 'Pod', max: { memory: '1Gi' } }],
    spec: { initContainers: [container(both({ memory: '600Mi' }), { name: 'i' })], containers: [container(both({ memory: '600Mi' }))] },
    fields: [],
  },
  {
    name: 'a sidecar does',
    limits: [{ type: 'Pod', max: { memory: '1Gi' } }],
    spec: { initContainers: [container(both({ memory: '600Mi' }), { name: 'i', restartPolicy: 'Always' })], containers: [container(both({ memory: '600Mi' }))] },
    fields: ['spec.containers'],
  },
  {
    name: 'and to the init containers after it',
    limits: [{ type: 'Pod', max: { memory: '1Gi' } }],
    spec: {
      initContainers: [container(both({ memory: '600Mi' }), { name: 's', restartPolicy: 'Always' }), container(both({ memory: '600Mi' }), { name: 'i' })],
      containers: [container(both({ memory: '1Mi' }))],
    },
    fields: ['spec.containers'],
  },
  {
    name: 'amounts of the whole pod stand for those of its containers',
    limits: [{ type: 'Pod', max: { memory: '1Gi' } }],
    spec: { resources: both({ memory: '2Gi' }), containers: [container({})] },
    fields: ['spec.containers'],
  },
  { name: 'a limit that a quota counts and nobody names', quota: { 'limits.memory': '1Gi' }, spec: pod({}), fields: [MEMORY] },
  { name: 'a request that a quota counts and nobody names', quota: { memory: '1Gi' }, spec: pod({}), fields: [REQUEST] },
  { name: 'a limit is a request as well', quota: { 'requests.memory': '1Gi' }, spec: pod({ limits: { memory: '1Mi' } }), fields: [] },
  { name: 'what the pod names its containers need not', quota: { 'limits.memory': '1Gi' }, spec: { resources: both({ memory: '1Mi' }), containers: [container({})] }, fields: [] },
  {
    name: 'the limit of a pod is its request where no container asks',
    quota: { 'requests.memory': '1Gi' },
    spec: { resources: { limits: { memory: '2Gi' } }, containers: [container({})] },
    fields: [REQUEST],
  },
  {
    name: 'what a container asks is the request of its pod, and not the limit',
    quota: { 'requests.memory': '1Gi' },
    spec: { resources: { limits: { memory: '2Gi' } }, containers: [container({ requests: { memory: '512Mi' } })] },
    fields: [],
  },
  {
    name: 'a request of the pod stands before its limit',
    quota: { 'requests.memory': '1Gi' },
    spec: { resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } }, containers: [container({})] },
    fields: [],
  },
  {
    name: 'up to 1.36 the limit of a pod is its request even where a LimitRange gives its container one',
    minors: { last: 36 },
    limits: [{ type: 'Container', defaultRequest: { memory: '256Mi' } }],
    quota: { 'requests.memory': '1Gi' },
    spec: { resources: { limits: { memory: '2Gi' } }, containers: [container({})] },
    fields: [REQUEST],
  },
  {
    name: 'from 1.37 the request that a LimitRange gives its container is that of the pod',
    minors: { first: 37 },
    limits: [{ type: 'Container', defaultRequest: { memory: '256Mi' } }],
    quota: { 'requests.memory': '1Gi' },
    spec: { resources: { limits: { memory: '2Gi' } }, containers: [container({})] },
    fields: [],
  },
  {
    name: 'from 1.37 the limit of a pod is not below its request, where its containers have limits',
    minors: { first: 37 },
    quota: { 'limits.memory': '1Gi' },
    spec: { resources: { requests: { memory: '2Gi' } }, containers: [container({ limits: { memory: '512Mi' } })] },
    fields: [MEMORY],
  },
  {
    name: 'up to 1.36 the limits of its containers count alone',
    minors: { last: 36 },
    quota: { 'limits.memory': '1Gi' },
    spec: { resources: { requests: { memory: '2Gi' } }, containers: [container({ limits: { memory: '512Mi' } })] },
    fields: [],
  },
  {
    name: 'a pod that alone takes more than the quota', quota: { 'limits.memory': '1Gi' }, spec: pod({ limits: { memory: '2Gi' } }), fields: [MEMORY],
  },
  { name: 'a pod that takes all of it', quota: { 'limits.memory': '1Gi', 'pods': '1' }, spec: pod({ limits: { memory: '1Gi' } }), fields: [] },
  { name: 'no pod at all', quota: { pods: '0' }, spec: pod({}), fields: ['spec.containers'] },
  {
    name: 'disk that nobody names is not asked for', quota: { 'requests.ephemeral-storage': '1Gi' }, spec: pod({}), fields: [],
  },
  {
    name: 'disk above the quota', quota: { 'requests.ephemeral-storage': '1Gi' }, spec: pod({ requests: { 'ephemeral-storage': '2Gi' } }), fields: ['spec.containers[0].resources.requests.ephemeral-storage'],
  },
  {
    name: 'what others count, by its name', quota: { 'requests.example.com/gpu': '1' }, spec: pod({ limits: { 'example.com/gpu': '2' } }), fields: ['spec.containers[0].resources.requests.example.com/gpu'],
  },
  { name: 'a default of a LimitRange that is more than the quota', limits: [{ type: 'Container', default: { memory: '2Gi' } }], quota: { 'limits.memory': '1Gi' }, spec: pod({}), fields: [MEMORY] },
  { name: 'a scope that the pod is not in', quota: { pods: '0' }, scopes: { scopes: ['Terminating'] }, spec: pod({}), fields: [] },
  { name: 'a scope that it is in', quota: { pods: '0' }, scopes: { scopes: ['Terminating'] }, spec: pod({}, { activeDeadlineSeconds: 5 }), fields: ['spec.containers'] },
  { name: 'a pod without an end', quota: { pods: '0' }, scopes: { scopes: ['NotTerminating'] }, spec: pod({}), fields: ['spec.containers'] },
  { name: 'a pod that names nothing is best effort', quota: { pods: '0' }, scopes: { scopes: ['BestEffort'] }, spec: pod({}), fields: ['spec.containers'] },
  { name: 'a pod with a request is not', quota: { pods: '0' }, scopes: { scopes: ['BestEffort'] }, spec: pod({ requests: { cpu: '1m' } }), fields: [] },
  { name: 'disk alone leaves it best effort', quota: { pods: '0' }, scopes: { scopes: ['NotBestEffort'] }, spec: pod({ requests: { 'ephemeral-storage': '1Mi' } }), fields: [] },
  { name: 'a priority that is not meant', quota: { pods: '0' }, scopes: terms('PriorityClass', 'In', ['high']), spec: pod({}), fields: [] },
  { name: 'a priority that is not excepted', quota: { pods: '0' }, scopes: terms('PriorityClass', 'NotIn', ['high']), spec: pod({}), fields: ['spec.containers'] },
  { name: 'no priority', quota: { pods: '0' }, scopes: terms('PriorityClass', 'DoesNotExist'), spec: pod({}), fields: ['spec.containers'] },
  { name: 'any priority', quota: { pods: '0' }, scopes: terms('PriorityClass', 'Exists'), spec: pod({}), fields: [] },
  {
    name: 'an affinity to pods elsewhere',
    quota: { pods: '0' },
    scopes: { scopes: ['CrossNamespacePodAffinity'] },
    spec: pod({}, { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a', namespaces: ['b'] }] } } }),
    fields: ['spec.containers'],
  },
];
