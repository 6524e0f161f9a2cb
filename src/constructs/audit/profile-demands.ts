import { AuditProfile } from './audit-profile';
import { AuditLevel } from './audit-rule';

/** Least values that a profile asks of a log. */
export interface LogMinima {
  readonly maxAgeDays: number;
  readonly maxBackups: number;
  readonly maxSizeMegabytes: number;
}

/** What a profile demands. */
export interface ProfileDemands {
  /** Of everything but what is sensitive. */
  readonly level: AuditLevel;
  /** Whether requests that tell nobody anything may be left out. */
  readonly dropsNoise: boolean;
  readonly log?: LogMinima;
}

const KEPT: LogMinima = { maxAgeDays: 30, maxBackups: 10, maxSizeMegabytes: 100 };

/** By profile. */
export const PROFILES: Readonly<Record<AuditProfile, ProfileDemands>> = {
  [AuditProfile.CIS]: { level: AuditLevel.METADATA, dropsNoise: true, log: KEPT },
  [AuditProfile.STIG]: { level: AuditLevel.REQUEST_RESPONSE, dropsNoise: false, log: KEPT },
  [AuditProfile.NSA]: { level: AuditLevel.REQUEST_RESPONSE, dropsNoise: false },
};
