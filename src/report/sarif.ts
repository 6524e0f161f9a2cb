import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { ShowFile } from './access-words';
import type { SourcePlace } from '../manifests/problem';

/** How much a result weighs: all that a viewer shows by default. */
export type SarifLevel = 'error' | 'warning' | 'note';

/** What results of one id have in common. */
export interface SarifRule {
  readonly id: string;
  readonly level: SarifLevel;
  /** One sentence. */
  readonly text: string;
  /** What to do about it, or what asks for it, as Markdown. Default: nothing beyond the text. */
  readonly help?: string;
  /** What GitHub sorts alerts by, from 0 to 10. Default: it sorts by the level. */
  readonly securitySeverity?: string;
}

/** One result. */
export interface SarifResult {
  readonly rule: string;
  readonly level: SarifLevel;
  readonly text: string;
  /** The manifest, or the line of the program. */
  readonly source?: SourcePlace;
  /** The path of the construct, or the object, that it is about. */
  readonly subject?: string;
  /** What the result is known by from run to run, whatever its line: the name of the way to tell, and what tells. */
  readonly fingerprint: readonly [name: string, tells: readonly unknown[]];
}

/** What was run, and on what. */
export interface SarifRun {
  readonly version: string;
  /** Paths as they are from the root of the repository. */
  readonly show: ShowFile;
  /** The file or folder that stands, without a line, for what has no place of its own: GitHub wants one. Default: none does. */
  readonly whole?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

const HELP = 'https://github.com/cdk8s-bulwark/cdk8s-bulwark/blob/main/docs/problems.md';

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), as far as GitHub reads it. A result without
 * a known place gets none, and one without a known line gets the file alone: a line that is made up would mislead.
 */
export function sarif(rules: readonly SarifRule[], results: readonly SarifResult[], { version, show, whole, properties }: SarifRun): string {
  const used = new Set(results.map(({ rule }) => rule));
  const driver = {
    name: 'bulwark',
    version,
    informationUri: 'https://github.com/cdk8s-bulwark/cdk8s-bulwark',
    rules: rules.filter(({ id }) => used.has(id)).map(ruleOf),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results: results.map(result => resultOf(result, show, whole)) };
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [properties ? { ...run, properties } : run],
  }, undefined, 1)}\n`;
}

function ruleOf({ id, level, text, help, securitySeverity }: SarifRule): object {
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: help ?? text, markdown: help ?? text },
    helpUri: HELP,
    defaultConfiguration: { level },
    properties: { tags: ['security'], ...securitySeverity === undefined ? {} : { 'security-severity': securitySeverity } },
  };
}

function resultOf({ rule, level, text, source, subject, fingerprint: [name, tells] }: SarifResult, show: ShowFile, whole?: string): object {
  const physicalLocation = (source && placeOf(source, show)) ?? (whole === undefined ? undefined : placeOf({ file: whole }, show));
  const location = {
    ...physicalLocation === undefined ? {} : { physicalLocation },
    ...subject === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: subject }] },
  };
  return {
    ruleId: rule,
    level,
    message: { text },
    ...Object.keys(location).length === 0 ? {} : { locations: [location] },
    partialFingerprints: { [name]: createHash('sha256').update(JSON.stringify(tells)).digest('hex') },
  };
}

/** Only a path inside the repository is any use to a reader of the report. */
function placeOf({ file, line, column }: SourcePlace, show: ShowFile): object | undefined {
  // Half of a surrogate pair, which a name may hold, has no form in a URI.
  const path = Buffer.from(show(file)).toString('utf8').split('\\').join('/');
  if (isAbsolute(path) || path.startsWith('../') || path.startsWith('(') || path.includes(':') || path === '') {
    return undefined;
  }
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    ...line === undefined || line < 1 ? {} : { region: { startLine: line, ...column === undefined || column < 1 ? {} : { startColumn: column } } },
  };
}
