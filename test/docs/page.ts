import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { blocksOfPage, programs, ROOT, type Block } from './markdown';
import { PAGES } from './pages';
import { isAsShown, Shell, steps } from './shell';

/**
 * Puts into the pages what really comes out, where nothing else is wrong: `BULWARK_WRITE_DOCS=1 npx jest test/docs`. Read the
 * difference before you commit it.
 */
const WRITE = process.env.BULWARK_WRITE_DOCS === '1';

/** Holds every block of a page to what it says, in the order of the page, as tests. */
export function holdPage(page: string): void {
  const { eachSection = false, clean = true } = PAGES[page]!;
  const blocks = blocksOfPage(page);
  const made = programs(blocks, eachSection);
  const sections = eachSection ? [...new Set(blocks.map(({ section }) => section))].filter(section => section !== '') : [''];
  jest.setTimeout(300_000);

  const sessions = new Map(sections.map(section => [section, new Session(made.get(section))]));
  afterAll(() => {
    sessions.forEach(({ shell }) => shell.remove());
    writeBack(page, new Map([...sessions.values()].flatMap(({ truths }) => [...truths])));
  });

  describe.each([...sessions])(`${page} %s`, (section, session) => {
    const own = eachSection ? blocks.filter(block => block.section === section) : blocks;

    // What declares tests has to do so before the first one is run.
    own.filter(({ language, mark }) => language === 'ts' && /^file .*\.test\.ts$/.test(mark)).forEach(block => {
      session.shell.put(block.mark.slice('file '.length), block.text);
      jest.requireActual(session.shell.path(block.mark.slice('file '.length)));
    });
    test.each(own.filter(isHeldHere).map((block): [string, Block] => [`${block.language} of line ${block.line}`, block]))('%s', (__, block) => {
      session.hold(block);
    });
  });

  if (clean && made.size > 0) {
    test('check finds nothing in what the programs make that is not acknowledged, and every promise holds', () => {
      const shell = new Shell('all');
      [...made.keys()].forEach((section, at) => {
        sessions.get(section)!.synthesized();
        cpSync(sessions.get(section)!.shell.path(sessions.get(section)!.tree), shell.path(`${at}`), { recursive: true });
      });
      const { printed, status } = shell.run('bulwark check .');
      shell.remove();
      expect(status === 0 ? '' : printed).toBe('');
      expect(printed).toMatch(/guarantees? hold/);
    });
  }
}

/** A part of the program is held by what runs the program. */
function isHeldHere({ language, mark }: Block): boolean {
  return !(language === 'ts' && mark === '');
}

/** A terminal, and the program that stands in its folder. */
class Session {
  public readonly shell = new Shell('shop');
  /** What blocks should have said, where they are to be written. */
  public readonly truths = new Map<Block, string>();

  /** Where the program writes: below the name that it gives its app, or that of its folder. */
  public readonly tree: string;

  constructor(private readonly program: string | undefined) {
    this.tree = `dist/manifests/${/new PolicyApp\(\{\s*name: '([^']+)'/.exec(program ?? '')?.[1] ?? 'shop'}`;
    if (program !== undefined) {
      this.shell.put('main.ts', program);
      this.shell.put('cdk8s.yaml', 'language: typescript\napp: npx bulwark synth main.ts\n');
    }
  }

  /** Writes the tree, where no command of the page did. */
  public synthesized(): void {
    if (this.program !== undefined && this.shell.read(`${this.tree}/.bulwark.json`) === undefined) {
      const { printed, status } = this.shell.run('bulwark synth main.ts');
      expect({ printed, status }).toEqual({ printed, status: 0 });
    }
  }

  public hold(block: Block): void {
    const { language, mark, text } = block;
    const [word, path = ''] = mark.split(' ');
    if (language !== 'console' && language !== 'sh' && mark !== 'synopsis') {
      parses(block);
    }
    if (word === 'not') {
      // The reason was judged when the page was read.
    } else if (word === 'file') {
      this.shell.put(path, text);
    } else if (word === 'to') {
      this.shell.put(path, changed(this.shell.read(path)!, text));
    } else if (word === 'is') {
      this.expectText(block, this.shell.read(path));
    } else if (word === 'from') {
      expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
    } else if (word === 'synopsis') {
      this.holdSynopsis(text);
    } else if (language === 'console' || language === 'sh') {
      this.holdCommands(block);
    } else {
      this.holdWritten(block);
    }
  }

