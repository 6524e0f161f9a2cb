import { isBuiltInGroup, servedAt } from '../kubernetes';
import { groupOf, objectLabel, versionOf } from '../manifests/identity';
import type { Problem } from '../manifests/problem';
import { shown } from '../manifests/problem';
import type { Manifest } from '../manifests/read';
import { validateAuditPolicy, validateManifest } from '../manifests/validate';

/** Groups whose documents are files for a component or a tool, never offered to an API server. */
const FILE_GROUPS = /^(audit|kubelet\.config|kubeproxy\.config|kubescheduler\.config|apiserver\.config|apiserver|kubeadm|kustomize\.config|kind\.x)(\.k8s\.io|\.x-k8s\.io)?$/;

/**
 * What the API server of a minor would refuse of one manifest. Files for components have validation of
 * their own; of those, the audit policy is judged here.
 */
export function problemsOfManifest(manifest: Manifest, minor: number): Problem[] {
  const { object, kind } = manifest;
  const group = groupOf(object);
  const about = { source: manifest.source, object: objectLabel(object) };
  if (group === 'audit.k8s.io' && kind === 'Policy') {
    return validateAuditPolicy(object, { kubernetesMinor: minor }).map(({ field, value, detail }) => ({
      ...about, object: 'audit Policy', id: 'host-file-invalid', field, value: value === undefined ? undefined : shown(value), message: detail,
    }));
  }
  if (!isBuiltInGroup(group) && FILE_GROUPS.test(group)) {
    return [];
  }
  const served = servedAt(group, versionOf(object), kind, minor);
  if (served && !served.served) {
    return [{ ...about, id: 'object-unserved', field: 'apiVersion', value: shown(object.apiVersion), message: served.reason, fix: served.fix }];
  }
  return validateManifest(object, { kubernetesMinor: minor }).map(({ field, value, detail }) => ({
    ...about, id: 'object-invalid', field, value: value === undefined ? undefined : shown(value), message: detail,
  }));
}
