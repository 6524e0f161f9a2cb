import { Duration } from 'cdk8s';
import { addClass, addEnum, addKind, isConstruct } from './types/kinds';

/** Loaded when a value is first asked about: a program uses few of them, and would wait for all. */
const load = {
  aggregatedRole: () => require('./access/aggregated-role') as typeof import('./access/aggregated-role'),
  existingRole: () => require('./access/existing-role') as typeof import('./access/existing-role'),
  kubernetesResource: () => require('./access/kubernetes-resource') as typeof import('./access/kubernetes-resource'),
  lists: () => require('./access/lists') as typeof import('./access/lists'),
  subject: () => require('./access/subject') as typeof import('./access/subject'),
  verb: () => require('./access/verb') as typeof import('./access/verb'),
  admissionCheck: () => require('./admission/admission-check') as typeof import('./admission/admission-check'),
  admissionMutation: () => require('./admission/admission-mutation') as typeof import('./admission/admission-mutation'),
  admissionProps: () => require('./admission/admission-props') as typeof import('./admission/admission-props'),
  auditBackend: () => require('./audit/audit-backend') as typeof import('./audit/audit-backend'),
  auditProfile: () => require('./audit/audit-profile') as typeof import('./audit/audit-profile'),
  auditRule: () => require('./audit/audit-rule') as typeof import('./audit/audit-rule'),
  gitopsAgent: () => require('./gitops/gitops-agent') as typeof import('./gitops/gitops-agent'),
  clusterPolicyApi: () => require('./network/cluster-policy-api') as typeof import('./network/cluster-policy-api'),
  clusterTrafficPolicy: () => require('./network/cluster-traffic-policy') as typeof import('./network/cluster-traffic-policy'),
  clusterTrafficRule: () => require('./network/cluster-traffic-rule') as typeof import('./network/cluster-traffic-rule'),
  databaseEngine: () => require('./network/database-engine') as typeof import('./network/database-engine'),
  peer: () => require('./network/peer') as typeof import('./network/peer'),
  port: () => require('./network/port') as typeof import('./network/port'),
  selection: () => require('./network/selection') as typeof import('./network/selection'),
  bootstrapToken: () => require('./nodes/bootstrap-token') as typeof import('./nodes/bootstrap-token'),
  containerRuntime: () => require('./nodes/container-runtime') as typeof import('./nodes/container-runtime'),
  kubeletHardening: () => require('./nodes/kubelet-hardening') as typeof import('./nodes/kubelet-hardening'),
  sandboxedRuntime: () => require('./nodes/sandboxed-runtime') as typeof import('./nodes/sandboxed-runtime'),
  guarantee: () => require('./promises/guarantee') as typeof import('./promises/guarantee'),
  target: () => require('./target') as typeof import('./target'),
  cronJobProps: () => require('./workloads/cron-job-props') as typeof import('./workloads/cron-job-props'),
  namespacePart: () => require('./workloads/namespace-part') as typeof import('./workloads/namespace-part'),
  podHardening: () => require('./workloads/pod-hardening') as typeof import('./workloads/pod-hardening'),
  podSecurityLevel: () => require('./workloads/pod-security-level') as typeof import('./workloads/pod-security-level'),
  sparkProps: () => require('./workloads/spark/spark-props') as typeof import('./workloads/spark/spark-props'),
};

const text = (given: unknown, write: (name: string) => string) => typeof given === 'string' ? write(JSON.stringify(given)) : undefined;

addKind('string', {
  phrase: 'a text',
  example: '',
  is: value => typeof value === 'string',
  instead: given => {
    if (isConstruct(given)) return 'give its name as a text';
    if (typeof given === 'object' && given !== null && 'expressionString' in given) return 'use its expressionString';
    return typeof given === 'number' || typeof given === 'boolean' ? `write it in quotes: '${given}'` : undefined;
  },
});
addKind('number', {
  phrase: 'a number',
  example: '',
  is: value => typeof value === 'number',
  instead: given => typeof given === 'string' && given.trim() !== '' && Number.isFinite(Number(given)) ? `write ${Number(given)}, without quotes` : undefined,
});
addKind('boolean', {
  phrase: 'true or false', example: '', is: value => typeof value === 'boolean', instead: () => 'write true or false, without quotes',
});
addKind('IConstruct', { phrase: 'a construct', example: 'the construct itself', is: isConstruct });
addKind('IClusterBlueprint', {
  phrase: 'an object with buildCluster',
  example: '{ buildCluster(cluster) { … } }',
  is: value => typeof value === 'object' && value !== null && typeof (value as { buildCluster?: unknown }).buildCluster === 'function',
  instead: given => typeof given === 'function' ? 'give an object with that function: { buildCluster(cluster) { … } }' : undefined,
});

