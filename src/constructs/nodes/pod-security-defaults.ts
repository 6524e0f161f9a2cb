import { PodSecurityLevel } from '../workloads/pod-security-level';

/** The Pod Security level of namespaces that have no label for it. */
export interface PodSecurityDefaults {
  /**
   * What pods must meet.
   *
   * @default PodSecurityLevel.BASELINE
   */
  readonly enforce?: PodSecurityLevel;
  /**
   * What is warned of and noted in the audit log.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly warn?: PodSecurityLevel;
  /**
   * Namespaces that are not looked at.
   *
   * @default - kube-system, whose pods make the network and storage of nodes
   */
  readonly exemptNamespaces?: string[];
}

/** `AdmissionConfiguration` with the PodSecurity plugin, pinned to the minor: a newer cluster does not refuse more by itself. */
export function admissionFile({ enforce = PodSecurityLevel.BASELINE, warn = PodSecurityLevel.RESTRICTED, exemptNamespaces = ['kube-system'] }: PodSecurityDefaults, minor: number): object {
  const version = `v1.${minor}`;
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AdmissionConfiguration',
    plugins: [{
      name: 'PodSecurity',
      configuration: {
        apiVersion: 'pod-security.admission.config.k8s.io/v1',
        kind: 'PodSecurityConfiguration',
        defaults: { 'enforce': enforce, 'enforce-version': version, 'audit': warn, 'audit-version': version, 'warn': warn, 'warn-version': version },
        exemptions: { usernames: [], runtimeClasses: [], namespaces: [...new Set(exemptNamespaces)].sort() },
      },
    }],
  };
}
