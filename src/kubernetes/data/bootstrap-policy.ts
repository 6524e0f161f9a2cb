/** The tables of default roles and bindings, in one module so that they can be loaded late. */
export * from './bootstrap-policy-bindings';
export * from './bootstrap-policy-cluster-roles';
export * from './bootstrap-policy-controller-roles';
export * from './bootstrap-policy-roles';
