import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import * as yaml from 'yaml';
import { requestCertificate } from './harness/certificates';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { collectionPath } from './harness/objects';
import { renderHosts } from '../../src/deliver/hosts';
import {
  Cluster, ClusterTarget, ControlPlaneSettings, KubeletCertificateRotation, KubeletHardening, PolicyApp, Sandbox, SandboxedRuntime,
} from 'cdk8s-bulwark';

const assets = assetsFromEnvironment();
const minor = minorFromEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'bulwark-hosts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const APPROVER = { image: `ghcr.io/postfinance/kubelet-csr-approver@sha256:${'a'.repeat(64)}`, nodeNames: '^node-[0-9]+$', nodeAddresses: ['10.0.0.0/16'] };

/** A cluster with everything that nodes and control plane can be asked, and its model. */
function modelOn(distribution: 'kubeadm' | 'generic' | 'kind' | 'k3s' | 'talos' | 'k0s' | 'clusterApi' | 'eks') {
  const app = new PolicyApp({ name: 'hosts' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget[distribution]({ kubernetes: `1.${minor}` }) });
  const approves = ['k3s', 'k0s', 'eks'].includes(distribution);
  new KubeletCertificateRotation(prod, 'kubelet', {
    certificateLifetime: Duration.days(30),
    serving: approves ? {} : { approver: APPROVER, ...distribution === 'generic' ? { certificateAuthority: '/etc/kubernetes/pki/ca.crt' } : {} },
  });
  new KubeletHardening(prod, 'harden', { clientCertificateAuthority: '/etc/kubernetes/pki/ca.crt' });
  if (distribution !== 'clusterApi') {
    new SandboxedRuntime(prod, 'gvisor', { sandbox: Sandbox.GVISOR });
  }
  return app._register().model('prod');
}

/** The KubeletConfiguration documents and patches in the files of a distribution. */
function kubeletDocuments(files: ReadonlyMap<string, string>): object[] {
  const head = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };
  return [...files].filter(([path]) => /\.(ya?ml|conf)$/.test(path) && !path.includes('systemd')).flatMap(([, text]) => yaml.parseAllDocuments(text).flatMap(each => {
    const document = each.toJS() as any;
    const patches = document?.spec?.kubeadmConfigSpec?.files ?? document?.spec?.template?.spec?.files ?? [];
    return [
      ...document?.kind === 'KubeletConfiguration' ? [document] : [],
      ...(document?.kubeadmConfigPatches ?? []).map((patch: string) => yaml.parse(patch)).filter((patch: any) => patch.kind === 'KubeletConfiguration').map((patch: object) => ({ ...head, ...patch })),
      ...patches.filter(({ path }: any) => path.includes('kubeletconfiguration')).map(({ content }: any) => JSON.parse(content)),
      ...[document?.config, document?.machine?.kubelet?.extraConfig, document?.spec?.kubelet?.config, document?.spec?.workerProfiles?.[0]?.values]
        .filter(fields => fields !== undefined).map(fields => ({ ...head, ...fields })),
    ];
  }));
}

test.each(['kubeadm', 'generic', 'kind', 'k3s', 'talos', 'k0s', 'clusterApi', 'eks'] as const)('the kubelet takes every configuration for %s, decoded strictly and validated', distribution => {
  const documents = kubeletDocuments(renderHosts(modelOn(distribution)));
  // k3s takes flags before 1.32.
  expect(documents.length > 0).toBe(distribution !== 'k3s' || minor >= 32);
  documents.forEach((document, at) => {
    const file = join(folder, `${distribution}-${at}.yaml`);
    writeFileSync(file, yaml.stringify(document));
    const verdict = JSON.parse(execFileSync(assets.hostfiles, [file], { encoding: 'utf8' })) as object;
    expect({ document, verdict }).toEqual({ document, verdict: expect.objectContaining({ accepted: true }) });
  });
});

test('the kubelet refuses a misspelt field when it decodes strictly: the judge is awake', () => {
  const file = join(folder, 'bad.yaml');
  writeFileSync(file, 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserverTlsBootstrap: true\n');
  expect(JSON.parse(execFileSync(assets.hostfiles, [file], { encoding: 'utf8' }))).toMatchObject({ accepted: false, error: expect.stringContaining('serverTlsBootstrap') });
});

test('the API server takes encryption by a KMS, and refuses a field that it does not know', () => {
  const app = new PolicyApp({ name: 'hosts' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: `1.${minor}` }) });
  // The plugin is dialled only when something is encrypted.
  new ControlPlaneSettings(prod, 'settings', { encryption: { kms: { name: 'vault', endpoint: `unix://${folder}/kms.sock`, timeout: Duration.seconds(5) } } });
  const { content } = app._register().model('prod').hosts.controlPlane.files[0]!;
  const verdictOf = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return JSON.parse(execFileSync(assets.hostfiles, [join(folder, name)], { encoding: 'utf8' })) as object;
  };
  expect(verdictOf('encryption.yaml', content)).toMatchObject({ accepted: true });
  expect(verdictOf('encryption-bad.yaml', content.replace('endpoint:', 'endPoint:'))).toMatchObject({ accepted: false });
});

