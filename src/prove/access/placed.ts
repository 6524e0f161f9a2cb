import { ANY_NAMESPACE } from './ask';
import type { AccessPolicy } from '../../decide/access/policy';

/**
 * The policy with its open ends closed: a RoleBinding or Role whose manifest leaves the namespace to whoever
 * applies it is taken to be applied to a namespace that nothing else names.
 */
export function placed(policy: AccessPolicy): AccessPolicy {
  return {
    ...policy,
    roles: new Map([...policy.roles].map(([key, role]) => role.namespace === ''
      ? [`${ANY_NAMESPACE}/${role.name}`, { ...role, namespace: ANY_NAMESPACE }] : [key, role])),
    roleBindings: policy.roleBindings.map(binding => binding.namespace === '' ? { ...binding, namespace: ANY_NAMESPACE } : binding),
  };
}
