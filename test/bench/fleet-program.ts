import { REPORT } from './programs';

/**
 * node fleet.js LIB OUTDIR CLUSTERS CHANGED: a Fleet of clusters with 1,000 objects each: 100 namespaces with their Namespace,
 * 3 Roles, 3 RoleBindings and 3 NetworkPolicies. The cluster CHANGED, if any, has another port in one of them.
 */
export const FLEET_PROGRAM = `
'use strict';
const fs = require('node:fs');
const [lib, outdir, clusters, changed] = process.argv.slice(2);
const {
  ClusterTarget, Fleet, KubernetesResource, NamespacePart, Peer, PodSelection, PolicyApp, Port, ReadOnlyRole, SecuredNamespace, Subject, TrafficPolicy,
} = require(lib);
${REPORT}
const app = new PolicyApp({ name: 'bench', outdir });
const names = Array.from({ length: Number(clusters) }, (_, n) => 'cluster-' + String(n).padStart(4, '0'));
new Fleet(app, 'fleet', {
  clusters: names,
  target: ClusterTarget.generic({ kubernetes: '1.34' }),
  blueprint: {
    buildCluster(cluster) {
      for (let n = 0; n < 100; n += 1) {
        const name = 'team-' + String(n).padStart(4, '0');
        const namespace = new SecuredNamespace(cluster, name, {
          defaultDeny: false, without: [{ part: NamespacePart.DEFAULT_ACCOUNT, reason: 'ten objects a namespace' }],
        });
        for (let i = 0; i < 3; i += 1) {
          new ReadOnlyRole(namespace, 'reader-' + i, {
            resources: [KubernetesResource.PODS, KubernetesResource.SERVICES],
            subjects: [Subject.group('readers-' + cluster.clusterName), Subject.serviceAccount(name, 'ci-' + i)],
          });
          new TrafficPolicy(namespace, 'app-' + i, {
            pods: PodSelection.labelled({ 'app.kubernetes.io/name': 'app-' + i }),
            ingress: [{ from: [Peer.pods(PodSelection.labelled({ 'app.kubernetes.io/name': 'web-' + i }))], ports: [Port.tcp(8080 + i)] }],
            egress: [{ to: [Peer.ipBlock('10.0.0.0/16')], ports: [Port.tcp(cluster.clusterName === changed && n + i === 0 ? 5433 : 5432)] }],
          });
        }
      }
    },
  },
});
timed(() => app.synth());
`;