addClass('AdmissionCheck', () => load.admissionCheck().AdmissionCheck, 'AdmissionCheck.imagesByDigest()');
addClass('AdmissionPatch', () => load.admissionMutation().AdmissionPatch, "AdmissionPatch.apply('Object{…}')");
addClass('AggregatedRole', () => load.aggregatedRole().AggregatedRole, 'an AggregatedRole');
addClass('AuditBackend', () => load.auditBackend().AuditBackend, "new AuditLogBackend(cluster, 'log')");
addClass('BootstrapToken', () => load.bootstrapToken().BootstrapToken, 'BootstrapToken.fromExternalSecret({ … })');
addClass('ClusterTarget', () => load.target().ClusterTarget, "ClusterTarget.kubeadm({ kubernetes: '1.34' })");
addClass('DatabaseEngine', () => load.databaseEngine().DatabaseEngine, 'DatabaseEngine.POSTGRESQL');
addClass('Duration', () => Duration, 'Duration.days(30)');
addClass('ExistingRole', () => load.existingRole().ExistingRole, 'ExistingRole.VIEW', given => text(given, name => `use ExistingRole.clusterRole(${name}) or ExistingRole.role(${name})`));
addClass('GitOpsAgent', () => load.gitopsAgent().GitOpsAgent, 'GitOpsAgent.kustomize()');
addClass('Guarantee', () => load.guarantee().Guarantee, 'Guarantee.auditRulesReachable()');
addClass('KubernetesResource', () => load.kubernetesResource().KubernetesResource, 'KubernetesResource.PODS', given => load.lists().resourceFix(given));
addClass('LabelExpression', () => load.selection().LabelExpression, "LabelExpression.exists('app')");
addClass('NamespaceSelection', () => load.selection().NamespaceSelection, "NamespaceSelection.named('shop')", given => text(given, name => `use NamespaceSelection.named(${name})`));
addClass('Peer', () => load.peer().Peer, "Peer.ipBlock('10.0.0.0/8')");
addClass('PodSelection', () => load.selection().PodSelection, "PodSelection.labelled({ app: 'web' })");
addClass('Port', () => load.port().Port, 'Port.tcp(5432)', given => typeof given === 'number' ? `use Port.tcp(${given})` : undefined);
addClass('Subject', () => load.subject().Subject, "Subject.user('jane')", given => text(given, name =>
  `use Subject.user(${name}), Subject.group(${name}), or the construct of a service account or workload`));
addClass('Verb', () => load.verb().Verb, 'Verb.GET', given => load.lists().verbFix(given));

addEnum('AdmissionAction', () => load.admissionProps().AdmissionAction);
addEnum('AdmissionOperation', () => load.admissionProps().AdmissionOperation);
addEnum('AuditBackendMode', () => load.auditBackend().AuditBackendMode);
addEnum('AuditLevel', () => load.auditRule().AuditLevel);
addEnum('AuditProfile', () => load.auditProfile().AuditProfile);
addEnum('AuditStage', () => load.auditRule().AuditStage);
addEnum('ClusterApiVersion', () => load.target().ClusterApiVersion);
addEnum('ClusterPolicyApi', () => load.clusterPolicyApi().ClusterPolicyApi);
addEnum('CronJobConcurrency', () => load.cronJobProps().CronJobConcurrency);
addEnum('ImagePinning', () => load.podHardening().ImagePinning);
addEnum('NamespacePart', () => load.namespacePart().NamespacePart);
addEnum('PodSecurityLevel', () => load.podSecurityLevel().PodSecurityLevel);
addEnum('PolicyTier', () => load.clusterTrafficPolicy().PolicyTier);
addEnum('Protocol', () => load.port().Protocol);
addEnum('RegistryCapability', () => load.containerRuntime().RegistryCapability);
addEnum('Sandbox', () => load.sandboxedRuntime().Sandbox);
addEnum('SparkLanguage', () => load.sparkProps().SparkLanguage);
addEnum('SparkOwnPolicy', () => load.sparkProps().SparkOwnPolicy);
addEnum('SparkSubmission', () => load.sparkProps().SparkSubmission);
addEnum('TlsVersion', () => load.kubeletHardening().TlsVersion);
addEnum('TrafficAction', () => load.clusterTrafficRule().TrafficAction);
