import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';
import { requestCertificate } from './harness/certificates';
import type { Client } from './harness/client';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment } from './harness/environment';
import { objectPath } from './harness/objects';
import { readManifests } from '../../src/manifests/files';

/** What the app `kubernetes-1-8` wrote, on a real control plane with the flags that it asks for. */
const TREE = join(__dirname, '../../dist/manifests/kubernetes-1-8/article');
const assets = assetsFromEnvironment();
const configuration = yaml.parseAllDocuments(readFileSync(join(TREE, 'hosts/kubeadm/kubeadm.yaml'), 'utf8'))
  .map(document => document.toJS() as any).find(({ kind }) => kind === 'ClusterConfiguration');
const flagsOf = (component: string): Record<string, string> =>
  Object.fromEntries(configuration[component].extraArgs.map(({ name, value }: { name: string; value: string }) => [name, value]));

let plane: ControlPlane;
let jane: Client;

beforeAll(async () => {
  const flags = flagsOf('apiServer');
  plane = await ControlPlane.start(assets, {
    apiServerFlags: {
      ...flags,
      'audit-policy-file': join(TREE, 'hosts/kubeadm/control-plane', flags['audit-policy-file']!),
    },
    controllerManagerFlags: flagsOf('controllerManager'),
    auditLog: true,
  });
  for (const { object } of readManifests(join(TREE, 'manifests')).manifests) {
    const { status } = await plane.admin.send('PATCH', `${objectPath(object)}?fieldManager=gitops&force=true`, object, { 'content-type': 'application/apply-patch+yaml' });
    expect([200, 201]).toContain(status);
  }
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'x' }] } };
  expect((await plane.admin.send('POST', '/api/v1/namespaces/default/pods', pod)).status).toBe(201);
  const certificate = await requestCertificate(plane, assets.pki, plane.admin, { name: 'jane', commonName: 'jane', signer: 'kubernetes.io/kube-apiserver-client' }, plane.admin);
  jane = plane.client(certificate);
});

afterAll(async () => {
  jane?.close();
  await plane?.finish();
});

test.each([
  ['GET', '/api/v1/namespaces/default/pods'],
  ['GET', '/api/v1/namespaces/default/pods/web'],
  ['GET', '/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=1'],
])('jane, with a certificate of her own, may %s %s', async (method, path) => {
  expect((await jane.send(method, path)).status).toBe(200);
});

test.each([
  ['GET', '/api/v1/pods'],
  ['GET', '/api/v1/namespaces/kube-system/pods'],
  ['GET', '/api/v1/namespaces/default/pods/web/log'],
  ['GET', '/api/v1/namespaces/default/pods/web/exec?command=sh'],
  ['GET', '/api/v1/namespaces/default/secrets'],
  ['GET', '/api/v1/namespaces/default/configmaps'],
  ['GET', '/api/v1/nodes'],
  ['GET', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles'],
  ['POST', '/api/v1/namespaces/default/pods'],
  ['PUT', '/api/v1/namespaces/default/pods/web'],
  ['DELETE', '/api/v1/namespaces/default/pods/web'],
  ['DELETE', '/api/v1/namespaces/default/pods'],
])('jane may not %s %s', async (method, path) => {
  const body = method === 'GET' || method === 'DELETE' ? undefined : { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  expect((await jane.send(method, path, body)).status).toBe(403);
});

test('the audit log has pods at Request, their log and status at Metadata, the rest at Metadata without RequestReceived', async () => {
  await plane.admin.send('GET', '/api/v1/namespaces/default/pods/web/status');
  await plane.admin.send('GET', '/api/v1/namespaces/default/pods/web/log');
  await plane.admin.send('GET', '/api/v1/namespaces/default/configmaps');
  await plane.admin.send('GET', '/healthz');
  interface Event { level: string; stage: string; requestURI: string; objectRef?: { resource?: string; subresource?: string } }
  let events: Event[] = [];
  await plane.until(async () => {
    events = readFileSync(plane.file('audit.log'), 'utf8').split('\n').slice(0, -1).map(line => JSON.parse(line) as Event);
    return events.some(({ requestURI, stage }) => requestURI === '/healthz' && stage === 'ResponseComplete');
  });
  const seen = { pods: 0, parts: 0, rest: 0 };
  for (const { level, stage, objectRef } of events) {
    const isPod = objectRef?.resource === 'pods';
    if (isPod && objectRef.subresource === undefined) {
      seen.pods += 1;
      expect(level).toBe('Request');
    } else if (isPod && ['log', 'status'].includes(objectRef.subresource!)) {
      seen.parts += 1;
      expect(level).toBe('Metadata');
    } else {
      seen.rest += 1;
      expect({ level, received: stage === 'RequestReceived' }).toEqual({ level: 'Metadata', received: false });
    }
  }
  expect(events.some(({ stage, objectRef }) => stage === 'RequestReceived' && objectRef?.resource === 'pods')).toBe(true);
  expect(seen.pods).toBeGreaterThan(5);
  expect(seen.parts).toBeGreaterThan(1);
  expect(seen.rest).toBeGreaterThan(10);
});

describe('certificates of kubelets', () => {
  const lifetime = Number(/^(\d+)h/.exec(flagsOf('controllerManager')['cluster-signing-duration']!)![1]);
  const signer = 'kubernetes.io/kube-apiserver-client-kubelet';
  const node = { commonName: 'system:node:worker-1', organizations: ['system:nodes'] };
  let first: Awaited<ReturnType<typeof requestCertificate>>;

  test('a machine that joins by a bootstrap token gets one for as long as was promised', async () => {
    // The bindings of a kubeadm cluster are kubeadm's, so kubeadm itself makes them, and the token.
    execFileSync(assets.kubeadm, ['init', 'phase', 'bootstrap-token', '--kubeconfig', plane.adminKubeconfig(), '--skip-token-print'], { stdio: 'pipe' });
    const { body } = await plane.admin.send('GET', '/api/v1/namespaces/kube-system/secrets?fieldSelector=type=bootstrap.kubernetes.io/token');
    const { 'token-id': id, 'token-secret': secret } = body.items[0].data as Record<string, string>;
    const token = [id, secret].map(part => Buffer.from(part!, 'base64').toString('utf8')).join('.');
    const machine = plane.client({ token });
    first = await requestCertificate(plane, assets.pki, machine, { name: 'node-first', ...node, signer });
    machine.close();
    expect(Math.round(first.hours)).toBe(lifetime);
  });

  test('the node renews it by itself, for as long again', async () => {
    const kubelet = plane.client(first);
    const renewed = await requestCertificate(plane, assets.pki, kubelet, { name: 'node-renewed', ...node, signer });
    kubelet.close();
    expect(Math.round(renewed.hours)).toBe(lifetime);
  });
});
