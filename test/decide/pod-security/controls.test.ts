import { podSecurityViolations, POD_SECURITY_CONTROLS } from '../../../src/decide/pod-security';
import type { PodSecurityLevel } from '../../../src/decide/pod-security/control';

type Json = Record<string, any>;

/** A container that meets every control. */
const GOOD = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
/** The security context of a pod that does. */
const GOOD_POD = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

function withContainer(fields: Json): Json {
  return { securityContext: GOOD_POD, containers: [{ name: 'a', securityContext: GOOD, ...fields }] };
}
function inContainer(context: Json): Json {
  return withContainer({ securityContext: { ...GOOD, ...context } });
}
function inPod(context: Json, rest: Json = {}): Json {
  return { securityContext: { ...GOOD_POD, ...context }, containers: [{ name: 'a', securityContext: GOOD }], ...rest };
}
function besides(fields: Json): Json {
  return inPod({}, fields);
}
/** Both examples with an annotation on the pod. */
function annotated(key: string, value: string): Json {
  return { annotations: { [key]: value }, spec: besides({}) };
}

/**
 * A control, the versions at which it asks the same (first and last minor), a pod that meets it and one that does not, and
 * the field that is named for the latter.
 */
type Row = readonly [control: string, level: PodSecurityLevel, first: number, last: number, pass: Json, fail: Json, field: string];

const CONTAINER = 'spec.containers[0]';
const CONTEXT = `${CONTAINER}.securityContext`;
const NEWEST = 37;
const WINDOWS = { os: { name: 'windows' } };
const SANDBOXED = { hostUsers: false };
const sysctl = (name: string) => inPod({ sysctls: [{ name, value: '1' }] });
const SYSCTL = 'spec.securityContext.sysctls[0].name';
const bareWindows = { ...WINDOWS, containers: [{ name: 'a' }] };
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/a';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_A = 'container.seccomp.security.alpha.kubernetes.io/a';

