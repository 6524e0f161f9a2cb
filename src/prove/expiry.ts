import type { Finding } from './finding';
import type { PolicyObject } from '../decide/access/build';
import { findMapAt } from '../manifests/fields';
import { objectLabel } from '../manifests/identity';
import { shown } from '../manifests/problem';

/** The annotation that says until which day, that day included, something is granted: `2026-12-31`, in UTC. */
export const EXPIRES_ANNOTATION = 'bulwark.cdk8s.io/expires';

/** Whether a text is a day of the calendar: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return false;
  }
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * What is granted until a day that has passed. Kubernetes knows no end of a binding: it grants until it is gone.
 * A date that cannot be read counts as passed, since nobody would ever notice that it has.
 *
 * @param today as YYYY-MM-DD in UTC
 */
export function expiredAccess(objects: readonly PolicyObject[], today: string): Finding[] {
  return objects.flatMap(({ object, source, construct }) => {
    const annotations = findMapAt(findMapAt(object, 'metadata'), 'annotations');
    if (!annotations || !Object.hasOwn(annotations, EXPIRES_ANNOTATION)) {
      return [];
    }
    const expires = annotations[EXPIRES_ANNOTATION];
    const problem = (message: string, fix: string): Finding[] => [{
      id: 'access-expired',
      source,
      construct,
      constructs: construct === undefined ? [] : [construct],
      object: objectLabel(object),
      field: `metadata.annotations[${EXPIRES_ANNOTATION}]`,
      value: shown(expires),
      message,
      fix,
    }];
    if (typeof expires !== 'string' || !isDay(expires)) {
      return problem('is no day such as 2026-12-31, so that it would never end', 'write year, month and day with dashes');
    }
    return expires < today ? problem(`ended on ${expires}, and today is ${today}`, 'remove what it grants, or set a later date and have that reviewed') : [];
  });
}
