import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TELL } from './tell';

/**
 * node network.js LIB NAMESPACES MODE: a fleet of namespaces with 10 workloads and 5 policies each, decided by the compiled
 * package. Tells on file descriptor 3 what it measured. The modes: `map` works out every connection; `points` asks single
 * questions; `one` reads the manifests of one namespace and asks one question, again and again.
 */
const PROGRAM = `
'use strict';
const fs = require('node:fs');
const [lib, count, mode] = process.argv.slice(2);
const { decideConnection } = require(lib + '/decide/network.js');
const { readNetwork } = require(lib + '/decide/network/read.js');
const { endOfPod } = require(lib + '/decide/network/ends.js');
const { NetworkIndex } = require(lib + '/decide/network/network-index.js');
const { eachConnection } = require(lib + '/decide/network/connectivity.js');
const { parseManifests } = require(lib + '/manifests/read.js');
const { writeManifests } = require(lib + '/manifests/write.js');

const NAME = 'app.kubernetes.io/name';
const TIERS = ['web', 'web', 'web', 'web', 'api', 'api', 'api', 'api', 'db', 'job'];

function pod(namespace, name, labels, ports, ip) {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels },
    spec: { containers: [{ name: 'main', image: 'app:1', ports }] }, status: { phase: 'Running', podIPs: [{ ip }] },
  };
}

function policy(namespace, name, spec) {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

/** Pods and policies of one namespace; teams have 20 namespaces each, however large the fleet is. */
function namespaceOf(n) {
  const namespace = 'ns-' + String(n).padStart(5, '0');
  const team = 'team-' + Math.floor(n / 20);
  const ip = i => '10.' + (n >> 8) % 256 + '.' + n % 256 + '.' + (i + 10);
  const tier = of => ({ matchLabels: { tier: of } });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team, env: ['dev', 'staging', 'prod'][n % 3] } } },
    ...TIERS.map((of, i) => pod(namespace, of + '-' + i, { [NAME]: of + '-' + i, tier: of, 'pod-template-hash': 'h' + n + i },
      [{ name: 'http', containerPort: 8080 + i }, { name: 'metrics', containerPort: 9090 }], ip(i))),
    policy(namespace, 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy(namespace, 'dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
      ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }],
    }] }),
    policy(namespace, 'api', { podSelector: tier('api'), policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: tier('web') }, { namespaceSelector: { matchLabels: { team } }, podSelector: tier('web') }], ports: [{ port: 'http' }] }],
      egress: [{ to: [{ podSelector: tier('db') }], ports: [{ port: 5432, endPort: 5440 }] }],
    }),
    policy(namespace, 'web', { podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['web', 'job'] }] }, policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 8080, endPort: 8099 }] },
        { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports: [{ port: 'metrics' }] }],
      egress: [{ to: [{ namespaceSelector: { matchLabels: { team } } }], ports: [{ port: 8000, endPort: 8999 }] },
        { to: [{ ipBlock: { cidr: '172.' + (16 + n % 16) + '.0.0/16', except: ['172.' + (16 + n % 16) + '.' + n % 256 + '.0/24'] } }], ports: [{ port: 443 }] }],
    }),
    policy(namespace, 'db', { podSelector: tier('db'), policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['api'] }] } }], ports: [{ port: 5432 }] }],
      egress: [{ to: [{ podSelector: tier('db') }] }],
    }),
  ];
}

const SHARED = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } }, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } },
  pod('kube-system', 'dns', { 'k8s-app': 'kube-dns' }, [{ name: 'dns', containerPort: 53, protocol: 'UDP' }], '10.255.0.1'),
  pod('monitoring', 'prometheus', { [NAME]: 'prometheus' }, [], '10.255.0.2'),
];

function since(start) {
  return performance.now() - start;
}

${TELL}
let random = 1;
function pick(list) {
  random = (random * 48271) % 2147483647;
  return list[random % list.length];
}

if (mode === 'one') {
  const text = writeManifests([...SHARED, ...namespaceOf(7)]);
  const times = [];
  for (let run = 0; run < 60; run += 1) {
    const start = performance.now();
    const { model, problems } = readNetwork(parseManifests(text, 'ns.yaml').manifests);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    const named = name => endOfPod(model.pods.find(pod => pod.name === name));
    const parsed = since(start);
    if (decideConnection(model, { from: named('web-0'), to: named('api-4'), protocol: 'TCP', port: 8084 }).decision !== 'allow') throw new Error('web-0 must reach api-4');
    times.push([parsed, since(start)]);
  }
  const median = at => times.slice(10).map(each => each[at]).sort((a, b) => a - b)[25];
  tell({ parsed: median(0), one: median(1), first: times[0][1] });
} else {
  const objects = [...SHARED];
  for (let n = 0; n < Number(count); n += 1) objects.push(...namespaceOf(n));
  const reading = performance.now();
  const { model, problems } = readNetwork(objects.map(object => ({ object })));
  const read = since(reading);
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  const indexing = performance.now();
  const index = new NetworkIndex(model);
  const loaded = since(indexing);
  // Half of the questions stay near: pods of two distant namespaces rarely talk.
  const questions = Array.from({ length: 20000 }, (_, at) => {
    const from = Math.abs(pick([...Array(997).keys()]) * 7919) % model.pods.length;
    const to = at % 2 === 0 ? Math.min(from + at % 10, model.pods.length - 1) : (from * 31 + at) % model.pods.length;
    return { from: endOfPod(model.pods[from]), to: endOfPod(model.pods[to]), protocol: 'TCP', port: pick([53, 443, 5432, 8080, 8084, 9090]) };
  });
  if (mode === 'points') {
    const first = performance.now();
    for (const { from, to, protocol, port } of questions) index.allows(from, to, protocol, port);
    const cold = since(first) / questions.length;
    const again = performance.now();
    let open = 0;
    for (const { from, to, protocol, port } of questions) open += Number(index.allows(from, to, protocol, port));
    const warm = since(again) / questions.length;
    const naive = performance.now();
    let expected = 0;
    for (const each of questions) expected += Number(decideConnection(model, each).decision === 'allow');
    tell({ cold, warm, naive: since(naive) / questions.length, open, expected });
  } else {
    const mapping = performance.now();
    let stretches = 0;
    let pairs = 0;
    const pods = index.classes.length;
    eachConnection(index, (fromFirst, fromEnd, toFirst, toEnd) => {
      stretches += 1;
      if (fromFirst < pods && toFirst < pods) pairs += (fromEnd - fromFirst) * (toEnd - toFirst);
    });
    const map = since(mapping);
    const sample = questions.slice(0, 5000);
    const naive = performance.now();
    for (const each of sample) decideConnection(model, each);
    const onePort = since(naive) / sample.length * model.pods.length ** 2;
    tell({ read, loaded, map, whole: loaded + map, stretches, pairs, pods: model.pods.length, classes: pods, sets: index.sets.size, onePort });
  }
}
`;

/** Writes the program; its figures come back as JSON. */
export function writeNetworkProgram(folder: string): string {
  const path = join(folder, 'network.js');
  writeFileSync(path, PROGRAM);
  return path;
}
