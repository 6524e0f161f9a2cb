import { PROFILE_NAMES } from '../../../src/cli/commands/check';
import { controlsOf, PROFILES, type ProfileName } from '../../../src/kubernetes/controls';
import { CONTROLS } from '../../../src/kubernetes/data/controls';
import { JUDGED, NOT_JUDGED } from '../../../src/prove/controls/judge';

const numberIn = (id: string, version: string) => CONTROLS.find(row => row.id === id)!.cis?.[version];
const CIS = ['v1.8', 'v1.9', 'v1.10', 'v1.11', 'v1.12', 'v2.1'];

test('every control is either judged or said to be unknowable, and none of either is unknown to the data', () => {
  const ids = CONTROLS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(90);
  expect([...JUDGED, ...NOT_JUDGED].sort()).toEqual([...ids].sort());
});

test('a number of a version of CIS means one control, and is a number of that benchmark', () => {
  for (const version of CIS) {
    const numbers = CONTROLS.flatMap(({ cis }) => cis?.[version] ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter(number => !/^[1-5]\.\d\.\d{1,2}$/.test(number))).toEqual([]);
    expect(numbers.length).toBeGreaterThan(55);
  }
  expect(CONTROLS.flatMap(({ cis = {} }) => Object.keys(cis).filter(version => !CIS.includes(version)))).toEqual([]);
});

test('ids of the STIG are those of its rules, and risks of OWASP those of 2025', () => {
  const stig = CONTROLS.flatMap(row => row.stig ?? []);
  expect(stig.filter(([stigId, vulnId, severity]) => !/^CNTR-K8-\d{6}$/.test(stigId) || !/^V-2\d{5}$/.test(vulnId) || !/^(high|medium|low)$/.test(severity))).toEqual([]);
  expect(CONTROLS.flatMap(row => row.owasp ?? []).filter(risk => !/^K(0[1-9]|10)$/.test(risk))).toEqual([]);
});

test.each<[string, Record<string, string | undefined>]>([
  // Namespaces and seccomp moved from 5.7 to 5.6 in v1.11.
  ['pod.seccomp-runtime-default', { 'v1.10': '5.7.2', 'v1.11': '5.6.2', 'v1.12': '5.6.2' }],
  // "Added capabilities" went in v1.12, and what stood after it moved down by one.
  ['pod.no-hostports', { 'v1.11': '5.2.13', 'v1.12': '5.2.12', 'v2.1': '5.2.12' }],
  ['pod.drop-all-caps', { 'v1.11': '5.2.10', 'v1.12': '5.2.9' }],
  // The flags of auditing moved down by one in v1.9.
  ['api.audit-log-path', { 'v1.8': '1.2.17', 'v1.9': '1.2.16', 'v2.1': '1.2.16' }],
  ['api.sa-extend-expiration', { 'v1.10': undefined, 'v1.11': '1.2.30' }],
  ['rbac.kubelet-fine-grained', { 'v1.12': undefined, 'v2.1': '5.1.14' }],
  ['rbac.no-cluster-admin', Object.fromEntries(CIS.map(version => [version, '5.1.1']))],
])('%s has another number in another version', (id, numbers) => {
  expect(Object.fromEntries(Object.keys(numbers).map(version => [version, numberIn(id, version)]))).toEqual(numbers);
});

test('a benchmark is always named with its version, and is listed in its own order', () => {
  expect(PROFILE_NAMES).toEqual(Object.keys(PROFILES));
  expect(Object.values(PROFILES).every(title => /v?\d/i.test(title))).toBe(true);
  const ids = controlsOf('cis-1.12').map(control => control.ids[0]!);
  expect(ids.slice(0, 3)).toEqual(['1.2.1', '1.2.5', '1.2.7']);
  expect(ids.indexOf('5.2.9')).toBeLessThan(ids.indexOf('5.2.10'));
  expect((Object.keys(PROFILES) as ProfileName[]).map(profile => controlsOf(profile).length)).toEqual([63, 63, 63, 65, 65, 68, 29, 27, 79]);
  expect(controlsOf('cis-2.1').find(({ row }) => row.id === 'kubelet.read-only-port')).toMatchObject({ unverified: true });
});
