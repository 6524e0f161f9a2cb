import { unservedProblem } from './unserved';
import { isBuiltInGroup } from '../kubernetes';
import { groupOf, objectLabel } from '../manifests/identity';
import { shown, type Problem, type ProblemId, type SourcePlace } from '../manifests/problem';
import type { Manifest } from '../manifests/read';
import { fixFor, validateAuditPolicy, validateManifest, type FieldError } from '../manifests/validate';

/** Groups whose documents are files for a component or a tool, never offered to an API server. */
const FILE_GROUPS = /^(audit|kubelet\.config|kubeproxy\.config|kubescheduler\.config|apiserver\.config|apiserver|kubeadm|kustomize\.config|kind\.x)(\.k8s\.io|\.x-k8s\.io)?$/;

/** Versions of files for machines and installers that `manifests/host-files` judges. */
const HOST_FILE = /^((kubelet\.config|kubeadm|apiserver\.config)\.k8s\.io|kind\.x-k8s\.io|kops\.k8s\.io|k0s\.k0sproject\.io|node\.eks\.aws|(controlplane|bootstrap)\.cluster\.x-k8s\.io)\/|^v1alpha1$/;

/** Loaded late: few manifests are such files, and judging them takes readers of YAML and TOML. */
function problemsOfHostFile(
  object: Manifest['object'], minor: number, source: SourcePlace, beside?: Manifest['object'],
): { readonly isFile: boolean; readonly problems: Problem[] } | undefined {
  const { problemsOfHostDocument } = require('./host-files') as typeof import('./host-files');
  return problemsOfHostDocument(object, minor, source, beside);
}

/** Whether a document is a file for a component, a machine or a tool such as kustomize, which no API server is offered. */
export function isHostFile(object: Manifest['object'], minor: number, source: SourcePlace): boolean {
  const group = groupOf(object);
  return (!isBuiltInGroup(group) && FILE_GROUPS.test(group))
    || (HOST_FILE.test(String(object.apiVersion)) && problemsOfHostFile(object, minor, source)?.isFile === true);
}

/** What the API server of a minor would refuse of an object: a kind that it does not serve, or fields that it does not take. */
export function problemsOfObject(object: Readonly<Record<string, unknown>>, minor: number): Problem[] {
  const unserved = unservedProblem(object, minor);
  return unserved ? [unserved] : asProblems('object-invalid', validateManifest(object, { kubernetesMinor: minor }));
}

/**
 * The same of a manifest that was read. Files for components have validation of their own; of those,
 * the audit policy is judged here.
 *
 * @param beside the machine configuration of Talos in the same file
 */
export function problemsOfManifest({ object, apiVersion, kind, source }: Manifest, minor: number, beside?: Manifest['object']): Problem[] {
  const host = HOST_FILE.test(apiVersion) ? problemsOfHostFile(object, minor, source, beside) : undefined;
  if (host?.isFile) {
    return host.problems;
  }
  const group = groupOf(object);
  if (group === 'audit.k8s.io' && kind === 'Policy') {
    return problemsOfAuditPolicy(object, minor).map(problem => ({ ...problem, source, object: 'audit Policy' }));
  }
  if (!isBuiltInGroup(group) && FILE_GROUPS.test(group)) {
    return [];
  }
  return [...host?.problems ?? [], ...problemsOfObject(object, minor).map(problem => ({ ...problem, source, object: objectLabel(object) }))];
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
