/**
 * The default Roles, by namespace and name. The notation is in bootstrap-policy-rows.ts.
 *
 * Written by test/cluster/write-bootstrap-data.ts from what the bootstrappolicy package of these releases of
 * k8s.io/kubernetes returns (test/cluster/print-bootstrap.sh), not by hand: 1.27.16, 1.28.15, 1.29.15,
 * 1.30.14, 1.31.14, 1.32.13, 1.33.13, 1.34.4, 1.35.4, 1.36.3, 1.37.2.
 */

import type { RoleRow } from './bootstrap-policy-rows';

export const BOOTSTRAP_ROLES: readonly RoleRow[] = [
  ['kube-public/system:controller:bootstrap-signer', [
    ['get list watch', '', 'configmaps'],
    ['update', '', 'configmaps', '', 'cluster-info'],
    ['create patch update', ['', 'events.k8s.io'], 'events'],
  ]],
  ['kube-system/extension-apiserver-authentication-reader', [
    ['get list watch', '', 'configmaps', '', 'extension-apiserver-authentication'],
  ]],
  ['kube-system/system::leader-locking-kube-controller-manager', [
    ['watch', '', 'configmaps', '-34'],
    ['get update', '', 'configmaps', '-34', 'kube-controller-manager'],
    ['create get list update watch', 'coordination.k8s.io', 'leases', '31-'],
    ['create get list update watch', 'coordination.k8s.io', 'leasecandidates', '31-'],
  ]],
  ['kube-system/system::leader-locking-kube-scheduler', [
    ['watch', '', 'configmaps', '-34'],
    ['get update', '', 'configmaps', '-34', 'kube-scheduler'],
    ['create get list update watch', 'coordination.k8s.io', 'leases', '31-'],
    ['create get list update watch', 'coordination.k8s.io', 'leasecandidates', '31-'],
  ]],
  ['kube-system/system:controller:bootstrap-signer', [
    ['get list watch', '', 'secrets'],
  ]],
  ['kube-system/system:controller:cloud-provider', [
    ['create get list watch', '', 'configmaps'],
  ]],
  ['kube-system/system:controller:token-cleaner', [
    ['delete get list watch', '', 'secrets'],
    ['create patch update', ['', 'events.k8s.io'], 'events'],
  ]],
];
