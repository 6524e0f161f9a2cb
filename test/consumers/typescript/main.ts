import { Cluster, ClusterTarget, KubernetesResource, PolicyApp, ReadOnlyRole, SecuredNamespace, Subject } from 'cdk8s-bulwark';

const app = new PolicyApp();
export const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
const shop = new SecuredNamespace(prod, 'shop');
new ReadOnlyRole(shop, 'pod-reader', { resources: [KubernetesResource.PODS], subjects: [Subject.user('jane')] });

app.synth();
