import type { ImportedAccess } from '../adopt/audit-log/least-privilege';
import type { Observations } from '../adopt/audit-log/observe';

/** The same as JSON, with the objects. */
export function auditImportJson(imported: ImportedAccess, { failedLogins, refusedImpersonations, usedBindings }: Observations): string {
  return `${JSON.stringify({ ...imported, failedLogins, refusedImpersonations, usedBindings: [...usedBindings].sort() }, null, 2)}\n`;
}
