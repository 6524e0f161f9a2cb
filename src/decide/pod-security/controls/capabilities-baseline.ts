import { containerContexts, type Control } from '../control';

/** What a container has by default, NET_RAW left out. */
const ADDABLE = new Set([
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
]);

/** No capability beyond those that a container has by default (policy/check_capabilities_baseline.go). */
export const CAPABILITIES_BASELINE: Control = {
  id: 'capabilities_baseline',
  level: 'baseline',
  revisions: [{
    since: 0,
    check: pod => containerContexts(pod).flatMap(context => {
      const capabilities = context.map('capabilities');
      const value = capabilities?.texts('add').filter(each => !ADDABLE.has(each)) ?? [];
      return value.length === 0 ? [] : [{
        field: capabilities!.field('add'), value, rule: `may only hold ${[...ADDABLE].join(', ')}`, fix: 'leave the others out',
      }];
    }),
  }],
};