  /** That a block shows what there is. */
  private expectText(block: Block, truth: string | undefined): void {
    if (WRITE && truth !== undefined && truth !== block.text) {
      this.truths.set(block, truth);
    } else {
      expect(truth).toBe(block.text);
    }
  }

  private holdCommands(block: Block): void {
    const { language, mark, text } = block;
    const truth: string[] = [];
    for (const { command, shown } of steps(language, text)) {
      const { printed, status } = this.shell.run(command);
      const agrees = shown === undefined || isAsShown(printed, shown);
      if (!agrees && !WRITE) {
        expect(`$ ${command}\n${printed}`).toBe(`$ ${command}\n${shown}`);
      }
      truth.push(`${language === 'sh' ? '' : '$ '}${command}\n${agrees ? shown ?? '' : printed}`);
      // A command that shows what it finds may end with 1; that it was not understood is never meant unless it is said.
      const meant = mark.startsWith('exits') ? [Number(mark.slice('exits '.length))] : shown === undefined ? [0] : [0, 1];
      if (!meant.includes(status)) {
        expect({ command, printed, status }).toEqual({ command, printed, status: meant[0] });
      }
    }
    this.expectText(block, truth.join(''));
  }

  /** A file that the program wrote: `# PATH` is from the folder, or from that of the app or of its cluster prod. */
  private holdWritten(block: Block): void {
    const { text } = block;
    const path = /^# (\S+)\n/.exec(text)?.[1];
    if (path === undefined) {
      throw new Error('says neither of which file it is (its first line: # PATH) nor what it is for');
    }
    this.synthesized();
    const places = ['.', this.tree, `${this.tree}/prod`];
    const written = places.map(place => `${place}/${path}`).map(place => this.shell.read(place)).find(found => found !== undefined);
    this.expectText(block, written === undefined ? undefined : `# ${path}\n${written}`);
  }

  /** Each line is a command of the help, with options that it knows. */
  private holdSynopsis(text: string): void {
    for (const line of text.split('\n').filter(words => words !== '')) {
      const [, command] = /^bulwark ((?:audit |import )?[a-z-]+)\b/.exec(line)!;
      const { printed, status } = this.shell.run(`bulwark ${command} --help`);
      expect({ command, status }).toEqual({ command, status: 0 });
      const options = line.match(/(?<=[\s[|])--?[a-zA-Z][\w-]*/g) ?? [];
      expect(options.filter(option => !new RegExp(`(^|[\\s,])${option}\\b`).test(printed))).toEqual([]);
    }
  }
}

/** A file after a change, whose parts stand below a line `@@`. The lines of each without `+` and `-` must be found once. */
function changed(file: string, change: string): string {
  return change.split(/^@@.*\n/m).filter(part => part !== '').reduce((text, part) => {
    const lines = part.split('\n').slice(0, -1);
    const side = (without: string) => lines.filter(line => !line.startsWith(without)).map(line => `${line.slice(1)}\n`).join('');
    const around = text.split(side('+'));
    expect({ part, found: around.length - 1 }).toEqual({ part, found: 1 });
    return around.join(side('-'));
  }, file);
}

function writeBack(page: string, truths: ReadonlyMap<Block, string>): void {
  if (truths.size > 0) {
    const file = join(ROOT, page);
    const lines = readFileSync(file, 'utf8').split('\n');
    [...truths].sort(([a], [b]) => b.line - a.line)
      .forEach(([block, truth]) => lines.splice(block.line, block.text.split('\n').length - 1, ...truth.split('\n').slice(0, -1)));
    writeFileSync(file, lines.join('\n'));
  }
}

/** Whether a text is one of its language. */
function parses({ language, text }: Block): void {
  if (language === 'yaml') {
    expect(parseAllDocuments(text).flatMap(document => document.errors)).toEqual([]);
  } else if (language === 'json') {
    const isOne = text.startsWith('{\n') || text.startsWith('[\n');
    (isOne ? [text] : text.split('\n').filter(line => line !== '')).forEach(line => expect(() => { JSON.parse(line); }).not.toThrow());
  }
}
