import { dirname } from 'node:path/posix';
import { Construct } from 'constructs';
import { ProblemError, type Problem } from '../../manifests/problem';
import { writeManifest } from '../../manifests/write';
import { problemsOfAuditPolicy } from '../../prove/validity';
import { refuseEmpty } from '../access/lists';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { noteSource, sourceOf } from '../source-lines';
import type { AuditRule, AuditStage } from './audit-rule';

/** Where the API server writes the audit log, and when it rotates it. */
export interface AuditLogOptions {
  /**
   * The file on control-plane machines.
   *
   * @default `/var/log/kubernetes/audit/audit.log`
   */
  readonly path?: string;

  /**
   * Days that old files are kept.
   *
   * @default 30, as CIS 1.2.17 (benchmark 1.12) asks
   */
  readonly maxAgeDays?: number;

  /**
   * Old files that are kept.
   *
   * @default 10, as CIS 1.2.18 (benchmark 1.12) asks
   */
  readonly maxBackups?: number;

  /**
   * Megabytes at which a file is rotated.
   *
   * @default 100, as CIS 1.2.19 (benchmark 1.12) asks
   */
  readonly maxSizeMegabytes?: number;
}

/** Properties of an AuditPolicy. */
export interface AuditPolicyProps {
  /** The rules, in order: the first that matches a request decides; a request that none matches is not logged. */
  readonly rules: AuditRule[];

  /**
   * Stages at which no event is written, for every rule.
   *
   * @default - none
   */
  readonly omitStages?: AuditStage[];

  /**
   * Leave `metadata.managedFields` out of logged bodies.
   *
   * @default false
   */
  readonly omitManagedFields?: boolean;

  /**
   * The log file. Without a place to write to, a policy would log nothing.
   *
   * @default - a rotated file, see AuditLogOptions
   */
  readonly log?: AuditLogOptions;

  /**
   * The file that holds the policy, on control-plane machines.
   *
   * @default `/etc/kubernetes/policies/audit-policy.yaml`
   */
  readonly path?: string;
}

