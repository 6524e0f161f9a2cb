import type { Control } from '../control';

/** No port of the host (policy/check_hostPorts.go). */
export const HOST_PORTS: Control = {
  id: 'hostPorts',
  level: 'baseline',
  revisions: [{
    since: 0,
    check: ({ containers }) => containers.flatMap(container => container.list('ports')).flatMap(port => {
      const value = port.integer('hostPort');
      return value === undefined || value === 0 ? [] : [{
        field: port.field('hostPort'), value, rule: 'must not be there', fix: 'leave it out, and use a Service',
      }];
    }),
  }],
};
