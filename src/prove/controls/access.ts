import { byFindings, decided, type ControlEvidence, type Judge } from './evidence';
import { missedOr, unknown, type Miss } from './outcome';
import { roleOf, ruleAllows, SYSTEM_MASTERS, type AccessAttributes } from '../../decide/access';
import type { AccessIndex } from '../../decide/access/access-index';
import type { AccessBinding, RoleRule } from '../../decide/access/policy';
import { shown } from '../../manifests/problem';
import { INCLUDES_ALL } from '../access/capabilities';
import { bindingLabel } from '../access/findings';

/** What somebody wrote; who is bound to a default of Kubernetes by a default is trusted. */
function ourBindings({ policy }: AccessIndex): AccessBinding[] {
  return [...policy.clusterRoleBindings, ...policy.roleBindings].filter(({ origin }) => origin.defaultOf === undefined);
}

function noBinding({ index }: ControlEvidence): string | undefined {
  return ourBindings(index).length === 0 ? 'no binding is among the manifests, so that nothing tells who may do what' : undefined;
}

/** A binding to a role that is not there, or that misses a part, grants what nobody here can tell. */
function known(judge: Judge): Judge {
  return evidence => judge({
    ...evidence,
    complete: evidence.complete && ourBindings(evidence.index).every(binding => {
      const role = roleOf(evidence.index.policy, binding);
      return role !== undefined && !role.lacksParts;
    }),
  });
}

/** Who may do everything may do this as well, and is found once. */
const found = (...ids: string[]): Judge => known(byFindings([...ids, INCLUDES_ALL], noBinding, 'every binding was asked, with the default roles of the minor'));

function ofBindings(missesOf: (binding: AccessBinding, index: AccessIndex) => Omit<Miss, 'object' | 'source' | 'construct'>[], met: string): Judge {
  return evidence => {
    const missing = noBinding(evidence);
    const misses = ourBindings(evidence.index).flatMap(binding => missesOf(binding, evidence.index)
      .map((miss): Miss => ({ ...miss, object: bindingLabel(binding), source: binding.origin.source, construct: binding.origin.construct })));
    return missing !== undefined ? unknown(missing) : missedOr(misses, decided(evidence, met));
  };
}

const bindsTo = (...subjects: string[]): Judge => ofBindings(binding => binding.subjects.filter(({ kind, name }) => subjects.includes(`${kind} ${name}`))
  .map(({ kind, name }) => ({ field: 'subjects', message: `binds the ${kind} ${name}` })), `no binding names ${subjects.join(' or ')}`);

const CERTIFICATES = { resourceRequest: true, apiGroup: 'certificates.k8s.io', namespace: '', path: '', name: '' };
const APPROVALS: readonly AccessAttributes[] = ['update', 'patch']
  .map(verb => ({ ...CERTIFICATES, verb, resource: 'certificatesigningrequests', subresource: 'approval' }));

/** Stricter than the finding: who may approve, though others send the requests. */
const approval = known(ofBindings((binding, { policy }) => (roleOf(policy, binding)?.rules ?? [])
  .filter(({ rule }) => APPROVALS.some(request => ruleAllows(rule, request)))
  .map(() => ({ field: 'roleRef', message: `gives ${binding.roleRef.kind} ${binding.roleRef.name}, which may approve certificate signing requests` })),
'no role that is bound may approve certificate signing requests'));

/** Every role that somebody wrote, bound or not: a rule is rarely read before it is bound. */
const wildcards: Judge = evidence => {
  const { policy } = evidence.index;
  const roles = [...policy.clusterRoles.values(), ...policy.roles.values()].filter(({ origin }) => origin.defaultOf === undefined);
  if (roles.length === 0) {
    return unknown('no role is among the manifests');
  }
  const fields = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'] as const;
  const isOwn = (each: RoleRule) => each.aggregatedFrom === undefined;
  const isWild = (each: string) => each === '*' || each.startsWith('*/');
  return missedOr(roles.flatMap(({ kind, namespace, name, rules, origin }) => rules.filter(isOwn).flatMap(({ rule, index }) =>
    fields.filter(field => rule[field]?.some(isWild)).map((field): Miss => ({
      object: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
      field: `rules[${index}].${field}`,
      value: shown(rule[field]),
      message: 'has a wildcard, which takes in what will be there one day',
      source: origin.source,
      construct: origin.construct,
    })))), decided(evidence, 'no role has a wildcard'));
};

/** Who may do what. */
export const ACCESS_JUDGES: Readonly<Record<string, Judge>> = {
  'rbac.no-cluster-admin': found(),
  'rbac.minimize-secrets': found('access-secrets-read'),
  'rbac.no-wildcards': wildcards,
  'rbac.minimize-pod-create': found('access-workload-create'),
  'rbac.no-system-masters': bindsTo(`Group ${SYSTEM_MASTERS}`),
  'rbac.no-bind-impersonate-escalate': found('access-bind', 'access-impersonate', 'access-escalate'),
  'rbac.minimize-pv-create': found('access-volume-create'),
  'rbac.no-nodes-proxy': found('access-node-proxy'),
  'rbac.kubelet-fine-grained': found('access-node-proxy'),
  'rbac.csr-approval': approval,
  'rbac.webhook-config': found('access-admission-change'),
  'rbac.sa-token-create': found('access-token-create'),
  'rbac.no-anonymous-or-authenticated': bindsTo('User system:anonymous', 'Group system:unauthenticated', 'Group system:authenticated'),
  'rbac.exec-restricted': found('access-pod-exec', 'access-pod-debug', 'access-pod-proxy'),
  'rbac.namespace-patch': found('access-namespace-change'),
  'rbac.audit-cover': found('access-traces-delete'),
};
