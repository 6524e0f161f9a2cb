import type { HostProblem } from '../manifests/host-files';
import { shown, type Problem, type SourcePlace } from '../manifests/problem';

/** A problem of a file for machines: one that its reader refuses or drops, or a field that has no effect. */
export function hostProblem(reader: string, { field, value, message, fix, dead }: HostProblem, source: SourcePlace): Problem {
  return {
    id: dead ? 'host-setting-dead' : 'host-file-invalid',
    source,
    object: `${reader} file`,
    ...field === '' ? {} : { field },
    value: value === undefined ? undefined : shown(value),
    message,
    fix,
    ...dead ? { severity: 'medium' as const } : {},
  };
}
