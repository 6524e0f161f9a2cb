/** A nightly report and a Spark job beside each other: two teams, two namespaces, one cluster. */
import { Duration } from 'cdk8s';
import { addAnalytics } from './analytics';
import { addReports } from './reports';
import { Cluster, ClusterTarget, PolicyApp, SecuredNamespace } from 'cdk8s-bulwark';

const app = new PolicyApp();
const batch = new Cluster(app, 'batch', { target: ClusterTarget.kubeadm({ kubernetes: '1.36' }) });

addReports(new SecuredNamespace(batch, 'reports', {
  quota: { memoryLimits: '4Gi', pods: 10, loadBalancers: 0, nodePorts: 0 },
  containerDefaults: { cpuRequest: '100m', memoryRequest: '128Mi', memoryLimit: '256Mi' },
}), Duration.hours(2));
addAnalytics(new SecuredNamespace(batch, 'analytics', { quota: { pods: 50, loadBalancers: 0, nodePorts: 0 } }));

app.synth();
