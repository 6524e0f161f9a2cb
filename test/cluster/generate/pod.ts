import fc from 'fast-check';
import type { JsonObject } from './json';

/** Mostly what is good, so that a pod has few faults, and some have none. */
function mostly<T>(good: readonly T[], ...bad: T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
}

/** Absent four times in five, unless told how often it is there for one time that it is not. */
function maybe<T>(arbitrary: fc.Arbitrary<T>, there = 0.25): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: there * 20, arbitrary }, { weight: 20, arbitrary: fc.constant(undefined) });
}

const SECCOMP = fc.record({ type: mostly(['RuntimeDefault', 'Localhost'], 'Unconfined', '') });
const APP_ARMOR = fc.record({ type: mostly(['RuntimeDefault', 'Localhost'], 'Unconfined', '') });
const SE_LINUX = fc.record({
  type: mostly(['', 'container_t', 'container_init_t', 'container_kvm_t'], 'container_engine_t', 'spc_t'),
  user: mostly([''], 'system_u'),
  role: mostly([''], 'system_r'),
  level: fc.constant('s0:c1'),
}, { requiredKeys: [] });
const WINDOWS = fc.record({ hostProcess: mostly([false, null], true) });
const RUN_AS_USER = mostly<number | null>([1, 1000, null], 0);

const CONTEXT = fc.record({
  runAsNonRoot: maybe(mostly<boolean | null>([true, null], false), 3),
  runAsUser: maybe(RUN_AS_USER),
  privileged: maybe(mostly<boolean | null>([false, null], true)),
  allowPrivilegeEscalation: mostly<boolean | null | undefined>([false, false, false], true, null, undefined),
  capabilities: fc.oneof({
    weight: 10,
    arbitrary: fc.record({
      drop: mostly<string[] | null>([['ALL'], ['ALL'], ['CHOWN', 'ALL']], ['CHOWN'], ['all'], [], null),
      add: mostly<string[] | undefined>([undefined, [], ['NET_BIND_SERVICE']], ['CHOWN'], ['NET_RAW'], ['SYS_ADMIN', 'KILL']),
    }),
  }, { weight: 1, arbitrary: fc.constant(undefined) }),
  procMount: maybe(mostly<string | null>(['Default', null], 'Unmasked', '')),
  seccompProfile: maybe(SECCOMP),
  appArmorProfile: maybe(APP_ARMOR),
  seLinuxOptions: maybe(SE_LINUX),
  windowsOptions: maybe(WINDOWS),
  readOnlyRootFilesystem: fc.boolean(),
});

const ACTION = fc.record({ host: mostly(['', ''], '10.0.0.1'), port: fc.constant(80) });
const HANDLER = fc.oneof(fc.record({ httpGet: ACTION }), fc.record({ tcpSocket: ACTION }), fc.constant({ exec: { command: ['true'] } }));
const PORT = fc.record({ containerPort: fc.constant(80), hostPort: mostly<number | null | undefined>([undefined, 0, null], 80) });

function container(name: fc.Arbitrary<string>) {
  return fc.record({
    name,
    image: fc.constant('a:1'),
    securityContext: fc.oneof({ weight: 15, arbitrary: CONTEXT }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) }),
    ports: maybe(fc.array(PORT, { maxLength: 2 })),
    livenessProbe: maybe(HANDLER),
    readinessProbe: maybe(HANDLER),
    startupProbe: maybe(HANDLER),
    lifecycle: maybe(fc.record({ postStart: maybe(HANDLER), preStop: maybe(HANDLER) })),
  });
}

const GOOD_SOURCES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];
const BAD_SOURCES = [
  'hostPath', 'hostPath', 'hostPath', 'nfs', 'gcePersistentDisk', 'awsElasticBlockStore', 'gitRepo', 'iscsi', 'glusterfs', 'rbd', 'flexVolume', 'cinder', 'cephfs', 'flocker', 'fc',
  'azureFile', 'vsphereVolume', 'quobyte', 'azureDisk', 'portworxVolume', 'photonPersistentDisk', 'scaleIO', 'storageos',
];
const VOLUME = mostly(GOOD_SOURCES, ...BAD_SOURCES).map((source): JsonObject => ({ name: 'v', [source]: {} }));

const SYSCTL = mostly(
  ['kernel.shm_rmid_forced', 'net.ipv4.tcp_syncookies'], 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem', 'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range', 'net.ipv4.ip_local_port_range', 'kernel.msgmax',
).map(name => ({ name, value: '1' }));

const ANNOTATION = fc.tuple(
  fc.constantFrom('seccomp.security.alpha.kubernetes.io/pod', 'container.seccomp.security.alpha.kubernetes.io/a',
    'container.seccomp.security.alpha.kubernetes.io/other', 'container.apparmor.security.beta.kubernetes.io/a', 'note'),
  mostly(['runtime/default', 'docker/default', 'localhost/x'], 'unconfined', ''),
);

/** A pod as the API server stores it, with a fault here and there. */
export const POD: fc.Arbitrary<JsonObject> = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constant('Pod'),
  metadata: fc.record({ name: fc.constant('a'), annotations: maybe(fc.array(ANNOTATION, { maxLength: 3 }).map(Object.fromEntries)) }),
  spec: fc.record({
    os: maybe(fc.record({ name: fc.constantFrom('linux', 'windows') }), 0.5),
    hostUsers: maybe(fc.constantFrom(true, false, null), 0.5),
    hostNetwork: mostly<boolean | null | undefined>([undefined, false, null], true),
    hostPID: mostly<boolean | undefined>([undefined, false], true),
    hostIPC: mostly<boolean | undefined>([undefined, false], true),
    securityContext: fc.oneof({
      weight: 12,
      arbitrary: fc.record({
        runAsNonRoot: mostly<boolean | null | undefined>([true, true], false, null, undefined),
        runAsUser: maybe(RUN_AS_USER),
        seccompProfile: maybe(SECCOMP, 4),
        appArmorProfile: maybe(APP_ARMOR),
        seLinuxOptions: maybe(SE_LINUX),
        windowsOptions: maybe(WINDOWS),
        sysctls: maybe(fc.array(SYSCTL, { minLength: 1, maxLength: 2 }), 1),
      }),
    }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) }),
    volumes: maybe(fc.array(VOLUME, { maxLength: 2 })),
    initContainers: maybe(fc.array(container(fc.constant('a')), { maxLength: 1 })),
    containers: fc.array(container(fc.constantFrom('a', 'b')), { minLength: 1, maxLength: 2 }),
    ephemeralContainers: maybe(fc.array(container(fc.constant('c')), { maxLength: 1 })),
  }),
}).map(pod => JSON.parse(JSON.stringify(pod)) as JsonObject);
