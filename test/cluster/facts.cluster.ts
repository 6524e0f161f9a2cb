import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { isServedIn } from '../../src/kubernetes';
import { componentFlags, type FlaggedComponent } from '../../src/kubernetes/component-flags';
import { FEATURE_GATES } from '../../src/kubernetes/data/feature-gates';
import { featureGate } from '../../src/kubernetes/feature-gates';
import { kubeletFieldGap } from '../../src/kubernetes/kubelet-fields';
import { KUBELET_RANGES, KUBELET_WORDS } from '../../src/kubernetes/kubelet-values';

const assets = assetsFromEnvironment();
const minor = minorFromEnvironment();
const known = JSON.parse(execFileSync(assets.flags, { encoding: 'utf8' })) as Record<FlaggedComponent, string[]> & { gates: Record<string, string> };

/** What `--help` of a built program lists; hidden flags are not among them. */
function listed(component: 'kube-apiserver' | 'kube-controller-manager'): string[] {
  return [...execFileSync(assets[component], ['--help'], { encoding: 'utf8' }).matchAll(/^ +(?:-\w, )?--([a-z0-9-]+)/gm)].map(match => match[1]!);
}

function ofTable(component: FlaggedComponent): string[] {
  return [...componentFlags(component)].filter(([, range]) => isServedIn(range, minor)).map(([name]) => name).sort();
}

test.each(['kubelet', 'kube-scheduler'] as const)('the flags of %s are those of the table', component => {
  expect(ofTable(component)).toEqual(known[component]);
});

test.each(['kube-apiserver', 'kube-controller-manager'] as const)('the flags of %s are those of the table, hidden ones too', component => {
  // A name with an underscore is the same as with a dash.
  const all = new Set([...known[component], ...listed(component)].map(name => name.replaceAll('_', '-')));
  // Some are added where the program starts, and are hidden there.
  const added = ['enable-logs-handler'];
  expect(ofTable(component).filter(name => !added.includes(name))).toEqual([...all].filter(name => !added.includes(name)).sort());
});

test('the feature gates are those of the table, and locked as it says', () => {
  const locks = Object.entries(known.gates).filter(([name]) => !['AllAlpha', 'AllBeta'].includes(name)).map(([name, lock]) => `${name} ${lock}`).sort();
  const own = FEATURE_GATES.map(([name]) => featureGate(name)!).filter(gate => isServedIn(gate, minor));
  const told = own.map(({ name, locked }) => `${name} ${locked && minor >= locked.since ? locked.value ? 'on' : 'off' : ''}`).sort();
  // Those of logging belong to component-base, and every component adds them when it starts.
  const logging = ['ContextualLogging ', 'LoggingAlphaOptions ', 'LoggingBetaOptions '];
  expect(told.filter(each => !logging.includes(each))).toEqual(locks.filter(each => !logging.includes(each)));
});

test('the kubelet refuses every number beyond the bounds of the table, and every word that is not in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulwark-facts-'));
  const beyond = Object.entries(KUBELET_RANGES).flatMap(([field, { least, most }]): Array<[string, number | string]> =>
    [[field, least - 1], ...most === undefined ? [] : [[field, most + 1] as [string, number]]]);
  // The version of TLS is looked at when the kubelet serves, not by its validation.
  const others = Object.keys(KUBELET_WORDS).filter(field => field !== 'tlsMinVersion').map((field): [string, number | string] => [field, 'none-of-them']);
  const cases = [...beyond, ...others].filter(([field]) => !kubeletFieldGap('KubeletConfiguration', field, minor));
  const accepted = cases.filter(([field, value], at) => {
    const file = join(folder, `${at}.yaml`);
    writeFileSync(file, `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${field}: ${value}\n`);
    return (JSON.parse(execFileSync(assets.hostfiles, [file], { encoding: 'utf8' })) as { accepted: boolean }).accepted;
  });
  rmSync(folder, { recursive: true, force: true });
  expect(accepted).toEqual([]);
  expect(cases.length).toBeGreaterThan(20);
});
