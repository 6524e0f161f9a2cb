import type { ProblemId, Severity } from '../../manifests/problem';

/** One request, of which the namespace and the name are filled in when it is asked. */
export interface Question {
  readonly verb: string;
  readonly group: string;
  /** `pods`, `pods/exec`. */
  readonly resource: string;
  /** Only this object counts. Default: any. */
  readonly namespace?: string;
  readonly name?: string;
}

/** A permission by which somebody can gain more than it says. */
export interface Capability {
  readonly id: ProblemId;
  readonly severity: Severity;
  /** What can be done, after `may`. */
  readonly does: string;
  readonly fix: string;
  /** Ids of the CIS Kubernetes Benchmark that ask for it; these have one number from v1.8 to v2.1. */
  readonly cis?: string;
  /** Any of these is the capability; each is a list of requests that must all be allowed. */
  readonly ways: readonly (readonly Question[])[];
}

const RBAC = 'rbac.authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';

/** Each verb on each resource by itself. */
function any(verbs: string, group: string, resources: string, rest: Partial<Question> = {}): Question[][] {
  return resources.split(' ').flatMap(resource => verbs.split(' ').map(verb => [{ verb, group, resource, ...rest }]));
}

/**
 * Permissions that the Kubernetes page on RBAC good practices and the known scanners call dangerous
 * (https://kubernetes.io/docs/concepts/security/rbac-good-practices/). Each is a question to the authorizer,
 * never a pattern on a role: wildcards, names, aggregation and groups count as they do in a cluster.
 */
