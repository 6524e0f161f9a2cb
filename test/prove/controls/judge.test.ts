import { join } from 'node:path';
import { checkManifests } from '../../../src/engine/check';
import { proveManifests } from '../../../src/engine/prove';
import { PROFILES, type ProfileName } from '../../../src/kubernetes/controls';
import { parseManifests } from '../../../src/manifests/read';
import type { ControlResult } from '../../../src/prove/controls/outcome';

const MINOR = 34;
const ALL = Object.keys(PROFILES) as ProfileName[];

/** Verdicts by the id of the control, over all benchmarks. */
function judged(yaml: string, complete = false, distribution?: string): Map<string, ControlResult> {
  const { manifests, problems } = parseManifests(yaml, 'x.yaml');
  expect(problems).toEqual([]);
  const written = complete ? { promises: { guarantees: [], acknowledgements: [], groups: {} }, constructs: new Map(), distribution } : undefined;
  return new Map(proveManifests(manifests, MINOR, written, { profiles: ALL, complete }).controls.flatMap(({ results }) => results)
    .filter(({ control, verdict, because }) => !(control.row.id === 'audit.policy-covers' && verdict === 'failed' && because.includes('contradicts')))
    .map(result => [result.control.row.id, result]));
}

const verdict = (yaml: string, id: string, complete = false, distribution?: string) => judged(yaml, complete, distribution).get(id)?.verdict;

