import { Chart, type ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { PolicyRule } from '../../manifests/model';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseEmpty } from './rules';
import { Subject } from './subject';

/** Where a role applies, who has it, and what the two objects are called. */
export interface BoundRoleProps {
  readonly subjects?: ReadonlyArray<IConstruct | Subject>;
  readonly clusterWide?: boolean;
  readonly namespace?: string;
  readonly name?: string;
  readonly bindingName?: string;
  readonly labels?: { [key: string]: string };
}

/** A role and the binding that gives it to its subjects. */
export interface BoundRole {
  readonly role: ApiObject;
  readonly binding?: ApiObject;
}

const GROUP = 'rbac.authorization.k8s.io';

/**
 * Creates Role and RoleBinding, or ClusterRole and ClusterRoleBinding. The binding has the role's name:
 * a binding cannot be pointed at another role later, so a renamed role must come with a new binding.
 */
export function createBoundRole(scope: Construct, props: BoundRoleProps, rules: readonly PolicyRule[]): BoundRole {
  const clusterWide = props.clusterWide ?? false;
  const namespace = props.namespace ?? Chart.of(scope).namespace;
  if (clusterWide && props.namespace !== undefined) {
    throw invalid(scope, 'namespace', props.namespace, 'a cluster-wide role has no namespace', 'leave out namespace, or clusterWide');
  }
  if (!clusterWide && !namespace) {
    throw invalid(scope, 'namespace', namespace, 'the role has no namespace',
      'create it inside a SecuredNamespace, set namespace, or say clusterWide: true to grant it everywhere');
  }
  const metadata = { ...(clusterWide ? {} : { namespace }), ...(props.labels ? { labels: props.labels } : {}) };
  const role = new ManifestObject(scope, 'Resource', {
    apiVersion: `${GROUP}/v1`,
    kind: clusterWide ? 'ClusterRole' : 'Role',
    metadata: { ...metadata, ...(props.name === undefined ? {} : { name: props.name }) },
    rules,
  });
  refuseEmpty(scope, 'subjects', props.subjects);
  if (!props.subjects) {
    return { role };
  }
  const subjects = props.subjects;
  const binding = new ManifestObject(scope, 'Binding', {
    apiVersion: `${GROUP}/v1`,
    kind: clusterWide ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { ...metadata, name: props.bindingName ?? role.name },
    roleRef: { apiGroup: GROUP, kind: role.kind, name: role.name },
    subjects: atSynth(() => subjectEntries(scope, subjects)),
  });
  return { role, binding };
}

/** Sorted and without duplicates: their order has no meaning, so it should make no difference to review. */
function subjectEntries(scope: IConstruct, subjects: ReadonlyArray<IConstruct | Subject>): Array<Record<string, string>> {
  const entries = new Map(subjects.map(subject => {
    const entry = (subject instanceof Subject ? subject : Subject._of(subject, scope))._toManifest();
    return [JSON.stringify([entry.kind, entry.namespace, entry.name]), entry];
  }));
  return [...entries].sort(([a], [b]) => a < b ? -1 : 1).map(([, entry]) => entry);
}
