import { at, type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { kubeletProblems } from './kubelet-configuration';
import { capabilityOf } from '../../kubernetes/distributions';

/** Fields of KubeletConfiguration that a distribution lets one write in a file of its own: unknown, dead, or not for its user to set. */
export function kubeletFieldProblems(fields: unknown, path: string, minor: number, distribution: string): HostProblem[] {
  if (!isMap(fields)) {
    return [];
  }
  const denied = deniedIn(fields, '', minor, distribution);
  return [
    ...denied.map(problem => ({ ...problem, field: at(path, problem.field) })),
    ...kubeletProblems(fields, minor, path).filter(({ field }) => !denied.some(each => at(path, each.field) === field)),
  ];
}

const STRUCTS = /^(authentication(\.(anonymous|webhook|x509))?|authorization(\.webhook)?)$/;

function deniedIn(fields: Fields, prefix: string, minor: number, distribution: string): HostProblem[] {
  return Object.entries(fields).flatMap(([name, value]): HostProblem[] => {
    const field = `${prefix}${name}`;
    if (isMap(value) && STRUCTS.test(field)) {
      return deniedIn(value, `${field}.`, minor, distribution);
    }
    const { can, how } = capabilityOf({ distribution, minor }, `kubelet ${field}`, typeof value === 'object' ? JSON.stringify(value) : String(value));
    return can === 'settable' ? [] : [{ field, value, message: how, fix: 'leave it out', dead: can === 'managed' }];
  });
}
