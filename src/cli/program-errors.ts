import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { authorFrame } from '../constructs/source-lines';
import { ProblemError, type Problem, type SourcePlace } from '../manifests/problem';

/** What a program threw while it was loaded, as problems that name a line of the program. */
export async function problemsOfProgram(error: unknown, file: string): Promise<ProblemError> {
  if (ProblemError.is(error)) {
    const source = authorFrame(error.stack ?? '') ?? { file };
    return new ProblemError(...error.problems.map(problem => problem.source || problem.construct ? problem : { ...problem, source }));
  }
  return new ProblemError(missingModule(error) ?? await syntaxError(error, file) ?? thrown(error, file));
}

function thrown(error: unknown, file: string): Problem {
  const isError = error instanceof Error;
  const source = (isError ? authorFrame(error.stack ?? '') : undefined) ?? { file };
  if (isError && /[\\/]cdk8s[\\/]lib[\\/]include\.js:/.test(error.stack ?? '')) {
    // cdk8s reads leniently, fails on what it made of it, and prints the stack of a helper.
    const reason = error.name === 'TypeError' ? 'a document has no apiVersion or no kind, or is not YAML' : /^\s*\w*Error: (.*)$/m.exec(error.message)?.[1] ?? error.message;
    return {
      id: 'app-failed',
      source,
      message: `Include cannot make objects of its file: ${reason}`,
      fix: 'look at the file with `bulwark check --from FILE`: each document needs apiVersion and kind',
    };
  }
  return {
    id: 'app-failed',
    source,
    message: `the program threw ${isError ? `${error.name}: ${error.message}` : String(error)}`,
    fix: 'mend the program; run by itself, it shows the whole stack',
  };
}

/** Node names the module and who wanted it, in two ways; the line is where that file says so. */
function missingModule(error: unknown): Problem | undefined {
  const { code, message, requireStack } = error as NodeJS.ErrnoException & { readonly requireStack?: readonly string[] };
  if (!(error instanceof Error) || (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND')) {
    return undefined;
  }
  const [, wanted, by = requireStack?.[0]] = /^Cannot find (?:module|package) '([^']*)'(?: imported from (.*))?/.exec(message) ?? [];
  if (wanted === undefined || by === undefined) {
    return undefined;
  }
  const importer = by.startsWith('file://') ? fileURLToPath(by) : by;
  const isPackage = !/^[./]|^[A-Za-z]:/.test(wanted);
  return {
    id: 'app-failed',
    source: lineOfImport(importer, wanted),
    message: `cannot find the ${isPackage ? 'package' : 'module'} ${JSON.stringify(wanted)}`,
    fix: isPackage ? `install it: npm install ${wanted.split('/').slice(0, wanted.startsWith('@') ? 2 : 1).join('/')}` : 'mend the path of the import',
  };
}

function lineOfImport(file: string, wanted: string): SourcePlace {
  const name = wanted.split('/').at(-1)!;
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const at = lines.findIndex(line => /\b(import|from|require)\b/.test(line) && ['"', '\'', '`'].some(quote => line.includes(`${name}${quote}`)));
    return at < 0 ? { file } : { file, line: at + 1 };
  } catch {
    return { file };
  }
}

/** A parser's error: jiti puts the place into its message, Node into the first line of the stack, or nowhere. */
async function syntaxError(error: unknown, file: string): Promise<Problem | undefined> {
  if (!(error instanceof Error) || !(error.name === 'SyntaxError' || error.message.startsWith('ParseError:'))) {
    return undefined;
  }
  const message = error.message.replace(/^ParseError: */, '').split('\n')[0]!.trim();
  const place = /^\s*(\/.*|[A-Za-z]:[\\/].*):(\d+):(\d+)/m.exec(error.message);
  const head = /^(\S.*?):(\d+)\n/.exec(error.stack ?? '');
  const source = place ? { file: place[1]!, line: Number(place[2]), column: Number(place[3]) + FIRST_COLUMN }
    : head ? { file: head[1]!.startsWith('file://') ? fileURLToPath(head[1]!) : head[1]!, line: Number(head[2]) }
      : await parseAgain(file) ?? authorFrame(error.stack ?? '') ?? { file };
  return missingExport(error.message, source) ?? { id: 'app-failed', source, message: `is not a program: ${message}`, fix: 'mend the syntax there' };
}

/** jiti counts columns from 0; editors, and everything here, from 1. */
const FIRST_COLUMN = 1;

/** For Node a name that a module does not export is a matter of syntax. */
function missingExport(message: string, source: SourcePlace): Problem | undefined {
  const [, asked, by] = /^Named export '(.+?)' not found\. The requested module '(.+?)'/.exec(message) ?? [];
  const [, from, name = asked] = /^The requested module '(.+?)' does not provide an export named '(.+?)'/.exec(message) ?? [undefined, by];
  return name === undefined || from === undefined ? undefined
    : { id: 'app-failed', source, message: `${JSON.stringify(from)} exports no ${name}`, fix: 'mend the name in the import' };
}

/** Node does not say where an ECMAScript module is broken. jiti does, as code that would throw it. */
async function parseAgain(file: string): Promise<SourcePlace | undefined> {
  const { createJiti } = await import('jiti');
  const code = createJiti(file, { fsCache: false }).transform({ source: readFileSync(file, 'utf8'), filename: file });
  const [, line, column] = /^exports\.__JITI_ERROR__ = \{.*"line":(\d+),"column":(\d+)/.exec(code) ?? [];
  return line === undefined ? undefined : { file, line: Number(line), column: Number(column) + FIRST_COLUMN };
}
