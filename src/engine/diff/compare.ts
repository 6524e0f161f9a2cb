import { readText } from './host-text';
import type { DiffSide, SideCluster } from './side';
import { compareAccess } from '../../compare/access';
import { foldAccess } from '../../compare/access/fold';
import { compareAudit, type AuditChange } from '../../compare/audit';
import type { ClusterDiff, HostFileChange } from '../../compare/cluster-diff';
import { compareNetwork } from '../../compare/network';
import { foldNetwork } from '../../compare/network/fold';
import { compareObjects, podSecurityChange, type ObjectChange } from '../../compare/objects';
import { comparePromises } from '../../compare/promises';
import { compareSettings, type SettingChange } from '../../compare/settings';
import { policyOf, type PolicyObject } from '../../decide/access/build';
import { isForeignPolicy } from '../../decide/network/foreign-policies';
import { podTemplatesOf } from '../../decide/network/pod-templates';
import { groupOf } from '../../manifests/identity';
import { ProblemError } from '../../manifests/problem';
import { foreignRoles } from '../access/foreign';
import { networkModelOf } from '../network/model';
import { renderers } from '../renderers';

export interface CompareOptions {
  /** Only these clusters. Default: all. */
  readonly clusters?: readonly string[];
  /** Whether the default roles and bindings of each side's minor take part. Default: true. */
  readonly bootstrap?: boolean;
}

/**
 * Compares two sides, cluster by cluster. Two clusters without names, or one of each side alone, are one cluster. What stands
 * beside the clusters, and is about all of them, comes last, without a name.
 */
export function compareSides(before: DiffSide, after: DiffSide, options: CompareOptions = {}): ClusterDiff[] {
  const beside = compareObjects(before.beside ?? [], after.beside ?? []);
  return [...compareEach(before, after, options), ...beside.length > 0 ? [{ ...NO_CHANGE, others: beside }] : []];
}

function compareEach(before: DiffSide, after: DiffSide, { clusters, bootstrap = true }: CompareOptions): ClusterDiff[] {
  const isMeant = ({ name }: SideCluster) => clusters === undefined || (name !== undefined && clusters.includes(name));
  const known = new Set([...before.clusters, ...after.clusters].map(({ name }) => name));
  const unknown = clusters?.filter(name => !known.has(name)) ?? [];
  if (unknown.length > 0) {
    throw new ProblemError({ id: 'cluster-unknown', message: `neither side has a cluster ${unknown[0]}`, fix: `name one of ${[...known].filter(Boolean).join(', ') || 'none: leave out --cluster'}` });
  }
  const [old, now] = [before.clusters.filter(isMeant), after.clusters.filter(isMeant)];
  if (old.length === 1 && now.length === 1 && (old[0]!.name === undefined || now[0]!.name === undefined)) {
    return [compareClusters(old[0]!, now[0]!, bootstrap)];
  }
  const names = [...new Set([...old, ...now].map(({ name }) => name))].sort();
  return names.map(name => {
    const [was, is] = [old.find(each => each.name === name), now.find(each => each.name === name)];
    return was && is ? compareClusters(was, is, bootstrap) : { ...NO_CHANGE, cluster: name, only: was ? 'before' : 'after' };
  });
}

const NO_CHANGE: ClusterDiff = {
  promises: [],
  access: [],
  unseen: [],
  network: [],
  audit: [],
  podSecurity: [],
  settings: [],
  hostFiles: [],
  others: [],
  notUnderstood: [],
  deleted: [],
  policies: 0,
  unasked: 0,
  assumptions: [],
};

function compareClusters(before: SideCluster, after: SideCluster, bootstrap: boolean): ClusterDiff {
  const changes = compareObjects(before.objects, after.objects);
  const agents = compareObjects(before.agent, after.agent);
  const byDomain = (domain: Domain) => changes.filter(change => domainOf(change) === domain);
  const access = byDomain('access').length > 0 || before.minor !== after.minor ? accessOf(before, after, bootstrap) : { changes: [], unseen: [], unasked: 0 };
  const network = byDomain('network').length > 0 ? networkChanges(before, after) : [];
  const levels = changes.flatMap(change => {
    const level = podSecurityChange(change);
    return level && level.step !== 0 ? [{ change, level }] : [];
  });
  const decided = [...byDomain('access'), ...byDomain('network')];
  return {
    cluster: after.name ?? before.name,
    promises: comparePromises(before.said, after.said),
    access: foldAccess(access.changes),
    unseen: access.unseen,
    network: foldNetwork(network),
    audit: auditChanges(before, after),
    podSecurity: levels,
    settings: compareMaps(before.settings, after.settings),
    hostFiles: hostFileChanges(before, after),
    others: [...byDomain('other'), ...byDomain('network').filter(({ after: is, before: was }) => !isPolicy(is ?? was!))].filter(change => !isLevelAlone(change)).concat(agents),
    notUnderstood: byDomain('foreign'),
    deleted: changes.filter(({ what }) => what === 'deleted' || what === 'replaced'),
    policies: decided.filter(({ after: is, before: was }) => isPolicy(is ?? was!)).length,
    unasked: access.unasked,
    assumptions: assumptionsOf(before, after),
  };
}

