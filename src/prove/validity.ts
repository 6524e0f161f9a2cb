import { isBuiltInGroup, servedAt } from '../kubernetes';
import { hostProblem } from './host-files';
import { hostDocument } from '../manifests/host-files';
import { groupOf, objectLabel, versionOf } from '../manifests/identity';
import { shown, type Problem, type ProblemId } from '../manifests/problem';
import type { Manifest } from '../manifests/read';
import { fixFor, validateAuditPolicy, validateManifest, type FieldError } from '../manifests/validate';

/** Groups whose documents are files for a component or a tool, never offered to an API server. */
const FILE_GROUPS = /^(audit|kubelet\.config|kubeproxy\.config|kubescheduler\.config|apiserver\.config|apiserver|kubeadm|kustomize\.config|kind\.x)(\.k8s\.io|\.x-k8s\.io)?$/;

/** What the API server of a minor would refuse of an object: a kind that it does not serve, or fields that it does not take. */
export function problemsOfObject(object: Readonly<Record<string, unknown>>, minor: number): Problem[] {
  const served = servedAt(groupOf(object), versionOf(object), String(object.kind), minor);
  if (served && !served.served) {
    return [{ id: 'object-unserved', field: 'apiVersion', value: shown(object.apiVersion), message: served.reason, fix: served.fix }];
  }
  return asProblems('object-invalid', validateManifest(object, { kubernetesMinor: minor }));
}

/**
 * The same of a manifest that was read. Files for components have validation of their own; of those,
 * the audit policy is judged here.
 */
export function problemsOfManifest({ object, kind, source }: Manifest, minor: number): Problem[] {
  const host = hostDocument(object);
  const ofHost = host?.problems(minor).map(problem => hostProblem(host.reader, problem, source)) ?? [];
  if (host?.isFile) {
    return ofHost;
  }
  const group = groupOf(object);
  if (group === 'audit.k8s.io' && kind === 'Policy') {
    return problemsOfAuditPolicy(object, minor).map(problem => ({ ...problem, source, object: 'audit Policy' }));
  }
  if (!isBuiltInGroup(group) && FILE_GROUPS.test(group)) {
    return [];
  }
  return [...ofHost, ...problemsOfObject(object, minor).map(problem => ({ ...problem, source, object: objectLabel(object) }))];
}

/** What an API server of a minor would refuse of an audit policy, or drop from it without a word. */
export function problemsOfAuditPolicy(object: Readonly<Record<string, unknown>>, minor: number): Problem[] {
  return asProblems('host-file-invalid', validateAuditPolicy(object, { kubernetesMinor: minor }));
}

function asProblems(id: ProblemId, errors: readonly FieldError[]): Problem[] {
  return errors.map(error => {
    const { field, value, detail } = error;
    return { id, field, value: value === undefined ? undefined : shown(value), message: detail, fix: fixFor(error) };
  });
}
