import type { HeldRule } from './access-index';
import type { NearMiss } from './near-misses';
import type { AccessDecision, AccessRequest } from '../access';

/** A decision, what came near it, and what to know before one relies on it. */
export interface AccessAnswer extends AccessDecision {
  /** `depends`: RBAC has no opinion, and whether something else allows it cannot be told. */
  readonly answer: 'yes' | 'no' | 'depends';
  readonly request: AccessRequest;
  /** What almost allowed it, the likeliest slip first; empty for a yes. */
  readonly nearMisses: readonly NearMiss[];
  /** A sentence each. */
  readonly warnings: readonly string[];
}

/** Rules that a user holds in one place. */
export interface HeldIn {
  /** Empty for what is held everywhere, in every namespace and outside. */
  readonly namespace: string;
  readonly rules: readonly HeldRule[];
}
