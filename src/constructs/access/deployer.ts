import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { createRole } from './create-role';
import { supportedVerbs, type AskedGrant } from './dead-grants';
import { declareDeployer } from './declared-deployers';
import { KubernetesResource } from './kubernetes-resource';
import { checkedFlag, checkedResources, refuseMissing } from './lists';
import { scopeOf } from './role-scope';
import { Subject } from './subject';
import { RBAC_GROUP } from './words';
import { findAuthorizable } from '../../kubernetes';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of a Deployer. */
export interface DeployerProps {
  /** The kinds that it applies, as resources: no wildcards and no subresources. */
  readonly resources: KubernetesResource[];

  /** The identity of the CI job or of the GitOps agent. */
  readonly subjects: (IConstruct | Subject)[];

  /**
   * It also deletes what is no longer wanted.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * It may apply roles and bindings, which must then be among `resources`. It still can write no role with more than
   * it has itself: it needs that too, by a role of its own, or the API server refuses the role.
   *
   * @default false
   */
  readonly rbac?: boolean;

  /**
   * Apply in every namespace, and what is in none.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /**
   * The namespace that it applies to.
   *
   * @default - the namespace of the chart around it; without one it is an error
   */
  readonly namespace?: string;

  /**
   * Several namespaces that it applies to, by one ClusterRole and a RoleBinding in each.
   *
   * @default - the one namespace
   */
  readonly namespaces?: (IConstruct | string)[];

  /**
   * The name of the role.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;

  /**
   * The name of the binding.
   *
   * @default - kind and name of the role
   */
  readonly bindingName?: string;
}

/**
 * Server-side apply is `patch`, and `create` beside it where the object is new (apiserver
 * pkg/endpoints/handlers/patch.go); `update` is what clients do that replace objects. Agents read, list and watch
 * what they compare with.
 */
const APPLY = ['get', 'list', 'watch', 'create', 'update', 'patch'];

/** Writing these decides what others may do, or what the API server lets through. */
const GOVERNING: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io', 'apiregistration.k8s.io', 'authentication.k8s.io', 'authorization.k8s.io', 'certificates.k8s.io',
]);

/**
 * What a CI or GitOps identity needs to apply given kinds, and to delete them again, without a right to hand out
 * more: no wildcard, no `bind`, `escalate` or `impersonate`, no subresource, no roles unless asked for, and neither
 * admission, certificates nor API services at all.
 *
 * What it deploys acts all the same: who applies workloads can run them as any service account of the namespace,
 * and who applies Secrets reads those there.
 */
export class Deployer extends Construct {
  /** The Role or ClusterRole. */
  public readonly role: ApiObject;

  /** The bindings: one a namespace, or a ClusterRoleBinding. */
  public readonly bindings: ApiObject[];

  constructor(scope: Construct, id: string, props: DeployerProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, Deployer, 'DeployerProps', props);
    const given: Partial<DeployerProps> = props ?? {};
    refuseMissing(this, 'subjects', given.subjects);
    const verbs = checkedFlag(this, 'prune', given.prune, true) ? [...APPLY, 'delete'] : APPLY;
    const grants = checkedResources(this, 'resources', given.resources)
      .map((resource, at) => this.applyGrant(`resources[${at}]`, resource, verbs, given));
    const { subjects, clusterWide, namespace, namespaces, name, bindingName } = given;
    const { role, bindings } = createRole(this, { subjects, clusterWide, namespace, namespaces, name, bindingName }, grants);
    this.role = role;
    this.bindings = bindings;
    const { everywhere, namespaces: where } = scopeOf(this, { clusterWide, namespace, namespaces });
    declareDeployer(this, subjects!, everywhere ? undefined : where);
  }

  private applyGrant(field: string, resource: KubernetesResource, verbs: readonly string[], props: Partial<DeployerProps>): AskedGrant {
    if (resource.group === '*' || resource.resource.includes('*')) {
      throw invalid(this, field, resource.toString(), 'a wildcard holds roles, tokens and what else leads to more rights', 'list the kinds that it applies');
    }
    if (resource.resource.includes('/')) {
      throw invalid(this, field, resource.toString(), 'is a subresource, and manifests are applied to resources', 'leave it out, or grant it by an AccessRole');
    }
    if (resource.group === RBAC_GROUP && !checkedFlag(this, 'rbac', props.rbac, false)) {
      throw invalid(this, field, resource.toString(), 'who writes roles or bindings hands out rights', 'say rbac: true if that is meant, or apply it with another identity');
    }
    if (GOVERNING.has(resource.group) || findAuthorizable(resource.group, resource.resource)?.virtual) {
      throw invalid(this, field, resource.toString(), 'whoever writes it decides over requests and credentials of others', 'apply it with another identity, or grant it by an AccessRole');
    }
    const supported = supportedVerbs(resource);
    const own = verbs.filter(verb => !supported || supported.includes(verb));
    if (!own.includes('patch')) {
      throw invalid(this, field, resource.toString(), `cannot be applied; it has ${supported!.join(', ')}`, 'leave it out');
    }
    // Of namespaces, a role that is bound in one grants what is asked of that one.
    const inNamespace = !props.clusterWide && resource.namespaced === false && resource.group === '' && resource.resource === 'namespaces';
    return { field, resource, verbs: inNamespace ? own.filter(verb => !['list', 'watch', 'create'].includes(verb)) : own, names: [] };
  }
}
