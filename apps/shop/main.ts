/** Google's Online Boutique, secured, on two clusters. */
import { addBoutique } from './boutique';
import { Cluster, ClusterTarget, PolicyApp } from 'cdk8s-bulwark';

const app = new PolicyApp();

addBoutique(new Cluster(app, 'staging', { target: ClusterTarget.kubeadm({ kubernetes: '1.37' }) }), { replicas: 1, users: 10 });
addBoutique(new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.36' }) }), { replicas: 3, users: 2 });

app.synth();