/** What takes part and cannot be seen, on either side. */
function assumptionsOf(before: SideCluster, after: SideCluster): string[] {
  const objects = [...before.objects, ...after.objects];
  return [...new Set([...renderers({ objects }), ...foreignRoles(objects)])];
}

function accessOf(before: SideCluster, after: SideCluster, bootstrap: boolean): ReturnType<typeof compareAccess> {
  const known = new Map();
  const [old, now] = [before, after].map(({ objects, minor }) => policyOf(objects, bootstrap ? { defaultsOf: minor, known } : { known }));
  return compareAccess(old!, now!);
}

function networkChanges(before: SideCluster, after: SideCluster): ReturnType<typeof compareNetwork> {
  // Most policies stand on both sides: those of one minor are read once.
  const known = before.minor === after.minor ? new Map() : undefined;
  const [old, now] = [before, after].map(({ objects, minor }) => networkModelOf({ objects, minor, known }));
  return compareNetwork(old!, now!);
}

/** A Namespace in which the level of Pod Security changed and nothing else: a row of its own tells of that. */
function isLevelAlone({ what, fields }: ObjectChange<PolicyObject>): boolean {
  return what === 'changed' && fields.every(field => field === 'metadata.labels.pod-security.kubernetes.io/enforce');
}

/** One policy a cluster; of several, as in a folder of examples, those of one name are compared. */
function auditChanges(before: SideCluster, after: SideCluster): AuditChange[] {
  const [old, now] = [before.audit.policies, after.audit.policies];
  if (old.length > 1 || now.length > 1) {
    throw new ProblemError({
      id: 'audit-ambiguous',
      source: (old.length > 1 ? old : now)[1]!.source,
      message: 'is a second audit policy of one cluster, and an API server reads one',
      fix: 'leave the others out by --exclude or .bulwarkignore',
    });
  }
  const [was, is] = [old[0]?.policy, now[0]?.policy];
  return JSON.stringify(was) === JSON.stringify(is) ? [] : compareAudit(was, is, Math.max(before.minor, after.minor));
}

function compareMaps(before: SideCluster['settings'], after: SideCluster['settings']): SettingChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap(name => compareSettings(before[name], after[name], name));
}

/** Files whose changes are told as settings of the machines or as audit rules are left out where those say it all. */
function hostFileChanges(before: SideCluster, after: SideCluster): HostFileChange[] {
  return [...new Set([...before.hostFiles.keys(), ...after.hostFiles.keys()])].sort().flatMap((path): HostFileChange[] => {
    const [old, now] = [before.hostFiles.get(path), after.hostFiles.get(path)];
    return old === now ? [] : [{ path, settings: compareSettings(readText(path, old), readText(path, now)) }];
  });
}

type Domain = 'access' | 'network' | 'foreign' | 'other';

/** Groups of others whose kinds say what may be reached, or what may be done; beside them counts what decides about traffic by its kind. */
const FOREIGN = new Set(['cilium.io', 'crd.projectcalico.org', 'projectcalico.org', 'crd.antrea.io', 'k8s.ovn.org', 'k8s.cni.cncf.io', 'security.istio.io']);

/** Kinds from which pods come, and namespaces: they take part in what is reached, and say more than that. */
const WITH_PODS = new Set(['Pod', 'PodTemplate', 'ReplicationController', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Namespace', 'Node']);

/** Of an object whose pods went or came with the change, the network is asked about as well. */
function domainOf({ before, after }: ObjectChange<PolicyObject>): Domain {
  const { object } = after ?? before!;
  const group = groupOf(object);
  const kind = String(object.kind);
  return group === 'rbac.authorization.k8s.io' ? 'access'
    : isPolicy({ object }) ? 'network'
      : FOREIGN.has(group) || isForeignPolicy(group, kind) ? 'foreign'
        : WITH_PODS.has(kind) || [before, after].some(each => each && podTemplatesOf(each.object).length > 0) ? 'network' : 'other';
}

function isPolicy({ object }: PolicyObject): boolean {
  const group = groupOf(object);
  return group === 'rbac.authorization.k8s.io' || group === 'policy.networking.k8s.io' || (group === 'networking.k8s.io' && object.kind === 'NetworkPolicy');
}
