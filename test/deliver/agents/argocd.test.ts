import * as fc from 'fast-check';
import { annotated, anyObjects, ARGO, isWorkload, object, parsed, prepared, treeOf, type Json } from './support';
import { fanOutFiles } from '../../../src/deliver/agents';
import type { ObjectModel } from '../../../src/deliver/model';

const WAVE = 'argocd.argoproj.io/sync-wave';
const annotationsOf = (model: ObjectModel) => ((model.object.metadata as Json).annotations ?? {}) as Record<string, string>;
const waveOf = (model: ObjectModel) => Number(annotationsOf(model)[WAVE] ?? 0);

/** The order of gitops-engine (pkg/sync/sync_tasks.go), where a kind that is not listed comes last. */
const KIND_ORDER = ['Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy', 'PodDisruptionBudget', 'ServiceAccount', 'Secret', 'SecretList',
  'ConfigMap', 'StorageClass', 'PersistentVolume', 'PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding',
  'ClusterRoleBindingList', 'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod', 'ReplicationController', 'ReplicaSet', 'Deployment',
  'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob', 'IngressClass', 'Ingress', 'APIService'];

function inArgoOrder(models: readonly ObjectModel[]): string[] {
  const rank = ({ object: { kind } }: ObjectModel) => KIND_ORDER.includes(String(kind)) ? KIND_ORDER.indexOf(String(kind)) : KIND_ORDER.length;
  return [...models].sort((a, b) => waveOf(a) - waveOf(b) || rank(a) - rank(b)).map(({ object: { kind } }) => String(kind));
}

test('Argo CD applies every policy before any workload, also those of kinds that it sorts last, and what a workload serves after it', () => {
  const models = [
    object('apps/v1', 'Deployment', 'web', 'shop'), object('cilium.io/v2', 'CiliumNetworkPolicy', 'web', 'shop'), object('v1', 'Namespace', 'shop'),
    object('v1', 'Service', 'hook', 'shop'), object('networking.k8s.io/v1', 'NetworkPolicy', 'web', 'shop'),
    object('constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels', 'owner'), object('templates.gatekeeper.sh/v1', 'ConstraintTemplate', 'k8srequiredlabels'),
    object('policy/v1', 'PodDisruptionBudget', 'web', 'shop'),
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'hook', undefined, undefined,
      { webhooks: [{ clientConfig: { service: { namespace: 'shop', name: 'hook' } } }] }),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x.y.io'),
  ];
  const without = inArgoOrder(models);
  expect(without.indexOf('CiliumNetworkPolicy')).toBeGreaterThan(without.indexOf('Deployment'));
  expect(inArgoOrder(prepared(ARGO, models).objects)).toEqual([
    'Namespace', 'NetworkPolicy', 'CustomResourceDefinition', 'CiliumNetworkPolicy', 'ConstraintTemplate', 'K8sRequiredLabels',
    'PodDisruptionBudget', 'Service', 'Deployment', 'ValidatingWebhookConfiguration',
  ]);
});

test('policies are in waves before those of all workloads, whatever waves the workloads were given', () => {
  fc.assert(fc.property(anyObjects, fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (objects, waves) => {
    const given = objects.map((each, at) => isWorkload(each, objects) ? annotated(each, { [WAVE]: String(waves[at % waves.length]) }) : each);
    const { objects: after, problems } = prepared(ARGO, given);
    const [workloads, policies] = [after.filter(each => isWorkload(each, after)), after.filter(each => !isWorkload(each, after))];
    expect(problems).toEqual([]);
    expect(Math.max(...policies.map(waveOf), -Infinity)).toBeLessThan(Math.min(...workloads.map(waveOf), 0));
  }), { numRuns: 200 });
});

test('Helm\'s weight is a wave of a workload, hook or not, where it names none of Argo CD\'s; of a policy ours counts', () => {
  const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'x', 'shop');
  const wave = (...workload: Array<Record<string, string>>) => {
    const { objects: [made], problems } = prepared(ARGO, [policy, ...workload.map((annotations, at) => object('batch/v1', 'Job', `j${at}`, 'shop', annotations))]);
    expect(problems).toEqual([]);
    return waveOf(made!);
  };
  expect(wave({ 'helm.sh/hook-weight': '-5' })).toBe(-7);
  expect(wave({ 'helm.sh/hook': 'post-install', 'helm.sh/hook-weight': '-5' })).toBe(-7);
  expect(wave({ 'helm.sh/hook-weight': '-5', [WAVE]: '-3' })).toBe(-5);
  expect(wave({ 'helm.sh/hook-weight': '5' }, { 'helm.sh/hook-weight': '-1' })).toBe(-3);
  const weighted = prepared(ARGO, [annotated(policy, { 'helm.sh/hook-weight': '9' })]);
  expect([weighted.problems, waveOf(weighted.objects[0]!)]).toEqual([[], -2]);
  expect(prepared(ARGO, [object('batch/v1', 'Job', 'j', 'shop', { 'helm.sh/hook-weight': 'soon' })]).problems.map(({ message }) => message)).toEqual([expect.stringContaining('is no whole number')]);
});

