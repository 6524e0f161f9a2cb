import { execFileSync } from 'node:child_process';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { isServedIn } from '../../src/kubernetes';
import { componentFlags, type FlaggedComponent } from '../../src/kubernetes/component-flags';
import { FEATURE_GATES } from '../../src/kubernetes/data/feature-gates';
import { featureGate } from '../../src/kubernetes/feature-gates';

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
