import { relative } from 'node:path';
import { printable, type Problem } from '../manifests/problem';
import { colorsFor } from '../report/colors';
import { onTerminal } from '../report/terminal';

/** Standard output belongs to the command's answer, whatever a program that it runs prints. */
const write = process.stdout.write.bind(process.stdout);

/** Prints an answer. */
export function print(text: string): void {
  write(text);
}

/** Ends the command once its answer is out, whatever a program that it loaded left running. */
export function finish(code: number): void {
  write('', () => process.exit(code));
}

/** From now on, what anybody else prints goes to standard error. */
export function reserveOutput(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

export const colors = { out: colorsFor(process.stdout), err: colorsFor(process.stderr) };

/** Says on standard error what an answer rests on. */
export function warn(message: string): void {
  process.stderr.write(onTerminal(`${colors.err.yellow('warning')} ${printable(message)}\n`, colors.err));
}

/** A path as people type it: relative to the working directory, for what lies in it. */
export function relativeFile(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') ? file : path;
}

/** Problems with the paths that people type: relative to a folder, for what lies in it. */
export function relativeTo(folder: string, problems: readonly Problem[]): Problem[] {
  return problems.map(problem => {
    const path = problem.source && relative(folder, problem.source.file);
    return path === undefined || path === '' || path.startsWith('..') ? problem : { ...problem, source: { ...problem.source!, file: path } };
  });
}
