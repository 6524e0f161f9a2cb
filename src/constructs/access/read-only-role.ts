import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { createRole } from './create-role';
import { supportedVerbs, type AskedGrant } from './dead-grants';
import { KubernetesResource } from './kubernetes-resource';
import { checkedNames, checkedResources } from './lists';
import type { RoleProps } from './role-props';
import { invalid } from '../errors';
import { Guarantee } from '../promises/guarantee';
import { Guarantees } from '../promises/guarantees';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of a ReadOnlyRole. */
export interface ReadOnlyRoleProps extends RoleProps {
  /** What may be read. Wildcards are refused: they would include resources whose reading acts. */
  readonly resources: KubernetesResource[];

  /**
   * Only the objects with these names. `get` then needs the name; `list` and `watch` need the field
   * selector `metadata.name=NAME`.
   *
   * @default - every object
   */
  readonly names?: string[];
}

const READ = ['get', 'list', 'watch'];
/** Subresources where a GET runs a command, opens a connection or reaches through the API server. */
const ACTING = new Set(['exec', 'attach', 'portforward', 'proxy']);

/**
 * A role that reads and cannot change anything: get, list and watch, as far as each resource has them,
 * and its binding.
 *
 * It promises (see Guarantee.readsOnly) that its subjects cannot change anything anywhere in the cluster,
 * whatever other roles they have; `bulwark check` proves it.
 *
 * Reads that act (`pods/exec`, `attach`, `portforward`, `proxy`) are refused, although they are GET
 * requests: a shell in a pod is no read.
 */
export class ReadOnlyRole extends Construct {
  /** The Role or ClusterRole. */
  public readonly role: ApiObject;

  /** The bindings: one a namespace, or a ClusterRoleBinding; none without subjects. */
  public readonly bindings: ApiObject[];

  /** The first of the bindings; undefined without subjects. */
  public readonly binding?: ApiObject;

  constructor(scope: Construct, id: string, props: ReadOnlyRoleProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, ReadOnlyRole, 'ReadOnlyRoleProps', props);
    const given = props ?? {};
    const names = checkedNames(this, 'names', given.names);
    const resources = checkedResources(this, 'resources', given.resources);
    const grants = resources.map((resource, at) => this.readGrant(`resources[${at}]`, resource, names, given));
    const { role, bindings } = createRole(this, given, grants);
    this.role = role;
    this.bindings = bindings;
    this.binding = bindings[0];
    if (given.subjects) {
      Guarantees.of(this).add(Guarantee.readsOnly(given.subjects));
    }
  }

  private readGrant(field: string, resource: KubernetesResource, names: readonly string[], props: RoleProps): AskedGrant {
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
    // A role that is bound in a namespace can grant GET of that namespace, and no other read of namespaces.
    const inNamespace = !props.clusterWide && (!props.aggregateTo || props.subjects !== undefined);
    return { field, resource, verbs: inNamespace && resource.namespaced === false ? ['get'] : verbs, names };
  }
}
