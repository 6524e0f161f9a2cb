import { KubernetesResource } from '../access/kubernetes-resource';
import { Subject } from '../access/subject';
import { Verb } from '../access/verb';

/** How much of a request is logged. */
export enum AuditLevel {
  /** Nothing. */
  NONE = 'None',
  /** Who, when, what and the outcome; no bodies. */
  METADATA = 'Metadata',
  /** And the body of the request. */
  REQUEST = 'Request',
  /** And the body of the response. */
  REQUEST_RESPONSE = 'RequestResponse',
}

/** The moments of a request at which an event can be written. */
export enum AuditStage {
  /** As soon as the request arrives. */
  REQUEST_RECEIVED = 'RequestReceived',
  /** Headers of a long-running response were sent; failed logins appear at this stage alone. */
  RESPONSE_STARTED = 'ResponseStarted',
  /** The response is complete. */
  RESPONSE_COMPLETE = 'ResponseComplete',
  /** The API server panicked. */
  PANIC = 'Panic',
}

/** One rule of an audit policy. Conditions that are given must all hold; without any, it takes every request. */
export interface AuditRule {
  /** How much is logged of the requests that the rule takes. */
  readonly level: AuditLevel;

  /**
   * Requests of these users, groups and service accounts alone: groups or users, any of them where only one of
   * the two kinds is given, both where both are.
   *
   * @default - everyone
   */
  readonly subjects?: Subject[];

  /**
   * These verbs alone. `Verb.ALL` is refused: in an audit policy `*` is an ordinary word that matches nothing.
   *
   * @default - every verb
   */
  readonly verbs?: Verb[];

  /**
   * These resources alone. `pods` does not include `pods/log`; `allInGroup` takes a group with its subresources.
   *
   * @default - resources and paths alike
   */
  readonly resources?: KubernetesResource[];

  /**
   * These resources with all of their subresources, beside `resources`: `pods/*` in the policy, where it includes `pods` itself.
   *
   * @default - none
   */
  readonly withSubresources?: KubernetesResource[];

  /**
   * Objects with these names alone; needs `resources` or `withSubresources`.
   *
   * @default - every name
   */
  readonly names?: string[];

  /**
   * Requests in these namespaces alone. The empty name means requests without a namespace.
   *
   * @default - every namespace, and none
   */
  readonly namespaces?: string[];

  /**
   * These paths alone, such as `/healthz` or `/metrics*`; not beside resources or namespaces.
   *
   * @default - resources and paths alike
   */
  readonly nonResourceUrls?: string[];

  /**
   * Stages at which no event is written, beside those that the policy omits.
   *
   * @default - none
   */
  readonly omitStages?: AuditStage[];

  /**
   * Leave `metadata.managedFields` out of logged bodies.
   *
   * @default - as the policy says
   */
  readonly omitManagedFields?: boolean;
}
