import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

/**
 * A fenced code block of a page. What it must hold follows from its language, and from the words behind the language,
 * which readers do not see. Blocks inside an HTML comment are not shown and count all the same.
 *
 * | fence | holds |
 * |---|---|
 * | `ts` | part of the program `main.ts` of its page or section, which is compiled and run |
 * | `yaml`, `toml` whose first line is `# PATH` | is what the program wrote there |
 * | any, `file PATH` | is written to PATH before what follows is run |
 * | `diff to PATH` | is a change of that file: what stands there without `+` and `-` stands in it once, and the change is made |
 * | any, `is PATH` | is what stands at PATH by now |
 * | `text from PATH` | is that file of the repository |
 * | `console`, `sh` | each command (`$ …`, a line of `sh`) is run, and prints what stands below it; `…` stands for any text |
 * | `console exits N` | the same, and each command ends with N. Otherwise one without an answer ends with 0, and one with an answer not with 2 |
 * | `text synopsis` | every command and option in it is one that the help of the command knows |
 * | `console not run: REASON`, `yaml not run: REASON` | not run; the reason names what is missing on a machine that tests |
 */
export interface Block {
  readonly language: string;
  /** What stands behind the language, of which the first word decides. */
  readonly mark: string;
  readonly text: string;
  /** The line of the fence, from 1. */
  readonly line: number;
  /** The last `##` heading before it; empty before the first. */
  readonly section: string;
}

/** The languages that somebody holds. Another one is an error, so that no block escapes. */
const LANGUAGES = ['ts', 'yaml', 'toml', 'json', 'diff', 'console', 'sh', 'text'];

/** What a block may lack in order to be left out. */
const MISSING = /\b(GitHub|npm registry|helm|kubectl|cluster|cdk8s-cli|minutes)\b/;

const MARKS = /^(?:|file \S+|to \S+|is \S+|from \S+|exits [012]|synopsis|not run: .+)$/;

/** All blocks of a Markdown text. What is not understood throws, with its line. */
export function blocksOf(text: string, page: string): Block[] {
  const blocks: Block[] = [];
  let section = '';
  let open: { fence: string; info: string; line: number; lines: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    const fence = /^ *(`{3,}|~{3,})(.*)$/.exec(line);
    if (open) {
      if (fence && line.trim() === open.fence) {
        blocks.push(block(open, section, page));
        open = undefined;
      } else {
        open.lines.push(line);
      }
    } else if (fence) {
      open = { fence: fence[1]!, info: fence[2]!.trim(), line: index + 1, lines: [] };
    } else {
      section = /^## +(.*)$/.exec(line)?.[1] ?? section;
    }
  });
  if (open) {
    throw new Error(`${page}:${open.line}: the block has no end`);
  }
  return blocks;
}

function block(read: { info: string; line: number; lines: readonly string[] }, section: string, page: string): Block {
  const [, language = '', mark = ''] = /^(\S*)\s*(.*)$/.exec(read.info)!;
  const wrong = !LANGUAGES.includes(language) ? `the language '${language}' is one that nobody holds`
    : !MARKS.test(mark) ? `'${mark}' is no mark`
      : mark.startsWith('not run') && !MISSING.test(mark) ? `'${mark}' names nothing that is missing`
        : undefined;
  if (wrong) {
    throw new Error(`${page}:${read.line}: ${wrong}`);
  }
  return { language, mark, text: read.lines.map(line => `${line}\n`).join(''), line: read.line, section };
}

/** The blocks of a page, by its path from the root of the repository. */
export function blocksOfPage(page: string): Block[] {
  return blocksOf(readFileSync(join(ROOT, page), 'utf8'), page);
}

/** The programs of a page, by section: where each section has its own, it begins with what stands before the first. */
export function programs(blocks: readonly Block[], eachSection: boolean): Map<string, string> {
  const parts = blocks.filter(({ language, mark }) => language === 'ts' && mark === '');
  if (!eachSection) {
    return new Map(parts.length > 0 ? [['', parts.map(({ text }) => text).join('\n')]] : []);
  }
  const preamble = parts.filter(({ section }) => section === '').map(({ text }) => text).join('\n');
  const sections = [...new Set(blocks.map(({ section }) => section))].filter(section => section !== '');
  return new Map(sections.flatMap(section => {
    const own = parts.filter(part => part.section === section).map(({ text }) => text);
    return own.length > 0 ? [[section, [preamble, ...own, 'app.synth();\n'].join('\n')]] : [];
  }));
}
