import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkManifests } from '../../src/engine/check';
import { place } from '../../src/manifests/problem';

const FOREIGN = join(__dirname, 'foreign');

/** Each problem in a line: id, line and object. */
const told = (file: string) => checkManifests(join(FOREIGN, file)).problems
  .map(({ id, source, object }) => `${id} ${source!.line} ${object}`);

describe('manifests that we never wrote are judged as they are', () => {
  test('of an installer without namespaces, whose controller may do everything', () => {
    const problems = told('argo-cd.yaml');
    expect(problems).toEqual(expect.arrayContaining([
      'access-everything 68 ClusterRoleBinding argocd-application-controller',
      'access-node-proxy 75 ClusterRoleBinding argocd-server',
      'access-secrets-read 61 RoleBinding argocd-server',
      'workload-image-latest 109 Deployment argocd-server',
      'network-selects-nothing 145 NetworkPolicy default/argocd-redis-network-policy',
    ]));
    // What includes all the others stands alone.
    expect(problems.filter(line => line.endsWith('argocd-application-controller'))).toEqual([
      'access-everything 68 ClusterRoleBinding argocd-application-controller', 'network-unprotected 113 StatefulSet default/argocd-application-controller',
    ]);
  });

  test('of lists in a list, with custom resources among them, each at its own line', () => {
    expect(told('prometheus-operator.yaml').sort()).toEqual([
      'access-cloud-identities 50 ClusterRoleBinding prometheus-operator',
      'access-secrets-read 50 ClusterRoleBinding prometheus-operator',
      'access-secrets-write 50 ClusterRoleBinding prometheus-operator',
      'access-subject-missing 54 ClusterRoleBinding prometheus-operator',
      'access-workload-create 50 ClusterRoleBinding prometheus-operator',
      'network-selects-nothing 79 NetworkPolicy monitoring/prometheus-operator',
      'workload-privileged 23 DaemonSet monitoring/node-exporter',
    ]);
  });

  test('of a chart with empty documents and kinds of extensions, which are left to their owners', () => {
    expect(told('istio.yaml').map(line => line.split(' ')[0])).toEqual(['access-certificate-approve', 'access-admission-change']);
    expect(checkManifests(join(FOREIGN, 'istio.yaml'))).toMatchObject({ objects: 8, others: 0, unproved: 0 });
  });

  test('no name of ours stands for a namespace that nobody named', () => {
    const text = JSON.stringify(checkManifests(FOREIGN));
    expect(text).toContain('ServiceAccount argocd-server may read secrets in the namespace that it is applied to');
    expect(text).not.toContain('bulwark-any');
  });
});

describe('a folder that somebody else laid out', () => {
  let root: string;
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  beforeEach(() => root = mkdtempSync(join(tmpdir(), 'bulwark-check-')));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('a template of Helm cannot be read, and the fix says to render it', () => {
    put('Chart.yaml', 'apiVersion: v2\nname: x\nversion: 0.1.0\n');
    put('templates/a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {{ .Release.Name }}\n');
    put('templates/b.yaml', '{{- if .Values.x }}\napiVersion: v1\nkind: Namespace\n{{- end }}\n');
    const { problems } = checkManifests(root);
    expect(problems.map(({ fix }) => fix)).toEqual(Array(2).fill(expect.stringContaining('helm template ... | bulwark check --from -')));
  });

  test('braces in a comment or a value make no template of a file that is wrong otherwise', () => {
    put('a.yaml', '# {{ not a template }}\napiVersion: v1\nkind: Namespace\nkind: Namespace\n');
    expect(checkManifests(root).problems.map(({ id, fix }) => [id, fix?.includes('helm')])).toEqual([['yaml-duplicate-key', false]]);
  });

  test('what kustomize and controllers make of it is said to be unseen', () => {
    put('base/kustomization.yaml', 'resources: [d.yaml]\n');
    put('base/d.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n');
    put('app.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web, namespace: argocd}\nspec: {}\n');
    expect(checkManifests(root).unseen).toEqual([
      `what kustomize makes of the manifests by ${join(root, 'base/kustomization.yaml')} is not among them`,
      'what Application argocd/web renders is not among the manifests',
    ]);
  });

  test('trees of several clusters below one folder are judged each by itself, and what stands beside them too', () => {
    const trees = join(__dirname, '../../dist/manifests');
    const both = checkManifests(trees);
    const each = ['batch', 'kubernetes-1-8', 'shop'].map(app => checkManifests(join(trees, app)));
    expect(both.verdicts.length).toBe(each.reduce((all, { verdicts }) => all + verdicts.length, 0));
    expect(both.verdicts.length).toBeGreaterThan(30);
    expect([both.problems, both.excluded]).toEqual([[], 0]);
    expect(new Set(both.acknowledged.map(({ finding }) => finding.cluster))).toEqual(new Set(['batch', 'prod', 'staging']));
  });

  test('nothing is proved beside what an API server would refuse, and that is told', () => {
    put('a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: Bad_}\n');
    expect(checkManifests(root)).toMatchObject({ unproved: 1, problems: [{ id: 'object-invalid' }] });
    put('a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: good}\n');
    expect(checkManifests(root)).toMatchObject({ unproved: 0, problems: [] });
  });
});

test('a finding about a field is at the line of that field', () => {
  const { problems } = checkManifests(join(FOREIGN, 'argo-cd.yaml'));
  const image = problems.find(({ id }) => id === 'workload-image-latest')!;
  expect([place(image.source!).replace(/.*argo-cd/, 'argo-cd'), image.field]).toEqual(['argo-cd.yaml:109:9', 'spec.template.spec.containers[0].image']);
});
