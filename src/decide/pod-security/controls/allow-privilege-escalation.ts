import { isWindows, type Breach, type Control, type PodView } from '../control';

/** No process may gain more than its parent, as by a set-user-ID file (policy/check_allowPrivilegeEscalation.go). */
export const ALLOW_PRIVILEGE_ESCALATION: Control = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  revisions: [
    { since: 8, check: everyContainerSaysFalse },
    { since: 25, check: pod => isWindows(pod) ? [] : everyContainerSaysFalse(pod) },
  ],
};

function everyContainerSaysFalse({ containers }: PodView): Breach[] {
  return containers.flatMap(container => {
    const value = container.map('securityContext')?.flag('allowPrivilegeEscalation');
    return value === false ? [] : [{
      field: container.field('securityContext.allowPrivilegeEscalation'), value, rule: 'must be false', fix: 'set it to false',
    }];
  });
}
