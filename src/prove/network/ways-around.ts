import type { Question } from '../access/capabilities';

/** What somebody could do by the API to get past the network to some pods. */
export interface Way {
  /** After `may`. */
  readonly does: string;
  /** Each is a list of requests that must all be allowed. */
  readonly ways: readonly (readonly Question[])[];
  /**
   * Of which objects a name in a rule may be, for the way to lead to the pods: the pods themselves, their workload, a
   * trusted service account, or whatever it is.
   */
  readonly named: 'pod' | 'workload' | 'account' | 'any';
}

/** Each verb on each resource by itself. */
export function each(verbs: string, group: string, resources: string): Question[][] {
  return resources.split(' ').flatMap(resource => verbs.split(' ').map(verb => [{ verb, group, resource }]));
}

/** Both requests of each pair. */
function both(first: readonly Question[][], second: readonly Question[][]): Question[][] {
  return first.flatMap(one => second.map(other => [...one, ...other]));
}

const WRITE = 'create update patch';
const RBAC = 'rbac.authorization.k8s.io';
const PROXY = each('get create update patch delete', '', 'services/proxy');

/** Into a pod itself: a shell there is at the end of every connection that it may open or take. */
export const INTO_PODS: readonly Way[] = [
  { does: 'run commands in them', ways: each('get create', '', 'pods/exec pods/attach'), named: 'pod' },
  { does: 'put a container of their own into them', ways: each('update patch', '', 'pods/ephemeralcontainers'), named: 'pod' },
];

/**
 * Pods that are there: their image, and their labels, by which policies know them. An update of the status keeps the labels
 * that it carries (pkg/registry/core/pod/strategy.go, `podStatusStrategy.PrepareForUpdate`).
 */
export const CHANGE_PODS: readonly Way[] = [{ does: 'change running pods', ways: each('update patch', '', 'pods pods/status'), named: 'pod' }];

/** Pods that somebody else makes, with the labels that they choose (the built-in controllers; kubernetes.io, "Workloads"). */
export const MAKE_PODS: readonly Way[] = [
  { does: 'make pods', ways: each('create', '', 'pods'), named: 'any' },
  {
    does: 'make pods by a workload',
    ways: [
      ...each('create', '', 'replicationcontrollers'), ...each('create', 'apps', 'deployments statefulsets daemonsets replicasets'), ...each('create', 'batch', 'jobs cronjobs'),
    ],
    named: 'any',
  },
  {
    does: 'change the pods of a workload',
    ways: [
      ...each('update patch', '', 'replicationcontrollers'), ...each('update patch', 'apps', 'deployments statefulsets daemonsets replicasets'),
      ...each('update patch', 'batch', 'jobs cronjobs'),
    ],
    named: 'workload',
  },
];

/** The API server connects by itself, from an address that no policy of pods is about. */
export const THROUGH_SERVER: readonly Way[] = [
  {
    does: 'connect to them through the API server',
    ways: [...each('get create', '', 'pods/portforward'), ...each('get create update patch delete', '', 'pods/proxy')],
    named: 'pod',
  },
  { does: 'connect to them through a Service and the API server', ways: PROXY, named: 'any' },
];

/**
 * From any namespace: a Service without selector has the endpoints that somebody writes (kubernetes.io, "Services without
 * selectors"), and a pod the address that its status says.
 */
export const FROM_ANYWHERE: readonly Way[] = [
  {
    does: 'lead a Service of their own to them, and connect to it through the API server',
    ways: both(PROXY, [...each(WRITE, '', 'endpoints'), ...each(WRITE, 'discovery.k8s.io', 'endpointslices')]),
    named: 'any',
  },
  {
    does: 'give a pod their address, and connect to it through the API server',
    ways: both(each('get create', '', 'pods/proxy pods/portforward'), each('update patch', '', 'pods/status')),
    named: 'any',
  },
];

/** What isolates the pods. */
export const CHANGE_POLICIES: readonly Way[] = [
  { does: 'change the NetworkPolicies there', ways: each(`${WRITE} delete deletecollection`, 'networking.k8s.io', 'networkpolicies'), named: 'any' },
  {
    does: 'change the policies of the network plugin there',
    ways: [
      ...each(WRITE, 'cilium.io', 'ciliumnetworkpolicies'), ...each(WRITE, 'projectcalico.org', 'networkpolicies'),
      ...each(WRITE, 'crd.projectcalico.org', 'networkpolicies'), ...each(WRITE, 'crd.antrea.io', 'networkpolicies'),
      ...each(WRITE, 'networking.k8s.aws', 'applicationnetworkpolicies'), ...each(WRITE, 'networking.gke.io', 'fqdnnetworkpolicies'),
    ],
    named: 'any',
  },
];

