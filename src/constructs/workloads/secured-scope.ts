import type { IConstruct } from 'constructs';
import type { PodSecurityLevel } from './pod-security-level';

/** By this a SecuredNamespace of any copy of this package is known. */
export const SECURED_NAMESPACE = Symbol.for('cdk8s-bulwark.SecuredNamespace');

/** What others need to know of a SecuredNamespace around them. */
export interface SecuredScope extends IConstruct {
  readonly namespaceName: string;
  readonly _hardens: boolean;
  readonly _hardeningLevel: PodSecurityLevel;
}

/** The SecuredNamespace around a construct, if any; it may be the construct itself. */
export function securedAround(construct: IConstruct): SecuredScope | undefined {
  return construct.node.scopes.find(scope => SECURED_NAMESPACE in scope) as SecuredScope | undefined;
}
