import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TELL } from './tell';

/**
 * node audit.js LIB log FILE MEGABYTES | decide | parse FILE | replay FILE
 *
 * `log` writes an audit log of that size, the same on every machine. `decide` asks a policy of 60 rules a million times.
 * `parse` gives the lines of the log to JSON.parse and does nothing with them; `replay` replays it under an AuditBaseline.
 * Both read the file as it comes. Tells on file descriptor 3 what it measured.
 */
const PROGRAM = `
'use strict';
const fs = require('node:fs');
const [lib, mode, file, megabytes] = process.argv.slice(2);

let seed = 1;
function random(below) {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
}

${TELL}
const USERS = ['system:kube-scheduler', 'system:kube-controller-manager', 'jane', 'system:serviceaccount:kube-system:coredns', 'system:anonymous',
  ...Array.from({ length: 50 }, (_, n) => 'system:node:n' + n)];
const RESOURCES = [['', 'pods'], ['', 'configmaps'], ['', 'secrets'], ['coordination.k8s.io', 'leases'], ['apps', 'deployments'], ['', 'events'],
  ['', 'nodes', 'status'], ['', 'pods', 'status'], ['rbac.authorization.k8s.io', 'rolebindings'], ['', 'endpoints']];
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const LEVELS = ['Metadata', 'Metadata', 'Metadata', 'Request', 'RequestResponse'];

function event(n) {
  const [apiGroup, resource, subresource] = RESOURCES[random(RESOURCES.length)];
  const username = USERS[random(USERS.length)];
  const level = LEVELS[random(LEVELS.length)];
  const namespace = 'ns-' + random(50);
  const name = 'object-' + random(1000);
  const body = { apiVersion: 'v1', metadata: { name, namespace, labels: { app: 'a' + random(99) } }, spec: { containers: [{ name: 'main',
    image: 'registry.example.com/team/app:' + random(1000), env: [{ name: 'A', value: 'b'.repeat(40) }], resources: { limits: { cpu: '100m', memory: '128Mi' } } }] } };
  return {
    kind: 'Event', apiVersion: 'audit.k8s.io/v1', level, auditID: 'a0b1c2d3-' + n, stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/' + namespace + '/' + resource + '/' + name + '?timeout=10s', verb: VERBS[random(VERBS.length)],
    user: { username, groups: username.startsWith('system:node') ? ['system:nodes', 'system:authenticated'] : ['system:authenticated', 'dev'] },
    sourceIPs: ['10.0.0.' + random(255)], userAgent: 'kubelet/v1.34.1 (linux/amd64) kubernetes/abcdef0',
    objectRef: { resource, namespace, name, apiVersion: 'v1', ...(apiGroup ? { apiGroup } : {}), ...(subresource ? { subresource } : {}) },
    responseStatus: { metadata: {}, code: 200 }, ...(level === 'Metadata' ? {} : { requestObject: body }),
    ...(level === 'RequestResponse' ? { responseObject: { ...body, status: { phase: 'Running', podIP: '10.1.2.3' } } } : {}),
    requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z', stageTimestamp: '2026-01-01T00:00:00.000000Z',
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'RBAC: allowed by ClusterRoleBinding "x" of ClusterRole "y" to Group "z"' },
  };
}

function writeLog() {
  const out = fs.openSync(file, 'w');
  for (let n = 0, written = 0; written < megabytes * 1e6;) {
    const lines = Array.from({ length: 2000 }, () => JSON.stringify(event(n++)));
    written += fs.writeSync(out, lines.join('\\n') + '\\n');
  }
  fs.closeSync(out);
}

function decide() {
  const { AuditIndex } = require(lib + '/decide/audit/audit-index.js');
  const { decideAudit } = require(lib + '/decide/audit.js');
  const { requestOf } = require(lib + '/decide/audit/event.js');
  const rules = Array.from({ length: 59 }, (_, n) => n % 3 === 0
    ? { level: 'None', users: ['system:node:n' + n], verbs: ['watch'], resources: [{ group: '', resources: ['pods', 'pods/status', 'r' + n] }] }
    : n % 3 === 1 ? { level: 'Metadata', userGroups: ['g' + n], namespaces: ['ns-' + n], resources: [{ group: 'apps' }] }
      : { level: 'Request', nonResourceURLs: ['/p' + n + '*'] });
  const policy = { apiVersion: 'audit.k8s.io/v1', rules: [...rules, { level: 'Metadata' }] };
  const index = new AuditIndex(policy, 36);
  const requests = Array.from({ length: 10000 }, (_, n) => requestOf(event(n)));
  const start = performance.now();
  let taken = 0;
  for (let round = 0; round < 100; round += 1) for (const request of requests) taken += index.decide(request).rule;
  const million = performance.now() - start;
  const naive = performance.now();
  let agreed = 0;
  for (const request of requests) agreed += decideAudit(policy, request, 36).rule === index.decide(request).rule ? 1 : 0;
  tell({ million, naive: (performance.now() - naive) / requests.length * 1e6, agreed, taken });
}

async function parse() {
  const start = performance.now();
  let rest = Buffer.alloc(0);
  let events = 0;
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1048576 })) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let to = bytes.indexOf(10); to >= 0; from = to + 1, to = bytes.indexOf(10, from)) {
      events += JSON.parse(bytes.toString('utf8', from, to)).stage.length > 0 ? 1 : 0;
    }
    rest = bytes.subarray(from);
  }
  tell({ time: performance.now() - start, events });
}

async function replayed() {
  const { replay } = require(lib + '/adopt/audit-log/replay.js');
  const { openLog } = require(lib + '/adopt/audit-log/log-stream.js');
  const { baselinePolicy } = require(lib + '/constructs/audit/baseline-rules.js');
  const nobody = { users: [], groups: [] };
  const policy = baselinePolicy({ minor: 36, sensitive: [], watched: nobody, noisy: nobody, dropsNoise: true,
    levels: { policy: 'RequestResponse', interactive: 'Request', workloads: 'Request', rest: 'Metadata' } });
  const start = performance.now();
  const { logs: [{ events }], leftOut } = await replay([openLog(file)], { policy, minor: 36 });
  tell({ time: performance.now() - start, events, leftOut });
}

({ log: writeLog, decide, parse, replay: replayed })[mode]();
`;

/** Writes the program; its figures come back as JSON. */
export function writeAuditProgram(folder: string): string {
  const path = join(folder, 'audit.js');
  writeFileSync(path, PROGRAM);
  return path;
}
