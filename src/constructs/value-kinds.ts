import { Duration } from 'cdk8s';
import { AggregatedRole } from './access/aggregated-role';
import { ExistingRole } from './access/existing-role';
import { KubernetesResource } from './access/kubernetes-resource';
import { resourceFix, verbFix } from './access/lists';
import { Subject } from './access/subject';
import { Verb } from './access/verb';
import { AdmissionCheck } from './admission/admission-check';
import { AdmissionPatch } from './admission/admission-mutation';
import { AdmissionAction, AdmissionOperation } from './admission/admission-props';
import { AuditBackend, AuditBackendMode } from './audit/audit-backend';
import { AuditProfile } from './audit/audit-profile';
import { AuditLevel, AuditStage } from './audit/audit-rule';
import { GitOpsAgent } from './gitops/gitops-agent';
import { ClusterPolicyApi } from './network/cluster-policy-api';
import { PolicyTier } from './network/cluster-traffic-policy';
import { TrafficAction } from './network/cluster-traffic-rule';
import { DatabaseEngine } from './network/database-engine';
import { Peer } from './network/peer';
import { Port, Protocol } from './network/port';
import { LabelExpression, NamespaceSelection, PodSelection } from './network/selection';
import { BootstrapToken } from './nodes/bootstrap-token';
import { RegistryCapability } from './nodes/container-runtime';
import { TlsVersion } from './nodes/kubelet-hardening';
import { Sandbox } from './nodes/sandboxed-runtime';
import { Guarantee } from './promises/guarantee';
import { ClusterApiVersion, ClusterTarget } from './target';
import { addClass, addEnum, addKind, isConstruct } from './types/kinds';
import { CronJobConcurrency } from './workloads/cron-job-props';
import { NamespacePart } from './workloads/namespace-part';
import { ImagePinning } from './workloads/pod-hardening';
import { PodSecurityLevel } from './workloads/pod-security-level';
import { SparkLanguage, SparkOwnPolicy, SparkSubmission } from './workloads/spark/spark-props';

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

addClass('AdmissionCheck', AdmissionCheck, 'AdmissionCheck.imagesByDigest()');
addClass('AdmissionPatch', AdmissionPatch, "AdmissionPatch.apply('Object{…}')");
addClass('AggregatedRole', AggregatedRole, 'an AggregatedRole');
addClass('AuditBackend', AuditBackend, "new AuditLogBackend(cluster, 'log')");
addClass('BootstrapToken', BootstrapToken, 'BootstrapToken.fromExternalSecret({ … })');
addClass('ClusterTarget', ClusterTarget, "ClusterTarget.kubeadm({ kubernetes: '1.34' })");
addClass('DatabaseEngine', DatabaseEngine, 'DatabaseEngine.POSTGRESQL');
addClass('Duration', Duration, 'Duration.days(30)');
addClass('ExistingRole', ExistingRole, 'ExistingRole.VIEW', given => text(given, name => `use ExistingRole.clusterRole(${name}) or ExistingRole.role(${name})`));
addClass('GitOpsAgent', GitOpsAgent, 'GitOpsAgent.kustomize()');
addClass('Guarantee', Guarantee, 'Guarantee.auditRulesReachable()');
addClass('KubernetesResource', KubernetesResource, 'KubernetesResource.PODS', resourceFix);
addClass('LabelExpression', LabelExpression, "LabelExpression.exists('app')");
addClass('NamespaceSelection', NamespaceSelection, "NamespaceSelection.named('shop')", given => text(given, name => `use NamespaceSelection.named(${name})`));
addClass('Peer', Peer, "Peer.ipBlock('10.0.0.0/8')");
addClass('PodSelection', PodSelection, "PodSelection.labelled({ app: 'web' })");
addClass('Port', Port, 'Port.tcp(5432)', given => typeof given === 'number' ? `use Port.tcp(${given})` : undefined);
addClass('Subject', Subject, "Subject.user('jane')", given => text(given, name =>
  `use Subject.user(${name}), Subject.group(${name}), or the construct of a service account or workload`));
addClass('Verb', Verb, 'Verb.GET', verbFix);

addEnum('AdmissionAction', AdmissionAction);
addEnum('AdmissionOperation', AdmissionOperation);
addEnum('AuditBackendMode', AuditBackendMode);
addEnum('AuditLevel', AuditLevel);
addEnum('AuditProfile', AuditProfile);
addEnum('AuditStage', AuditStage);
addEnum('ClusterApiVersion', ClusterApiVersion);
addEnum('ClusterPolicyApi', ClusterPolicyApi);
addEnum('CronJobConcurrency', CronJobConcurrency);
addEnum('ImagePinning', ImagePinning);
addEnum('NamespacePart', NamespacePart);
addEnum('PodSecurityLevel', PodSecurityLevel);
addEnum('PolicyTier', PolicyTier);
addEnum('Protocol', Protocol);
addEnum('RegistryCapability', RegistryCapability);
addEnum('Sandbox', Sandbox);
addEnum('SparkLanguage', SparkLanguage);
addEnum('SparkOwnPolicy', SparkOwnPolicy);
addEnum('SparkSubmission', SparkSubmission);
addEnum('TlsVersion', TlsVersion);
addEnum('TrafficAction', TrafficAction);
