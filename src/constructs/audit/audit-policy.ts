import { Construct } from 'constructs';
import type { AuditBackend } from './audit-backend';
import type { AuditLogOptions } from './audit-log-backend';
import type { AuditRule, AuditStage } from './audit-rule';
import { installAuditPolicy } from './install';
import { groupResources, usersAndGroups } from './selectors';
import { refuseEmpty } from '../access/lists';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

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
   * Where events go, in place of `log`: an AuditLogBackend, an AuditWebhookBackend, or both.
   *
   * @default - the log file alone
   */
  readonly backends?: AuditBackend[];

  /**
   * The file that holds the policy, on control-plane machines.
   *
   * @default `/etc/kubernetes/policies/audit-policy.yaml`
   */
  readonly path?: string;
}

/**
 * What the API server logs, as typed rules in order, and the log file. It is a file for the machines of
 * the control plane, so it needs a Cluster. A rule that no request comes to, because those before it take
 * all that it could, is an error. `AuditBaseline` writes rules by itself.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export class AuditPolicy extends Construct {
  private readonly props: AuditPolicyProps;

  constructor(scope: Construct, id: string, props: AuditPolicyProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AuditPolicy, 'AuditPolicyProps', props);
    this.props = props;
    Cluster.containing(this);
    refuseEmpty(this, 'rules', props.rules ?? []);
    installAuditPolicy(this, props, () => this.toManifest());
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

  private ruleOf(field: string, rule: AuditRule): object {
    for (const [name, list] of Object.entries({
      subjects: rule.subjects,
      verbs: rule.verbs,
      resources: rule.resources,
      withSubresources: rule.withSubresources,
      names: rule.names,
      nonResourceUrls: rule.nonResourceUrls,
    })) {
      refuseEmpty(this, `${field}.${name}`, list);
    }
    if (rule.namespaces?.length === 0) {
      throw invalid(this, `${field}.namespaces`, [], 'must not be empty', 'leave it out, or list what is meant');
    }
    if (rule.verbs?.some(verb => verb.name === '*')) {
      throw invalid(this, `${field}.verbs`, '*', 'is an ordinary word in an audit policy and matches nothing', 'leave verbs out to take every verb');
    }
    const part = rule.withSubresources?.findIndex(({ resource }) => !/^[^*/]+$/.test(resource)) ?? -1;
    if (part >= 0) {
      throw invalid(this, `${field}.withSubresources[${part}]`, rule.withSubresources![part]!.toString(), 'has no subresources of its own', 'name it in resources');
    }
    const whole = (rule.withSubresources ?? []).map(({ group, resource }) => ({ group, resource: `${resource}/*` }));
    const resources = [...rule.resources ?? [], ...whole];
    if (rule.names && resources.length === 0) {
      throw invalid(this, `${field}.names`, rule.names, 'names without resources', 'list them in resources or withSubresources as well');
    }
    const { users, groups } = usersAndGroups(rule.subjects ?? []);
    return {
      level: rule.level,
      ...(users.length > 0 ? { users } : {}),
      ...(groups.length > 0 ? { userGroups: groups } : {}),
      ...(rule.verbs ? { verbs: [...new Set(rule.verbs.map(verb => verb.name))].sort() } : {}),
      ...(resources.length > 0 ? { resources: groupResources(resources, rule.names) } : {}),
      ...(rule.namespaces ? { namespaces: [...new Set(rule.namespaces)].sort() } : {}),
      ...(rule.nonResourceUrls ? { nonResourceURLs: [...new Set(rule.nonResourceUrls)].sort() } : {}),
      ...(rule.omitStages && rule.omitStages.length > 0 ? { omitStages: [...new Set(rule.omitStages)].sort() } : {}),
      ...(rule.omitManagedFields === undefined ? {} : { omitManagedFields: rule.omitManagedFields }),
    };
  }
}
