import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Objects of a run: a third each Role, RoleBinding and NetworkPolicy. */
export const OBJECTS = 9_999;

/**
 * Plain JavaScript, as a compiled app is. `program.js CLUSTERS memory|write OUTDIR` makes the objects with our
 * constructs; in memory it stops when every cluster's files are computed.
 */
const OURS = `
const bulwark = require(process.env.BULWARK_LIB);
const [clusters, mode, outdir] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const app = new bulwark.PolicyApp({ name: 'bench', outdir });
const groups = ${OBJECTS / 3};
for (let c = 0, made = 0; c < clusters; c += 1) {
  const cluster = new bulwark.Cluster(app, 'cluster-' + c, { target: bulwark.ClusterTarget.generic({ kubernetes: '1.36' }) });
  const namespace = 'team-' + c;
  for (; made < Math.round((c + 1) * groups / clusters); made += 1) {
    new bulwark.ReadOnlyRole(cluster, 'reader-' + made, {
      namespace,
      resources: [bulwark.KubernetesResource.PODS, bulwark.KubernetesResource.SERVICES, bulwark.KubernetesResource.DEPLOYMENTS],
      subjects: [bulwark.Subject.user('user-' + made), bulwark.Subject.group('group-' + made)],
    });
    new bulwark.TrafficPolicy(cluster, 'traffic-' + made, {
      namespace,
      pods: bulwark.PodSelection.labelled({ app: 'app-' + made, tier: 'backend' }),
      ingress: [{ from: [bulwark.Peer.pods(bulwark.PodSelection.labelled({ app: 'client-' + made }))], ports: [bulwark.Port.tcp(8080)] }],
      egress: [{ to: [bulwark.Peer.ipBlock('10.0.0.0/16', ['10.0.1.0/24'])], ports: [bulwark.Port.tcp(5432)] }],
    });
  }
}
if (mode === 'memory') {
  const { layOut } = require(require('path').join(process.env.BULWARK_LIB, '..', 'deliver', 'layout.js'));
  const registered = app._register();
  let files = 0;
  for (const name of registered.clusters) files += layOut(registered.model(name)).size;
  if (files < ${OBJECTS}) throw new Error('only ' + files + ' files');
} else {
  app.synth();
}
`;

/** The same objects as plain cdk8s ApiObjects in charts, written by cdk8s's own synth, a file an object. */
const CDK8S = `
const { App, ApiObject, Chart, YamlOutputType } = require(require.resolve('cdk8s', { paths: [process.env.BULWARK_LIB] }));
const charts = Number(process.argv[2]);
const app = new App({ outdir: process.argv[3], yamlOutputType: YamlOutputType.FILE_PER_CHART });
const groups = ${OBJECTS / 3};
for (let c = 0, made = 0; c < charts; c += 1) {
  const chart = new Chart(app, 'chart-' + c, { namespace: 'team-' + c });
  for (; made < Math.round((c + 1) * groups / charts); made += 1) {
    for (const [id, props] of objects(made)) new ApiObject(chart, id, props);
  }
}
app.synth();
`;

/** The three objects of one group, as the constructs above make them. */
const OBJECTS_OF = `
function objects(n) {
  const group = 'rbac.authorization.k8s.io';
  return [
    ['role-' + n, { apiVersion: group + '/v1', kind: 'Role', metadata: { name: 'reader-' + n }, rules: [
      { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch'] }] }],
    ['binding-' + n, { apiVersion: group + '/v1', kind: 'RoleBinding', metadata: { name: 'reader-' + n },
      roleRef: { apiGroup: group, kind: 'Role', name: 'reader-' + n },
      subjects: [{ apiGroup: group, kind: 'Group', name: 'group-' + n }, { apiGroup: group, kind: 'User', name: 'user-' + n }] }],
    ['policy-' + n, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'traffic-' + n }, spec: {
      podSelector: { matchLabels: { app: 'app-' + n, tier: 'backend' } }, policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client-' + n } } }], ports: [{ port: 8080, protocol: 'TCP' }] }],
      egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.1.0/24'] } }], ports: [{ port: 5432, protocol: 'TCP' }] }] } }],
  ];
}
`;

/** Writes the programs and a helm chart with the same objects, one template a file, into a folder. */
export function writePrograms(folder: string): { readonly ours: string; readonly cdk8s: string; readonly chart: string } {
  const chart = join(folder, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'ours.js'), OURS);
  writeFileSync(join(folder, 'cdk8s.js'), OBJECTS_OF + CDK8S);
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  for (let n = 0; n < OBJECTS / 3; n += 1) {
    for (const [name, text] of templates(n)) {
      writeFileSync(join(chart, 'templates', `${name}.yaml`), text);
    }
  }
  return { ours: join(folder, 'ours.js'), cdk8s: join(folder, 'cdk8s.js'), chart };
}

/** Each template substitutes its namespace, so that helm has something to render. */
function templates(n: number): Array<[string, string]> {
  const head = (apiVersion: string, kind: string, name: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: {{ .Release.Namespace }}\n`;
  const rbac = 'rbac.authorization.k8s.io';
  return [
    [`role-${n}`, `${head(`${rbac}/v1`, 'Role', `reader-${n}`)}rules:
- apiGroups:
  - ""
  resources:
  - pods
  - services
  verbs:
  - get
  - list
  - watch
- apiGroups:
  - apps
  resources:
  - deployments
  verbs:
  - get
  - list
  - watch
`],
    [`binding-${n}`, `${head(`${rbac}/v1`, 'RoleBinding', `reader-${n}`)}roleRef:
  apiGroup: ${rbac}
  kind: Role
  name: reader-${n}
subjects:
- apiGroup: ${rbac}
  kind: Group
  name: group-${n}
- apiGroup: ${rbac}
  kind: User
  name: user-${n}
`],
    [`policy-${n}`, `${head('networking.k8s.io/v1', 'NetworkPolicy', `traffic-${n}`)}spec:
  egress:
  - ports:
    - port: 5432
      protocol: TCP
    to:
    - ipBlock:
        cidr: 10.0.0.0/16
        except:
        - 10.0.1.0/24
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: client-${n}
    ports:
    - port: 8080
      protocol: TCP
  podSelector:
    matchLabels:
      app: app-${n}
      tier: backend
  policyTypes:
  - Ingress
  - Egress
`],
  ];
}
