import type { IConstruct } from 'constructs';
import type { KubernetesResource } from '../access/kubernetes-resource';
import type { Subject } from '../access/subject';
import type { NamespaceSelection } from '../network/selection';

/** What a request does. */
export enum AdmissionOperation {
  /** Make an object. */
  CREATE = 'CREATE',
  /** Change an object. */
  UPDATE = 'UPDATE',
  /** Remove an object; `object` is null then. */
  DELETE = 'DELETE',
  /** Connect to an object, as exec does. */
  CONNECT = 'CONNECT',
}

/** What happens to a request that a rule does not let pass. */
export enum AdmissionAction {
  /** It is refused. */
  DENY = 'Deny',
  /** Whoever sends it is warned. */
  WARN = 'Warn',
  /** The audit log gets a note. */
  AUDIT = 'Audit',
}

/** An expression with a name. */
export interface NamedExpression {
  /** The name. */
  readonly name: string;
  /** The expression, in the Common Expression Language. */
  readonly expression: string;
}

/** Which requests an admission policy looks at. */
export interface AdmissionMatchProps {
  /**
   * The resources, subresources among them.
   *
   * @default - pods, and the ephemeral containers that are added to them
   */
  readonly resources?: KubernetesResource[];

  /**
   * What the requests do.
   *
   * @default - CREATE and UPDATE
   */
  readonly operations?: AdmissionOperation[];

  /**
   * The namespaces. What is in no namespace is looked at in any case.
   *
   * @default - that of the chart around it; without one every namespace
   */
  readonly namespaces?: NamespaceSelection;

  /**
   * Only requests of this user, service account or group.
   *
   * @default - of everybody
   */
  readonly requestedBy?: Subject | IConstruct;

  /**
   * Further conditions; a request is looked at where all are true.
   *
   * @default - none
   */
  readonly conditions?: NamedExpression[];

  /**
   * Values that other expressions use as `variables.NAME`. Each may use those before it.
   *
   * @default - none
   */
  readonly variables?: NamedExpression[];

  /**
   * The name of policy and binding, which no namespace keeps apart.
   *
   * @default - the namespace around it and the construct path below the chart
   */
  readonly name?: string;
}