test('a constraint of Gatekeeper comes after its template, and is not judged before its kind is there', () => {
  const [template, constraint] = prepared(ARGO, [
    object('templates.gatekeeper.sh/v1', 'ConstraintTemplate', 'x'),
    object('constraints.gatekeeper.sh/v1beta1', 'X', 'y', undefined, { 'argocd.argoproj.io/sync-options': 'Prune=confirm' }),
  ]).objects;
  expect([waveOf(template!), waveOf(constraint!)]).toEqual([-2, -1]);
  expect(annotationsOf(constraint!)['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,SkipDryRunOnMissingResource=true');
});

test('a workload is left exactly as it is, and so is a policy but for its wave', () => {
  const [web, policy] = [object('apps/v1', 'Deployment', 'web', 'shop'), object('networking.k8s.io/v1', 'NetworkPolicy', 'web', 'shop', { a: 'b' })];
  const { objects: [first, second] } = prepared(ARGO, [web, policy]);
  expect(first).toBe(web);
  expect(second!.object).toEqual({ ...policy.object, metadata: { name: 'web', namespace: 'shop', annotations: { a: 'b', [WAVE]: '-2' } } });
});

test.each([
  ['a policy in the wave of the workloads', 'NetworkPolicy', { [WAVE]: '0' }, 'comes no earlier than workloads, whose first wave is -3'],
  ['a policy after the first of the workloads', 'NetworkPolicy', { [WAVE]: '-3' }, 'comes no earlier'],
  ['a wave that Argo CD takes for 0', 'NetworkPolicy', { [WAVE]: 'first' }, 'is no whole number'],
  ['a policy that waits for the workloads', 'NetworkPolicy', { 'argocd.argoproj.io/hook': 'PostSync' }, 'makes a hook of a policy'],
  ['a policy that is deleted before each sync', 'NetworkPolicy', { 'argocd.argoproj.io/hook': 'PreSync' }, 'makes a hook of a policy'],
  ['a policy whose hook is misspelt, and so never runs', 'NetworkPolicy', { 'argocd.argoproj.io/hook': 'Presync' }, 'makes a hook of a policy'],
  ['a policy that Helm tests by', 'NetworkPolicy', { 'helm.sh/hook': 'test' }, 'makes a hook of a policy'],
  ['a text by which the file is left out', 'Job', { note: 'x +argocd:skip-file-rendering y' }, 'is a text by which Argo CD leaves out'],
  ['a workload before all waves', 'Job', { 'argocd.argoproj.io/hook': 'PreSync' }, 'runs before the policies are there'],
  ['a workload before all waves, in Helm\'s words', 'Job', { 'helm.sh/hook': 'post-install, pre-upgrade' }, 'runs before the policies are there'],
  ['a policy that is never applied', 'NetworkPolicy', { 'argocd.argoproj.io/hook': 'Skip' }, 'keeps Argo CD from applying'],
])('refuses %s', (_, kind, annotations, message) => {
  const { problems } = prepared(ARGO, [
    object('apps/v1', 'Deployment', 'early', 'shop', { [WAVE]: '-3' }), object(kind === 'Job' ? 'batch/v1' : 'networking.k8s.io/v1', kind, 'x', 'shop', annotations),
  ]);
  expect(problems.map(({ id, object: which, message: said }) => [id, which, said.slice(0, message.length)])).toEqual([['agent-refused', `${kind} shop/x`, message]]);
});

test('a wave of a policy that leaves it before the workloads is kept', () => {
  const { objects: [policy], problems } = prepared(ARGO, [object('networking.k8s.io/v1', 'NetworkPolicy', 'x', 'shop', { [WAVE]: '-7' })]);
  expect([waveOf(policy!), problems]).toEqual([-7, []]);
});

test('a cluster with an agent of its own has one Application, over all of its manifests and nothing else', () => {
  const tree = treeOf(ARGO, [object('v1', 'Namespace', 'shop')]);
  expect([...tree.keys()].filter(path => path.startsWith('agent/'))).toEqual(['agent/application-shop.prod.yaml']);
  expect(parsed(tree.get('agent/application-shop.prod.yaml'))).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop.prod', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://git.example.com/platform', targetRevision: 'HEAD', path: 'dist/manifests/shop/prod/manifests', directory: { recurse: true },
      },
      destination: { name: 'prod', namespace: 'default' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['FailOnSharedResource=true', 'ServerSideApply=true'] },
    },
  });
});

test('the files that Argo CD reads as plain manifests are all that stands where it looks: it fails where kustomize has a file', () => {
  const paths = [...treeOf(ARGO, [object('v1', 'Namespace', 'shop'), object('v1', 'ConfigMap', 'c', 'shop')]).keys()].filter(path => path.startsWith('manifests/'));
  expect(paths).toEqual(['manifests/policies/_cluster/namespace-shop.yaml', 'manifests/workloads/shop/configmap-c.yaml']);
});

test('an ApplicationSet lists each cluster once, whatever the order, and takes nothing away when one is gone', () => {
  const of = (clusters: string[]) => fanOutFiles('shop', [{ name: 'shop', agent: ARGO, clusters }]);
  const files = of(['us-1', 'eu-1']);
  expect(files).toEqual(of(['eu-1', 'us-1']));
  expect([...files.keys()]).toEqual(['agent/applicationset-shop.yaml']);
  const { spec } = parsed(files.get('agent/applicationset-shop.yaml'));
  expect(spec.generators).toEqual([{
    list: {
      elements: [
        { application: 'shop.eu-1', cluster: 'eu-1', folder: 'dist/manifests/shop/eu-1' }, { application: 'shop.us-1', cluster: 'us-1', folder: 'dist/manifests/shop/us-1' },
      ],
    },
  }]);
  expect(spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: true });
  expect([spec.goTemplate, spec.goTemplateOptions, spec.template.metadata, spec.template.spec.source.path, spec.template.spec.destination]).toEqual(
    [true, ['missingkey=error'], { name: '{{.application}}' }, '{{.folder}}/manifests', { name: '{{.cluster}}', namespace: 'default' }]);
});

test('a cluster that an ApplicationSet lists has no Application besides', () => {
  expect([...treeOf(ARGO, [object('v1', 'Namespace', 'shop')], true).keys()].filter(path => path.startsWith('agent/'))).toEqual([]);
});
