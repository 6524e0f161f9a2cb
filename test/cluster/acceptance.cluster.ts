import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment } from './harness/environment';
import { collectionPath, objectPath } from './harness/objects';
import { readManifests } from '../../src/manifests/files';
import { objectLabel } from '../../src/manifests/identity';

const TREES = join(__dirname, '../../dist/manifests');
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

/** Every cluster folder that the example apps wrote. */
const clusters = readdirSync(TREES).flatMap(app => readdirSync(join(TREES, app), { withFileTypes: true })
  .filter(entry => entry.isDirectory()).map(entry => [`${app}/${entry.name}`, join(TREES, app, entry.name)] as const));

const assets = assetsFromEnvironment();

test('there are clusters to judge', () => {
  expect(clusters.length).toBeGreaterThanOrEqual(3);
});

describe.each(clusters)('%s', (_, root) => {
  const { manifests, problems } = readManifests(join(root, 'manifests'));
  // A namespace must stand before what is in it; agents see to the same.
  const objects = manifests.map(({ object }) => object).sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
  const auditPolicy = join(root, 'hosts/kubeadm/control-plane/etc/kubernetes/policies/audit-policy.yaml');
  const kubeadm = join(root, 'hosts/kubeadm/kubeadm.yaml');
  let plane: ControlPlane;

  beforeAll(async () => {
    const audit: Record<string, string> = existsSync(auditPolicy) ? { 'audit-policy-file': auditPolicy, 'audit-log-path': '-' } : {};
    plane = await ControlPlane.start(assets, { apiServerFlags: audit });
  });
  afterAll(async () => {
    plane?.assertRunning();
    await plane?.stop();
  });

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
      expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    }
  });

  if (existsSync(kubeadm)) {
    const documents = yaml.parseAllDocuments(readFileSync(kubeadm, 'utf8')).map(document => document.toJS() as Record<string, unknown>);
    const write = (name: string, document: unknown) => {
      const file = plane.file(name);
      writeFileSync(file, yaml.stringify(document));
      return file;
    };

    test('kubeadm takes its configuration', () => {
      const configuration = documents.find(({ kind }) => kind === 'ClusterConfiguration')!;
      // The newest patch of the minor would be asked of the network; the release that runs is of that minor.
      const pinned = { ...configuration, kubernetesVersion: execFileSync(assets.kubeadm, ['version', '-o', 'short'], { encoding: 'utf8' }).trim() };
      const run = spawnSync(assets.kubeadm, ['config', 'validate', '--config', write('kubeadm.yaml', pinned)], { encoding: 'utf8' });
      expect({ status: run.status, stderr: run.stderr.split('\n').filter(line => /unknown|error|strict|deprecated/i.test(line)) }).toEqual({ status: 0, stderr: [] });
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
