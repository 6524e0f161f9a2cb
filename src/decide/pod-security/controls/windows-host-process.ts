import { contextsOf, type Control } from '../control';

/** No container that is a process of a Windows host (policy/check_windowsHostProcess.go). */
export const WINDOWS_HOST_PROCESS: Control = {
  id: 'windowsHostProcess',
  level: 'baseline',
  revisions: [{
    since: 0,
    check: pod => contextsOf(pod).flatMap(context => context.map('windowsOptions') ?? []).flatMap(options => options.flag('hostProcess') !== true ? [] : [{
      field: options.field('hostProcess'), value: true, rule: 'must not be true', fix: 'leave it out',
    }]),
  }],
};
