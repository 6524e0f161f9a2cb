import * as kplus from 'cdk8s-plus-27';
import { accessOf } from '../../../src/engine/access';
import { labelsIn, modelsIn, only, problemOf, small } from '../support';
import { NamespacePart, PodSecurityLevel, Subject, type SecuredNamespaceProps } from 'cdk8s-bulwark';

test('the account that pods run as when they name none has no token', () => {
  expect(only(small('1.34', {}).prod, 'ServiceAccount')).toEqual({
    apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'shop' }, automountServiceAccountToken: false,
  });
});

test.each<[NamespacePart, string[]]>([
  [NamespacePart.DEFAULT_DENY, ['ServiceAccount shop/default']],
  [NamespacePart.DNS, ['NetworkPolicy shop/default-deny', 'ServiceAccount shop/default']],
  [NamespacePart.DEFAULT_ACCOUNT, ['NetworkPolicy shop/allow-dns', 'NetworkPolicy shop/default-deny']],
  [NamespacePart.POD_SECURITY, ['NetworkPolicy shop/allow-dns', 'NetworkPolicy shop/default-deny']],
])('without %s the rest stands, and the Namespace says why', (part, rest) => {
  const { prod } = small('1.34', { without: [{ part, reason: ' a legacy team ' }] });
  expect(labelsIn(prod)).toEqual(rest);
  expect(only(prod, 'Namespace').metadata.annotations).toEqual({ [`bulwark.cdk8s.io/without-${part}`]: 'a legacy team' });
});

test('without hardening, workloads are judged as they are', () => {
  const { prod, shop } = small('1.34', { without: [{ part: NamespacePart.HARDENING, reason: 'all is set by hand' }] });
  new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1' }] });
  expect(() => modelsIn(prod)).toThrow('seccompProfile');
});

test.each<[string, SecuredNamespaceProps, string]>([
  ['a part left out without a reason', { without: [{ part: NamespacePart.DNS, reason: ' ' }] }, 'without[0].reason'],
  ['a part that is asked for as well', { defaultDeny: true, without: [{ part: NamespacePart.DEFAULT_DENY, reason: 'x' }] }, 'without[0].part'],
  ['a level that is asked for as well', { podSecurity: PodSecurityLevel.BASELINE, without: [{ part: NamespacePart.POD_SECURITY, reason: 'x' }] }, 'without[0].part'],
  ['a quota of nothing', { quota: {} }, 'quota'],
  ['a quota that is no amount', { quota: { memoryLimits: '64 GB' } }, 'quota.memoryLimits'],
  ['a negative quota', { quota: { pods: -1 } }, 'quota.pods'],
  ['defaults of nothing', { containerDefaults: {} }, 'containerDefaults'],
])('%s is refused', (_, props, field) => {
  expect(problemOf(() => small('1.34', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop', field });
});

test('quota and container defaults are written as the API server counts and fills them', () => {
  const { prod } = small('1.34', {
    quota: { cpuRequests: '4', memoryLimits: '8Gi', pods: 20, loadBalancers: 0 },
    containerDefaults: { cpuRequest: '100m', memoryRequest: '128Mi', memoryLimit: '256Mi' },
  });
  expect(only(prod, 'ResourceQuota').spec).toEqual({ hard: { 'limits.memory': '8Gi', 'pods': '20', 'requests.cpu': '4', 'services.loadbalancers': '0' } });
  expect(only(prod, 'LimitRange').spec).toEqual({ limits: [{ type: 'Container', default: { memory: '256Mi' }, defaultRequest: { cpu: '100m', memory: '128Mi' } }] });
});

test('a workload without the amounts that the quota counts is an error, and container defaults mend it', () => {
  const refused = (props: SecuredNamespaceProps) => {
    const { prod, shop } = small('1.34', { quota: { memoryLimits: '8Gi' }, ...props });
    new kplus.Job(shop, 'job', { containers: [{ image: 'job:1', resources: {} }] });
    return () => modelsIn(prod);
  };
  expect(problemOf(refused({}))).toMatchObject({ id: 'workload-refused', field: 'spec.template.spec.containers[0].resources.limits.memory' });
  expect(refused({ containerDefaults: { memoryLimit: '256Mi' } })).not.toThrow();
});

test('readers see workloads and logs, and neither secrets nor another namespace; operators restart them', () => {
  const { prod } = small('1.34', { readers: [Subject.group('support')], operators: [Subject.group('on-call')] });
  const access = accessOf({ objects: modelsIn(prod), minor: 34 });
  const can = (group: string, verb: string, target: string, namespace: string, subresource = '') =>
    access.can({ verb, target, namespace, subresource }, { name: 'eve', groups: [group] }).answer;
  expect(can('support', 'list', 'pods', 'shop')).toBe('yes');
  expect(can('support', 'get', 'pods', 'shop', 'log')).toBe('yes');
  expect(can('support', 'get', 'secrets', 'shop')).toBe('no');
  expect(can('support', 'get', 'configmaps', 'shop')).toBe('no');
  expect(can('support', 'patch', 'deployments.apps', 'shop')).toBe('no');
  expect(can('support', 'list', 'pods', 'other')).toBe('no');
  expect(can('on-call', 'patch', 'deployments.apps', 'shop')).toBe('yes');
  expect(can('on-call', 'get', 'secrets', 'shop')).toBe('no');
});
