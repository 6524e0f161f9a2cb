import { containerContexts, type Control } from '../control';

/** No container with all rights on the host (policy/check_privileged.go). */
export const PRIVILEGED: Control = {
  id: 'privileged',
  level: 'baseline',
  revisions: [{
    since: 0,
    check: pod => containerContexts(pod).flatMap(context => context.flag('privileged') !== true ? [] : [{
      field: context.field('privileged'), value: true, rule: 'must not be true', fix: 'leave it out',
    }]),
  }],
};
