import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run';
import { auditMeaning, auditPolicyOf } from '../../../src/adopt/manifests/audit-piece';
import { importManifests, type ImportedProgram, type ImportOptions } from '../../../src/adopt/manifests/import';
import { decideAudit, type AuditAttributes } from '../../../src/decide/audit';
import { parseManifests } from '../../../src/manifests/read';
import { readAuditPolicy } from '../../../src/prove/audit/read';
import { linesOf } from '../../conformance/lines';

type Json = Record<string, any>;

const OPTIONS: ImportOptions = { clusterName: 'prod', distribution: 'generic', minor: 36 };

function imported(yaml: string | readonly string[], options: Partial<ImportOptions> = {}): ImportedProgram {
  const auditPolicies = [yaml].flat().flatMap((each, at) => parseManifests(each, `${at}.yaml`).manifests);
  return importManifests([], { ...OPTIONS, auditPolicies, ...options });
}

/** A request, and what the evaluator of Kubernetes made of it. */
interface Recorded {
  readonly request: AuditAttributes;
  readonly expectedLevel: string;
  readonly expectedOmitStages: readonly string[];
  readonly expectedOmitManagedFields: boolean;
}

/** The file that the program puts on the machines. */
async function written({ files }: ImportedProgram): Promise<string> {
  const { hosts } = await runProgram(files);
  return hosts.controlPlane.files.find(({ path }) => path.endsWith('audit-policy.yaml'))!.content;
}

const POLICY = `
apiVersion: audit.k8s.io/v1
kind: Policy
metadata: { name: mine, creationTimestamp: null }
omitStages: [RequestReceived]
rules:
- level: None
  users: ["system:kube-proxy", "system:serviceaccount:kube-system:coredns", jane]
  verbs: [watch, get]
  resources: [{ group: "", resources: [services, "endpoints/*"] }, { group: apps }]
- level: Metadata
  userGroups: ["system:authenticated", devs]
  resources: [{ group: "", resources: [secrets], resourceNames: [b, a] }]
  namespaces: ["", shop]
  omitManagedFields: false
- level: None
  nonResourceURLs: ["/healthz*", "/version"]
- level: Request
  omitStages: [Panic]
`;

test('a policy becomes typed rules in the order in which they stand', () => {
  const program = imported(POLICY);
  expect(program.refused).toEqual([]);
  expect(program.cleaned.map(({ dropped }) => dropped)).toEqual([['metadata']]);
  expect(program.files.get('main.ts')).toContain(`new AuditPolicy(cluster, 'audit', {
  omitStages: [AuditStage.REQUEST_RECEIVED],
  rules: [
    {
      level: AuditLevel.NONE,
      subjects: [
        Subject.systemUser('system:kube-proxy'),
        Subject.serviceAccount('kube-system', 'coredns'),
        Subject.user('jane'),
      ],
      verbs: [Verb.WATCH, Verb.GET],
      resources: [KubernetesResource.SERVICES, KubernetesResource.allInGroup('apps')],
      withSubresources: [KubernetesResource.ENDPOINTS],
    },
    {
      level: AuditLevel.METADATA,
      subjects: [Subject.authenticated(), Subject.group('devs')],
      resources: [KubernetesResource.SECRETS],
      names: ['b', 'a'],
      namespaces: ['', 'shop'],
      omitManagedFields: false,
    },
    { level: AuditLevel.NONE, nonResourceUrls: ['/healthz*', '/version'] },
    { level: AuditLevel.REQUEST, omitStages: [AuditStage.PANIC] },
  ],
});`);
});

test.each(['shop/prod', 'shop/staging', 'kubernetes-1-8/article'])('the policy of %s is written again as it is, also where every list keeps its order', async app => {
  const text = readFileSync(join(__dirname, '../../../dist/manifests', app, 'hosts/kubeadm/control-plane/etc/kubernetes/policies/audit-policy.yaml'), 'utf8');
  const program = imported(text, { exact: true });
  expect(program.refused).toEqual([]);
  expect(await written(program)).toBe(text);
});

test('a policy that is imported decides every recorded request as Kubernetes did with the one that was read', async () => {
  const lines = linesOf<{ readonly policy: Json; readonly cases: readonly Recorded[] }>('audit.jsonl.gz');
  let asked = 0;
  let refused = 0;
  for (const { policy, cases } of lines) {
    const object = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', ...policy };
    const program = importManifests([], { ...OPTIONS, auditPolicies: [{ object, source: { file: 'x.yaml' } }] });
    if (program.refused.length > 0) {
      refused += 1;
      continue;
    }
    const file = await written(program);
    const made = readAuditPolicy(file, 'made.yaml', 36);
    expect(auditMeaning(parseManifests(file, 'made.yaml').manifests[0]!.object)).toBe(auditMeaning(auditPolicyOf({ object }).object));
    for (const { request, expectedLevel, expectedOmitStages, expectedOmitManagedFields } of cases) {
      asked += 1;
      const { level, omitStages, omitManagedFields } = decideAudit(made, request, 36);
      expect([level, omitStages, omitManagedFields]).toEqual([expectedLevel, [...expectedOmitStages].sort(), expectedOmitManagedFields]);
    }
  }
  // Random rules are often unreachable, name objects of some entries alone, or a subresource of everything: that is said.
  expect(asked).toBeGreaterThan(1500);
  expect(refused).toBeLessThan(350);
});

test.each([
  ['one of several', [POLICY, POLICY], 'is one of several, and an API server reads one'],
  ['a field that nobody knows', POLICY.replace('level: Request\n', 'level: Request\n  resource: []\n'), 'says what an AuditPolicy has no words for'],
  ['names of some resources alone', POLICY.replace('resourceNames: [b, a] }', 'resourceNames: [b, a] }, { group: apps }'), 'says what an AuditPolicy has no words for'],
  ['names without resources, which an API server refuses', POLICY.replace('resources: [secrets], ', ''), 'is written by no AuditPolicy as it stands'],
  ['a level that there is not', POLICY.replace('level: Request\n', 'level: Everything\n'), 'says what an AuditPolicy has no words for'],
  ['a rule to which no request comes', `${POLICY}- level: Metadata\n`, 'no request comes to this rule: rules[3] takes all that it could'],
  ['what an API server of the target refuses', POLICY.replace('group: apps', 'group: "*"').replace('resources: [{ group: "", resources: [services, "endpoints/*"] }, ', 'resources: ['), ''],
])('what is not imported is named, with why: %s', (_, yaml, why) => {
  const program = imported(yaml, { minor: 35 });
  expect(program.refused.length).toBe([yaml].flat().length);
  expect(program.refused[0]!.why).toContain(why);
  expect(program.files.get('main.ts')).not.toContain('AuditPolicy');
});

test('where the distribution has no policy to set, it is left out, and the rest is imported', () => {
  const role = parseManifests('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: audit, namespace: shop }\n', 'role.yaml').manifests;
  const program = importManifests(role, { ...OPTIONS, distribution: 'eks', auditPolicies: parseManifests(POLICY, 'x.yaml').manifests });
  expect(program.refused.map(({ why }) => why)).toEqual([expect.stringContaining('is none that the target takes: EKS has a policy of its own')]);
  expect(program.objects).toBe(1);
});

test('its construct takes an id that no object has', () => {
  const role = parseManifests('apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: audit }\nrules: []\n', 'role.yaml').manifests;
  const program = importManifests(role, { ...OPTIONS, auditPolicies: parseManifests(POLICY, 'x.yaml').manifests });
  expect(program.files.get('main.ts')).toContain('new AuditPolicy(cluster, \'audit-policy\', {');
});