const ROWS: readonly Row[] = [
  ['allowPrivilegeEscalation', 'restricted', 8, NEWEST, besides({}), inContainer({ allowPrivilegeEscalation: true }), `${CONTEXT}.allowPrivilegeEscalation`],
  ['allowPrivilegeEscalation', 'restricted', 8, NEWEST, inContainer({ allowPrivilegeEscalation: false }), inContainer({ allowPrivilegeEscalation: null }), `${CONTEXT}.allowPrivilegeEscalation`],
  ['allowPrivilegeEscalation', 'restricted', 8, 24, besides({}), bareWindows, `${CONTEXT}.allowPrivilegeEscalation`],
  ['allowPrivilegeEscalation', 'restricted', 25, NEWEST, bareWindows, { os: { name: 'linux' }, containers: [{ name: 'a' }] }, `${CONTEXT}.allowPrivilegeEscalation`],
  ['appArmorProfile', 'baseline', 0, NEWEST, inContainer({ appArmorProfile: { type: 'Localhost' } }), inContainer({ appArmorProfile: { type: 'Unconfined' } }), `${CONTEXT}.appArmorProfile.type`],
  ['appArmorProfile', 'baseline', 0, NEWEST, inPod({ appArmorProfile: { type: 'RuntimeDefault' } }), inPod({ appArmorProfile: {} }), 'spec.securityContext.appArmorProfile.type'],
  ['appArmorProfile', 'baseline', 0, NEWEST, annotated(APP_ARMOR, 'localhost/x'), annotated(APP_ARMOR, 'unconfined'), `metadata.annotations[${APP_ARMOR}]`],
  ['capabilities_baseline', 'baseline', 0, NEWEST, inContainer({ capabilities: { add: ['CHOWN', 'KILL'] } }), inContainer({ capabilities: { add: ['NET_RAW'] } }), `${CONTEXT}.capabilities.add`],
  ['capabilities_restricted', 'restricted', 22, NEWEST, inContainer({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }), inContainer({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }), `${CONTEXT}.capabilities.add`],
  ['capabilities_restricted', 'restricted', 22, NEWEST, besides({}), inContainer({ capabilities: { drop: ['all'] } }), `${CONTEXT}.capabilities.drop`],
  ['capabilities_restricted', 'restricted', 22, 24, besides({}), bareWindows, `${CONTEXT}.capabilities.drop`],
  ['capabilities_restricted', 'restricted', 25, NEWEST, bareWindows, inContainer({ capabilities: null }), `${CONTEXT}.capabilities.drop`],
  ['hostNamespaces', 'baseline', 0, NEWEST, besides({ hostNetwork: false }), besides({ hostNetwork: true }), 'spec.hostNetwork'],
  ['hostNamespaces', 'baseline', 0, NEWEST, besides({ hostPID: null }), besides({ hostPID: true }), 'spec.hostPID'],
  ['hostNamespaces', 'baseline', 0, NEWEST, besides({}), besides({ hostIPC: true }), 'spec.hostIPC'],
  ['hostPathVolumes', 'baseline', 0, NEWEST, besides({ volumes: [{ name: 'v', hostPath: null, emptyDir: {} }] }), besides({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }), 'spec.volumes[0].hostPath'],
  ['hostPorts', 'baseline', 0, NEWEST, withContainer({ ports: [{ containerPort: 80, hostPort: 0 }] }), withContainer({ ports: [{ containerPort: 80, hostPort: 80 }] }), `${CONTAINER}.ports[0].hostPort`],
  ['hostProbesAndHostLifecycle', 'baseline', 34, NEWEST, withContainer({ livenessProbe: { httpGet: { host: '', port: 80 } } }), withContainer({ livenessProbe: { httpGet: { host: '10.0.0.1', port: 80 } } }), `${CONTAINER}.livenessProbe.httpGet.host`],
  ['hostProbesAndHostLifecycle', 'baseline', 34, NEWEST, withContainer({ lifecycle: { preStop: { exec: {} } } }), withContainer({ lifecycle: { preStop: { tcpSocket: { host: 'x' } } } }), `${CONTAINER}.lifecycle.preStop.tcpSocket.host`],
  ['privileged', 'baseline', 0, NEWEST, inContainer({ privileged: false }), inContainer({ privileged: true }), `${CONTEXT}.privileged`],
  ['procMount', 'baseline', 0, 34, inContainer({ procMount: 'Default' }), { ...inContainer({ procMount: 'Unmasked' }), ...SANDBOXED }, `${CONTEXT}.procMount`],
  ['procMount', 'baseline', 35, NEWEST, { ...inContainer({ procMount: 'Unmasked' }), ...SANDBOXED }, inContainer({ procMount: 'Unmasked' }), `${CONTEXT}.procMount`],
  ['procMount_restricted', 'restricted', 35, NEWEST, inContainer({ procMount: 'Default' }), { ...inContainer({ procMount: 'Unmasked' }), ...SANDBOXED }, `${CONTEXT}.procMount`],
  ['restrictedVolumes', 'restricted', 0, NEWEST, besides({ volumes: [{ name: 'v', secret: {} }, { name: 'w' }] }), besides({ volumes: [{ name: 'v', nfs: {} }] }), 'spec.volumes[0].nfs'],
  ['restrictedVolumes', 'restricted', 0, NEWEST, besides({ volumes: [{ name: 'v', image: {} }] }), besides({ volumes: [{ name: 'v', notYetInvented: {} }] }), 'spec.volumes[0].notYetInvented'],
  ['runAsNonRoot', 'restricted', 0, NEWEST, besides({}), inContainer({ runAsNonRoot: false }), `${CONTEXT}.runAsNonRoot`],
  ['runAsNonRoot', 'restricted', 0, NEWEST, { ...inContainer({ runAsNonRoot: true }), securityContext: { ...GOOD_POD, runAsNonRoot: null } }, inPod({ runAsNonRoot: null }), `${CONTEXT}.runAsNonRoot`],
  ['runAsNonRoot', 'restricted', 0, 34, besides(SANDBOXED), inPod({ runAsNonRoot: false }, SANDBOXED), 'spec.securityContext.runAsNonRoot'],
  ['runAsNonRoot', 'restricted', 35, NEWEST, inPod({ runAsNonRoot: false }, SANDBOXED), inPod({ runAsNonRoot: false }), 'spec.securityContext.runAsNonRoot'],
  ['runAsUser', 'restricted', 23, NEWEST, inPod({ runAsUser: 1 }), inPod({ runAsUser: 0 }), 'spec.securityContext.runAsUser'],
  ['runAsUser', 'restricted', 23, 34, besides(SANDBOXED), { ...inContainer({ runAsUser: 0 }), ...SANDBOXED }, `${CONTEXT}.runAsUser`],
  ['runAsUser', 'restricted', 35, NEWEST, { ...inContainer({ runAsUser: 0 }), ...SANDBOXED }, inContainer({ runAsUser: 0 }), `${CONTEXT}.runAsUser`],
  ['seLinuxOptions', 'baseline', 0, 30, inContainer({ seLinuxOptions: { type: 'container_t' } }), inContainer({ seLinuxOptions: { type: 'container_engine_t' } }), `${CONTEXT}.seLinuxOptions.type`],
  ['seLinuxOptions', 'baseline', 31, NEWEST, inContainer({ seLinuxOptions: { type: 'container_engine_t' } }), inContainer({ seLinuxOptions: { type: 'spc_t' } }), `${CONTEXT}.seLinuxOptions.type`],
  ['seLinuxOptions', 'baseline', 0, NEWEST, inPod({ seLinuxOptions: { level: 's0' } }), inPod({ seLinuxOptions: { user: 'system_u' } }), 'spec.securityContext.seLinuxOptions.user'],
  ['seccompProfile_baseline', 'baseline', 0, 18, annotated(SECCOMP_POD, 'docker/default'), annotated(SECCOMP_POD, 'unconfined'), `metadata.annotations[${SECCOMP_POD}]`],
  ['seccompProfile_baseline', 'baseline', 0, 18, inPod({ seccompProfile: { type: 'Unconfined' } }), annotated(SECCOMP_A, ''), `metadata.annotations[${SECCOMP_A}]`],
  ['seccompProfile_baseline', 'baseline', 19, NEWEST, annotated(SECCOMP_POD, 'unconfined'), inPod({ seccompProfile: { type: 'Unconfined' } }), 'spec.securityContext.seccompProfile.type'],
  ['seccompProfile_restricted', 'restricted', 19, NEWEST, inPod({ seccompProfile: { type: 'Localhost' } }), inPod({ seccompProfile: null }), `${CONTEXT}.seccompProfile.type`],
  ['seccompProfile_restricted', 'restricted', 19, 24, besides({}), bareWindows, `${CONTEXT}.seccompProfile.type`],
  ['seccompProfile_restricted', 'restricted', 25, NEWEST, bareWindows, inContainer({ seccompProfile: { type: 'Unconfined' } }), `${CONTEXT}.seccompProfile.type`],
  ['sysctls', 'baseline', 0, 26, sysctl('kernel.shm_rmid_forced'), sysctl('net.ipv4.ip_local_reserved_ports'), SYSCTL],
  ['sysctls', 'baseline', 27, 28, sysctl('net.ipv4.ip_local_reserved_ports'), sysctl('net.ipv4.tcp_keepalive_time'), SYSCTL],
  ['sysctls', 'baseline', 29, 31, sysctl('net.ipv4.tcp_keepalive_time'), sysctl('net.ipv4.tcp_rmem'), SYSCTL],
  ['sysctls', 'baseline', 32, 36, sysctl('net.ipv4.tcp_rmem'), sysctl('net.ipv4.tcp_notsent_lowat'), SYSCTL],
  ['sysctls', 'baseline', 37, NEWEST, sysctl('net.ipv4.tcp_notsent_lowat'), sysctl('kernel.msgmax'), SYSCTL],
  ['windowsHostProcess', 'baseline', 0, NEWEST, inPod({ windowsOptions: { hostProcess: false } }), inPod({ windowsOptions: { hostProcess: true } }), 'spec.securityContext.windowsOptions.hostProcess'],
];

