import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run';
import { canonical } from '../../../src/adopt/manifests/clean';
import { importManifests, type ImportedProgram, type ImportOptions } from '../../../src/adopt/manifests/import';
import { readManifests } from '../../../src/manifests/files';
import { ProblemError, type Problem } from '../../../src/manifests/problem';
import { parseManifests } from '../../../src/manifests/read';

const OPTIONS: ImportOptions = { clusterName: 'prod', distribution: 'generic', minor: 36 };

function imported(yaml: string, options: Partial<ImportOptions> = {}): ImportedProgram {
  const { manifests, problems } = parseManifests(yaml, 'x.yaml');
  expect(problems).toEqual([]);
  return importManifests(manifests, { ...OPTIONS, ...options });
}

function main(yaml: string, options: Partial<ImportOptions> = {}): string {
  return imported(yaml, options).files.get('main.ts')!;
}

function refused(yaml: string, options: Partial<ImportOptions> = {}): readonly Problem[] {
  try {
    imported(yaml, options);
  } catch (e) {
    if (ProblemError.is(e)) {
      return e.problems;
    }
    throw e;
  }
  throw new Error('nothing was refused');
}

async function made(program: ImportedProgram): Promise<string[]> {
  return (await runProgram(program.files)).objects.map(({ object }) => canonical(object)).sort();
}

const ROLE = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: pod-reader, namespace: shop }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get, watch, list] }]
`;
const BINDING = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: jane-reads, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: pod-reader }
subjects: [{ kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }]
`;

describe('what constructs say', () => {
  test('a Role and its binding are one construct', () => {
    expect(main(`${ROLE}---${BINDING}`)).toContain(`new ReadOnlyRole(shop, 'pod-reader', {
  resources: [KubernetesResource.PODS],
  subjects: [Subject.user('jane')],
  name: 'pod-reader',
  bindingName: 'jane-reads',
});`);
  });

  test('a promise that would not hold is not made: the same role is an AccessRole where its subject may change something', () => {
    const also = BINDING.replace('jane-reads', 'jane-edits').replace('kind: Role,', 'kind: ClusterRole,').replace('name: pod-reader }', 'name: edit }');
    const text = main(`${ROLE}---${BINDING}---${also}`);
    expect(text).toContain('new AccessRole(shop, \'pod-reader\', {');
    expect(text).toContain('new AccessBinding(shop, \'jane-edits\', {\n  role: ExistingRole.EDIT,\n  subjects: [Subject.user(\'jane\')],');
    expect(text).not.toContain('ReadOnlyRole');
  });

  test('an object with more than a construct can say stands as it is', () => {
    const text = main(ROLE.replace('namespace: shop', 'namespace: shop, annotations: { why: x }'));
    expect(text).toContain('new ApiObject(shop, \'pod-reader\'');
    expect(text).not.toContain('ReadOnlyRole');
  });

  test('exact keeps the order of every list', () => {
    expect(main(ROLE, { exact: true })).toContain('verbs: [\'get\', \'watch\', \'list\']');
    expect(main(ROLE.replace('get, watch, list', 'get, list, watch'), { exact: true })).toContain('new ReadOnlyRole');
  });

  test('an open end of a policy is said', () => {
    const text = main(`
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open, namespace: shop }
spec: { podSelector: { matchLabels: { app: "" } }, ingress: [{}] }
`);
    expect(text).toContain('pods: PodSelection.labelled({ app: \'\' }),');
    expect(text).toContain('ingress: [{ from: [Peer.anywhere()], ports: [Port.all()] }],');
  });

  test('a Namespace that enforces a level with its parts is a SecuredNamespace, and a workload that sets less is not hardened', () => {
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: default, namespace: shop }\nautomountServiceAccountToken: false\n';
    const labels = ['audit', 'enforce', 'warn'].map(mode => `pod-security.kubernetes.io/${mode}: baseline, pod-security.kubernetes.io/${mode}-version: v1.36`).join(', ');
    const namespace = `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`;
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: shop }\nspec: { containers: [{ name: c, image: "x:1" }] }\n';
    const scope = 'podSecurity: PodSecurityLevel.BASELINE, defaultDeny: false';
    expect(main(`${namespace}---\n${account}`)).toContain(`new SecuredNamespace(cluster, 'shop', { ${scope} });`);
    expect(main(`${namespace}---\n${account}---\n${pod}`)).toContain(`new SecuredNamespace(cluster, 'shop', { ${scope}, harden: false });`);
    // Without the account the construct would make one more object.
    expect(main(namespace)).toContain('new Chart(cluster, \'shop\', { namespace: \'shop\' });');
  });
});

