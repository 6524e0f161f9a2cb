import { Duration } from 'cdk8s';
import * as yaml from 'yaml';
import { clusterOn } from './support';
import { renderHosts } from '../../../src/deliver/hosts';
import { modelOf, problemOf, problemsOf } from '../support';
import { ControlPlaneSettings, KubernetesResource, PodSecurityLevel, type ControlPlaneSettingsProps } from 'cdk8s-bulwark';

function hostsOf(props: ControlPlaneSettingsProps, kubernetes = '1.36', distribution = 'kubeadm') {
  const prod = clusterOn(distribution, kubernetes);
  new ControlPlaneSettings(prod, 'control-plane', props);
  return modelOf(prod).hosts;
}

function fileOf(props: ControlPlaneSettingsProps, kubernetes?: string): any {
  const { files } = hostsOf(props, kubernetes).controlPlane;
  expect(files).toHaveLength(1);
  return yaml.parse(files[0]!.content);
}

const KMS = { name: 'vault', endpoint: 'unix:///run/kms/vault.sock' };

test('encryption at rest is by a KMS of version 2: the file holds no key, the socket is expected on the machine', () => {
  const hosts = hostsOf({ encryption: { kms: { ...KMS, timeout: Duration.seconds(5) } } });
  expect(yaml.parse(hosts.controlPlane.files[0]!.content)).toEqual({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [{
      resources: ['configmaps', 'secrets'],
      providers: [{ kms: { apiVersion: 'v2', name: 'vault', endpoint: 'unix:///run/kms/vault.sock', timeout: '0h0m5s' } }, { identity: {} }],
    }],
  });
  expect(hosts.controlPlane.apiServerFlags).toEqual({ 'encryption-provider-config': '/etc/kubernetes/encryption/encryption.yaml' });
  expect(hosts.controlPlane.expected).toEqual([{ path: '/run/kms/vault.sock', purpose: 'the socket of the KMS plugin vault' }]);
  expect(hosts.controlPlane.mounts.map(({ path }) => path)).toEqual(['/etc/kubernetes/encryption', '/run/kms']);
  expect(hosts.notes).toHaveLength(1);
});

test('once everything is written anew, nothing unencrypted is read, and any resource can be named', () => {
  const resources = [KubernetesResource.SECRETS, KubernetesResource.DEPLOYMENTS];
  expect(fileOf({ encryption: { kms: KMS, readUnencrypted: false, resources } }).resources).toEqual([
    { resources: ['deployments.apps', 'secrets'], providers: [{ kms: { apiVersion: 'v2', ...KMS } }] },
  ]);
});

test.each(['k3s', 'rke2', 'k0s'])('anonymous paths are refused on %s, whose API server would stop at them', distribution => {
  expect(problemOf(() => hostsOf({ authentication: { anonymousPaths: ['/livez'] } }, '1.36', distribution))).toMatchObject({
    id: 'target-unsupported', construct: 'prod/control-plane', field: 'authentication.anonymousPaths',
  });
});

test('a file with keys is named by its path and never written', () => {
  const hosts = hostsOf({ encryption: { configurationFile: '/etc/kubernetes/enc/keys.yaml' } });
  expect(hosts.controlPlane).toMatchObject({
    apiServerFlags: { 'encryption-provider-config': '/etc/kubernetes/enc/keys.yaml' },
    files: [],
    expected: [{ path: '/etc/kubernetes/enc/keys.yaml' }],
    mounts: [{ name: 'etc-kubernetes-enc', path: '/etc/kubernetes/enc', readOnly: true }],
  });
});

const ISSUER = { url: 'https://issuer.example.com', audiences: ['prod'], usernamePrefix: 'oidc:', groupsClaim: 'groups' };

test.each([['1.30', 'v1beta1'], ['1.33', 'v1beta1'], ['1.34', 'v1'], ['1.37', 'v1']])('authentication on %s is of %s', (kubernetes, version) => {
  expect(fileOf({ authentication: { issuers: [ISSUER] } }, kubernetes)).toEqual({
    apiVersion: `apiserver.config.k8s.io/${version}`,
    kind: 'AuthenticationConfiguration',
    jwt: [{
      issuer: { url: 'https://issuer.example.com', audiences: ['prod'] },
      claimMappings: { username: { claim: 'sub', prefix: 'oidc:' }, groups: { claim: 'groups', prefix: 'oidc:' } },
    }],
  });
});

test('anonymous requests reach the paths that were said, or none', () => {
  expect(fileOf({ authentication: { anonymousPaths: ['/readyz', '/livez'] } }).anonymous).toEqual({ enabled: true, conditions: [{ path: '/livez' }, { path: '/readyz' }] });
  expect(fileOf({ authentication: { anonymousPaths: [] } }).anonymous).toEqual({ enabled: false });
});

