import { hostDocument, type HostProblem } from '../manifests/host-files';
import { shown, type Problem, type SourcePlace } from '../manifests/problem';

/** A problem of a file for machines: one that its reader refuses or drops, a field that has no effect, or one that is not known here. */
export function hostProblem(reader: string, { field, value, message, fix, dead, unsure }: HostProblem, source: SourcePlace): Problem {
  return {
    id: dead ? 'host-setting-dead' : unsure ? 'host-field-unknown' : 'host-file-invalid',
    source,
    object: `${reader} file`,
    ...field === '' ? {} : { field },
    value: value === undefined ? undefined : shown(value),
    message,
    fix,
    ...dead || unsure ? { severity: 'medium' as const } : {},
  };
}

/**
 * What is wrong with a document that is a file for machines; `isFile` is false for what an API server takes as well. undefined for any other.
 *
 * @param beside the machine configuration of Talos in the same file
 */
export function problemsOfHostDocument(
  object: Readonly<Record<string, unknown>>, minor: number, source: SourcePlace, beside?: Readonly<Record<string, unknown>>,
): { readonly isFile: boolean; readonly problems: Problem[] } | undefined {
  const host = hostDocument(object, beside);
  return host && { isFile: host.isFile, problems: host.problems(minor).map(problem => hostProblem(host.reader, problem, source)) };
}
