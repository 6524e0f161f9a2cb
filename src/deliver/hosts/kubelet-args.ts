import { kubeletFlag } from '../../kubernetes/kubelet-fields';
import { isMap } from '../../manifests/fields';

/** Fields of the kubelet's configuration as its flags, sorted; a field without a flag is not among what was offered. */
export function kubeletArgs(fields: Readonly<Record<string, unknown>>, path = ''): Array<[flag: string, value: string]> {
  return Object.entries(fields).flatMap(([name, value]): Array<[string, string]> => {
    const field = `${path}${name}`;
    const flag = kubeletFlag(field);
    if (flag !== undefined) {
      return [[flag, text(value)]];
    }
    return isMap(value) ? kubeletArgs(value, `${field}.`) : [];
  }).sort(([a], [b]) => a < b ? -1 : 1);
}

function text(value: unknown): string {
  if (Array.isArray(value)) {
    return value.join(',');
  }
  return isMap(value) ? Object.entries(value).map(([key, inner]) => `${key}=${String(inner)}`).sort().join(',') : String(value);
}
