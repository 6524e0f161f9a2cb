import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { invalid } from '../errors';
import { noteSource } from '../source-lines';
import { createBoundRole } from './bound-role';
import { KubernetesResource } from './kubernetes-resource';
import { refuseDeadGrant, refuseEmpty, supportedVerbs, toRules, type Grant } from './rules';
import { Subject } from './subject';

/** Properties of a ReadOnlyRole. */
export interface ReadOnlyRoleProps {
  /** What may be read. Wildcards are refused: they would include resources whose reading acts. */
  readonly resources: KubernetesResource[];

  /**
   * Only the objects with these names. `get` then needs the name; `list` and `watch` need the field
   * selector `metadata.name=NAME`.
   *
   * @default - every object
   */
  readonly names?: string[];

  /**
   * Who may read: `Subject`s, ServiceAccounts, or workloads, whose pods' service account is meant.
   *
   * @default - nobody; the role is written without a binding
   */
  readonly subjects?: (IConstruct | Subject)[];

  /**
   * Read in every namespace, by ClusterRole and ClusterRoleBinding.
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
}

const READ = ['get', 'list', 'watch'];
/** Subresources where a GET runs a command, opens a connection or reaches through the API server. */
const ACTING = new Set(['exec', 'attach', 'portforward', 'proxy']);

/**
 * A role that reads and cannot change anything: get, list and watch, as far as each resource has them,
 * and its binding.
 *
 * Reads that act (`pods/exec`, `attach`, `portforward`, `proxy`) are refused, although they are GET
 * requests: a shell in a pod is no read.
 */
export class ReadOnlyRole extends Construct {
  /** The Role or ClusterRole. */
  public readonly role: ApiObject;

  /** The RoleBinding or ClusterRoleBinding; undefined without subjects. */
  public readonly binding?: ApiObject;

  constructor(scope: Construct, id: string, props: ReadOnlyRoleProps) {
    super(scope, id);
    noteSource(this);
    refuseEmpty(this, 'resources', props.resources ?? []);
    refuseEmpty(this, 'names', props.names);
    const grants = props.resources.map((resource, at) => this.readGrant(`resources[${at}]`, resource, props));
    const { role, binding } = createBoundRole(this, props, toRules(grants));
    this.role = role;
    this.binding = binding;
  }

  private readGrant(field: string, resource: KubernetesResource, props: ReadOnlyRoleProps): Grant {
    const [plural, subresource] = resource.resource.split('/', 2);
    if (resource.group === '*' || plural === '*' || subresource === '*') {
      throw invalid(this, field, resource.toString(), 'a wildcard includes resources whose reading acts, such as pods/exec and nodes/proxy',
        'list the resources, or use AccessRole');
    }
    if (subresource !== undefined && ACTING.has(subresource)) {
      throw invalid(this, field, resource.toString(), 'reading it acts: it runs a command, opens a connection or reaches past the API server', 'grant it by an AccessRole');
    }
    const supported = supportedVerbs(resource);
    const verbs = READ.filter(verb => !supported || supported.includes(verb));
    if (verbs.length === 0) {
      throw invalid(this, field, resource.toString(), `cannot be read; it has ${supported!.join(', ')}`, 'leave it out, or grant it by an AccessRole');
    }
    // A Role can grant GET of its own namespace, and no other read of namespaces.
    const granted = !props.clusterWide && resource.namespaced === false ? ['get'] : verbs;
    refuseDeadGrant(this, field, resource, granted, props.clusterWide ?? false);
    return { resource, verbs: granted, names: props.names ?? [] };
  }
}
