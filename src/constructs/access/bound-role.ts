import { Chart, JsonPatch, type ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { bindingEntries, reasonsOf, refuseNoSubjects } from './binding-entries';
import { refuseEmpty } from './lists';
import type { RoleScope } from './role-scope';
import { Subject } from './subject';
import { RBAC_GROUP } from './words';
import { AGGREGATE_TO } from '../../kubernetes';
import { Cluster } from '../cluster';
import { defined } from '../defined';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';

/** Who has a role, and what the objects are called. */
export interface BoundRoleProps {
  readonly subjects?: ReadonlyArray<IConstruct | Subject>;
  readonly name?: string;
  readonly bindingName?: string;
  readonly labels?: { [key: string]: string };
}

/** What a role grants. */
export interface RoleContent {
  readonly rules?: readonly object[];
  readonly aggregationRule?: object;
  /** A ClusterRole, wherever it is bound: roles that gather others and that others gather. */
  readonly clusterRole?: boolean;
  /** Labels of the role alone. */
  readonly roleLabels?: { [key: string]: string };
}

/** A role and the bindings that give it to its subjects. */
export interface BoundRole {
  readonly role: ApiObject;
  /** One a namespace, or a ClusterRoleBinding; none without subjects. */
  readonly bindings: ApiObject[];
}

/** What a binding points at. */
export interface RoleRef {
  readonly kind: string;
  readonly name: string;
}

/**
 * Creates a role and its bindings: Role and RoleBinding, ClusterRole and ClusterRoleBinding, or one ClusterRole
 * with a RoleBinding in each of several namespaces.
 *
 * A binding cannot be pointed at another role later. So its name, unless the author chose one, carries the
 * role's kind and name: another role is then another binding, which an agent can create and prune.
 */
export function createBoundRole(scope: Construct, props: BoundRoleProps, at: RoleScope, content: RoleContent): BoundRole {
  refuseEmpty(scope, 'subjects', props.subjects);
  if (at.shared && !props.subjects) {
    throw invalid(scope, 'subjects', undefined, 'a role in several namespaces is its bindings there, and without subjects there are none', 'say who has it');
  }
  const isClusterRole = at.everywhere || at.shared || content.clusterRole === true;
  const dead = isClusterRole ? undefined : Object.keys(props.labels ?? {}).find(label => label.startsWith(AGGREGATE_TO));
  if (dead !== undefined) {
    throw invalid(scope, `labels.${dead}`, props.labels![dead], 'only ClusterRoles are gathered, and this is a Role', 'say aggregateTo, or clusterWide: true');
  }
  const role = new ManifestObject(scope, 'Resource', defined({
    aggregationRule: content.aggregationRule,
    apiVersion: `${RBAC_GROUP}/v1`,
    kind: isClusterRole ? 'ClusterRole' : 'Role',
    metadata: defined({
      labels: props.labels || content.roleLabels ? { ...props.labels, ...content.roleLabels } : undefined,
      name: props.name,
      namespace: isClusterRole ? undefined : at.namespaces[0]!,
    }),
    rules: content.rules,
  }));
  if (isClusterRole) {
    removeNamespace(scope, role);
  }
  if (!props.subjects) {
    return { role, bindings: [] };
  }
  const name = props.bindingName ?? `${role.kind.toLowerCase()}-${role.name}`;
  return { role, bindings: createBindings(scope, role, at, { subjects: props.subjects, labels: props.labels, name, id: 'Binding' }) };
}

/** How bindings are made. */
export interface BindingOptions {
  readonly subjects: ReadonlyArray<IConstruct | Subject>;
  readonly labels?: { [key: string]: string };
  readonly annotations?: { [key: string]: string };
  /** The construct id of the first, of which its name is made where none is given. */
  readonly id: string;
  readonly name?: string;
}

/** Binds a role everywhere, or in each namespace. All of the bindings have one name. */
export function createBindings(scope: Construct, role: RoleRef, at: RoleScope, options: BindingOptions): ApiObject[] {
  const { subjects, id, labels } = options;
  refuseNoSubjects(scope, subjects);
  const reasons = reasonsOf(subjects);
  const annotations = reasons || options.annotations ? { ...reasons, ...options.annotations } : undefined;
  const bindings: ApiObject[] = [];
  for (const namespace of at.everywhere ? [undefined] : at.namespaces) {
    const name: string | undefined = options.name ?? bindings[0]?.name;
    const binding = new ManifestObject(scope, bindings.length === 0 ? id : `${id}-in-${namespace}`, {
      apiVersion: `${RBAC_GROUP}/v1`,
      kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: defined({ annotations, labels, name, namespace }),
      roleRef: { apiGroup: RBAC_GROUP, kind: role.kind, name: role.name },
      subjects: atSynth(() => bindingEntries(scope, subjects)),
    });
    if (namespace === undefined) {
      removeNamespace(scope, binding);
    }
    bindings.push(binding);
  }
  return bindings;
}

/** cdk8s gives every object the namespace of its chart; in a Cluster, synthesis takes it off those that have none. */
function removeNamespace(scope: Construct, object: ApiObject): void {
  if (Chart.of(scope).namespace !== undefined && !Cluster._around(scope)) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
