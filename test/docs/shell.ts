import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from './markdown';

/** What a command printed, in the order in which a person at a terminal sees it, and how it ended. */
export interface Answer {
  readonly printed: string;
  readonly status: number;
}

/**
 * The commands of this package as an installed one has them, and an `npm` that needs no network: what it would install is
 * found in the repository around.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  bulwark: `exec "${process.execPath}" "${join(ROOT, 'lib/cli/main.js')}" "$@"`,
  npx: 'while :; do case "$1" in -p) shift 2 ;; --no-install|--yes) shift ;; *) break ;; esac; done\nexec "$@"',
  npm: `case "$1" in install|ci)
  mkdir -p node_modules/.bin && ln -sfn "${ROOT}" node_modules/cdk8s-bulwark && cp "\${0%/*}/bulwark" node_modules/.bin/; exit ;; esac
PATH="\${PATH#*:}" exec npm "$@"`,
};

/** A terminal in a folder of its own, in which the blocks of a page are tried in their order. */
export class Shell {
  private readonly root = mkdtempSync(join(ROOT, 'test', '.tmp-docs-'));
  private readonly home: string;
  private cwd: string;

  /** @param folder its name is that of an app which has no other */
  constructor(folder: string) {
    this.home = join(this.root, folder);
    this.cwd = this.home;
    mkdirSync(this.home);
    const bin = join(this.root, 'bin');
    mkdirSync(bin);
    for (const [name, text] of Object.entries(PROGRAMS)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  }

  /** Writes a file as a person would, in the folder where the terminal stands by now. */
  public put(path: string, text: string): void {
    const file = join(this.cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** A file, if there is one. */
  public read(path: string): string | undefined {
    const file = join(this.cwd, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** Where a file lies. */
  public path(path: string): string {
    return join(this.cwd, path);
  }

  /** Runs a line of a shell. A change of folder lasts. */
  public run(line: string): Answer {
    const where = join(this.root, 'where');
    const { stdout, status, error } = spawnSync('bash', ['-c', `exec 2>&1\ntrap 'code=$?; pwd > "${where}"; exit $code' EXIT\n${line}`], {
      cwd: this.cwd, encoding: 'utf8', env: this.environment(), input: '', timeout: 240_000,
    });
    if (error) {
      throw error;
    }
    this.cwd = readFileSync(where, 'utf8').trimEnd();
    return { printed: stdout, status: status ?? -1 };
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** That of a person without wishes, on a machine with this package installed. */
  private environment(): NodeJS.ProcessEnv {
    const env = { ...process.env };
    for (const name of ['JEST_WORKER_ID', 'CDK8S_OUTDIR', 'NO_COLOR', 'FORCE_COLOR', 'CI', 'GITHUB_WORKSPACE', 'NODE_OPTIONS', 'NODE_ENV', 'LANG', 'LC_ALL', 'LC_CTYPE']) {
      delete env[name];
    }
    const person = { NAME: 'Jane', EMAIL: 'jane@example.com', DATE: '2026-01-02T03:04:05Z' };
    const git = Object.entries(person).flatMap(([name, value]) => [[`GIT_AUTHOR_${name}`, value], [`GIT_COMMITTER_${name}`, value]]);
    return {
      ...env,
      ...Object.fromEntries(git) as Record<string, string>,
      GIT_CONFIG_GLOBAL: '/dev/null',
      PATH: [join(this.root, 'bin'), join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
    };
  }
}

/** A command and what is shown below it. */
export interface Step {
  readonly command: string;
  /** Undefined where nothing is shown. */
  readonly shown?: string;
}

/** The commands of a block. A line that ends with `|` or `\` goes on in the next one. */
export function steps(language: string, text: string): Step[] {
  const found: Array<{ command: string; shown?: string }> = [];
  let goesOn = false;
  for (const line of text.split('\n').slice(0, -1)) {
    const command: string | undefined = goesOn ? line : language === 'sh' ? line : /^\$ (.*)$/.exec(line)?.[1];
    if (goesOn) {
      found.at(-1)!.command += `\n${line}`;
    } else if (command !== undefined) {
      found.push({ command });
    } else if (found.length === 0) {
      throw new Error(`'${line}' stands before the first command`);
    } else {
      found.at(-1)!.shown = `${found.at(-1)!.shown ?? ''}${line}\n`;
    }
    goesOn = command !== undefined && /[|\\]$/.test(command);
  }
  return found;
}

/** Whether a text is the one that is shown, where `…` at the end of a line stands for its rest, and alone for any lines. */
export function isAsShown(printed: string, shown: string): boolean {
  const pattern = shown.split('\n').map(line => line === '…' ? '(?:.*\\n)*?' : `${escape(line.replace(/…$/, ''))}${line.endsWith('…') ? '.*' : ''}\n`);
  return new RegExp(`^${pattern.join('').replace(/\n$/, '')}$`).test(printed);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
