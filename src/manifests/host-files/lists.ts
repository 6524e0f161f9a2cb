import { at } from './host-problem';

/** A list, or none where there is something else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value as unknown[] : [];
}

/** The texts of a list, each with its field. */
export function texts(value: unknown, path: string): Array<[string, string]> {
  return list(value).flatMap((text, index): Array<[string, string]> => typeof text === 'string' ? [[at(path, index), text]] : []);
}
