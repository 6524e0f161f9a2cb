import { canonical } from '../decide/canonical';
import { isMap } from '../manifests/fields';

/** A setting that differs; undefined where it is not there. */
export interface SettingChange {
  /** `kubelet.rotateCertificates`, `machine.files[2].content`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where two values of JSON differ, leaf by leaf. Lists are compared as a whole where their lengths differ. */
export function compareSettings(before: unknown, after: unknown, path = ''): SettingChange[] {
  if (canonical(before ?? null) === canonical(after ?? null)) {
    return [];
  }
  if (isMap(before) && isMap(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
      .flatMap(key => compareSettings(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((each, at) => compareSettings(each, after[at], `${path}[${at}]`));
  }
  return [{ path, before, after }];
}
