import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assets } from './harness/assets';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment } from './harness/environment';
import { LineProgram } from './harness/lines';

/**
 * What the harness says when something is wrong with its surroundings. The programs here are scripts that stand in for
 * those of Kubernetes; `harness.cluster.ts` has the real ones.
 */
let folder: string;
let said: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulwark-bad-input-'));
  said = '';
  jest.spyOn(process.stderr, 'write').mockImplementation(text => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
  for (const [, kept] of said.matchAll(/^logs are kept in (.*)$/gm)) {
    rmSync(kept!, { recursive: true, force: true });
  }
});

function script(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
  return path;
}

/** A program that runs until it is stopped, and leaves its number in a file. */
const lasting = (name: string) => script(name, `echo $$ > ${join(folder, `${name}.pid`)}`, 'exec sleep 600');
const isRunning = (name: string) => existsSync(`/proc/${readFileSync(join(folder, `${name}.pid`), 'utf8').trim()}`);

/** All programs that a control plane needs, some of them others than these. */
const assets = (others: Partial<Assets>): Assets => ({
  'pki': script('pki', 'for file in ca.crt apiserver.crt apiserver.key; do echo none > "$1/$file"; done'),
  'etcd': lasting('etcd'),
  'kube-apiserver': lasting('kube-apiserver'),
  ...others,
} as Assets);

/** The folder that a failed start speaks of. */
const keptFolder = () => /^logs are kept in (.*)$/m.exec(said)![1]!;

const listen = () => new Promise<Server>((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => resolve(server));
});
const close = (server: Server) => new Promise(resolve => server.close(resolve));
/** A listener that takes connections and says nothing. */
async function silent(): Promise<{ readonly server: Server; readonly end: () => Promise<unknown> }> {
  const server = await listen();
  const sockets: Socket[] = [];
  server.on('connection', socket => sockets.push(socket));
  return {
    server,
    end: () => {
      sockets.forEach(socket => socket.destroy());
      return close(server);
    },
  };
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;

describe('a control plane', () => {
  test('names a program that is missing', async () => {
    const missing = join(folder, 'nowhere/etcd');
    await expect(ControlPlane.start(assets({ etcd: missing }))).rejects.toThrow(`etcd could not be started: spawn ${missing} ENOENT`);
    await expect(ControlPlane.start(assets({ pki: missing }))).rejects.toThrow(`${missing} ENOENT`);
  });

  test('tells the last words of a program that ends, keeps its log, and stops the others', async () => {
    const ending = script('ending', 'echo starting', 'echo "no good flag" >&2', 'sleep 0.2', 'exit 3');
    await expect(ControlPlane.start(assets({ 'kube-apiserver': ending }))).rejects.toThrow(/^kube-apiserver ended with status 3; its log (.*) ends\nstarting\nno good flag$/);
    expect(readFileSync(join(keptFolder(), 'kube-apiserver.log'), 'utf8')).toContain('no good flag');
    expect(isRunning('etcd')).toBe(false);
  });

  test('fails on a port that is in use, and leaves alone who uses it', async () => {
    const user = await silent();
    const free = await Promise.all([listen(), listen()]);
    const [etcdClient, etcdPeer] = free.map(portOf);
    await Promise.all(free.map(close));
    const server = join(folder, 'listen.js');
    writeFileSync(server, 'require("net").createServer().listen(Number(/--secure-port=(\\d+)/.exec(process.argv.join(" "))[1]), "127.0.0.1");');
    const apiServer = script('listening', `exec ${process.execPath} ${server} "$@"`);
    const start = ControlPlane.start(assets({ 'kube-apiserver': apiServer }), { ports: [etcdClient!, etcdPeer!, portOf(user.server)] });
    await expect(start).rejects.toThrow(/kube-apiserver ended with status 1; [^]*EADDRINUSE/);
    expect(user.server.listening).toBe(true);
    expect(isRunning('etcd')).toBe(false);
    await user.end();
  });
});

describe('a program that answers lines', () => {
  test('fails all questions, open and new, when it ends', async () => {
    const program = new LineProgram(script('short', 'read line', 'echo 1', 'read line', 'exit 4'));
    const answers = await Promise.allSettled([program.ask('a'), program.ask('b'), program.ask('c')]);
    const gone = { status: 'rejected', reason: expect.objectContaining({ message: expect.stringContaining('ended with status 4') }) };
    expect(answers).toEqual([{ status: 'fulfilled', value: 1 }, gone, gone]);
    await expect(program.ask('d')).rejects.toThrow('ended with status 4');
  });

  test('fails all questions when it is missing', async () => {
    const program = new LineProgram(join(folder, 'nowhere'));
    await expect(program.ask('a')).rejects.toThrow('ENOENT');
    await expect(program.ask('b')).rejects.toThrow('ENOENT');
  });
});

describe('the command', () => {
  /** With an empty cache, and a path that has nothing but Node. */
  function run(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
    const root = join(__dirname, '../..');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    const { KUBEBUILDER_ASSETS: _, ...environment } = process.env;
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/jiti/lib/jiti-cli.mjs'), join(__dirname, 'main.ts'), ...args], {
      encoding: 'utf8', cwd: root, env: { ...environment, PATH: bin, XDG_CACHE_HOME: join(folder, 'cache'), ...variables },
    });
    return { status, output: stdout + stderr };
  }

  test('fails without programs and without Go', () => {
    expect(run([])).toEqual({ status: 1, output: expect.stringMatching(/^Kubernetes 1\.\d+\.\d+ is not here and Go, which would build it, is not installed/) });
  });

  test('does not take programs of another minor for those that were asked', () => {
    script('etcd', 'exit 0');
    script('kube-apiserver', 'echo Kubernetes v1.20.1');
    expect(run([], { KUBEBUILDER_ASSETS: folder })).toEqual({ status: 1, output: expect.stringContaining('is not here') });
  });

  test.each([
    [['--minor', '1.2'], 1, 'no module for Kubernetes 1.2; minors.json has 1.28, '],
    [['--minor'], 2, '--minor wants a minor'],
  ])('%j fails', (args, status, output) => {
    expect(run(args)).toEqual({ status, output: expect.stringContaining(output) });
  });

  test('is the only way to run: a test by itself has no server, and does not pass', () => {
    expect(process.env.BULWARK_CLUSTER_ASSETS).toBeUndefined();
    expect(() => assetsFromEnvironment()).toThrow('run this by npm run test:cluster');
  });
});
