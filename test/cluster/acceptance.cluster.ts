import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { collectionPath, objectPath } from './harness/objects';
import { isBuiltInGroup, servedAt } from '../../src/kubernetes';
import { readManifests } from '../../src/manifests/files';
import { groupOf, objectLabel, versionOf } from '../../src/manifests/identity';

const TREES = join(__dirname, '../../dist/manifests');
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

/** Every cluster folder that the example apps wrote. */
const clusters = readdirSync(TREES).flatMap(app => readdirSync(join(TREES, app), { withFileTypes: true })
  .filter(entry => entry.isDirectory()).map(entry => [`${app}/${entry.name}`, join(TREES, app, entry.name)] as const));

/** Since 1.31 (`cmd/kubeadm/app/apis/kubeadm`). */
const KUBEADM_V1BETA4 = 31;
const assets = assetsFromEnvironment();

test('there are clusters to judge', () => {
  expect(clusters.length).toBeGreaterThanOrEqual(3);
});

describe.each(clusters)('%s', (_, root) => {
  const { manifests, problems } = readManifests(join(root, 'manifests'));
  // Custom resources need the definitions of their operators, and a server that is older than the target lacks some kinds.
  const known = manifests.map(({ object }) => object).filter(object => isBuiltInGroup(groupOf(object))
    && servedAt(groupOf(object), versionOf(object), String(object.kind), minorFromEnvironment())?.served !== false);
  // A namespace must stand before what is in it; agents see to the same.
  const objects = known.sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
  const auditPolicy = join(root, 'hosts/kubeadm/control-plane/etc/kubernetes/policies/audit-policy.yaml');
  const kubeadm = join(root, 'hosts/kubeadm/kubeadm.yaml');
  let plane: ControlPlane;

  beforeAll(async () => {
    const audit: Record<string, string> = existsSync(auditPolicy) ? { 'audit-policy-file': auditPolicy, 'audit-log-path': '-' } : {};
    plane = await ControlPlane.start(assets, { apiServerFlags: audit });
  });
  afterAll(() => plane?.finish());

  test('the server takes every object with strict field validation, without a warning', async () => {
    expect(problems).toEqual([]);
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) {
      const { status, body, warnings } = await plane.admin.send('POST', `${collectionPath(object)}?fieldValidation=Strict`, object);
      // The namespace `default` is the server's own.
      const expected = object.kind === 'Namespace' && (object.metadata as { name: string }).name === 'default' ? 409 : 201;
      expect({ object: objectLabel(object), status, message: body.message, warnings }).toEqual({
        object: objectLabel(object), status: expected, message: expected === 201 ? undefined : body.message, warnings: [],
      });
    }
  });

  test('applying the same objects again changes nothing', async () => {
    for (const object of objects) {
      const path = `${objectPath(object)}?fieldManager=gitops&force=true&fieldValidation=Strict`;
      const first = await plane.admin.send('PATCH', path, object, APPLY);
      const second = await plane.admin.send('PATCH', path, object, APPLY);
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(lasting(second.body)).toEqual(lasting(first.body));
    }
  });

  if (existsSync(kubeadm)) {
    const documents = yaml.parseAllDocuments(readFileSync(kubeadm, 'utf8')).map(document => document.toJS() as Record<string, unknown>);
    const write = (name: string, document: unknown) => {
      const file = plane.file(name);
      writeFileSync(file, yaml.stringify(document));
      return file;
    };

    // A file is written for the minor that its cluster runs, and that one is the newest in all apps.
    const isKnown = minorFromEnvironment() >= KUBEADM_V1BETA4 || documents.every(({ apiVersion }) => apiVersion !== 'kubeadm.k8s.io/v1beta4');
    test(isKnown ? 'kubeadm takes its configuration' : 'kubeadm of a minor that does not know v1beta4 says so', () => {
      const configuration = documents.find(({ kind }) => kind === 'ClusterConfiguration')!;
      // The newest patch of the minor would be asked of the network; the release that runs is of that minor.
      const pinned = { ...configuration, kubernetesVersion: execFileSync(assets.kubeadm, ['version', '-o', 'short'], { encoding: 'utf8' }).trim() };
      const run = spawnSync(assets.kubeadm, ['config', 'validate', '--config', write('kubeadm.yaml', pinned)], { encoding: 'utf8' });
      if (isKnown) {
        expect({ status: run.status, stderr: run.stderr.split('\n').filter(line => /unknown|error|strict|deprecated/i.test(line)) }).toEqual({ status: 0, stderr: [] });
      } else {
        expect(run.stderr).toMatch(/kubeadm\.k8s\.io\/v1beta4/);
        expect(run.status).toBe(1);
      }
    });

    test('the kubelet takes its configuration, strictly', () => {
      for (const document of documents.filter(({ kind }) => kind === 'KubeletConfiguration')) {
        const out = execFileSync(assets.hostfiles, [write('kubelet.yaml', document)], { encoding: 'utf8' });
        expect(JSON.parse(out)).toMatchObject({ accepted: true });
      }
    });
  }

  test('a field that the server does not know is refused: the judge is awake', async () => {
    const object = { ...objects.find(({ kind }) => kind === 'NetworkPolicy' || kind === 'Role')!, bogus: 1 };
    const { status, body } = await plane.admin.send('POST', `${collectionPath(object)}?fieldValidation=Strict&dryRun=All`, object);
    expect({ status, message: body.message }).toMatchObject({ status: 400, message: expect.stringContaining('unknown field "bogus"') });
  });
});

/**
 * What stays when nothing changes. A server may write the time of an apply anew, and with it the resource version: 1.28
 * does so for a Service with an empty list of externalIPs.
 */
function lasting(body: any): unknown {
  const { resourceVersion: _, managedFields, ...metadata } = body.metadata;
  return { ...body, metadata: { ...metadata, managedFields: managedFields.map(({ time: __, ...entry }: Record<string, unknown>) => entry) } };
}
