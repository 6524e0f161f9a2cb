import { canonical } from '../../decide/canonical';
import { offered } from '../../deliver/hosts/offered';
import type { ClusterModel } from '../../deliver/model';
import { mapAt } from '../../manifests/fields';
import { parseManifests, type Manifest } from '../../manifests/read';
import type { AuditView } from '../../prove/audit/guarantees';
import { decodeAuditPolicy, isAuditPolicy, readAuditPolicy } from '../../prove/audit/read';
import { problemsOfAuditPolicy } from '../../prove/validity';

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

/**
 * The audit policies among manifests, which were found valid, and those that files for machines hold inside; equal ones once:
 * each group of control-plane machines may bring its own copy of one policy.
 */
export function auditOfManifests(manifests: readonly Manifest[], minor: number, constructs?: ReadonlyMap<string, string>): AuditView {
  const all = manifests.filter(mayHoldAuditPolicy).flatMap(({ object, kind, source }) => policiesIn(object, kind)
    .map(policy => ({ policy, source, construct: constructs?.get(source.file) })));
  const texts = all.map(({ policy }) => canonical(policy));
  const found = all.filter((_, at) => texts.indexOf(texts[at]!) === at);
  const broken = found.find(({ policy }) => problemsOfAuditPolicy(policy, minor).length > 0);
  return broken ? { policies: [], doubt: `the audit policy in ${broken.source.file} is one that the API server would not take whole` }
    : { policies: found.map(({ policy, ...rest }) => ({ policy: decodeAuditPolicy(policy), ...rest })) };
}

/** Kinds by which distributions bring files to control-plane machines: kops, Cluster API, Talos. */
const HOLDERS = /^(kops\.k8s\.io\/.* (Cluster|InstanceGroup)|controlplane\.cluster\.x-k8s\.io\/.* KubeadmControlPlane(Template)?|v1alpha1 KubeAuditPolicyConfig)$/;

const KINDS: ReadonlySet<string> = new Set(['Policy', 'Cluster', 'InstanceGroup', 'KubeadmControlPlane', 'KubeadmControlPlaneTemplate', 'KubeAuditPolicyConfig']);

/** Whether an audit policy may be found in a manifest: of the kinds of nearly all, none is. */
export function mayHoldAuditPolicy({ kind }: Manifest): boolean {
  return KINDS.has(kind);
}

/** Deeper than such a policy stands in any of them. */
const DEEPEST = 12;

function policiesIn(value: unknown, kind: string): Array<Readonly<Record<string, unknown>>> {
  const object = value as Readonly<Record<string, unknown>>;
  return isAuditPolicy(object) ? [object] : HOLDERS.test(`${String(object.apiVersion)} ${kind}`) && !isOfWorkers(object, kind) ? inside(object, 0) : [];
}

/** No API server runs on a group of kops that has another role than these. */
function isOfWorkers({ spec }: Readonly<Record<string, unknown>>, kind: string): boolean {
  return kind === 'InstanceGroup' && !/\b(ControlPlane|Master|APIServer)\b/.test(String(mapAt({ spec }, 'spec').role));
}

/** A policy as an object, or as the text of a file. */
function inside(value: unknown, depth: number): Array<Readonly<Record<string, unknown>>> {
  if (typeof value === 'string') {
    return value.includes('audit.k8s.io/') ? parseManifests(value, '').manifests.map(({ object }) => object).filter(isAuditPolicy) : [];
  }
  if (typeof value !== 'object' || value === null || depth > DEEPEST) {
    return [];
  }
  const map = value as Readonly<Record<string, unknown>>;
  // A file of kops may be in base64.
  const { isBase64, content } = map;
  return isAuditPolicy(map) ? [map]
    : isBase64 === true && typeof content === 'string' ? inside(Buffer.from(content, 'base64').toString('utf8'), depth + 1)
      : Object.values(map).flatMap(each => inside(each, depth + 1));
}
