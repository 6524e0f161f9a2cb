import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TELL } from './tell';

/** The measured programs, as plain JavaScript: no loader of TypeScript takes part in a figure. */
export const REPORT = `
${TELL}
// Runs what is to be timed by itself, and tells the time, that of the processor, and the peak memory.
function timed(action) {
  const start = performance.now();
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  tell({ synth: performance.now() - start, processor: (user + system) / 1000 });
}
`;

/**
 * node ours.js LIB CDK8S memory|write|plain CLUSTERS OUTDIR: 1,000 namespaces of 10 objects, spread over the
 * clusters. The mode `plain` makes the same constructs in an App of cdk8s, where each namespace is a chart.
 */
const OURS = `
'use strict';
const fs = require('node:fs');
const [lib, cdk8s, mode, clusters, outdir] = process.argv.slice(2);
const { App } = require(cdk8s);
const {
  Cluster, ClusterTarget, KubernetesResource, NamespacePart, NamespaceSelection, Peer, PodSelection, PolicyApp, Port, ReadOnlyRole,
  SecuredNamespace, Subject, TrafficPolicy,
} = require(lib);
${REPORT}
const NAMESPACES = 1000;
const app = mode === 'plain' ? new App({ outdir }) : new PolicyApp({ name: 'bench', outdir });
const target = ClusterTarget.generic({ kubernetes: '1.34' });
const perCluster = NAMESPACES / Number(clusters);
let scope = app;
for (let n = 0; n < NAMESPACES; n += 1) {
  const number = String(n).padStart(4, '0');
  if (mode !== 'plain' && n % perCluster === 0) {
    scope = new Cluster(app, 'cluster-' + number, { target });
  }
  const name = 'team-' + number;
  const namespace = new SecuredNamespace(scope, name, {
    defaultDeny: false, without: [{ part: NamespacePart.DEFAULT_ACCOUNT, reason: 'ten objects a namespace' }],
  });
  for (let i = 0; i < 3; i += 1) {
    new ReadOnlyRole(namespace, 'reader-' + i, {
      resources: [KubernetesResource.PODS, KubernetesResource.PODS_LOG, KubernetesResource.SERVICES, KubernetesResource.DEPLOYMENTS],
      subjects: [Subject.user('user-' + number + '-' + i), Subject.group('readers-' + number), Subject.serviceAccount(name, 'ci-' + i)],
    });
    new TrafficPolicy(namespace, 'app-' + i, {
      pods: PodSelection.labelled({ 'app.kubernetes.io/name': 'app-' + i }),
      ingress: [{
        from: [
          Peer.pods(PodSelection.labelled({ 'app.kubernetes.io/name': 'web-' + i })),
          Peer.namespaces(NamespaceSelection.labelled({ 'kubernetes.io/metadata.name': 'monitoring' })),
        ],
        ports: [Port.tcp(8080 + i)],
      }],
      egress: [{ to: [Peer.ipBlock('10.' + (n % 256) + '.0.0/16', ['10.' + (n % 256) + '.1.0/24'])], ports: [Port.tcp(5432)] }],
    });
  }
}
timed(() => {
  if (mode !== 'memory') {
    app.synth();
    return;
  }
  const { layOut } = require(lib + '/deliver/layout.js');
  const registered = app._register();
  for (const each of registered.clusters) {
    layOut(registered.model(each));
  }
});
`;

/** node plain.js CDK8S OBJECTS OUTDIR: the same objects as bare ApiObjects in plain cdk8s, one chart a namespace. */
const PLAIN = `
'use strict';
const fs = require('node:fs');
const [cdk8s, objects, outdir] = process.argv.slice(2);
const { ApiObject, App, Chart } = require(cdk8s);
${REPORT}
const app = new App({ outdir });
for (const [name, all] of Object.entries(JSON.parse(fs.readFileSync(objects, 'utf8')))) {
  const chart = new Chart(app, name);
  all.forEach((object, at) => new ApiObject(chart, 'object-' + at, object));
}
timed(() => app.synth());
`;

export interface ProgramFiles {
  readonly ours: string;
  readonly plain: string;
}

export function writePrograms(folder: string): ProgramFiles {
  mkdirSync(folder, { recursive: true });
  const files = { ours: join(folder, 'ours.js'), plain: join(folder, 'plain.js') };
  writeFileSync(files.ours, OURS);
  writeFileSync(files.plain, PLAIN);
  return files;
}
