import type { Control } from '../control';

/** No network, processes or shared memory of the host (policy/check_hostNamespaces.go). */
export const HOST_NAMESPACES: Control = {
  id: 'hostNamespaces',
  level: 'baseline',
  revisions: [{
    since: 0,
    check: ({ spec }) => ['hostNetwork', 'hostPID', 'hostIPC'].flatMap(key => spec.flag(key) !== true ? [] : [{
      field: spec.field(key), value: true, rule: 'must not be true', fix: 'leave it out',
    }]),
  }],
};
