import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, figure, type Benchmark, type BenchOptions, type Findings } from './benchmark';
import { measureInTurns, timesOf, type Program } from './measure';

const MAIN = join(__dirname, '..', '..', 'lib', 'cli', 'main.js');
const BINDINGS = 10_000;
const POLICIES = 5_000;
const WORKLOADS = 500;

/** Comparing two large trees that differ in one object, against reading their files. */
export const diff: Benchmark = { name: 'diff', run: options => Promise.resolve(run(options)) };

const EMPTY = 'an empty program';
const READ = 'reading every file of both';
const BINDING = 'a binding differs';
const POLICY = 'a NetworkPolicy differs';

/** Reads every file of two folders, and nothing else. */
const READER = `
const fs = require('node:fs');
const path = require('node:path');
for (const root of process.argv.slice(2)) {
  for (const each of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (each.isFile()) fs.readFileSync(path.join(each.parentPath, each.name), 'utf8');
  }
}
`;

function run(options: BenchOptions): Findings {
  const { scratch } = options;
  const tree = (name: string, role: string, port: number) => writeTree(join(scratch, name), role, port);
  const [old, binding, policy] = [tree('old', 'edit', 8090), tree('binding', 'view', 8090), tree('policy', 'edit', 8080)];
  const reader = join(scratch, 'reader.js');
  writeFileSync(reader, READER);
  writeFileSync(join(scratch, 'empty.js'), '');
  const node = (name: string, ...args: string[]): Program => ({ name, command: process.execPath, args: () => args });
  const programs = [
    node(EMPTY, join(scratch, 'empty.js')), node(READ, reader, old, binding),
    // A narrowing is no failure here, and so no exit status that would end the measurement.
    node(BINDING, MAIN, 'diff', old, binding, '--fail-on', 'broadening'),
    node(POLICY, MAIN, 'diff', old, policy, '--fail-on', 'broadening'),
  ];
  const samples = measureInTurns(programs, options);
  const times = new Map(programs.map(({ name }) => [name, timesOf(samples.get(name)!)]));
  return {
    title: 'Two trees of 15,500 files that differ in one',
    method: [`${BINDINGS} RoleBindings, ${POLICIES} NetworkPolicies and ${WORKLOADS} Deployments over 1,000 namespaces, a file each. Each figure is a whole process, from files.`],
    tables: [{
      title: 'bulwark diff',
      head: ['', 'median', 'fastest', 'slowest'],
      rows: [...times].map(([name, { median, min, max }]) => [name, ...[median, min, max].map(time => `${figure(time)} ms`)]),
    }],
    requirements: [
      atMost('two trees that differ in a binding, fastest', times.get(BINDING)!.min, 1000, ' ms'),
      atMost('two trees that differ in a NetworkPolicy, fastest', times.get(POLICY)!.min, 1000, ' ms'),
    ],
  };
}

/**
 * Writes one tree and says where.
 *
 * @param role what one of the bindings gives
 * @param last the last of the ports, from 8000 on, that one of the policies opens
 */
function writeTree(root: string, role: string, last: number): string {
  const put = (namespace: string, file: string, text: string) => {
    mkdirSync(join(root, namespace), { recursive: true });
    writeFileSync(join(root, namespace, file), text);
  };
  for (let n = 0; n < BINDINGS; n += 1) {
    const namespace = `team-${n % 1000}`;
    put(namespace, `rolebinding-b${n}.yaml`, `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: b${n}\n  namespace: ${namespace}\n`
      + `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: ${n === 3 ? role : 'view'}\n`
      + `subjects:\n- apiGroup: rbac.authorization.k8s.io\n  kind: User\n  name: user-${n % 3000}\n`);
  }
  for (let n = 0; n < POLICIES; n += 1) {
    const namespace = `team-${n % 1000}`;
    put(namespace, `networkpolicy-p${n}.yaml`, `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p${n}\n  namespace: ${namespace}\n`
      + `spec:\n  ingress:\n  - from:\n    - podSelector:\n        matchLabels:\n          app: app-${n % 7}\n    ports:\n    - endPort: ${n === 4 ? last : 8090}\n      port: 8000\n      protocol: TCP\n`
      + '  podSelector: {}\n  policyTypes:\n  - Ingress\n');
  }
  for (let n = 0; n < WORKLOADS; n += 1) {
    const namespace = `team-${n}`;
    put(namespace, `deployment-d${n}.yaml`, `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d${n}\n  namespace: ${namespace}\n`
      + `spec:\n  selector:\n    matchLabels:\n      app: app-${n % 7}\n  template:\n    metadata:\n      labels:\n        app: app-${n % 7}\n`
      + '    spec:\n      containers:\n      - image: example.com/app:1\n        name: main\n');
  }
  return root;
}
