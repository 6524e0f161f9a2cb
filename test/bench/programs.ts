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

/**
 * node plus.js CDK8S CDK8S_PLUS OUTDIR: the same namespaces, roles, bindings and policies as users of cdk8s write them without
 * this library: with cdk8s-plus, one chart a namespace.
 */
const PLUS = `
'use strict';
const fs = require('node:fs');
const [cdk8s, cdk8sPlus, outdir] = process.argv.slice(2);
const { ApiObject, App, Chart } = require(cdk8s);
const plus = require(cdk8sPlus);
${REPORT}
const app = new App({ outdir });
for (let n = 0; n < 1000; n += 1) {
  const number = String(n).padStart(4, '0');
  const name = 'team-' + number;
  const chart = new Chart(app, name, { namespace: name });
  new plus.Namespace(chart, 'namespace', { metadata: { name } });
  for (let i = 0; i < 3; i += 1) {
    const role = new plus.Role(chart, 'reader-' + i);
    role.allowRead(
      plus.ApiResource.PODS, plus.ApiResource.custom({ apiGroup: '', resourceType: 'pods/log' }), plus.ApiResource.SERVICES, plus.ApiResource.DEPLOYMENTS,
    );
    role.bind(
      plus.User.fromName(role, 'user', 'user-' + number + '-' + i),
      plus.Group.fromName(role, 'group', 'readers-' + number),
      plus.ServiceAccount.fromServiceAccountName(role, 'account', 'ci-' + i, { namespaceName: name }),
    );
    const pods = (id, app) => plus.Pods.select(chart, id + '-' + i, { labels: { 'app.kubernetes.io/name': app } });
    const monitoring = plus.Namespaces.select(chart, 'monitoring-' + i, { labels: { 'kubernetes.io/metadata.name': 'monitoring' } });
    const block = plus.NetworkPolicyIpBlock.ipv4(chart, 'block-' + i, '10.' + (n % 256) + '.0.0/16', ['10.' + (n % 256) + '.1.0/24']);
    const policy = new plus.NetworkPolicy(chart, 'app-' + i, { selector: pods('app-pods', 'app-' + i) });
    policy.addIngressRule(pods('web-pods', 'web-' + i), [plus.NetworkPolicyPort.tcp(8080 + i)]);
    policy.addIngressRule(monitoring, [plus.NetworkPolicyPort.tcp(8080 + i)]);
    policy.addEgressRule(block, [plus.NetworkPolicyPort.tcp(5432)]);
  }
}
const objects = app.node.findAll().filter(construct => ApiObject.isApiObject(construct)).length;
if (objects !== 10000) {
  throw new Error('not 10,000 objects, but ' + objects);
}
timed(() => app.synth());
`;

export interface ProgramFiles {
  readonly ours: string;
  readonly plain: string;
  readonly plus: string;
}

export function writePrograms(folder: string): ProgramFiles {
  mkdirSync(folder, { recursive: true });
  const files = { ours: join(folder, 'ours.js'), plain: join(folder, 'plain.js'), plus: join(folder, 'plus.js') };
  writeFileSync(files.ours, OURS);
  writeFileSync(files.plain, PLAIN);
  writeFileSync(files.plus, PLUS);
  return files;
}
