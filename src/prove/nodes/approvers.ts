import { roleOf, ruleAllows, type AccessAttributes } from '../../decide/access';
import type { AccessIndex } from '../../decide/access/access-index';
import type { PolicyObject } from '../../decide/access/build';
import { accountIn, podTemplateOf } from '../../manifests/pod-template';

const CERTIFICATES = { resourceRequest: true, apiGroup: 'certificates.k8s.io', namespace: '', path: '' };

/** The two requests that approving a serving certificate takes (plugin/pkg/admission/certificates/approval). */
const REQUESTS: readonly AccessAttributes[] = [
  { ...CERTIFICATES, verb: 'approve', resource: 'signers', subresource: '', name: 'kubernetes.io/kubelet-serving' },
  { ...CERTIFICATES, verb: 'update', resource: 'certificatesigningrequests', subresource: 'approval', name: '' },
];

/**
 * The service accounts that may approve serving certificates of kubelets and that some workload of the cluster runs as, as
 * `namespace/name`. A person who may do it is no approver: a node cannot wait for one at every renewal.
 */
export function approversOf({ policy }: AccessIndex, objects: readonly PolicyObject[]): string[] {
  const running = new Set(objects.flatMap(({ object }) => {
    const template = podTemplateOf(object);
    const { namespace } = (object.metadata ?? {}) as { namespace?: string };
    const account = template && accountIn(template.spec);
    return account !== undefined && namespace !== undefined ? [`${namespace}/${account}`] : [];
  }));
  const holders = REQUESTS.map(request => new Set(policy.clusterRoleBindings.flatMap(binding => {
    const allows = roleOf(policy, binding)?.rules.some(({ rule }) => ruleAllows(rule, request)) ?? false;
    return allows ? binding.subjects.flatMap(({ kind, name, namespace }) => kind === 'ServiceAccount' ? [`${namespace}/${name}`] : []) : [];
  })));
  return [...running].filter(account => holders.every(accounts => accounts.has(account))).sort();
}
