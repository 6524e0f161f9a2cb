/** A benchmark whose demands an AuditBaseline meets, beside its own. */
export enum AuditProfile {
  /**
   * CIS Kubernetes Benchmark: 3.2.1 and 3.2.2 on the policy, 1.2.16 to 1.2.19 on the log. The baseline meets them by
   * itself; the profile holds the log to 30 days, 10 files and 100 megabytes.
   */
  CIS = 'CIS',
  /**
   * Kubernetes STIG: V-242403 wants everything at RequestResponse, V-242462 to V-242464 hold the log to 30 days,
   * 10 files and 100 megabytes. Nothing is dropped as noise. Bodies of secrets, config maps and tokens are left out all
   * the same, which is to be stated as a deviation: whoever reads the log could use them.
   */
  STIG = 'STIG',
  /** NSA and CISA, Kubernetes Hardening Guide: secrets at Metadata, everything else at RequestResponse. Nothing is dropped as noise. */
  NSA = 'NSA',
}