function judged(example: Json, level: PodSecurityLevel, minor: number) {
  const { annotations, spec } = 'spec' in example ? example as { annotations: Json; spec: Json } : { annotations: undefined, spec: example };
  return podSecurityViolations({ metadata: { annotations }, spec, metadataPath: 'metadata', specPath: 'spec' }, { level, minor });
}

test.each(ROWS.map(row => [`${row[0]}, 1.${row[2]} to 1.${row[3]}: ${row[6]}`, row] as const))('%s', (_, [control, level, first, last, pass, fail, field]) => {
  for (const minor of [first, last]) {
    expect(judged(pass, level, minor).filter(each => each.control === control)).toEqual([]);
    expect(judged(fail, level, minor).filter(each => each.control === control).map(each => each.field)).toContain(field);
  }
});

test('every control has a row for every version that changes it', () => {
  const missing = POD_SECURITY_CONTROLS.flatMap(({ id, revisions }) =>
    revisions.filter(({ since }) => !ROWS.some(row => row[0] === id && row[2] === since)).map(({ since }) => `${id} 1.${since}`));
  expect(missing).toEqual([]);
});

test('a control asks nothing before its first version', () => {
  const begins = (id: string) => POD_SECURITY_CONTROLS.find(control => control.id === id)!.revisions[0]!.since;
  const early = ROWS.filter(([control, , first]) => first > 0 && begins(control) === first);
  expect(early.length).toBeGreaterThan(8);
  for (const [control, level, first, , , fail] of early) {
    expect(judged(fail, level, first - 1).filter(each => each.control === control)).toEqual([]);
  }
});

test('init containers and ephemeral containers count as containers do', () => {
  const spec = { ...besides({}), initContainers: [{ name: 'i', securityContext: { ...GOOD, privileged: true } }], ephemeralContainers: [{ name: 'e' }] };
  expect(judged(spec, 'restricted', NEWEST).map(({ field }) => field)).toEqual([
    'spec.initContainers[0].securityContext.privileged',
    'spec.ephemeralContainers[0].securityContext.allowPrivilegeEscalation',
    'spec.ephemeralContainers[0].securityContext.capabilities.drop',
  ]);
});

test('what no API server reads is refused at baseline and restricted, and nothing is at privileged', () => {
  const spec = inContainer({ privileged: 'yes' });
  expect(judged(spec, 'baseline', NEWEST)).toMatchObject([{ control: 'unreadable', field: `${CONTEXT}.privileged`, rule: 'must be true or false' }]);
  expect(judged({ containers: 'none' }, 'restricted', NEWEST)).toMatchObject([{ control: 'unreadable', field: 'spec.containers' }]);
  expect(judged({ ...besides({ hostNetwork: true }) }, 'privileged', NEWEST)).toEqual([]);
});

test('latest is judged as the newest version', () => {
  for (const [, level, , , , fail] of ROWS) {
    expect(judged(fail, level, Infinity)).toEqual(judged(fail, level, NEWEST));
  }
});
