import { createColors } from 'picocolors';
import { modelOf } from './support';
import { NO_HOSTS } from '../../src/deliver/hosts-model';
import type { ClusterModel } from '../../src/deliver/model';
import { warningsOf } from '../../src/deliver/warnings';
import { synthJson } from '../../src/report/synth-json';
import { synthText } from '../../src/report/synth-text';

const GUARANTEE = { predicate: { kind: 'kubelet-certificates' }, construct: 'prod/kubelet' };

function model(lifetime: string | undefined, over: Partial<ClusterModel> = {}): ClusterModel {
  const controllerManagerFlags: Readonly<Record<string, string>> = lifetime === undefined ? {} : { 'cluster-signing-duration': lifetime };
  return {
    ...modelOf({ distribution: 'kubeadm', minor: 36, hosts: { ...NO_HOSTS, controlPlane: { ...NO_HOSTS.controlPlane, controllerManagerFlags } } }),
    promises: { guarantees: [GUARANTEE as never], acknowledgements: [], groups: {} },
    ...over,
  };
}

function acknowledged(expires?: string): Partial<ClusterModel> {
  return { promises: { guarantees: [GUARANTEE as never], acknowledgements: [{ ids: ['certificate-lifetime-short'], reason: 'on call', construct: 'prod', ...expires === undefined ? {} : { expires } }], groups: {} } };
}

test.each<[string, ClusterModel, string[]]>([
  ['a day leaves no time to mend an outage', model('24h'), ['certificate-lifetime-short']],
  ['just below ten days', model('239h59m59s'), ['certificate-lifetime-short']],
  ['ten days are long enough', model('240h'), []],
  ['nothing is asked', model(undefined), []],
  ['the distribution signs by itself', { ...model('24h'), target: { distribution: 'k3s', kubernetes: '1.36', minor: 36 } }, []],
  ['somebody said that it is meant', model('24h', acknowledged()), []],
  ['and may still say so', model('24h', acknowledged('2026-11-23')), []],
  ['but said it until yesterday', model('24h', acknowledged('2026-11-22')), ['certificate-lifetime-short']],
])('a short lifetime of certificates is a warning of synth until it is acknowledged: %s', (_, asked, expected) => {
  expect(warningsOf(asked, '2026-11-23').map(({ id }) => id)).toEqual(expected);
});

test('a warning is a line under its cluster, and data for machines', () => {
  const plan = { create: [], update: [], remove: [], unchanged: 1 } as never;
  const result = { outdir: 'out', clusters: [{ name: 'prod', files: 1, plan, warnings: warningsOf(model('24h')) }, { name: 'staging', files: 1, plan, warnings: [] }], undeclared: [] };
  expect(synthText('shop', result, false, createColors(false))).toBe('shop → out\n  prod     1 file: nothing to change\n'
    + '    certificate-lifetime-short: a node loses its certificate when nobody signs or approves its renewal for 2h24m0s, a tenth of the lifetime\n'
    + '  staging  1 file: nothing to change\n');
  expect((JSON.parse(synthJson('shop', result, false)) as { clusters: Array<{ warnings: unknown[] }> }).clusters.map(({ warnings }) => warnings)).toEqual([
    [expect.objectContaining({ id: 'certificate-lifetime-short', construct: 'prod/kubelet', value: '"24h"', fix: expect.stringContaining('acknowledge') })], [],
  ]);
});
