import { AccessIndex } from '../../decide/access/access-index';
import { policyOf, type PolicyObject } from '../../decide/access/build';
import type { AccessBinding } from '../../decide/access/policy';
import { DefaultGrants } from '../access/default-grants';
import { bindingLabel } from '../access/findings';
import { requestText } from '../access/guarantees';
import { placed } from '../access/placed';
import { WhoMay, type Capable } from '../access/who-may';
import type { WorkloadModel } from '../guarantee';
import { leadsThere } from '../network/around';
import {
  BECOME, BECOME_ACCOUNT, CHANGE_PODS, CHANGE_POLICIES, CLUSTER_WIDE, each, FROM_ANYWHERE, INTO_PODS, MAKE_PODS, THROUGH_SERVER, type Way,
} from '../network/ways-around';
import { subjectLabel, type SubjectModel } from '../subject';

/** A workload that somebody may touch. */
export interface Touched extends WorkloadModel {
  /** Its group and resource: `apps` and `deployments`. */
  readonly group: string;
  readonly resource: string;
  /** The service account of its pods. */
  readonly account: string;
}

/** Something that can be done to a workload, and everybody whom a binding lets do it. */
export interface Touch {
  readonly act: string;
  readonly by: readonly Toucher[];
}

/** Somebody, the binding that lets them, and the requests by which. */
export interface Toucher {
  readonly subject: SubjectModel;
  readonly binding: AccessBinding;
  /** `get pods/exec "web" in shop`, each once. */
  readonly requests: readonly string[];
}

/** Where the requests of a way are sent: beside the workload, to no namespace, or to any namespace. */
type Place = 'here' | 'cluster' | 'anywhere';

interface Act {
  readonly act: string;
  readonly ways: ReadonlyArray<readonly [Place, Way]>;
}

/**
 * Every way by which somebody may touch a workload, and who may, whatever verb or resource it takes. What Kubernetes grants its own
 * identities by default is left out, and so are system:masters and nodes. Kinds of others from which a controller makes
 * pods are not known here.
 */
export function touchesOf(objects: readonly PolicyObject[], minor: number, workload: Touched): Touch[] {
  const acts = actsOn(workload);
  const questions = [...new Set(acts.flatMap(({ ways }) => ways.flatMap(([, way]) => way.ways.flat())))];
  const who = new WhoMay(new AccessIndex(placed(policyOf(objects, { defaultsOf: minor }))), new Map(), questions, new DefaultGrants(minor));
  return acts.map(({ act, ways }): Touch => ({
    act,
    by: merged(ways.flatMap(([place, way]) => way.ways.flatMap(requests =>
      place === 'anywhere' ? who.anywhere(requests) : who.in(place === 'here' ? workload.namespace : '', requests))
      .filter(capable => leadsThere(capable, way, { workloads: [workload], accounts: [workload.account] })))),
  }));
}

function merged(capables: readonly Capable[]): Toucher[] {
  const all = new Map<string, Capable[]>();
  for (const capable of capables) {
    const key = JSON.stringify([subjectLabel(capable.subject), bindingLabel(capable.grant.binding)]);
    all.set(key, [...all.get(key) ?? [], capable]);
  }
  return [...all.values()].map((same): Toucher => ({
    subject: same[0]!.subject, binding: same[0]!.grant.binding, requests: [...new Set(same.flatMap(({ requests }) => requests.map(requestText)))],
  }));
}

const [, DEBUG_PODS] = INTO_PODS as [Way, Way];
const [KUBELET, WIDE_POLICIES, ADMISSION] = CLUSTER_WIDE as [Way, Way, Way];
const [TOKENS, , SECRETS] = BECOME_ACCOUNT as [Way, Way, Way];
const [, ...RIGHTS] = BECOME;
/** Whoever may be another user may be one who has such rights. */
const USERS: Way = { does: '', named: 'any', ways: [...each('impersonate', '', 'users'), ...each('impersonate:user-info', 'authentication.k8s.io', 'users')] };

/** What controllers make on the way from a workload to its pods, by the resource of the workload. */
const BETWEEN: Readonly<Record<string, readonly [group: string, resource: string]>> = {
  deployments: ['apps', 'replicasets'], cronjobs: ['batch', 'jobs'],
};

function actsOn({ group, resource }: Touched): Act[] {
  const way = (named: Way['named'], ways: Way['ways']): Way => ({ does: '', ways, named });
  const isPod = resource === 'pods';
  const between = Object.hasOwn(BETWEEN, resource) ? [way('pod', each('update patch', ...BETWEEN[resource]!))] : [];
  return [
    { act: 'run commands in its pods', ways: [...here(way('pod', each('get create', '', 'pods/exec'))), ['cluster', KUBELET]] },
    { act: 'attach to its pods', ways: here(way('pod', each('get create', '', 'pods/attach'))) },
    { act: 'put a debugging container into its pods', ways: here(DEBUG_PODS) },
    { act: 'connect to its pods past every policy', ways: [...here(...THROUGH_SERVER), ...FROM_ANYWHERE.map(one => ['anywhere', one] as const)] },
    { act: 'change it', ways: here(...isPod ? [] : [way('workload', each('update patch', group, resource))], ...between, ...CHANGE_PODS) },
    { act: 'delete it', ways: here(way('workload', each('delete deletecollection', group, resource))) },
    ...isPod ? [] : [{ act: 'delete its pods', ways: here(way('pod', [...each('delete deletecollection', '', 'pods'), ...each('create', '', 'pods/eviction')])) }],
    { act: 'run other pods as its account', ways: here(...MAKE_PODS.map(one => ({ ...one, named: 'any' as const }))) },
    { act: 'get a token of its account', ways: here(TOKENS, SECRETS) },
    { act: 'act as its account', ways: [...here(...impersonation('account')), ...impersonation('any').map(one => ['cluster', one] as const)] },
    { act: 'change its policies', ways: [...here(...CHANGE_POLICIES), ['cluster', WIDE_POLICIES]] },
    { act: 'change what others write of it, through admission', ways: [['cluster', ADMISSION]] },
    { act: 'give themselves such rights', ways: [...here(...RIGHTS), ...[...RIGHTS, USERS].map(one => ['cluster', one] as const)] },
  ];
}

/** A service account is impersonated as an object of its namespace, or as one of its groups. */
function impersonation(named: 'account' | 'any'): Way[] {
  const [resource, verb] = named === 'account' ? ['serviceaccounts', 'impersonate:serviceaccount'] : ['groups', 'impersonate:user-info'];
  return [{ does: '', named, ways: [...each('impersonate', '', resource), ...each(verb, 'authentication.k8s.io', resource)] }];
}

function here(...ways: readonly Way[]): Act['ways'] {
  return ways.map(one => ['here', one] as const);
}
