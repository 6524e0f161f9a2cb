import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { DiffRow } from './row';
import type { ClusterRows } from './rows';
import type { ShowFile } from '../access-words';

const LEVELS: Readonly<Record<DiffRow['direction'], string>> = { broadened: 'error', changed: 'warning', narrowed: 'note' };

/** What GitHub sorts alerts by, from 0 to 10. */
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

/** SARIF 2.1.0. A change without a known place gets none: a line that is made up would mislead. */
export function diffSarif(clusters: readonly ClusterRows[], version: string, show: ShowFile): string {
  const rows = clusters.flatMap(each => each.rows);
  const rules = Object.entries(DOMAINS).flatMap(([domain, text]) => (['broadened', 'changed', 'narrowed'] as const).map(direction => ({
    id: `diff-${domain}-${direction}`,
    shortDescription: { text: `${text}: ${direction}` },
    defaultConfiguration: { level: LEVELS[direction] },
    properties: { 'security-severity': SEVERITIES[direction], 'tags': ['security'] },
  })));
  const used = new Set(rows.map(ruleOf));
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'bulwark', version, informationUri: 'https://github.com/cdk8s-bulwark/cdk8s-bulwark', rules: rules.filter(({ id }) => used.has(id)) } },
      results: rows.map(row => resultOf(row, show)),
    }],
  }, undefined, 1)}\n`;
}

function ruleOf({ domain, direction }: DiffRow): string {
  return `diff-${domain}-${direction}`;
}

function resultOf(row: DiffRow, show: ShowFile): object {
  const { cluster, title, details, because, source, direction } = row;
  const file = source && show(source.file).split('\\').join('/');
  // Only paths inside the repository are any use to a reader of the report.
  const location = file === undefined || isAbsolute(file) || file.includes(':') ? undefined : {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      ...source?.line === undefined ? {} : { region: { startLine: source.line } },
    },
  };
  return {
    ruleId: ruleOf(row),
    level: LEVELS[direction],
    message: { text: [`${cluster === undefined ? '' : `${cluster}: `}${title}`, ...details, ...because].join('\n') },
    ...location ? { locations: [location] } : {},
    partialFingerprints: { 'bulwarkChange/v1': createHash('sha256').update(JSON.stringify([cluster, ruleOf(row), title])).digest('hex') },
  };
}
