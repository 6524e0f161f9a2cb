import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { PolicyRule } from '../../manifests/model';
import { invalid } from '../errors';
import { noteSource } from '../source-lines';
import { createBoundRole } from './bound-role';
import { KubernetesResource } from './kubernetes-resource';
import { refuseDeadGrant, refuseEmpty, toRules } from './rules';
import { Subject } from './subject';
import { isRequestVerb, Verb } from './verb';

/** One rule: the verbs, on either resources or paths. */
export interface AccessRule {
  /** What may be done. */
  readonly verbs: Verb[];

  /**
   * On what: built-in resources and subresources as constants, others by `KubernetesResource.of`.
   *
   * @default - none; then nonResourceUrls must be given
   */
  readonly resources?: KubernetesResource[];

  /**
   * Only the objects with these names. POST requests carry no name, so `create` is then possible by
   * server-side apply and PUT alone.
   *
   * @default - every object
   */
  readonly names?: string[];

  /**
   * Paths that are no resources, such as `/healthz`; a trailing `*` matches every continuation.
   * Only in a cluster-wide role, and not beside resources.
   *
   * @default - none
   */
  readonly nonResourceUrls?: string[];
}

/** Properties of an AccessRole. */
export interface AccessRoleProps {
  /** What is granted. */
  readonly rules: AccessRule[];

  /**
   * Who is granted it: `Subject`s, ServiceAccounts, or workloads, whose pods' service account is meant.
   *
   * @default - nobody; the role is written without a binding
   */
  readonly subjects?: (IConstruct | Subject)[];

  /**
   * Grant it in every namespace, by ClusterRole and ClusterRoleBinding.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /**
   * The namespace of role and binding.
   *
   * @default - the namespace of the chart around it; without one it is an error
   */
  readonly namespace?: string;

  /**
   * The name of the role.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;

  /**
   * The name of the binding.
   *
   * @default - the name of the role
   */
  readonly bindingName?: string;

  /**
   * Labels of role and binding. A cluster-wide role with
   * `rbac.authorization.k8s.io/aggregate-to-view` (`-edit`, `-admin`) widens that role for everyone who has it.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

/** The verbs of requests for paths that a resource has as well. */
const HTTP_METHODS = new Set(['get', 'patch', 'delete']);

/** A role with typed rules, and its binding. */
export class AccessRole extends Construct {
  /** The Role or ClusterRole. */
  public readonly role: ApiObject;

  /** The RoleBinding or ClusterRoleBinding; undefined without subjects. */
  public readonly binding?: ApiObject;

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    super(scope, id);
    noteSource(this);
    refuseEmpty(this, 'rules', props.rules ?? []);
    const clusterWide = props.clusterWide ?? false;
    const grants = props.rules.flatMap((rule, at) => this.grantsOf(`rules[${at}]`, rule, clusterWide));
    const urls = props.rules.flatMap((rule, at) => rule.nonResourceUrls ? [this.urlRule(`rules[${at}]`, rule)] : []);
    const { role, binding } = createBoundRole(this, props, [...toRules(grants), ...urls]);
    this.role = role;
    this.binding = binding;
  }

  private grantsOf(field: string, rule: AccessRule, clusterWide: boolean) {
    refuseEmpty(this, `${field}.verbs`, rule.verbs ?? []);
    refuseEmpty(this, `${field}.resources`, rule.resources);
    refuseEmpty(this, `${field}.names`, rule.names);
    refuseEmpty(this, `${field}.nonResourceUrls`, rule.nonResourceUrls);
    if ((rule.resources === undefined) === (rule.nonResourceUrls === undefined)) {
      throw invalid(this, field, undefined, 'a rule names either resources or nonResourceUrls', 'write two rules where both are meant');
    }
    if (rule.nonResourceUrls && !clusterWide) {
      throw invalid(this, `${field}.nonResourceUrls`, rule.nonResourceUrls, 'a role in a namespace grants no paths', 'set clusterWide: true');
    }
    if (rule.nonResourceUrls && rule.names) {
      throw invalid(this, `${field}.names`, rule.names, 'paths have no object names', 'leave out names');
    }
    const verbs = rule.verbs.map(verb => verb.name);
    return (rule.resources ?? []).map((resource, at) => {
      refuseDeadGrant(this, `${field}.resources[${at}]`, resource, verbs, clusterWide);
      return { resource, verbs, names: rule.names ?? [] };
    });
  }

  private urlRule(field: string, rule: AccessRule): PolicyRule {
    const bad = rule.nonResourceUrls!.find(url => !(url === '*' || /^\/[^*\s]*\*?$/.test(url)));
    if (bad !== undefined) {
      throw invalid(this, `${field}.nonResourceUrls`, bad, 'a path starts with `/`, and `*` may stand at its end alone', 'write it as /path or /path/*');
    }
    const dead = rule.verbs.find(({ name }) => isRequestVerb(name) && !HTTP_METHODS.has(name));
    if (dead) {
      throw invalid(this, `${field}.verbs`, dead.name, 'is no HTTP method, and the verb of a request for a path is its method',
        'use Verb.GET, PATCH or DELETE, or Verb.custom("post") and its like');
    }
    return { nonResourceURLs: [...new Set(rule.nonResourceUrls)].sort(), verbs: [...new Set(rule.verbs.map(verb => verb.name))].sort() };
  }
}
