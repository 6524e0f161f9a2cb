import type { NodesView } from './view';
import type { Finding } from '../finding';

/** What a construct asked of machines and the target does not let anybody set. What the provider does instead is no finding. */
export function nodeFindings({ refused, distribution }: NodesView): Finding[] {
  return refused.filter(({ can }) => can === 'unsettable').map(({ setting, construct, how }): Finding => ({
    id: 'setting-unsettable',
    severity: 'medium',
    ...construct === undefined ? {} : { construct },
    field: setting,
    message: `cannot be set on ${distribution}, so that it is in no file: ${how}`,
    fix: 'leave it out for this cluster, or acknowledge it with the reason',
    constructs: construct === undefined ? [] : [construct],
  }));
}