export const CAPABILITIES: readonly Capability[] = [
  {
    id: 'access-everything',
    severity: 'critical',
    does: 'do everything',
    fix: 'grant what is needed; keep cluster-admin for emergencies, behind a BreakGlass',
    cis: '5.1.1',
    ways: [[{ verb: '*', group: '*', resource: '*' }]],
  },
  {
    id: 'access-escalate',
    severity: 'critical',
    does: 'write roles that hold more than the writer',
    fix: 'leave out the verb escalate',
    cis: '5.1.8',
    ways: any('escalate', RBAC, 'roles clusterroles'),
  },
  {
    id: 'access-bind',
    severity: 'critical',
    does: 'bind roles that hold more than the binder',
    fix: 'leave out the verb bind, or bind it to the names of harmless roles',
    cis: '5.1.8',
    ways: ['roles', 'clusterroles'].flatMap(role => ['rolebindings', 'clusterrolebindings'].flatMap(binding => ['create', 'update', 'patch'].map(verb => [
      { verb: 'bind', group: RBAC, resource: role }, { verb, group: RBAC, resource: binding },
    ]))),
  },
  {
    id: 'access-impersonate',
    severity: 'critical',
    does: 'act as somebody else',
    fix: 'leave out impersonation, or limit it to names',
    cis: '5.1.8',
    ways: [
      ...any('impersonate', '', 'users groups serviceaccounts'),
      ...any('impersonate', AUTHENTICATION, 'uids userextras'),
      // Constrained impersonation: KEP-5284, on from 1.36.
      ...any('impersonate:user-info impersonate:serviceaccount impersonate:arbitrary-node impersonate:associated-node', AUTHENTICATION,
        'users groups uids userextras serviceaccounts nodes'),
    ],
  },
  {
    id: 'access-token-create',
    severity: 'critical',
    does: 'get a token of a service account',
    fix: 'leave out serviceaccounts/token; a pod that needs a token gets its own',
    cis: '5.1.13',
    ways: any('create', '', 'serviceaccounts/token'),
  },
  {
    id: 'access-certificate-approve',
    severity: 'critical',
    does: 'have certificates signed for any name',
    fix: 'leave the approval to an approver with a policy of its own',
    cis: '5.1.11',
    ways: [
      [{ verb: 'create', group: CERTIFICATES, resource: 'certificatesigningrequests' },
        { verb: 'update', group: CERTIFICATES, resource: 'certificatesigningrequests/approval' }, { verb: 'approve', group: CERTIFICATES, resource: 'signers' }],
      [{ verb: 'create', group: CERTIFICATES, resource: 'certificatesigningrequests' },
        { verb: 'patch', group: CERTIFICATES, resource: 'certificatesigningrequests/approval' }, { verb: 'approve', group: CERTIFICATES, resource: 'signers' }],
      [{ verb: 'update', group: CERTIFICATES, resource: 'certificatesigningrequests/status' }, { verb: 'sign', group: CERTIFICATES, resource: 'signers' }],
      [{ verb: 'patch', group: CERTIFICATES, resource: 'certificatesigningrequests/status' }, { verb: 'sign', group: CERTIFICATES, resource: 'signers' }],
    ],
  },
  {
    id: 'access-node-proxy',
    severity: 'critical',
    does: 'run commands in every pod of a node, past audit and admission',
    fix: 'grant nodes/metrics, nodes/stats or nodes/log instead; from 1.36 also nodes/pods, nodes/healthz and nodes/configz',
    cis: '5.1.10',
    // The kubelet takes a websocket by GET for an exec (kubernetes/website#54191).
    ways: any('get create', '', 'nodes/proxy'),
  },
  {
    id: 'access-secrets-read',
    severity: 'high',
    does: 'read secrets',
    fix: 'leave secrets out, or name the one that is needed',
    cis: '5.1.2',
    ways: any('get list watch', '', 'secrets'),
  },
  {
    id: 'access-secrets-write',
    severity: 'high',
    does: 'write secrets, and so have a token made for a service account',
    fix: 'let an operator of secrets write them',
    // A secret of type kubernetes.io/service-account-token is filled in by a controller; reading it back needs get.
    ways: any('create update patch', '', 'secrets'),
  },
  {
    id: 'access-workload-create',
    severity: 'high',
    does: 'run pods as any service account of the namespace, with any of its secrets',
    fix: 'let a deployer do it, and keep privileged service accounts out of its namespaces',
    cis: '5.1.4',
    ways: [
      ...any('create', '', 'pods replicationcontrollers'),
      ...any('update patch', '', 'replicationcontrollers'),
      ...any('create update patch', 'apps', 'deployments daemonsets statefulsets replicasets'),
      ...any('create update patch', 'batch', 'jobs cronjobs'),
    ],
  },
  {
    id: 'access-pod-change',
    severity: 'high',
    does: 'change the image of a running pod, or its labels and so what may reach it',
    fix: 'change the workload that owns the pod',
    // An update of the status keeps the labels that it carries.
    ways: any('update patch', '', 'pods pods/status'),
  },
  {
    id: 'access-pod-exec',
    severity: 'high',
    does: 'run commands in pods',
    fix: 'leave out pods/exec and pods/attach, or grant them for emergencies behind a BreakGlass',
    ways: any('get create', '', 'pods/exec pods/attach'),
  },
  {
    id: 'access-pod-debug',
    severity: 'high',
    does: 'put a container of their own into a running pod',
    fix: 'leave out pods/ephemeralcontainers, or grant it for emergencies behind a BreakGlass',
    ways: any('update patch', '', 'pods/ephemeralcontainers'),
  },
  {
    id: 'access-pod-proxy',
    severity: 'medium',
    does: 'connect to pods past every NetworkPolicy',
    fix: 'leave out portforward and proxy, or grant them for emergencies behind a BreakGlass',
    ways: [...any('get create', '', 'pods/portforward pods/proxy services/proxy')],
  },
  {
    id: 'access-admission-change',
    severity: 'critical',
    does: 'read and change every request through webhooks, or switch admission policies off',
    fix: 'leave admission to the operators of the cluster',
    cis: '5.1.12',
    ways: any('create update patch delete deletecollection', ADMISSION,
      'mutatingwebhookconfigurations validatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings '
      + 'mutatingadmissionpolicies mutatingadmissionpolicybindings'),
  },
  {
    id: 'access-api-change',
    severity: 'critical',
    does: 'take over the traffic to an API, or change what a custom resource means',
    fix: 'leave APIServices and CustomResourceDefinitions to the operators of the cluster',
    ways: [
      ...any('create update patch delete', 'apiregistration.k8s.io', 'apiservices'),
      ...any('create update patch delete', 'apiextensions.k8s.io', 'customresourcedefinitions'),
    ],
  },
  {
    id: 'access-volume-create',
    severity: 'high',
    does: 'create persistent volumes, and so read any folder of a node',
    fix: 'let a provisioner create volumes; grant persistentvolumeclaims',
    cis: '5.1.9',
    ways: any('create', '', 'persistentvolumes'),
  },
  {
    id: 'access-namespace-change',
    severity: 'high',
    does: 'change the labels of namespaces, on which Pod Security and NetworkPolicies rest',
    fix: 'let the tree own the namespaces',
    ways: any('update patch', '', 'namespaces namespaces/finalize namespaces/status'),
  },
  {
    id: 'access-node-change',
    severity: 'medium',
    does: 'change nodes, and so draw pods to a node of their own',
    fix: 'leave nodes to the operators of the cluster',
    ways: any('create update patch delete deletecollection', '', 'nodes nodes/status'),
  },
  {
    id: 'access-traffic-change',
    severity: 'medium',
    does: 'lead the traffic of a Service elsewhere',
    fix: 'let the tree own Services; leave endpoints to their controller (CVE-2021-25740, CVE-2020-8554)',
    ways: [
      ...any('create update patch', '', 'endpoints services/status'),
      ...any('create update patch', 'discovery.k8s.io', 'endpointslices'),
    ],
  },
  {
    id: 'access-network-policy-change',
    severity: 'high',
    does: 'open what NetworkPolicies close',
    fix: 'let the tree own the policies',
    ways: [
      ...any('create update patch delete deletecollection', 'networking.k8s.io', 'networkpolicies'),
      ...any('create update patch delete deletecollection', 'policy.networking.k8s.io',
        'clusternetworkpolicies adminnetworkpolicies baselineadminnetworkpolicies'),
    ],
  },
  {
    id: 'access-cloud-identities',
    severity: 'critical',
    does: 'make anybody of the cloud account an administrator',
    fix: 'leave kube-system/aws-auth to the operators of the cluster',
    ways: [
      ...any('create update patch', '', 'configmaps', { namespace: 'kube-system', name: 'aws-auth' }),
    ],
  },
  {
    id: 'access-traces-delete',
    severity: 'low',
    does: 'remove traces of what happened',
    fix: 'leave out the deletion of events',
    ways: [...any('delete deletecollection', '', 'events'), ...any('delete deletecollection', 'events.k8s.io', 'events')],
  },
];

/** Ids of findings that include these: whoever may do everything is told once. */
export const INCLUDES_ALL: ProblemId = 'access-everything';
