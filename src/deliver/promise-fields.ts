import { isMap, type Fields } from '../manifests/fields';
import type { SubjectModel } from '../prove/subject';

/** Reading what an index holds: strictly, for a field that is not understood may narrow what is promised. */

export function subjectOf(value: unknown): SubjectModel | undefined {
  const { kind, name, namespace, ...rest } = mapOf(value);
  const fits = kind === 'ServiceAccount' ? typeof namespace === 'string' : (kind === 'User' || kind === 'Group') && namespace === undefined;
  return fits && typeof name === 'string' && isEmpty(rest)
    ? { kind: kind as SubjectModel['kind'], name, ...typeof namespace === 'string' ? { namespace } : {} } : undefined;
}

export function mapOf(value: unknown): Fields {
  return isMap(value) ? value : {};
}

export function isEmpty(rest: object): boolean {
  return Object.keys(rest).length === 0;
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string');
}

export function isOptional(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
