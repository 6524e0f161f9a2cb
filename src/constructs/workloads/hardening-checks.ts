import type { IConstruct } from 'constructs';
import { invalid } from '../errors';

/** Throws for what is no number of a user or group. */
export function checkIds(asked: IConstruct, ids: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(ids)) {
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31)) {
      throw invalid(asked, field, value, 'is no id', 'name a whole number from 0 to 2147483647');
    }
  }
}

/** Throws for what is no folder below the root. */
export function checkWritablePaths(asked: IConstruct, field: string, paths: readonly unknown[] | undefined): void {
  paths?.forEach((path, at) => {
    if (typeof path !== 'string' || !/^\/[^:]*[^:/]$/.test(path) || path.split('/').some((part, index) => index > 0 && ['', '.', '..'].includes(part))) {
      throw invalid(asked, `${field}[${at}]`, path, 'is no absolute folder below the root', 'write it as /var/cache/app');
    }
  });
}
