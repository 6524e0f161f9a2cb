import { dirname } from 'node:path/posix';
import type { Construct } from 'constructs';
import { AuditBackend } from './audit-backend';
import { AuditLogBackend, type AuditLogOptions } from './audit-log-backend';
import { hostPath } from './host-path';
import { refuseEmpty } from '../access/lists';
import { Cluster } from '../cluster';
import { invalid } from '../errors';

/** Where a policy stands and where its events go. */
export interface AuditPlaces {
  readonly path?: string;
  readonly log?: AuditLogOptions;
  readonly backends?: AuditBackend[];
}

/**
 * Puts an audit policy on the machines of the control plane: the file, the flag that names it, and the backends.
 *
 * @param policy worked out at synth
 */
export function installAuditPolicy(construct: Construct, places: AuditPlaces, policy: () => object): AuditBackend[] {
  const cluster = Cluster.containing(construct);
  const path = hostPath(construct, 'path', places.path ?? '/etc/kubernetes/policies/audit-policy.yaml');
  const backends = backendsOf(construct, places);
  const beside = backends.find(backend => backend._folder === dirname(path));
  if (beside) {
    throw invalid(construct, 'path', path, `the API server must write to this folder, as ${beside.node.path} asks, and may only read that of the policy`,
      'put the two into folders of their own');
  }
  const same = backends.find(backend => backend._reads === path);
  if (same) {
    throw invalid(construct, 'path', path, `is the kubeconfig of ${same.node.path}, over which the policy would be written`, 'give each a path of its own');
  }
  cluster._hosts.file(construct, path, () => {
    // Loaded late: a program without an audit policy asks nothing of the engine that decides them.
    const { checkedPolicy } = require('./checked-policy') as typeof import('./checked-policy');
    return checkedPolicy(construct, policy() as Record<string, unknown>, cluster.target.minor);
  });
  cluster._hosts.mount(construct, { name: 'audit-policy', path: dirname(path), readOnly: true });
  cluster._hosts.flag(construct, 'kube-apiserver', 'audit-policy-file', path);
  backends.forEach(backend => backend._use());
  return backends;
}

function backendsOf(construct: Construct, { log, backends }: AuditPlaces): AuditBackend[] {
  if (backends === undefined) {
    return [new AuditLogBackend(construct, 'Log', log)];
  }
  refuseEmpty(construct, 'backends', backends);
  if (log !== undefined) {
    throw invalid(construct, 'log', log, 'cannot stand beside backends', 'put an AuditLogBackend into backends');
  }
  const other = backends.findIndex(backend => !AuditBackend._isAuditBackend(backend));
  if (other >= 0) {
    throw invalid(construct, `backends[${other}]`, typeof backends[other], 'is no backend', 'use an AuditLogBackend or an AuditWebhookBackend');
  }
  const elsewhere = backends.find(backend => Cluster.containing(backend) !== Cluster.containing(construct));
  if (elsewhere) {
    throw invalid(construct, 'backends', elsewhere.node.path, 'stands in another cluster', 'create it in this one');
  }
  return [...backends];
}