describe('what is written again', () => {
  const roots = [...['shop/prod', 'shop/staging', 'batch/batch', 'kubernetes-1-8/article'].map(path => join(__dirname, '../../../dist/manifests', path, 'manifests')),
    join(__dirname, '../../apps/article')];

  test.each(roots)('the program of %s makes the same objects', async root => {
    const manifests = readManifests(root).manifests.filter(({ apiVersion }) => !apiVersion.startsWith('audit.k8s.io/'));
    const wanted = manifests.map(({ object }) => canonical(object)).sort();
    const exact = importManifests(manifests, { ...OPTIONS, minor: 37, exact: true });
    expect(await made(exact)).toEqual(wanted);
    const loose = importManifests(manifests, { ...OPTIONS, minor: 37, split: true });
    const found = await made(loose);
    expect(found).toHaveLength(wanted.length);
    expect(wanted.filter(each => !found.includes(each)).length).toBe(loose.reordered.length);
  });

  test('there are trees of every app', () => {
    expect(readdirSync(join(__dirname, '../../../dist/manifests')).filter(name => !name.startsWith('.')).length).toBeGreaterThanOrEqual(3);
  });

  const FOREIGN = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com, creationTimestamp: null, annotations: { } }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
status: { acceptedNames: { kind: "", plural: "" }, conditions: [], storedVersions: [] }
---
apiVersion: v1
kind: List
items:
- { apiVersion: example.com/v1, kind: Widget, metadata: { name: constructor, namespace: shop }, spec: { none: null, deep: { "a/b~c": null } }, status: { mine: 1 } }
- apiVersion: v1
  kind: ConfigMap
  metadata: { name: files, labels: { helm.sh/chart: "web-1.0" } }
  data: { "run.sh": "#!/bin/sh\\necho \\"\${HOME} \`id\`\\"\\n# */ '); process.exit(7); ('\\n", empty: "" }
`;

  test('definitions, kinds of others, Lists, status and null of either, and objects without a namespace', async () => {
    const program = imported(FOREIGN, { namespace: 'shop' });
    const model = await runProgram(program.files);
    const of = (kind: string) => model.objects.find(({ object }) => object.kind === kind)!.object as any;
    expect(of('Widget')).toEqual({
      apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'constructor', namespace: 'shop' }, spec: { none: null, deep: { 'a/b~c': null } }, status: { mine: 1 },
    });
    expect(of('CustomResourceDefinition').status).toBeUndefined();
    expect(program.cleaned.map(({ dropped }) => dropped)).toEqual([['status']]);
  });
});

describe('a namespace and objects of no namespace with the same names', () => {
  const clusterRole = (name: string, role = name) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${role}}
rules: [{apiGroups: [example.com], resources: [pods/log, deployments], verbs: [watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ${name}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}
subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: jane}]
`;
  const widget = (namespace: string) => `
apiVersion: example.com/v1
kind: Widget
metadata: {name: web, namespace: ${namespace}}
spec: {}
`;

  test.each([
    ['a role and its binding', [clusterRole('a-b'), widget('a-b')]],
    ['a binding that is written apart from its role', [clusterRole('a-b', 'x'.repeat(60)), widget('a-b')]],
    ['the name that one of the two would get instead', [clusterRole('a-b'), clusterRole('namespace-a-b'), widget('a-b'), widget('namespace-a-b')]],
    ['namespaces that would get each other\'s', [clusterRole('a-b'), widget('a-b'), widget('namespace-a-b'), widget('namespace-namespace-a-b')]],
  ])('%s', async (_, documents) => {
    const { manifests } = parseManifests(documents.join('---'), 'x.yaml');
    expect(await made(importManifests(manifests, OPTIONS))).toHaveLength(manifests.length);
    // Written as they were read, for which the role is taken apart from its binding.
    expect(await made(importManifests(manifests, { ...OPTIONS, exact: true }))).toEqual(manifests.map(({ object }) => canonical(object)).sort());
  });
});

describe('what is refused', () => {
  test('a key that JavaScript takes for a prototype, which cdk8s would lose', () => {
    const [problem] = refused('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\ndata: { __proto__: x }\n');
    expect(problem).toMatchObject({ id: 'import-inexact', object: 'ConfigMap b/a', source: { file: 'x.yaml', line: 1 } });
  });

  test('objects without a name of their own, or without the namespace that they need', () => {
    const pod = (metadata: string) => `apiVersion: v1\nkind: Pod\nmetadata: { ${metadata} }\nspec: { containers: [{ name: c, image: x }] }\n`;
    expect(refused(pod('generateName: x-, namespace: a'))[0]).toMatchObject({ id: 'import-inexact', field: 'metadata.generateName' });
    expect(refused(pod('name: x'))[0]).toMatchObject({ id: 'import-inexact', field: 'metadata.namespace', fix: 'say which by --namespace' });
  });

  test('an object that stands there twice, with both places', () => {
    expect(refused(`${ROLE}---${ROLE}`)).toEqual([expect.objectContaining({ id: 'object-duplicate', message: 'stands there twice, also at x.yaml:2:1' })]);
  });

  test('what the API server would refuse, at the manifest that holds it', () => {
    const [problem] = refused('apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: { name: old }\nspec: {}\n');
    expect(problem).toMatchObject({ id: 'object-unserved', object: 'PodSecurityPolicy old', source: { file: 'x.yaml', line: 1 } });
    expect(problem!.construct).toBeUndefined();
  });
});