test.each([['1.31', 'v1beta1'], ['1.32', 'v1']])('authorization on %s is of %s: Node and RBAC first, and a webhook that fails denies', (kubernetes, version) => {
  const file = fileOf({ authorizationWebhooks: [{ name: 'opa', kubeconfig: '/etc/kubernetes/opa/kubeconfig', matchConditions: ['request.user != "system:node"'] }] }, kubernetes);
  expect(file.apiVersion).toBe(`apiserver.config.k8s.io/${version}`);
  expect(file.authorizers.map(({ type, name }: any) => [type, name])).toEqual([['Node', 'node'], ['RBAC', 'rbac'], ['Webhook', 'opa']]);
  expect(file.authorizers[2].webhook).toMatchObject({ failurePolicy: 'Deny', connectionInfo: { kubeConfigFile: '/etc/kubernetes/opa/kubeconfig' }, matchConditions: [{ expression: 'request.user != "system:node"' }] });
});

test('Pod Security of namespaces without labels is pinned to the minor', () => {
  expect(fileOf({ podSecurity: { enforce: PodSecurityLevel.RESTRICTED, exemptNamespaces: ['kube-system', 'storage'] } }, '1.35').plugins[0].configuration).toMatchObject({
    defaults: { 'enforce': 'restricted', 'enforce-version': 'v1.35', 'warn': 'restricted' }, exemptions: { namespaces: ['kube-system', 'storage'] },
  });
});

test.each<[ControlPlaneSettingsProps, string, string]>([
  [{ encryption: {} }, '1.36', 'encryption'], [{ encryption: { kms: KMS, configurationFile: '/a/b/c' } }, '1.36', 'encryption'],
  [{ encryption: { kms: { ...KMS, endpoint: 'http://x' } } }, '1.36', 'encryption.kms.endpoint'], [{ encryption: { configurationFile: 'keys' } }, '1.36', 'encryption.configurationFile'],
  [{ encryption: { kms: KMS, resources: [] } }, '1.36', 'encryption.resources'],
  [{ authentication: {} }, '1.36', 'authentication'], [{ authentication: { issuers: [ISSUER] } }, '1.29', 'authentication'],
  [{ authentication: { anonymousPaths: ['/livez'] } }, '1.31', 'authentication.anonymousPaths'], [{ authentication: { anonymousPaths: ['/api/*'] } }, '1.36', 'authentication.anonymousPaths'],
  [{ authentication: { issuers: [{ ...ISSUER, url: 'http://issuer' }] } }, '1.36', 'authentication.issuers[0].url'], [{ authentication: { issuers: [ISSUER, ISSUER] } }, '1.36', 'authentication.issuers[1].url'],
  [{ authentication: { issuers: [{ ...ISSUER, audiences: [] }] } }, '1.36', 'authentication.issuers[0].audiences'],
  [{ authentication: { issuers: [{ ...ISSUER, usernamePrefix: '' }] } }, '1.36', 'authentication.issuers[0].usernamePrefix'],
  [{ authentication: { issuers: [{ ...ISSUER, usernamePrefix: 'system:' }] } }, '1.36', 'authentication.issuers[0].usernamePrefix'],
  [{ authorizationWebhooks: [] }, '1.36', 'authorizationWebhooks'], [{ authorizationWebhooks: [{ name: 'rbac', kubeconfig: '/a/b/c' }] }, '1.36', 'authorizationWebhooks[0].name'],
  [{ apiServerFlags: { '--profiling': 'false' } }, '1.36', 'apiServerFlags.--profiling'], [{ apiServerFlags: { profiling: 'a\nb' } }, '1.36', 'apiServerFlags.profiling'],
])('%j on %s is refused', (props, kubernetes, field) => {
  expect(problemOf(() => hostsOf(props, kubernetes))).toMatchObject({ construct: 'prod/control-plane', field });
});

test.each<[ControlPlaneSettingsProps, string, string, RegExp]>([
  [{ controllerManagerFlags: { 'experimental-cluster-signing-duration': '720h' } }, '1.34', 'kube-controller-manager --experimental-cluster-signing-duration', /was removed in Kubernetes 1.25/],
  [{ apiServerFlags: { 'tls-curve-preferences': 'X25519' } }, '1.35', 'kube-apiserver --tls-curve-preferences', /is known since Kubernetes 1.36/],
  [{ apiServerFlags: { 'feature-gates': 'AdvancedAuditing=true' } }, '1.34', 'kube-apiserver --feature-gates', /went with Kubernetes 1.28/],
  [{ controllerManagerFlags: { 'cluster-signing-duration': '30d' } }, '1.34', 'kube-controller-manager --cluster-signing-duration', /no duration/],
  [{ controllerManagerFlags: { 'cluster-signing-duration': '5m' } }, '1.34', 'kube-controller-manager --cluster-signing-duration', /ten minutes/],
])('%j on %s would stop the component: an error that says since when, and what to use', (props, kubernetes, field, message) => {
  const [problem, ...others] = problemsOf(() => hostsOf(props, kubernetes));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ id: 'target-unsupported', construct: 'prod/control-plane', field, message: expect.stringMatching(message), fix: expect.stringMatching(/./) });
});

test('where the API server has its authorizers from the distribution, structured authorization is refused and said so', () => {
  const prod = clusterOn('k3s');
  new ControlPlaneSettings(prod, 'control-plane', { authorizationWebhooks: [{ name: 'opa', kubeconfig: '/etc/kubernetes/opa/kubeconfig' }] });
  expect(renderHosts(modelOf(prod)).get('hosts/k3s/README.md')).toMatch(/Not settable here[^]*authorization-config[^]*the API server stops at both/);
});
