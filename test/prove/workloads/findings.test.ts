import { workloadFindings } from '../../../src/prove/workloads/findings';
import { refusedWorkloads } from '../../../src/prove/workloads/refused';

type Json = Record<string, any>;

const NAMESPACE = (level?: string): Json => ({
  apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level } },
});
const POD = (image: string, spec: Json = {}): Json => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec: { containers: [{ name: 'a', image }], ...spec } });

function found(...objects: Json[]) {
  return workloadFindings(objects.map(object => ({ object, construct: 'path' })), 34);
}

test.each([
  ['web', true], ['web:latest', true], ['registry.example:5000/web', true], ['web:1', false], [`web:latest@sha256:${'0'.repeat(64)}`, false], ['registry.example:5000/web:1.2', false],
])('the image %s may be another one at each start: %s', (image, mutable) => {
  expect(found(POD(image))).toMatchObject(mutable ? [{ id: 'workload-image-latest', severity: 'medium', field: 'spec.containers[0].image', object: 'Pod shop/a', constructs: ['path'] }] : []);
});

test('a workload that may take over its node is found where no level keeps it from starting, once for all its fields', () => {
  const pod = POD('web:1', { hostPID: true, hostNetwork: true });
  expect(found(pod)).toMatchObject([{ id: 'workload-privileged', severity: 'high', field: 'spec.hostNetwork' }]);
  expect(found(NAMESPACE(), pod)).toHaveLength(1);
  expect(found(NAMESPACE('privileged'), pod)).toHaveLength(1);
  expect(found(NAMESPACE('baseline'), pod)).toEqual([]);
  expect(found(NAMESPACE(), POD('web:1'))).toEqual([]);
});

test('what the namespace refuses is named for manifests of any origin', () => {
  const refused = (level: string, minor: number) => refusedWorkloads([NAMESPACE(level), POD('web:1', { hostPID: true })].map(object => ({ object })), minor);
  expect(refused('baseline', 34)).toMatchObject([{ id: 'workload-refused', field: 'spec.hostPID', object: 'Pod shop/a', constructs: [] }]);
  expect(refused('privileged', 34)).toEqual([]);
});

test('the API server knows no version of the standards newer than itself', () => {
  const namespace = { ...NAMESPACE(), metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/enforce-version': 'v1.37' } } };
  const pod = POD('web:1', { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat', value: '1' }] } });
  const refused = (minor: number) => refusedWorkloads([namespace, pod].map(object => ({ object })), minor).length;
  expect([refused(36), refused(37)]).toEqual([1, 0]);
});
