import { approversOf } from './approvers';
import type { NodesView } from './view';
import type { AccessIndex } from '../../decide/access/access-index';
import type { PolicyObject } from '../../decide/access/build';
import { areaOf, distributionOf, type DistributionName } from '../../kubernetes/distributions';
import { counted } from '../../manifests/counted';
import { parseGoDuration } from '../../manifests/go-duration';
import type { Finding } from '../finding';
import type { GuaranteeModel, KubeletCertificates } from '../guarantee';

/** The lifetime that the controller manager signs for when nobody says otherwise (8760h). */
const DEFAULT_LIFETIME_SECONDS = 8760 * 3600;

/** Distributions whose own way of doing something is just what was promised. */
const KEEPS: Readonly<Partial<Record<DistributionName, readonly string[]>>> = {
  // rotateCertificates is locked to true, or forced.
  talos: ['kubelet rotateCertificates'],
  // Both are on by default, with an approver of its own.
  k0s: ['kubelet rotateCertificates', 'kubelet serverTLSBootstrap'],
  // It sets the authority whenever kubelet_rotate_server_certificates is on.
  kubespray: ['kube-apiserver --kubelet-certificate-authority'],
};

/** What is needed of the settings and objects of a cluster to prove a promise about certificates. */
export interface CertificateEvidence {
  readonly nodes?: NodesView;
  readonly index: AccessIndex;
  readonly objects: readonly PolicyObject[];
}

/**
 * What keeps a promise about certificates of kubelets from holding. They are renewed when kubelets ask, for as long as the
 * controller manager signs; serving certificates when kubelets ask, somebody in the cluster approves, and the API server
 * knows the authority. The empty list is a proof.
 */
export function proveCertificates(
  evidence: CertificateEvidence, { construct, predicate }: GuaranteeModel & { readonly predicate: KubeletCertificates },
): Finding[] {
  const { nodes } = evidence;
  if (nodes === undefined) {
    return [finding(construct, 'guarantee-not-provable', 'nothing is known of the settings of the machines')];
  }
  return [
    ...isSet(construct, nodes, 'kubelet rotateCertificates', 'kubelets do not renew their certificates'),
    ...lifetime(construct, nodes, predicate.lifetimeSeconds),
    ...predicate.serving ? serving(construct, nodes, evidence) : [],
  ];
}

function lifetime(construct: string, nodes: NodesView, promised: number): Finding[] {
  const setting = 'kube-controller-manager --cluster-signing-duration';
  const doubt = inOwnWay(construct, nodes, setting);
  if (doubt) {
    return [doubt];
  }
  const value = nodes.settings[setting];
  const seconds = value === undefined ? DEFAULT_LIFETIME_SECONDS : parseGoDuration(String(value));
  return seconds !== undefined && seconds <= promised ? []
    : [finding(construct, 'guarantee-broken', `the controller manager signs for ${value === undefined ? '8760h, its default' : String(value)}, longer than the ${counted(promised, 'second')} promised`)];
}

function serving(construct: string, nodes: NodesView, { index, objects }: CertificateEvidence): Finding[] {
  const ask = isSet(construct, nodes, 'kubelet serverTLSBootstrap', 'kubelets ask for no serving certificate');
  const verify = isNamed(construct, nodes, 'kube-apiserver --kubelet-certificate-authority', 'the API server verifies no kubelet');
  const approves = distributionOf(nodes.distribution)?.approvesServing === true || approversOf(index, objects).length > 0;
  return [...ask, ...verify, ...approves ? []
    : [finding(construct, 'guarantee-broken', 'no workload of the cluster may approve serving certificates of kubelets, so that they stay pending')]];
}

function isSet(construct: string, nodes: NodesView, setting: string, otherwise: string): Finding[] {
  const doubt = keeps(nodes, setting) ? undefined : inOwnWay(construct, nodes, setting);
  return keeps(nodes, setting) || nodes.settings[setting] === true ? [] : [doubt ?? finding(construct, 'guarantee-broken', otherwise)];
}

function isNamed(construct: string, nodes: NodesView, setting: string, otherwise: string): Finding[] {
  const value = nodes.settings[setting];
  return keeps(nodes, setting) || (typeof value === 'string' && value !== '') ? [] : [inOwnWay(construct, nodes, setting) ?? finding(construct, 'guarantee-broken', otherwise)];
}

function keeps({ distribution }: NodesView, setting: string): boolean {
  return KEEPS[distribution as DistributionName]?.includes(setting) ?? false;
}

/** The provider does it, and what it does nobody sees here; or nobody can do it. */
function inOwnWay(construct: string, { refused, distribution, settings }: NodesView, setting: string): Finding | undefined {
  const refusal = refused.find(each => each.setting === setting);
  if (refusal) {
    return finding(construct, 'guarantee-not-provable', `${setting} is ${refusal.can === 'managed' ? 'managed by the provider' : 'not settable here'}: ${refusal.how}`);
  }
  const cell = distributionOf(distribution)?.areas[areaOf(setting)];
  return settings[setting] === undefined && cell !== undefined && cell.can !== 'settable'
    ? finding(construct, 'guarantee-not-provable', `${setting} is not ours to set: ${cell.how}`) : undefined;
}

function finding(construct: string, id: 'guarantee-broken' | 'guarantee-not-provable', reason: string): Finding {
  const isBroken = id === 'guarantee-broken';
  return {
    id,
    severity: isBroken ? 'high' : 'medium',
    construct,
    message: `promises that certificates of kubelets are renewed and how long they live${isBroken ? `, but ${reason}` : `, which cannot be proved: ${reason}`}`,
    fix: isBroken ? 'mend the setting, or acknowledge it with the reason' : 'acknowledge it with the reason, once you know what the provider does',
    constructs: [construct],
  };
}
