import type { Breach, Control } from '../control';
import type { Cursor } from '../cursor';

/** No probe or hook may have the kubelet connect to another host (policy/check_hostProbesAndhostLifecycle.go). */
export const HOST_PROBES: Control = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  revisions: [{
    since: 34,
    check: ({ containers }) => containers.flatMap(container => [
      ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap(key => container.map(key) ?? []),
      ...['postStart', 'preStop'].flatMap(key => container.map('lifecycle')?.map(key) ?? []),
    ]).flatMap(hostsOf),
  }],
};

function hostsOf(handler: Cursor): Breach[] {
  return ['httpGet', 'tcpSocket'].flatMap(key => handler.map(key) ?? []).flatMap(action => {
    const value = action.text('host');
    return value === undefined || value === '' ? [] : [{ field: action.field('host'), value, rule: 'must not be there', fix: 'leave it out: the pod itself is meant then' }];
  });
}
