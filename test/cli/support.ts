import { spawn, type ChildProcess } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The compiled command. */
export const MAIN = join(__dirname, '../../lib/cli/main.js');

/** What a run of the command left behind. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** How the command is run. */
export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Run this program of the folder in place of the command. */
  readonly program?: string;
  /** A folder below the sandbox. */
  readonly cwd?: string;
}

/**
 * A folder of its own for one test file. It lies inside the package, so that `cdk8s-bulwark` means this
 * package and the compiled command and the program share one copy.
 */
export class Sandbox {
  public readonly root = mkdtempSync(join(__dirname, '..', '.tmp-'));

  public path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  public put(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      writeFileSync(this.path(path), content);
    }
  }

  public read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  /** Runs the command and waits for its end. */
  public async run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
    const child = this.start(args, options);
    let out = '';
    let err = '';
    child.stdout!.on('data', (data: Buffer) => out += data.toString());
    child.stderr!.on('data', (data: Buffer) => err += data.toString());
    child.stdin!.end(options.input ?? '');
    // A command that hangs fails its test by what it returns, and stays nowhere.
    const guard = setTimeout(() => child.kill('SIGKILL'), 45_000);
    const code = await new Promise<number | null>(resolve => child.once('close', resolve));
    clearTimeout(guard);
    return { code, out, err };
  }

  public start(args: readonly string[], options: RunOptions = {}): ChildProcess {
    return spawn(process.execPath, [options.program ?? MAIN, ...args], { cwd: this.path(options.cwd ?? '.'), env: environment(options.env), stdio: 'pipe' });
  }

  /** Every path below a folder, with its bytes and the time of its last change. */
  public snapshot(folder = '.'): Map<string, string> {
    const found = new Map<string, string>();
    const walk = (path: string): void => {
      for (const entry of readdirSync(this.path(path)).sort()) {
        const inside = join(path, entry);
        const stat = lstatSync(this.path(inside), { bigint: true });
        found.set(inside, `${stat.mtimeNs} ${stat.ino} ${stat.isFile() ? readFileSync(this.path(inside)).toString('base64') : ''}`);
        if (stat.isDirectory()) {
          walk(inside);
        }
      }
    };
    walk(folder);
    return found;
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The environment of a person at a terminal without wishes: jest's own would make `synth()` only register. */
function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of ['JEST_WORKER_ID', 'CDK8S_OUTDIR', 'NO_COLOR', 'FORCE_COLOR', 'CI', 'GITHUB_WORKSPACE', 'NODE_OPTIONS', 'NODE_ENV', 'LANG', 'LC_ALL', 'LC_CTYPE']) {
    delete env[name];
  }
  return { ...env, ...more };
}

/** A program that declares one cluster with one namespace, and some lines of its own; they start at line 8. */
export function program(lines = '', options: { readonly end?: string; readonly app?: string } = {}): string {
  return `import { ApiObject, Include } from 'cdk8s';
import * as policy from 'cdk8s-bulwark';
import { Cluster, ClusterTarget, KubernetesResource, Peer, PodSelection, PolicyApp, Port, ReadOnlyRole, SecuredNamespace, Subject, TrafficPolicy } from 'cdk8s-bulwark';

const app = new PolicyApp(${options.app ?? '{ name: \'shop\' }'});
const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
const shop = new SecuredNamespace(prod, 'shop');
${lines}
${options.end ?? 'app.synth();'}
`;
}

/** A role for Jane. */
export const ROLE = 'new ReadOnlyRole(shop, \'pod-reader\', { resources: [KubernetesResource.PODS], subjects: [Subject.user(\'jane\')] });';

/** Where its file is written. */
export const ROLE_FILE = 'prod/manifests/policies/shop/role-pod-reader.yaml';
