/** The API group of roles and bindings. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Keys of this package in labels and annotations. */
export const BULWARK_PREFIX = 'bulwark.cdk8s.io';