const NAMESPACE = (labels = '{pod-security.kubernetes.io/enforce: restricted}') => `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: ${labels}}\n`;
const GOOD = {
  spec: 'automountServiceAccountToken: false, serviceAccountName: web, hostUsers: false, securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}',
  container: `image: "web@sha256:${'0'.repeat(64)}", resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}`,
  context: 'allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}',
};
const workload = ({ spec = GOOD.spec, container = GOOD.container, context = GOOD.context } = {}) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {${spec}, containers: [{name: c, ${container}, securityContext: {${context}}}]}
`;
const binding = (role: string, subject = 'kind: User, apiGroup: rbac.authorization.k8s.io, name: jane') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}\nsubjects: [{${subject}}]\n`;
const role = (rule: string) => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: [{${rule}}]\n`;
const join2 = (...texts: string[]) => texts.join('---\n');

describe('nothing is met for want of input', () => {
  test('of manifests that hold nothing that a control is about', () => {
    const verdicts = [...judged('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: y}\n', true, 'kubeadm')].filter(([, { verdict: each }]) => each !== 'unknown');
    expect(verdicts).toEqual([]);
  });

  test('what is not known to be everything is clean at best, and what is enforced or decided over everything is proved', () => {
    const yaml = join2(NAMESPACE(), workload(), role('apiGroups: [""], resources: [pods], verbs: [get]'), binding('r'));
    expect([...judged(yaml)].filter(([, each]) => each.verdict === 'proved')).toEqual([]);
    const whole = judged(yaml, true);
    expect(['rbac.no-cluster-admin', 'rbac.minimize-secrets', 'pod.no-privileged', 'pod.non-root', 'pod.policy-mechanism', 'sa.default-unused'].map(id => whole.get(id)?.verdict))
      .toEqual(Array(6).fill('proved'));
    expect(['pod.readonly-rootfs', 'pod.resources', 'secret.as-files', 'pod.drop-net-raw', 'sa.automount-off', 'pod.image-trusted'].map(id => whole.get(id)?.verdict)).toEqual(Array(6).fill('clean'));
  });

  test('a binding to a role that is not there keeps all that roles decide from being proved', () => {
    expect(verdict(binding('missing'), 'rbac.minimize-secrets', true)).toBe('clean');
    expect(verdict(binding('view'), 'rbac.minimize-secrets', true)).toBe('proved');
  });

  test('without a namespace that enforces it, or with a version of the standards of old, clean workloads are no proof', () => {
    const labelled = (labels: string) => verdict(join2(NAMESPACE(labels), workload()), 'pod.no-priv-escalation', true);
    expect(labelled('{pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.34}')).toBe('proved');
    expect(labelled('{pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.20}')).toBe('clean');
    expect(labelled('{pod-security.kubernetes.io/enforce: baseline}')).toBe('clean');
    expect(verdict(join2(NAMESPACE('{pod-security.kubernetes.io/enforce: baseline}'), workload()), 'pod.no-privileged', true)).toBe('proved');
  });

  test('a cluster of which a part cannot be read has every control unknown', () => {
    const { controls, unproved } = checkManifests(join(__dirname, 'invalid.yaml'), { profiles: ['cis-1.12'] });
    expect([unproved, new Set(controls[0]!.results.map(each => each.verdict))]).toEqual([1, new Set(['unknown'])]);
  });

  test('what the provider does is managed, and what nobody knows is unknown', () => {
    const yaml = join2(NAMESPACE(), workload());
    expect([verdict(yaml, 'api.audit-log-path', true, 'eks'), verdict(yaml, 'audit.policy-exists', true, 'gke'), verdict(yaml, 'kcm.sa-credentials', true, 'aks')]).toEqual(Array(3).fill('managed'));
    expect([verdict(yaml, 'api.audit-log-path', true, 'kubeadm'), verdict(yaml, 'audit.policy-exists', true, 'kubeadm')]).toEqual(['unknown', 'unknown']);
  });
});

describe('a control fails by what it is about', () => {
  const clean = judged(join2(NAMESPACE(), workload()));

  test.each<[string, Parameters<typeof workload>[0]]>([
    ['pod.no-privileged', { context: `${GOOD.context}, privileged: true`.replace('allowPrivilegeEscalation: false, ', '') }],
    ['pod.no-hostpid', { spec: `${GOOD.spec.replace('hostUsers: false, ', '')}, hostPID: true` }],
    ['pod.no-hostipc', { spec: `${GOOD.spec.replace('hostUsers: false, ', '')}, hostIPC: true` }],
    ['pod.no-hostnetwork', { spec: `${GOOD.spec.replace('hostUsers: false, ', '')}, hostNetwork: true` }],
    ['pod.no-priv-escalation', { context: GOOD.context.replace('allowPrivilegeEscalation: false, ', '') }],
    ['pod.non-root', { spec: GOOD.spec.replace('runAsNonRoot: true, ', '') }],
    ['pod.non-root', { spec: GOOD.spec.replace('runAsUser: 1000', 'runAsUser: 0') }],
    ['pod.drop-net-raw', { context: GOOD.context.replace('[ALL]', '[CHOWN]') }],
    ['pod.drop-all-caps', { context: GOOD.context.replace('[ALL]', '[NET_RAW]') }],
    ['pod.no-hostpath', { spec: `${GOOD.spec}, volumes: [{name: v, hostPath: {path: /}}]` }],
    ['pod.no-hostports', { container: `${GOOD.container}, ports: [{containerPort: 80, hostPort: 80}]` }],
    ['pod.no-unmasked-proc', { context: `${GOOD.context}, procMount: Unmasked`, spec: GOOD.spec.replace('hostUsers: false, ', '') }],
    ['pod.no-windows-hostprocess', { context: `${GOOD.context}, windowsOptions: {hostProcess: true}` }],
    ['pod.seccomp-runtime-default', { spec: GOOD.spec.replace(', seccompProfile: {type: RuntimeDefault}', '') }],
    ['pod.apparmor', { context: `${GOOD.context}, appArmorProfile: {type: Unconfined}` }],
    ['pod.readonly-rootfs', { context: GOOD.context.replace('readOnlyRootFilesystem: true, ', '') }],
    ['pod.security-context', { context: '', spec: GOOD.spec.replace(/, securityContext: .*$/, '') }],
    ['pod.resources', { container: GOOD.container.replace('limits: {cpu: 1, ', 'limits: {') }],
    ['pod.userns', { spec: GOOD.spec.replace('hostUsers: false, ', '') }],
    ['pod.image-trusted', { container: GOOD.container.replace(/"web@[^"]*"/, '"web:1.2"') }],
    ['secret.as-files', { container: `${GOOD.container}, env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]` }],
    ['secret.as-files', { container: `${GOOD.container}, envFrom: [{secretRef: {name: s}}]` }],
    ['sa.default-unused', { spec: GOOD.spec.replace('automountServiceAccountToken: false, serviceAccountName: web, ', '') }],
    ['sa.automount-off', { spec: GOOD.spec.replace('automountServiceAccountToken: false, ', '') }],
  ])('%s by a workload', (id, parts) => {
    expect(clean.get(id)?.verdict).toBe('clean');
    const result = judged(join2(NAMESPACE(), workload(parts))).get(id)!;
    expect(result.verdict).toBe('failed');
    expect(result.findings[0]).toMatchObject({ object: 'Deployment shop/web', field: expect.stringMatching(/^spec\.template\.spec\./) });
  });

  test('init and ephemeral containers count as any other', () => {
    const hidden = (list: string) => verdict(join2(NAMESPACE(), workload({ spec: `${GOOD.spec}, ${list}: [{name: i, image: x, securityContext: {privileged: true}}]` })), 'pod.no-privileged');
    expect(['initContainers', 'ephemeralContainers'].map(hidden)).toEqual(['failed', 'failed']);
  });

  test.each([
    ['rbac.no-cluster-admin', binding('cluster-admin')],
    ['rbac.minimize-secrets', binding('cluster-admin')],
    ['rbac.minimize-secrets', join2(role('apiGroups: [""], resources: [secrets], verbs: [list]'), binding('r'))],
    ['rbac.no-wildcards', role('apiGroups: [""], resources: ["*"], verbs: [get]')],
    ['rbac.no-wildcards', role('nonResourceURLs: ["*"], verbs: [get]')],
    ['rbac.no-wildcards', role('apiGroups: [""], resources: ["*/status"], verbs: [get]')],
    ['rbac.minimize-pod-create', join2(role('apiGroups: [batch], resources: [jobs], verbs: [create]'), binding('r'))],
    ['rbac.no-system-masters', binding('view', 'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:masters"')],
    ['rbac.no-anonymous-or-authenticated', binding('view', 'kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated"')],
    ['rbac.no-bind-impersonate-escalate', join2(role('apiGroups: [""], resources: [users], verbs: [impersonate]'), binding('r'))],
    ['rbac.minimize-pv-create', join2(role('apiGroups: [""], resources: [persistentvolumes], verbs: [create]'), binding('r'))],
    ['rbac.no-nodes-proxy', join2(role('apiGroups: [""], resources: [nodes/proxy], verbs: [get]'), binding('r'))],
    ['rbac.csr-approval', join2(role('apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]'), binding('r'))],
    ['rbac.webhook-config', join2(role('apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [update]'), binding('r'))],
    ['rbac.sa-token-create', join2(role('apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]'), binding('r'))],
    ['rbac.exec-restricted', join2(role('apiGroups: [""], resources: [pods/exec], verbs: [create]'), binding('r'))],
    ['rbac.namespace-patch', join2(role('apiGroups: [""], resources: [namespaces], verbs: [patch]'), binding('r'))],
    ['rbac.audit-cover', join2(role('apiGroups: [""], resources: [events], verbs: [delete]'), binding('r'))],
    ['sa.default-unused', join2(workload(), binding('view', 'kind: ServiceAccount, name: default, namespace: shop'))],
    ['pod.policy-mechanism', NAMESPACE('{}')],
    ['ns.no-default', workload().replace('namespace: shop', 'namespace: default')],
    ['ns.resourcequota', NAMESPACE()],
    ['ns.limitrange', NAMESPACE()],
    ['net.policy-per-namespace', NAMESPACE()],
    ['net.block-imds', workload()],
    ['cronjob.hardening', 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: j, namespace: shop}\nspec: {schedule: "0 0 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}\n'],
    ['audit.policy-exists', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: None}]\n'],
    ['audit.policy-covers', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: RequestResponse}]\n'],
  ])('%s by other objects', (id, yaml) => {
    const result = judged(yaml).get(id)!;
    expect([id, result.verdict, result.findings.length > 0]).toEqual([id, 'failed', true]);
  });

  test('a policy that closes egress keeps credentials of the machine away; one without the other direction leaves the namespace open', () => {
    const policy = (types: string) => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, policyTypes: [${types}]}\n`;
    expect(verdict(join2(NAMESPACE(), workload(), policy('Ingress, Egress')), 'net.block-imds')).toBe('clean');
    expect(verdict(join2(NAMESPACE(), policy('Ingress, Egress')), 'net.policy-per-namespace', true)).toBe('proved');
    expect(verdict(join2(NAMESPACE(), policy('Ingress')), 'net.policy-per-namespace', true)).toBe('failed');
    expect(verdict(join2(NAMESPACE(), policy('Ingress, Egress').replace('podSelector: {}', 'podSelector: {matchLabels: {a: b}}')), 'net.policy-per-namespace', true)).toBe('failed');
  });

  const isolating = (spec: string) => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {${spec}}\n`;
  const BOTH = 'policyTypes: [Ingress, Egress]';

  test.each([
    ['{}', 'everything'],
    ['null', 'everything, by a rule that is null'],
    ['{from: [], ports: []}', 'everything, by empty lists'],
    ['{from: null}', 'everything, by a list that is null'],
    ['{from: [{podSelector: {}}]}, {}', 'everything, by its second rule'],
    ['{from: [{podSelector: {}}, {ipBlock: {cidr: 0.0.0.0/0}}]}', 'every address'],
    ['{from: [{ipBlock: {cidr: "::/0", except: []}}]}', 'every address of IPv6'],
    ['{from: [{ipBlock: {cidr: "0:0::/0"}}]}', 'every address of IPv6, in another spelling'],
  ])('a default deny whose ingress is [%s] opens %s, and is credited as none', rules => {
    expect(verdict(join2(NAMESPACE(), isolating(`podSelector: {}, ${BOTH}, ingress: [${rules}]`)), 'net.policy-per-namespace', true)).toBe('failed');
    // Nor is one that stands beside it: policies add up.
    const beside = join2(NAMESPACE(), isolating(`podSelector: {}, ${BOTH}`), isolating(`podSelector: {}, ingress: [${rules}]`).replace('name: p', 'name: q'));
    expect(verdict(beside, 'net.policy-per-namespace', true)).toBe('failed');
    // The API server fills in the types where the list is empty, too.
    expect(verdict(beside.replace('podSelector: {}, ingress', 'podSelector: {}, policyTypes: [], ingress'), 'net.policy-per-namespace', true)).toBe('failed');
  });

  test.each([
    `podSelector: {}, ${BOTH}, ingress: [{from: [{podSelector: {}}]}]`,
    `podSelector: {}, ${BOTH}, ingress: [{ports: [{port: 8080}]}]`,
    `podSelector: {}, ${BOTH}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]`,
    `podSelector: {matchLabels: null, matchExpressions: null}, ${BOTH}, ingress: null, egress: []`,
    `podSelector: {matchLabels: {}, matchExpressions: []}, ${BOTH}`,
  ])('one with %s isolates every pod', spec => {
    expect(verdict(join2(NAMESPACE(), isolating(spec)), 'net.policy-per-namespace', true)).toBe('proved');
  });

  test('a policy that opens some pods to everybody undoes no default deny', () => {
    const open = isolating('podSelector: {matchLabels: {app: web}}, ingress: [{}]').replace('name: p', 'name: q');
    expect(verdict(join2(NAMESPACE(), isolating(`podSelector: {}, ${BOTH}`), open), 'net.policy-per-namespace', true)).toBe('proved');
  });
});

describe('settings of machines', () => {
  const kubelet = (fields: string) => `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}\n`;
  const kubeadm = (args: string) => `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer: {extraArgs: [${args}]}\n`;

  test.each([
    ['kubelet.no-anonymous', kubelet('authentication: {anonymous: {enabled: false}}'), kubelet('authentication: {anonymous: {enabled: true}}')],
    ['kubelet.authz-webhook', kubelet('authorization: {mode: Webhook}'), kubelet('authorization: {mode: AlwaysAllow}')],
    ['kubelet.read-only-port', kubelet('readOnlyPort: 0'), kubelet('readOnlyPort: 10255')],
    ['kubelet.rotate-certificates', kubelet('rotateCertificates: true'), kubelet('rotateCertificates: false')],
    ['kubelet.seccomp-default', kubelet('seccompDefault: true'), kubelet('seccompDefault: false')],
    ['kubelet.ciphers', kubelet('tlsCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]'), kubelet('tlsCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA]')],
    ['kubelet.pod-pids', kubelet('podPidsLimit: 4096'), kubelet('podPidsLimit: -1')],
    ['api.audit-maxage', kubeadm('{name: audit-log-maxage, value: "30"}'), kubeadm('{name: audit-log-maxage, value: "7"}')],
    ['api.authz-rbac', kubeadm('{name: authorization-mode, value: "Node,RBAC"}'), kubeadm('{name: authorization-mode, value: AlwaysAllow}')],
    ['api.no-anonymous', kubeadm('{name: anonymous-auth, value: "false"}'), kubeadm('{name: anonymous-auth, value: "true"}')],
  ])('%s is as the file says', (id, good, bad) => {
    expect([verdict(good, id), verdict(bad, id), verdict(join2(good, bad), id)]).toEqual(['clean', 'failed', 'failed']);
  });

  test('an empty value is none', () => {
    expect(['audit-log-path', 'kubelet-certificate-authority'].map(flag => verdict(kubeadm(`{name: ${flag}, value: ""}`), { 'audit-log-path': 'api.audit-log-path', 'kubelet-certificate-authority': 'api.kubelet-ca' }[flag]!)))
      .toEqual(['failed', 'failed']);
    expect(verdict(kubeadm('{name: audit-log-maxage, value: ""}'), 'api.audit-maxage')).toBe('failed');
  });
});

test('the STIG wants what CIS forbids, and the report says so', () => {
  const { manifests } = parseManifests('apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n', 'x.yaml');
  const [cis, stig] = proveManifests(manifests, MINOR, undefined, { profiles: ['cis-1.12', 'stig-v2r6'], complete: false }).controls
    .map(({ results }) => results.find(({ control }) => control.row.id === 'audit.policy-covers')!);
  expect(cis).toMatchObject({ verdict: 'clean', control: { ids: ['3.2.2'] } });
  expect(stig).toMatchObject({ verdict: 'failed', because: expect.stringContaining('contradicts CIS 3.2.2 (v1.8 to v2.1)'), control: { ids: ['CNTR-K8-000700 (V-242403)'] } });
});

test('each of several benchmarks gets what it gets alone', () => {
  const { manifests } = parseManifests(join2(NAMESPACE(), workload({ context: '' }), binding('cluster-admin')), 'x.yaml');
  const asked = (profiles: readonly ProfileName[]) => proveManifests(manifests, MINOR, undefined, { profiles, complete: false }).controls;
  expect(asked(ALL)).toEqual(ALL.flatMap(profile => asked([profile])));
});

test('what is acknowledged is accepted, with the reason, and never clean', () => {
  const { controls } = checkManifests(join(__dirname, '../../../dist/manifests/shop'), { profiles: ['cis-1.12'] });
  expect(controls.map(({ cluster }) => cluster)).toEqual(['prod', 'staging']);
  for (const { results } of controls) {
    expect(results.find(({ control }) => control.row.id === 'rbac.minimize-pod-create')).toMatchObject({ verdict: 'accepted', because: expect.stringContaining('rollout restart') });
    expect(results.filter(each => each.verdict === 'failed')).toEqual([]);
    expect(results.filter(each => each.verdict === 'proved').length).toBeGreaterThan(25);
  }
});
