import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { createRole } from './create-role';
import type { AskedGrant } from './dead-grants';
import { KubernetesResource } from './kubernetes-resource';
import { checkedNames, checkedResources, checkedVerbs, refuseEmpty, refuseMissing } from './lists';
import type { RoleProps } from './role-props';
import type { UrlGrant } from './rules';
import { isRequestVerb, isSpecialVerb, Verb } from './verb';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

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
   * Only the objects with these names, compared exactly. POST requests carry no name, so `create` is then possible
   * by server-side apply and PUT alone, and is an error without `patch` or `update` beside it; `list` and `watch`
   * need the field selector `metadata.name=NAME`; `deletecollection` never carries one and is an error.
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
export interface AccessRoleProps extends RoleProps {
  /** What is granted. */
  readonly rules: AccessRule[];
}

/** The verbs of requests for paths that a resource has as well. */
const HTTP_METHODS = new Set(['get', 'patch', 'delete']);

/** A role with typed rules, and its binding. */
export class AccessRole extends Construct {
  /** The Role or ClusterRole. */
  public readonly role: ApiObject;

  /** The bindings: one a namespace, or a ClusterRoleBinding; none without subjects. */
  public readonly bindings: ApiObject[];

  /** The first of the bindings; undefined without subjects. */
  public readonly binding?: ApiObject;

  constructor(scope: Construct, id: string, props: AccessRoleProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AccessRole, 'AccessRoleProps', props);
    const given = props ?? {};
    refuseMissing(this, 'rules', given.rules);
    const grants = given.rules.flatMap((rule, at) => this.grantsOf(`rules[${at}]`, rule));
    const urls = given.rules.flatMap((rule, at) => rule.nonResourceUrls ? [this.urlGrant(`rules[${at}]`, rule, given)] : []);
    const { role, bindings } = createRole(this, given, grants, urls);
    this.role = role;
    this.bindings = bindings;
    this.binding = bindings[0];
  }

  private grantsOf(field: string, rule: AccessRule): AskedGrant[] {
    if (typeof rule !== 'object') {
      throw invalid(this, field, rule, 'is no rule', 'write it as { verbs: […], resources: […] }');
    }
    refuseEmpty(this, `${field}.nonResourceUrls`, rule.nonResourceUrls);
    const verbs = checkedVerbs(this, `${field}.verbs`, rule.verbs);
    if ((rule.resources === undefined) === (rule.nonResourceUrls === undefined)) {
      throw invalid(this, field, undefined, 'a rule names either resources or nonResourceUrls', 'write two rules where both are meant');
    }
    if (rule.nonResourceUrls && rule.names) {
      throw invalid(this, `${field}.names`, rule.names, 'paths have no object names', 'leave out names');
    }
    const names = checkedNames(this, `${field}.names`, rule.names);
    const resources = rule.resources === undefined ? [] : checkedResources(this, `${field}.resources`, rule.resources);
    return resources.map((resource, at) => ({ field: `${field}.resources[${at}]`, resource, verbs, names }));
  }

  private urlGrant(field: string, rule: AccessRule, props: RoleProps): UrlGrant {
    const unbound = props.aggregateTo !== undefined && props.subjects === undefined;
    if (!props.clusterWide && !unbound) {
      throw invalid(this, `${field}.nonResourceUrls`, rule.nonResourceUrls, 'a role that is bound in a namespace grants no paths', 'set clusterWide: true');
    }
    const bad = rule.nonResourceUrls!.find(url => !(url === '*' || /^\/[^*\s]*\*?$/.test(url)));
    if (bad !== undefined) {
      throw invalid(this, `${field}.nonResourceUrls`, bad, 'a path starts with `/`, and `*` may stand at its end alone', 'write it as /path or /path/*');
    }
    const dead = rule.verbs.find(({ name }) => (isRequestVerb(name) && !HTTP_METHODS.has(name)) || isSpecialVerb(name));
    if (dead) {
      throw invalid(this, `${field}.verbs`, dead.name, 'is no HTTP method, and the verb of a request for a path is its method',
        'use Verb.GET, PATCH or DELETE, or Verb.custom("post") and its like');
    }
    return { urls: rule.nonResourceUrls!, verbs: rule.verbs.map(verb => verb.name) };
  }
}
