import { ANY_NAMESPACE } from './ask';
import { bindingLabel } from './findings';
import { roleOf } from '../../decide/access';
import type { AccessIndex } from '../../decide/access/access-index';
import type { PolicyObject } from '../../decide/access/build';
import { groupOf, metadataOf, objectLabel } from '../../manifests/identity';
import type { Finding } from '../finding';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/**
 * Roles and bindings that do not say what they seem to: a role that is not there, a service account that nobody
 * makes in a namespace that is among the objects, rules that a controller overwrites.
 */
export function danglingAccess(index: AccessIndex, objects: readonly PolicyObject[]): Finding[] {
  return [...missingRoles(index), ...missingAccounts(index, objects), ...overwrittenRules(objects)];
}

/** Such a binding grants nothing today, and tomorrow whatever somebody writes into a role of that name. */
function missingRoles({ policy }: AccessIndex): Finding[] {
  return [...policy.clusterRoleBindings, ...policy.roleBindings]
    .filter(binding => binding.origin.defaultOf === undefined && binding.subjects.length > 0 && roleOf(policy, binding) === undefined)
    .map(({ origin, ...binding }): Finding => ({
      id: 'access-role-missing',
      severity: 'medium',
      object: bindingLabel({ ...binding, origin }),
      field: 'roleRef',
      message: `gives ${binding.roleRef.kind} ${binding.roleRef.name}, which is neither among the manifests nor a default of Kubernetes: `
        + 'whoever makes a role of that name decides what is granted',
      facts: [`${binding.roleRef.kind} ${binding.roleRef.name}`, ...binding.subjects.map(({ kind, name, namespace = '' }) => [kind, namespace, name].filter(part => part !== '').join(' ')).sort()],
      fix: 'write the role, mend the name, or acknowledge it with who makes the role',
      ...place(origin),
    }));
}

/** Only where the namespace itself is among the objects: of any other nobody can tell what else is in it. `default` is in each. */
function missingAccounts({ policy }: AccessIndex, objects: readonly PolicyObject[]): Finding[] {
  const named = (kind: string) => objects.filter(({ object }) => object.kind === kind && groupOf(object) === '').map(({ object }) => metadataOf(object));
  const namespaces = new Set(named('Namespace').map(({ name }) => name));
  const accounts = new Set(named('ServiceAccount').map(({ namespace, name }) => `${namespace}/${name}`));
  return [...policy.clusterRoleBindings, ...policy.roleBindings].filter(({ origin }) => origin.defaultOf === undefined).flatMap(binding =>
    binding.subjects.filter(({ kind }) => kind === 'ServiceAccount').flatMap((subject): Finding[] => {
      const namespace = subject.namespace || binding.namespace;
      return namespace === ANY_NAMESPACE || !namespaces.has(namespace) || subject.name === 'default' || accounts.has(`${namespace}/${subject.name}`) ? [] : [{
        id: 'access-subject-missing',
        severity: 'low',
        object: bindingLabel(binding),
        field: 'subjects',
        message: `gives ${binding.roleRef.kind} ${binding.roleRef.name} to ServiceAccount ${namespace}/${subject.name}, which nothing among the manifests makes: `
          + 'whoever may make it, or run a pod as it, gets the role',
        fix: 'write the service account, mend the name, or acknowledge it with who makes it',
        ...place(binding.origin),
      }];
    }));
}

/** pkg/controller/clusterroleaggregation: the rules of an aggregated role are the controller's. */
function overwrittenRules(objects: readonly PolicyObject[]): Finding[] {
  return objects.filter(({ object }) => object.kind === 'ClusterRole' && groupOf(object) === RBAC_GROUP
    && object.aggregationRule !== undefined && object.aggregationRule !== null && Array.isArray(object.rules) && object.rules.length > 0)
    .map(({ object, ...origin }): Finding => ({
      id: 'access-rules-overwritten',
      severity: 'low',
      object: objectLabel(object),
      field: 'rules',
      message: 'has an aggregationRule, and rules of its own that the controller overwrites with those that it gathers',
      fix: 'move the rules into a ClusterRole that a selector matches',
      ...place(origin),
    }));
}

function place({ source, construct }: Pick<PolicyObject, 'source' | 'construct'>): Pick<Finding, 'source' | 'construct' | 'constructs'> {
  const made = construct === undefined ? { constructs: [] } : { construct, constructs: [construct] };
  return source === undefined ? made : { source, ...made };
}
