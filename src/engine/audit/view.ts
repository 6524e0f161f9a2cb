import { offered } from '../../deliver/hosts/offered';
import type { ClusterModel } from '../../deliver/model';
import type { Manifest } from '../../manifests/read';
import type { AuditView } from '../../prove/audit/guarantees';
import { decodeAuditPolicy, isAuditPolicy, readAuditPolicy } from '../../prove/audit/read';

const FLAG = 'audit-policy-file';

/**
 * The audit policy of a program's cluster: the file that its API servers are told to read. Throws a ProblemError for
 * one that they would not take.
 */
export function auditOfModel({ target, hosts }: Pick<ClusterModel, 'target' | 'hosts'>): AuditView {
  if (hosts.controlPlane.apiServerFlags[FLAG] === undefined) {
    return { policies: [] };
  }
  const { hosts: kept, refused } = offered(target, hosts);
  const path = kept.controlPlane.apiServerFlags[FLAG];
  if (path === undefined) {
    return { policies: [], doubt: refused.find(({ setting }) => setting === `kube-apiserver --${FLAG}`)?.how };
  }
  const file = kept.controlPlane.files.find(each => each.path === path);
  return file ? { policies: [{ policy: readAuditPolicy(file.content, path, target.minor), construct: hosts.askedBy[`file ${path}`] }] }
    : { policies: [], doubt: `the API server reads ${path}, which is not among the files of the cluster` };
}

/** The audit policies among manifests, which were found valid. */
export function auditOfManifests(manifests: readonly Manifest[], constructs?: ReadonlyMap<string, string>): AuditView {
  return {
    policies: manifests.filter(({ object }) => isAuditPolicy(object)).map(({ object, source }) => ({
      policy: decodeAuditPolicy(object), source, construct: constructs?.get(source.file),
    })),
  };
}
