import { dirname, isAbsolute, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IConstruct } from 'constructs';
import { isLoading } from './registry';
import type { SourcePlace } from '../manifests/problem';

const places = new WeakMap<IConstruct, SourcePlace>();
/** Whether any place was ever noted; a plain synth asks about every object. */
let noted = false;

/** The folder of this package, whose frames are never the author's. */
const OWN = `${dirname(__dirname)}${sep}`;

/**
 * jsii names the language of a program here. Of a program in Python, Java or Go no frame is to be had: all are those of the
 * process that runs this package for it, in a temporary folder with another name each time.
 */
export const FROM_ANOTHER_LANGUAGE = process.env.JSII_AGENT !== undefined;

/**
 * Notes the line of the program that makes a construct. Only while a command or a test loads the app,
 * which shows it: a plain synth does not pay for stack traces, and no line is ever written to disk.
 */
export function noteSource(construct: IConstruct): void {
  if (!isLoading() || places.has(construct)) {
    return;
  }
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 25;
  Error.captureStackTrace(holder, noteSource);
  Error.stackTraceLimit = limit;
  const place = authorFrame(holder.stack ?? '');
  if (place) {
    places.set(construct, place);
    noted = true;
  }
}

/** Whether a command or a test runs the program, so that lines are known. */
export function hasSources(): boolean {
  return noted;
}

/** Where the construct, or the nearest one around it, was made. */
export function sourceOf(construct: IConstruct): SourcePlace | undefined {
  for (let at: IConstruct | undefined = noted ? construct : undefined; at; at = at.node.scope) {
    const place = places.get(at);
    if (place) {
      return place;
    }
  }
  return undefined;
}

/**
 * The first frame that is neither of Node nor of a package. A loader of TypeScript keeps the lines of a
 * program and not its columns, so of such a file the line alone is given.
 */
export function authorFrame(stack: string): SourcePlace | undefined {
  if (FROM_ANOTHER_LANGUAGE) {
    return undefined;
  }
  for (const frame of stack.split('\n')) {
    const match = /\((.*):(\d+):(\d+)\)$/.exec(frame) ?? /^ *at (?:async )?(.*):(\d+):(\d+)$/.exec(frame);
    const file = match?.[1]!.startsWith('file://') ? fileURLToPath(match[1]!) : match?.[1];
    if (match && file && isAbsolute(file) && !file.includes(`${sep}node_modules${sep}`) && !file.startsWith(OWN)) {
      return { file, line: Number(match[2]), column: /\.[cm]?ts$/.test(file) ? undefined : Number(match[3]) };
    }
  }
  return undefined;
}
