import type { AuditBackendOptions, AuditBatchOptions, AuditTruncateOptions } from '../audit/audit-backend';
import type { AuditAreaLevels, AuditBaselineProps } from '../audit/audit-baseline';
import type { AuditLogOptions } from '../audit/audit-log-backend';
import type { AuditPolicyProps } from '../audit/audit-policy';
import type { AuditRule } from '../audit/audit-rule';
import type { AuditWebhookBackendProps } from '../audit/audit-webhook-backend';
import { shape as of } from '../types/shapes';

/** The properties of the structs about auditing, each with its type. */
of<AuditAreaLevels>('AuditAreaLevels', {
  everythingElse: '?AuditLevel',
  interactive: '?AuditLevel',
  policy: '?AuditLevel',
  workloads: '?AuditLevel',
});
of<AuditBackendOptions>('AuditBackendOptions', { batch: '?AuditBatchOptions', mode: '?AuditBackendMode', truncate: '?AuditTruncateOptions' });
of<AuditBaselineProps>('AuditBaselineProps', {
  backends: '?AuditBackend[]',
  levels: '?AuditAreaLevels',
  log: '?AuditLogOptions',
  noisy: '?Subject[]',
  path: '?string',
  profile: '?AuditProfile',
  sensitive: '?KubernetesResource[]',
  watched: '?Subject[]',
});
of<AuditBatchOptions>('AuditBatchOptions', {
  bufferSize: '?number',
  maxSize: '?number',
  maxWait: '?Duration',
  throttleBurst: '?number',
  throttleQps: '?number',
});
of<AuditLogOptions>('AuditLogOptions', {
  batch: '?AuditBatchOptions',
  compress: '?boolean',
  maxAgeDays: '?number',
  maxBackups: '?number',
  maxSizeMegabytes: '?number',
  mode: '?AuditBackendMode',
  path: '?string',
  truncate: '?AuditTruncateOptions',
});
of<AuditPolicyProps>('AuditPolicyProps', {
  backends: '?AuditBackend[]',
  log: '?AuditLogOptions',
  omitManagedFields: '?boolean',
  omitStages: '?AuditStage[]',
  path: '?string',
  rules: 'AuditRule[]',
});
of<AuditRule>('AuditRule', {
  level: 'AuditLevel',
  names: '?string[]',
  namespaces: '?string[]',
  nonResourceUrls: '?string[]',
  omitManagedFields: '?boolean',
  omitStages: '?AuditStage[]',
  resources: '?KubernetesResource[]',
  subjects: '?Subject[]',
  verbs: '?Verb[]',
  withSubresources: '?KubernetesResource[]',
});
of<AuditTruncateOptions>('AuditTruncateOptions', { maxBatchBytes: '?number', maxEventBytes: '?number' });
of<AuditWebhookBackendProps>('AuditWebhookBackendProps', {
  batch: '?AuditBatchOptions',
  initialBackoff: '?Duration',
  kubeconfig: 'string',
  mode: '?AuditBackendMode',
  truncate: '?AuditTruncateOptions',
});
