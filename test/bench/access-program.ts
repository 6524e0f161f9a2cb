import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * node access.js LIB BINDINGS: RoleBindings over 1,000 namespaces, each to a Role of its own and to a user, a group and a
 * service account, beside the default roles. Tells on file descriptor 3 what it measured, in milliseconds.
 */
const PROGRAM = `
'use strict';
const fs = require('node:fs');
const [lib, count] = process.argv.slice(2);
const { policyOf } = require(lib + '/decide/access/build.js');
const { AccessIndex } = require(lib + '/decide/access/access-index.js');
const { authorize, whoCan } = require(lib + '/decide/access.js');

const BINDINGS = Number(count);
const API = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const objects = [];
for (let n = 0; n < BINDINGS; n += 1) {
  const namespace = 'team-' + n % 1000;
  objects.push({ object: { ...API, kind: 'Role', metadata: { name: 'role-' + n, namespace }, rules: [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods', 'pods/log', 'services'] },
    { verbs: ['get', 'update'], apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], ...(n % 3 ? {} : { resourceNames: ['web'] }) },
  ] } });
  objects.push({ object: { ...API, kind: 'RoleBinding', metadata: { name: 'binding-' + n, namespace }, roleRef: { kind: 'Role', name: 'role-' + n },
    subjects: [{ kind: 'User', name: 'user-' + n % 3000 }, { kind: 'Group', name: 'group-' + n % 500 }, { kind: 'ServiceAccount', name: 'account-' + n }] } });
}

let seed = 7;
function pick(choices) {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >> 8) % choices;
}
const requests = Array.from({ length: 100000 }, () => {
  const n = pick(BINDINGS);
  const [apiGroup, resource, subresource] = [['', 'pods', ''], ['', 'pods', 'log'], ['', 'services', ''], ['apps', 'deployments', ''], ['apps', 'deployments', 'scale'],
    ['', 'secrets', '']][pick(6)];
  return {
    user: { name: 'user-' + n % 3000, groups: ['group-' + pick(500), 'system:authenticated'] }, resourceRequest: true, path: '', apiGroup, resource, subresource,
    verb: ['get', 'get', 'list', 'delete'][pick(4)], name: ['', 'web'][pick(2)], namespace: 'team-' + (pick(4) ? n % 1000 : pick(1000)),
  };
});

function timed(action, times = 1) {
  const start = performance.now();
  for (let n = 0; n < times; n += 1) {
    action(n);
  }
  return (performance.now() - start) / times;
}

const figures = {};
let policy;
let index;
figures.policy = timed(() => { policy = policyOf(objects, { defaultsOf: 34 }); });
figures.index = timed(() => { index = new AccessIndex(policy); });
let allowed = 0;
// A million, the first of which find nothing compiled.
figures.million = timed(() => {
  for (let round = 0; round < 10; round += 1) {
    for (const request of requests) {
      allowed += index.allows(request) ? 1 : 0;
    }
  }
});
figures.allowed = allowed / 10;
figures.explained = timed(n => index.decide(requests[n]), 5000);
let agreed = 0;
figures.naive = timed(n => { agreed += (authorize(policy, requests[n]).decision === 'allow') === index.allows(requests[n]) ? 1 : 0; }, 300);
figures.agreed = agreed;
const question = { ...requests[0], verb: 'get', apiGroup: '', resource: 'pods', subresource: '', name: '', namespace: 'team-5' };
figures.whoCan = timed(() => index.whoCan(question), 100);
figures.whoCanAnywhere = timed(() => index.whoCanAnywhere(question), 20);
figures.whoCanNaive = timed(() => whoCan(policy, question), 20);
fs.writeSync(3, JSON.stringify(figures));
`;

/** Writes the program and says where. */
export function writeAccessProgram(folder: string): string {
  const file = join(folder, 'access.js');
  writeFileSync(file, PROGRAM);
  return file;
}

/** A folder of 200 manifests: Roles and their RoleBindings, a file each. */
export function writeManifestsFolder(folder: string): string {
  const root = join(folder, 'manifests');
  mkdirSync(root);
  for (let n = 0; n < 100; n += 1) {
    const head = (kind: string) => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: reader-${n}\n  namespace: team-${n % 20}\n`;
    const rules = 'rules:\n- apiGroups:\n  - ""\n  resources:\n  - pods\n  - pods/log\n  verbs:\n  - get\n  - list\n  - watch\n';
    const bound = `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: reader-${n}\nsubjects:\n- apiGroup: rbac.authorization.k8s.io\n  kind: User\n  name: user-${n}\n`;
    writeFileSync(join(root, `role-reader-${n}.yaml`), head('Role') + rules);
    writeFileSync(join(root, `rolebinding-reader-${n}.yaml`), head('RoleBinding') + bound);
  }
  return root;
}
