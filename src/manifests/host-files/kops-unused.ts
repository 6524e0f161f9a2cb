import { at, type HostProblem } from './host-problem';
import { KOPS_FIELDS, KOPS_UNUSED } from '../../kubernetes/data/kops-fields';
import { fieldsOf } from '../../kubernetes/fields';
import { isMap } from '../fields';

/**
 * Fields that kops takes and does nothing with. One that went with a release is told where no older one may run the cluster: kops runs
 * no Kubernetes that is newer than itself.
 */
export function unusedProblems(struct: string, value: unknown, path: string, minor: number): HostProblem[] {
  if (!isMap(value)) {
    return [];
  }
  const unused = fieldsOf(KOPS_UNUSED, struct);
  const fields = fieldsOf(KOPS_FIELDS, struct)!;
  return Object.entries(value).filter(([, inner]) => inner !== null).flatMap(([name, inner]): HostProblem[] => {
    const field = at(path, name);
    const row = unused?.get(name);
    if (row !== undefined) {
      return minor < (row.first ?? 0) ? []
        : [{ field, value: inner, message: row.first === undefined ? 'kops does not use it' : `kops has not used it since 1.${row.first}`, fix: 'leave it out', dead: true }];
    }
    const { struct: nested, many } = fields.get(name) ?? {};
    return nested === undefined ? []
      : many === 'list' ? Array.isArray(inner) ? inner.flatMap((item, index) => unusedProblems(nested, item, at(field, index), minor)) : []
        : unusedProblems(nested, inner, field, minor);
  });
}
