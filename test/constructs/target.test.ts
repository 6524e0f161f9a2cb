import { problemOf } from './support';
import { SUPPORTED_MINORS } from '../../src/kubernetes';
import { ClusterTarget } from 'cdk8s-bulwark';

const FACTORIES = [ClusterTarget.kubeadm, ClusterTarget.generic];

test.each(SUPPORTED_MINORS)('1.%d is a target', minor => {
  for (const factory of FACTORIES) {
    expect(factory({ kubernetes: `1.${minor}` })).toMatchObject({ minor, kubernetes: `1.${minor}` });
    expect(factory({ kubernetes: `v1.${minor}.4` })).toMatchObject({ minor, kubernetes: `1.${minor}.4` });
  }
});

test('the distribution is the factory\'s', () => {
  expect(FACTORIES.map(factory => factory({ kubernetes: '1.34' }).distribution)).toEqual(['kubeadm', 'generic']);
});

test.each([['1.27', '1.9'], ['1.30', '1.12'], ['1.31', '1.13'], ['1.32', '1.14'], ['1.37', '1.14']])('Talos for Kubernetes %s is %s, the newest that runs it', (kubernetes, talos) => {
  expect(ClusterTarget.talos({ kubernetes })._toModel().version).toBe(talos);
});

test.each([['1.27', '1.13'], ['1.31', '1.14'], ['1.36', '1.9'], ['1.37', '1.13']])('Kubernetes %s on Talos %s is refused: Talos would refuse it', (kubernetes, talos) => {
  expect(problemOf(() => ClusterTarget.talos({ kubernetes, talos }))).toMatchObject({ id: 'target-unsupported', field: 'ClusterTarget.talos.talos', message: expect.stringContaining('runs Kubernetes') });
});

test.each(['1.26', '1.99', 'latest', '', '1', '2.0', '1.34-gke.1', '1.034', ' 1.34', undefined, null, '__proto__'])('%j is refused with the list', kubernetes => {
  for (const factory of FACTORIES) {
    expect(problemOf(() => factory({ kubernetes: kubernetes as string }))).toMatchObject({
      id: 'target-unsupported',
      value: kubernetes === undefined ? 'undefined' : JSON.stringify(kubernetes),
      fix: 'use one of 1.27, 1.28, 1.29, 1.30, 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, 1.37 (the newest is 1.37)',
    });
  }
});