/**
 * What the API server logs, as typed rules in order, and the log file. It is a file for the machines of
 * the control plane, so it needs a Cluster.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export class AuditPolicy extends Construct {
  private readonly props: AuditPolicyProps;

  constructor(scope: Construct, id: string, props: AuditPolicyProps) {
    super(scope, id);
    noteSource(this);
    this.props = props;
    const cluster = Cluster.containing(this);
    refuseEmpty(this, 'rules', props.rules ?? []);
    const path = this.absolute('path', props.path ?? '/etc/kubernetes/policies/audit-policy.yaml');
    const log = this.absolute('log.path', props.log?.path ?? '/var/log/kubernetes/audit/audit.log');
    if (dirname(path) === dirname(log)) {
      throw invalid(this, 'log.path', log, 'the API server must write to this folder, and may only read that of the policy', 'put the log into another folder');
    }
    const hosts = cluster._hosts;
    hosts.file(this, path, () => this.render(cluster.target.minor));
    hosts.mount(this, { name: 'audit-policy', path: dirname(path), readOnly: true });
    hosts.mount(this, { name: 'audit-log', path: dirname(log), readOnly: false });
    const flags: Record<string, string> = {
      'audit-policy-file': path,
      'audit-log-path': log,
      'audit-log-maxage': this.count('log.maxAgeDays', props.log?.maxAgeDays ?? 30),
      'audit-log-maxbackup': this.count('log.maxBackups', props.log?.maxBackups ?? 10),
      'audit-log-maxsize': this.count('log.maxSizeMegabytes', props.log?.maxSizeMegabytes ?? 100),
    };
    for (const [flag, value] of Object.entries(flags)) {
      hosts.flag(this, 'kube-apiserver', flag, value);
    }
  }

  /** The policy as an object of `audit.k8s.io/v1`. */
  public toManifest(): any {
    const { omitStages, omitManagedFields, rules } = this.props;
    return {
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      ...(omitStages && omitStages.length > 0 ? { omitStages: [...new Set(omitStages)].sort() } : {}),
      ...(omitManagedFields === undefined ? {} : { omitManagedFields }),
      rules: rules.map((rule, at) => this.ruleOf(`rules[${at}]`, rule)),
    };
  }

  /** Kubernetes drops what it does not know in an audit policy without a word, so all of it is checked here. */
  private render(minor: number): string {
    const manifest = this.toManifest() as Record<string, unknown>;
    const problems = problemsOfAuditPolicy(manifest, minor)
      .map((problem): Problem => ({ ...problem, construct: this.node.path, source: sourceOf(this) }));
    if (problems.length > 0) {
      throw new ProblemError(...problems);
    }
    return writeManifest(manifest);
  }

  private ruleOf(field: string, rule: AuditRule): object {
    for (const [name, list] of Object.entries({
      subjects: rule.subjects, verbs: rule.verbs, resources: rule.resources, names: rule.names, nonResourceUrls: rule.nonResourceUrls,
    })) {
      refuseEmpty(this, `${field}.${name}`, list);
    }
    if (rule.namespaces?.length === 0) {
      throw invalid(this, `${field}.namespaces`, [], 'must not be empty', 'leave it out, or list what is meant');
    }
    if (rule.verbs?.some(verb => verb.name === '*')) {
      throw invalid(this, `${field}.verbs`, '*', 'is an ordinary word in an audit policy and matches nothing', 'leave verbs out to take every verb');
    }
    if (rule.names && !rule.resources) {
      throw invalid(this, `${field}.names`, rule.names, 'names without resources', 'list the resources as well');
    }
    const users = rule.subjects?.filter(subject => subject.kind !== 'Group')
      .map(subject => subject.kind === 'User' ? subject.name : `system:serviceaccount:${subject.namespace}:${subject.name}`);
    const groups = rule.subjects?.filter(subject => subject.kind === 'Group').map(subject => subject.name);
    return {
      level: rule.level,
      ...(users && users.length > 0 ? { users: [...new Set(users)].sort() } : {}),
      ...(groups && groups.length > 0 ? { userGroups: [...new Set(groups)].sort() } : {}),
      ...(rule.verbs ? { verbs: [...new Set(rule.verbs.map(verb => verb.name))].sort() } : {}),
      ...(rule.resources ? { resources: groupResources(rule) } : {}),
      ...(rule.namespaces ? { namespaces: [...new Set(rule.namespaces)].sort() } : {}),
      ...(rule.nonResourceUrls ? { nonResourceURLs: [...new Set(rule.nonResourceUrls)].sort() } : {}),
      ...(rule.omitStages && rule.omitStages.length > 0 ? { omitStages: [...new Set(rule.omitStages)].sort() } : {}),
      ...(rule.omitManagedFields === undefined ? {} : { omitManagedFields: rule.omitManagedFields }),
    };
  }

  private absolute(field: string, path: string): string {
    if (!/^\/([A-Za-z0-9._-]+\/)+[A-Za-z0-9._-]+$/.test(path) || path.split('/').some(segment => segment === '.' || segment === '..')) {
      throw invalid(this, field, path, 'must be an absolute path of letters, digits, `.`, `_` and `-`, below a folder', 'write it as /folder/file');
    }
    if (SHARED_FOLDERS.has(dirname(path))) {
      throw invalid(this, field, path, `its folder would be mounted into the API server, and ${dirname(path)} holds much that is not its business`,
        `use a folder of its own, such as ${dirname(path)}/audit/${path.slice(path.lastIndexOf('/') + 1)}`);
    }
    return path;
  }

  private count(field: string, value: number): string {
    if (!Number.isInteger(value) || value < 1) {
      throw invalid(this, field, value, 'must be a whole number of at least 1; 0 means different things to different releases', 'say how much is kept');
    }
    return String(value);
  }
}

/** Folders of a machine that more than the API server uses. */
const SHARED_FOLDERS = new Set([
  '/etc', '/etc/kubernetes', '/etc/kubernetes/manifests', '/etc/kubernetes/pki', '/var', '/var/lib', '/var/lib/etcd', '/var/lib/kubelet',
  '/var/log', '/var/log/pods', '/var/log/containers', '/var/run', '/run', '/tmp', '/usr', '/opt', '/home', '/root', '/srv', '/dev', '/proc', '/sys',
]);

/** An entry a group. A whole group has no list of resources, which includes its subresources. */
function groupResources(rule: AuditRule): object[] {
  const groups = new Map<string, string[]>();
  for (const resource of rule.resources!) {
    groups.set(resource.group, [...groups.get(resource.group) ?? [], resource.resource]);
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([group, resources]) => ({
    group,
    ...(resources.includes('*') && !rule.names ? {} : { resources: [...new Set(resources)].sort() }),
    ...(rule.names ? { resourceNames: [...new Set(rule.names)].sort() } : {}),
  }));
}
