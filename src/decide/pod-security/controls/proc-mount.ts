import { containerContexts, hasUserNamespace, type Breach, type Control, type PodView } from '../control';

/** What is hidden in /proc stays hidden; from 1.35 on a user namespace may see it (policy/check_procMount_baseline.go). */
export const PROC_MOUNT_BASELINE: Control = {
  id: 'procMount',
  level: 'baseline',
  revisions: [
    { since: 0, check: isDefault },
    { since: 35, check: pod => hasUserNamespace(pod) ? [] : isDefault(pod) },
  ],
};

/** The same without that exception, where the baseline makes it (policy/check_procMount_restricted.go). */
export const PROC_MOUNT_RESTRICTED: Control = {
  id: 'procMount_restricted',
  level: 'restricted',
  overrides: ['procMount'],
  revisions: [{ since: 35, check: isDefault }],
};

function isDefault(pod: PodView): Breach[] {
  return containerContexts(pod).flatMap(context => {
    const value = context.text('procMount');
    return value === undefined || value === 'Default' ? [] : [{ field: context.field('procMount'), value, rule: 'must be Default', fix: 'leave it out' }];
  });
}
