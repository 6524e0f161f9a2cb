import type { Control, Revision } from '../control';

/** Sysctls that are the pod's own and harm no other pod of the node, by the minor that counted them in. */
const SAFE: ReadonlyArray<readonly [since: number, names: readonly string[]]> = [
  [0, [
    'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start',
  ]],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [29, ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes']],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
];

/** Only safe sysctls (policy/check_sysctls.go). */
export const SYSCTLS: Control = {
  id: 'sysctls',
  level: 'baseline',
  revisions: SAFE.map(([since]): Revision => {
    const safe = SAFE.filter(([from]) => from <= since).flatMap(([, names]) => names);
    return {
      since,
      check: ({ spec }) => (spec.map('securityContext')?.list('sysctls') ?? []).flatMap(sysctl => {
        const value = sysctl.text('name');
        return safe.includes(value ?? '') ? [] : [{ field: sysctl.field('name'), value, rule: `must be one of ${safe.join(', ')}`, fix: 'leave it out' }];
      }),
    };
  }),
};