/** For the whole cluster. */
export const CLUSTER_WIDE: readonly Way[] = [
  { does: 'run commands in every pod through the kubelet', ways: each('get create', '', 'nodes/proxy'), named: 'any' },
  {
    does: 'change the policies that stand before and after NetworkPolicies',
    ways: [
      ...each(`${WRITE} delete deletecollection`, 'policy.networking.k8s.io', 'clusternetworkpolicies adminnetworkpolicies baselineadminnetworkpolicies'),
      ...each(WRITE, 'cilium.io', 'ciliumclusterwidenetworkpolicies'), ...each(WRITE, 'projectcalico.org', 'globalnetworkpolicies'),
      ...each(WRITE, 'crd.projectcalico.org', 'globalnetworkpolicies'), ...each(WRITE, 'crd.antrea.io', 'clusternetworkpolicies'),
      ...each(WRITE, 'networking.k8s.aws', 'clusternetworkpolicies'),
    ],
    named: 'any',
  },
  {
    // What it changes on the way in may be labels and policies; it sees secrets and tokens, too.
    does: 'change what others write through admission',
    ways: each(WRITE, 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations mutatingadmissionpolicies mutatingadmissionpolicybindings'),
    named: 'any',
  },
];

/** To be somebody who may: asked in the cluster scope, in the namespace of the pods, and in those of trusted service accounts. */
export const BECOME: readonly Way[] = [
  {
    does: 'act as somebody who may go around it',
    ways: [
      ...each('impersonate', '', 'users groups serviceaccounts'),
      // Constrained impersonation: KEP-5284, on from 1.36.
      ...each('impersonate:user-info', 'authentication.k8s.io', 'users groups'), ...each('impersonate:serviceaccount', 'authentication.k8s.io', 'serviceaccounts'),
    ],
    named: 'any',
  },
  { does: 'write roles beyond their own', ways: each('escalate', RBAC, 'roles clusterroles'), named: 'any' },
  {
    does: 'bind roles beyond their own',
    ways: both(each('bind', RBAC, 'roles clusterroles'), each(WRITE, RBAC, 'rolebindings clusterrolebindings')),
    named: 'any',
  },
];

/** To be a service account that is trusted, asked where it stands: by its token, or by a pod that has it. */
export const BECOME_ACCOUNT: readonly Way[] = [
  { does: 'take a token of a service account that may go around it', ways: each('create', '', 'serviceaccounts/token'), named: 'account' },
  {
    // A pod is given any service account of its namespace; one that is there has its token in a file.
    does: 'take a pod for a service account that may go around it',
    ways: [...INTO_PODS, ...CHANGE_PODS, ...MAKE_PODS].flatMap(({ ways }) => ways),
    named: 'any',
  },
  {
    // Tokens may be kept in secrets, and a secret of their type is filled for whoever writes one (kubernetes.io, "Service account
    // token Secrets"). What was written or deleted is answered with its content.
    does: 'read or make tokens in secrets beside a service account that may go around it',
    ways: each('get list watch create update patch deletecollection', '', 'secrets'),
    named: 'any',
  },
];

/**
 * By its labels a namespace is let in. Its status and its finalizers are written with its labels
 * (pkg/registry/core/namespace/strategy.go).
 */
export const RELABEL_NAMESPACES: readonly Way[] = [
  {
    does: 'give a namespace labels that let it in',
    ways: [...each(WRITE, '', 'namespaces'), ...each('update patch', '', 'namespaces/status namespaces/finalize')],
    named: 'any',
  },
];

/** Everything that these ways are made of. */
export const WAY_QUESTIONS: readonly Question[] = [
  ...new Set([
    INTO_PODS, CHANGE_PODS, MAKE_PODS, THROUGH_SERVER, FROM_ANYWHERE, CHANGE_POLICIES, CLUSTER_WIDE, BECOME, BECOME_ACCOUNT, RELABEL_NAMESPACES,
  ].flatMap(group => group.flatMap(({ ways }) => ways.flat()))),
];
