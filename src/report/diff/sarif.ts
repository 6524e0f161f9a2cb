import type { DiffRow } from './row';
import type { ClusterRows } from './rows';
import type { ShowFile } from '../access-words';
import { sarif, type SarifLevel, type SarifRule } from '../sarif';

const LEVELS: Readonly<Record<DiffRow['direction'], SarifLevel>> = { broadened: 'error', changed: 'warning', narrowed: 'note' };

const SEVERITIES: Readonly<Record<DiffRow['direction'], string>> = { broadened: '8.0', changed: '4.0', narrowed: '1.0' };

const DOMAINS: Readonly<Record<DiffRow['domain'], string>> = {
  promises: 'What the cluster promises, or what is let pass',
  access: 'Who may do what',
  network: 'What can connect to what',
  audit: 'What is logged',
  hosts: 'Settings of machines',
  workloads: 'What workloads may be',
  objects: 'Other objects',
};

const RULES: readonly SarifRule[] = Object.entries(DOMAINS).flatMap(([domain, text]) => (['broadened', 'changed', 'narrowed'] as const).map(direction => ({
  id: `diff-${domain}-${direction}`, text: `${text}: ${direction}`, level: LEVELS[direction], securitySeverity: SEVERITIES[direction],
})));

/** Changes as SARIF. */
export function diffSarif(clusters: readonly ClusterRows[], version: string, show: ShowFile): string {
  return sarif(RULES, clusters.flatMap(({ rows }) => rows).map(({ cluster, domain, direction, title, details, because, source, construct }) => {
    const rule = `diff-${domain}-${direction}`;
    return {
      rule,
      level: LEVELS[direction],
      text: [`${cluster === undefined ? '' : `${cluster}: `}${title}`, ...details, ...because].join('\n'),
      ...source && { source: { file: source.file, line: source.line } },
      ...construct !== undefined && { subject: construct },
      fingerprint: ['bulwarkChange/v1', [cluster, rule, title]] as const,
    };
  }), { version, show });
}
