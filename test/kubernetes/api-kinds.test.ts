import { builtInKinds, findKind, isBuiltInGroup, servedAt } from '../../src/kubernetes/api-kinds';
import { NEWEST_MINOR, SUPPORTED_MINORS } from '../../src/kubernetes/minors';

describe('the table of kinds', () => {
  test('no group, version and kind stands in it twice', () => {
    const ids = builtInKinds().map(fact => `${fact.group}/${fact.version}/${fact.kind}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is sorted by group and kind', () => {
    const ids = builtInKinds().map(fact => `${fact.group}\0${fact.kind}`);
    expect(ids).toEqual([...ids].sort());
  });

  test('no range is empty or reaches beyond the newest minor', () => {
    for (const { firstMinor = 0, lastMinor = NEWEST_MINOR - 1 } of builtInKinds()) {
      expect(firstMinor).toBeLessThanOrEqual(NEWEST_MINOR);
      expect(lastMinor).toBeLessThan(NEWEST_MINOR);
      if (firstMinor <= NEWEST_MINOR - 1) expect(firstMinor).toBeLessThanOrEqual(lastMinor);
    }
  });

  test('a version that is stable and served is never removed again', () => {
    const stable = builtInKinds().filter(fact => /^v\d+$/.test(fact.version));
    expect(stable.filter(fact => fact.lastMinor !== undefined)).toEqual([]);
  });

  test('what the body of a subresource or the answer of a webhook is called is no kind', () => {
    const names = new Set(builtInKinds().map(fact => fact.kind));
    for (const kind of ['NodeProxyOptions', 'PodExecOptions', 'Scale', 'TokenRequest', 'AdmissionReview', 'ImageReview']) {
      expect(names).not.toContain(kind);
    }
  });
});

describe('isBuiltInGroup', () => {
  test.each(['', 'apps', 'batch', 'policy', 'extensions', 'rbac.authorization.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io'])(
    '%j is built in', group => expect(isBuiltInGroup(group)).toBe(true));

  test.each([
    'argoproj.io', 'gateway.networking.k8s.io', 'policy.networking.k8s.io', 'snapshot.storage.k8s.io', 'metrics.k8s.io',
    'autoscaling.k8s.io', 'admission.k8s.io', 'kubelet.config.k8s.io', 'audit.k8s.io', 'k8s.io', 'constructor', '__proto__',
  ])('%j is not, whatever it ends in', group => expect(isBuiltInGroup(group)).toBe(false));
});

describe('servedAt', () => {
  test('nothing is said about a group that is not built in', () => {
    expect(servedAt('argoproj.io', 'v1alpha1', 'Application', 34)).toBeUndefined();
    expect(servedAt('gateway.networking.k8s.io', 'v1', 'Gateway', 34)).toBeUndefined();
  });

  test('every kind is served exactly within its range', () => {
    for (const fact of builtInKinds()) {
      expect(findKind(fact.group, fact.version, fact.kind)).toBe(fact);
      for (const minor of SUPPORTED_MINORS) {
        const inside = minor >= (fact.firstMinor ?? 0) && minor <= (fact.lastMinor ?? Infinity);
        expect(servedAt(fact.group, fact.version, fact.kind, minor)?.served).toBe(inside);
      }
    }
  });

  test('whatever is proposed instead is itself served by that minor', () => {
    for (const { group, version, kind } of builtInKinds()) {
      for (const minor of SUPPORTED_MINORS) {
        const answer = servedAt(group, version, kind, minor);
        const instead = answer?.served === false ? /^use (?:([^ /]+)\/)?(v\d\S*)/.exec(answer.fix ?? '') : null;
        if (instead) expect(servedAt(instead[1] ?? '', instead[2]!, kind, minor)).toEqual({ served: true });
      }
    }
  });

  test.each([
    ['batch', 'v1beta1', 'CronJob', 34, 'batch/v1beta1 CronJob was removed in 1.25', 'use batch/v1'],
    ['extensions', 'v1beta1', 'Deployment', 34, 'extensions/v1beta1 Deployment was removed in 1.16', 'use apps/v1'],
    ['extensions', 'v1beta1', 'NetworkPolicy', 34, 'extensions/v1beta1 NetworkPolicy was removed in 1.16', 'use networking.k8s.io/v1'],
    ['extensions', 'v1beta1', 'Ingress', 34, 'extensions/v1beta1 Ingress was removed in 1.22', 'use networking.k8s.io/v1'],
    ['rbac.authorization.k8s.io', 'v1beta1', 'Role', 27,
      'rbac.authorization.k8s.io/v1beta1 Role was removed in 1.22', 'use rbac.authorization.k8s.io/v1'],
    ['autoscaling', 'v2beta2', 'HorizontalPodAutoscaler', 30,
      'autoscaling/v2beta2 HorizontalPodAutoscaler was removed in 1.26', 'use autoscaling/v2'],
    ['flowcontrol.apiserver.k8s.io', 'v1beta3', 'FlowSchema', 32,
      'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema was removed in 1.32', 'use flowcontrol.apiserver.k8s.io/v1'],
    ['apiextensions.k8s.io', 'v1beta1', 'CustomResourceDefinition', 30,
      'apiextensions.k8s.io/v1beta1 CustomResourceDefinition was removed in 1.22', 'use apiextensions.k8s.io/v1'],
    ['policy', 'v1beta1', 'PodSecurityPolicy', 30, 'policy/v1beta1 PodSecurityPolicy was removed in 1.25',
      'label the namespace for Pod Security admission (pod-security.kubernetes.io/enforce)'],
    ['', 'v1', 'Deployment', 34, 'Kubernetes 1.34 has no v1 Deployment', 'use apps/v1'],
    ['apps', 'v1', 'Ingress', 34, 'Kubernetes 1.34 has no apps/v1 Ingress', 'use networking.k8s.io/v1'],
    ['apps', 'v1', 'deployment', 34, 'Kubernetes 1.34 has no apps/v1 deployment', 'use apps/v1 Deployment'],
    ['apps', 'v2', 'Deployment', 34, 'Kubernetes 1.34 has no apps/v2 Deployment', 'use apps/v1'],
    ['events.k8s.io', 'v1beta1', 'Event', 34, 'events.k8s.io/v1beta1 Event was removed in 1.25', 'use events.k8s.io/v1'],
    ['certificates.k8s.io', 'v1', 'ClusterTrustBundle', 36,
      'certificates.k8s.io/v1 ClusterTrustBundle is first served in 1.37, not in 1.36',
      'use certificates.k8s.io/v1beta1 where the API server has it switched on, or target Kubernetes 1.37 or newer'],
    ['admissionregistration.k8s.io', 'v1', 'MutatingAdmissionPolicy', 31,
      'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy is first served in 1.36, not in 1.31', 'target Kubernetes 1.36 or newer'],
  ])('%s/%s %s in 1.%i is explained', (group, version, kind, minor, reason, fix) => {
    expect(servedAt(group, version, kind, minor)).toEqual({ served: false, reason, fix });
  });

  test('ValidatingAdmissionPolicy is stable from 1.30 on', () => {
    const group = 'admissionregistration.k8s.io';
    const served = SUPPORTED_MINORS.filter(minor => servedAt(group, 'v1', 'ValidatingAdmissionPolicy', minor)?.served);
    expect(served).toEqual(SUPPORTED_MINORS.filter(minor => minor >= 30));
  });

  test('a kind without any successor is refused without a fix', () => {
    expect(servedAt('', 'v1', 'NodeProxyOptions', 34)).toEqual({ served: false, reason: 'Kubernetes 1.34 has no v1 NodeProxyOptions' });
    expect(servedAt('networking.k8s.io', 'v1alpha1', 'ClusterCIDR', 29)).toEqual(
      { served: false, reason: 'networking.k8s.io/v1alpha1 ClusterCIDR was removed in 1.29' });
  });
});
