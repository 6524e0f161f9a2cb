import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { codeOf, realFolder, statOf } from './disk';
import { JsonPlaces } from './json-places';
import { withStaging } from './staging';
import { isMap, type Fields } from '../manifests/fields';
import { ProblemError, PROBLEMS, shown, type Problem, type ProblemId, type SourcePlace } from '../manifests/problem';
import { keyOf, mayBeKnown, type BaselineRow } from '../prove/baseline';

const VERSION = 1;

/** The text of a baseline, a finding a line, so that a diff reads as a list of what came and went. */
export function renderBaseline(rows: readonly BaselineRow[]): string {
  const lines = rows.map(row => `    ${JSON.stringify(row)}`).join(',\n');
  return `{\n  "version": ${VERSION},\n  "findings": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
}

/** Reads a baseline, strictly: what is not understood could hide a finding. Throws a ProblemError with the place. */
export function readBaseline(file: string): BaselineRow[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (e) {
    throw codeOf(e) === 'ENOENT' || codeOf(e) === 'ENOTDIR'
      ? new ProblemError({ id: 'input-missing', source: { file }, message: 'does not exist', fix: 'write it by --write-baseline, and commit it' })
      : bad({ file }, e instanceof TypeError ? 'is not UTF-8 text' : 'cannot be read');
  }
  return parseBaseline(text, file);
}

/** The same of its text. */
export function parseBaseline(text: string, file: string): BaselineRow[] {
  const places = new JsonPlaces(text, file);
  const value = places.value;
  const { version, findings, ...rest } = isMap(value) ? value : {} as Fields;
  if (!isMap(value) || !Array.isArray(findings) || !findings.every(isMap) || Object.keys(rest).length > 0) {
    throw bad({ file, line: 1, column: 1 }, 'is no baseline: it holds a version and a list of findings, each an object, and nothing else');
  }
  if (version !== VERSION) {
    throw bad({ file, line: 1, column: 1 }, `is a baseline of version ${shown(version)}, and this program knows ${VERSION}`);
  }
  const first = new Map<string, number>();
  return findings.map((finding, at) => {
    const row = rowOf(finding, places.itemAt(at));
    const earlier = first.get(keyOf(row));
    if (earlier !== undefined) {
      throw bad(places.itemAt(at), `says again what line ${places.itemAt(earlier).line} says: one row counts all that are alike`);
    }
    first.set(keyOf(row), at);
    return row;
  });
}

/**
 * Puts a baseline where it belongs, in one step; nothing to change: nothing is written. Only a baseline is ever replaced.
 *
 * @returns whether the file was changed
 */
export function writeBaseline(file: string, rows: readonly BaselineRow[]): boolean {
  const stat = statOf(file);
  if (stat !== undefined && !stat.isFile()) {
    throw new ProblemError({ id: 'path-unsafe', source: { file }, message: 'is no file, and a baseline would be written there', fix: 'name another file' });
  }
  const text = renderBaseline(rows);
  if (stat !== undefined) {
    // Whatever else stands there is somebody's.
    readBaseline(file);
    if (readFileSync(file, 'utf8') === text) {
      return false;
    }
  }
  const folder = dirname(file);
  if (realFolder(folder) === undefined) {
    throw new ProblemError({ id: 'input-missing', source: { file: folder }, message: 'does not exist, and a baseline would be written there', fix: 'make the folder first' });
  }
  withStaging(folder, staging => staging.put(`${folder}/${basename(file)}`, text));
  return true;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isOptional = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

function rowOf(value: Fields, source: SourcePlace): BaselineRow {
  const { id, cluster, object, field, value: found, says, count, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw bad(source, `has a field ${shown(unknown)} that this program does not know`);
  }
  if (!isText(id) || !Object.hasOwn(PROBLEMS, id)) {
    throw bad(source, `needs the id of a finding, not ${shown(id)}`);
  }
  if (!isText(object) || ![cluster, field, found].every(isOptional) || !Array.isArray(says) || says.length === 0 || !says.every(isText)) {
    throw bad(source, 'needs object as a text and says as a list of texts; cluster, field and value are texts');
  }
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) {
    throw bad(source, `needs count as a whole number from 1, not ${shown(count)}`);
  }
  if (!mayBeKnown({ id: id as ProblemId, object })) {
    throw bad(source, `holds ${id}, which no baseline lets pass: ${PROBLEMS[id as ProblemId]}`);
  }
  return {
    id: id as ProblemId,
    ...isText(cluster) ? { cluster } : {},
    object,
    ...isText(field) ? { field } : {},
    ...isText(found) ? { value: found } : {},
    says,
    count,
  };
}

function bad(source: SourcePlace, message: string): ProblemError {
  const problem: Problem = { id: 'baseline-unreadable', source, message, fix: 'restore it from version control, or write it anew by --write-baseline to a file of another name, and review what it lets pass' };
  return new ProblemError(problem);
}