test('kubeadm takes its configuration, serving certificates and control plane settings included', () => {
  const text = renderHosts(modelOn('kubeadm')).get('hosts/kubeadm/kubeadm.yaml')!;
  const file = join(folder, 'kubeadm.yaml');
  const release = execFileSync(assets.kubeadm, ['version', '-o', 'short'], { encoding: 'utf8' }).trim();
  writeFileSync(file, text.replace(`stable-1.${minor}`, release));
  const run = spawnSync(assets.kubeadm, ['config', 'validate', '--config', file], { encoding: 'utf8' });
  expect({ status: run.status, stderr: run.stderr.split('\n').filter(line => /unknown|error|strict|deprecated/i.test(line)) }).toEqual({ status: 0, stderr: [] });
});

describe('settings of the control plane', () => {
  const app = new PolicyApp({ name: 'hosts' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: `1.${minor}` }) });
  const structured = minor >= 32;
  new ControlPlaneSettings(prod, 'settings', {
    podSecurity: {},
    ...structured ? {
      authentication: { issuers: [{ url: 'https://issuer.example.com', audiences: ['a', 'b'], usernamePrefix: 'oidc:', groupsClaim: 'groups' }], anonymousPaths: ['/livez', '/readyz', '/healthz'] },
      authorizationWebhooks: [{ name: 'opa', kubeconfig: join(folder, 'webhook.kubeconfig'), matchConditions: ['request.user == "nobody"'] }],
    } : {},
  });
  const { controlPlane } = app._register().model('prod').hosts;
  let plane: ControlPlane;

  beforeAll(async () => {
    writeFileSync(join(folder, 'webhook.kubeconfig'), yaml.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'current-context': 'c',
      'users': [{ name: 'u', user: { token: 't' } }],
      'clusters': [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      'contexts': [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    }));
    const flags: Record<string, string> = Object.fromEntries(Object.entries(controlPlane.apiServerFlags).map(([flag, path]) => {
      const file = join(folder, path.replaceAll('/', '_'));
      writeFileSync(file, controlPlane.files.find(each => each.path === path)!.content);
      return [flag, file];
    }));
    plane = await ControlPlane.start(assets, { apiServerFlags: flags });
  });
  afterAll(() => plane?.finish());

  test('are taken by the API server, which starts and answers', async () => {
    expect(Object.keys(controlPlane.apiServerFlags).length).toBe(structured ? 3 : 1);
    expect((await plane.admin.send('GET', '/api/v1/namespaces')).status).toBe(200);
  });

  test('let Pod Security refuse a pod on the network of its node in a namespace without labels', async () => {
    await plane.admin.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostNetwork: true, containers: [{ name: 'a', image: 'a' }] } };
    const { status, body } = await plane.admin.send('POST', '/api/v1/namespaces/plain/pods', pod);
    expect({ status, message: body.message }).toEqual({ status: 403, message: expect.stringContaining(`PodSecurity "baseline:v1.${minor}"`) });
  });
});

describe('rotation from end to end', () => {
  const model = modelOn('generic');
  const lifetime = 30 * 24;
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start(assets, {
      controllerManagerFlags: { 'cluster-signing-duration': model.hosts.controlPlane.controllerManagerFlags['cluster-signing-duration']! },
      users: { 'bootstrap': ['system:bootstrappers'], 'system:serviceaccount:kubelet-csr-approver:kubelet-csr-approver': ['system:serviceaccounts'] },
    });
    for (const { object } of model.objects.filter(each => /Namespace|Role/.test(String(each.object.kind))).sort((a, b) => Number(b.object.kind === 'Namespace') - Number(a.object.kind === 'Namespace'))) {
      expect((await plane.admin.send('POST', collectionPath(object), object)).status).toBe(201);
    }
  });
  afterAll(() => plane?.finish());

  const node = { commonName: 'system:node:node-1', organizations: ['system:nodes'] };
  const client = { ...node, signer: 'kubernetes.io/kube-apiserver-client-kubelet' };

  test('the first certificate is approved by our bindings and lives as long as was promised, and so does the renewal', async () => {
    const machine = plane.client({ token: 'bootstrap' });
    const first = await requestCertificate(plane, assets.pki, machine, { ...client, name: 'first' });
    expect(Math.round(first.hours)).toBe(lifetime);
    const kubelet = plane.client(first);
    const renewed = await requestCertificate(plane, assets.pki, kubelet, { ...client, name: 'renewed' });
    expect(Math.round(renewed.hours)).toBe(lifetime);

    // Nobody in Kubernetes approves a serving certificate: it stays pending until the approver's own permissions let it through.
    const serving = {
      ...node, organizations: ['system:nodes', 'dns:node-1'], signer: 'kubernetes.io/kubelet-serving', usages: ['digital signature', 'server auth'], name: 'serving',
    };
    const approver = plane.client({ token: 'system:serviceaccount:kubelet-csr-approver:kubelet-csr-approver' });
    await expect(requestCertificate(plane, assets.pki, kubelet, serving, undefined, 5)).rejects.toThrow();
    const approved = await requestCertificate(plane, assets.pki, kubelet, { ...serving, name: 'serving-approved' }, approver);
    expect(Math.round(approved.hours)).toBe(lifetime);

    // The same identity may approve no other signer.
    const other = { ...node, signer: 'kubernetes.io/kube-apiserver-client', usages: ['digital signature', 'client auth'], name: 'other' };
    await expect(requestCertificate(plane, assets.pki, plane.admin, other, approver)).rejects.toThrow(/could not be approved/);
    [machine, kubelet, approver].forEach(each => each.close());
  });
});

