import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Recorded answers: JSON lines, gzipped. */
export function linesOf<T>(file: string): T[] {
  return gunzipSync(readFileSync(join(__dirname, 'data', file))).toString('utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as T);
}
