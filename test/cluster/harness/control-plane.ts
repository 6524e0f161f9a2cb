import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assets } from './assets';
import { Client, type Credentials } from './client';
import { Component } from './process';

/** How a control plane is started. */
export interface ControlPlaneOptions {
  /** Flags of the API server beside ours, without `--`. */
  readonly apiServerFlags?: Readonly<Record<string, string>>;
  /** Flags of the controller manager beside ours; with `undefined` it is not started. */
  readonly controllerManagerFlags?: Readonly<Record<string, string>>;
  /** Write the audit log to the file `audit.log` of the folder, whatever the flags say. */
  readonly auditLog?: boolean;
  /** Users with a token each (the token is the name), and their groups. */
  readonly users?: Readonly<Record<string, readonly string[]>>;
  /** For etcd's clients, etcd's peers and the API server; free ones unless they are told. */
  readonly ports?: readonly [number, number, number];
}

/** A real etcd, kube-apiserver and kube-controller-manager on loopback, and what belongs to them. */
export class ControlPlane {
  public static async start(assets: Assets, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const folder = mkdtempSync(join(tmpdir(), 'bulwark-cluster-'));
    const plane = new ControlPlane(folder, assets);
    try {
      await plane.startAll(options);
      return plane;
    } catch (e) {
      await plane.stop(true);
      throw e;
    }
  }

  /** cluster-admin, by the group system:masters. */
  public admin!: Client;
  public port = 0;
  private etcdUrl = '';
  private readonly components: Component[] = [];

  private constructor(public readonly folder: string, private readonly assets: Assets) {}

  public file(name: string): string {
    return join(this.folder, name);
  }

  /** Number of the process of a component. */
  public pidOf(name: keyof Assets): number {
    return this.components.find(one => one.name === name)!.pid!;
  }

  public client(credentials: Credentials): Client {
    return new Client(this.port, readFileSync(this.file('ca.crt'), 'utf8'), credentials);
  }

  /** Throws when a component died; a test that passes without a server proves nothing. */
  public assertRunning(): void {
    this.components.forEach(component => component.assertRunning());
  }

  /**
   * Ends a test's use of it. A component that died meanwhile is an error, after everything else is stopped; its logs stay.
   */
  public async finish(): Promise<void> {
    try {
      this.assertRunning();
    } catch (e) {
      await this.stop(true);
      throw e;
    }
    await this.stop();
  }

  /** @param keepLogs leave the folder with logs and data where it is */
  public async stop(keepLogs = false): Promise<void> {
    this.admin?.close();
    for (const component of [...this.components].reverse()) {
      await component.stop();
    }
    if (keepLogs) {
      process.stderr.write(`logs are kept in ${this.folder}\n`);
    } else {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private async startAll(options: ControlPlaneOptions): Promise<void> {
    execFileSync(this.assets.pki, [this.folder]);
    const [etcdClient, etcdPeer, port] = options.ports ?? await freePorts(3) as [number, number, number];
    this.port = port;
    this.etcdUrl = `http://127.0.0.1:${etcdClient}`;
    this.run('etcd', {
      'data-dir': this.file('etcd'),
      'listen-client-urls': this.etcdUrl,
      'advertise-client-urls': this.etcdUrl,
      'listen-peer-urls': `http://127.0.0.1:${etcdPeer}`,
      'initial-advertise-peer-urls': `http://127.0.0.1:${etcdPeer}`,
      'initial-cluster': `default=http://127.0.0.1:${etcdPeer}`,
      'unsafe-no-fsync': 'true',
    });
    const users: Record<string, readonly string[]> = { admin: ['system:masters'], ...options.users };
    writeFileSync(this.file('tokens.csv'), Object.entries(users).map(([user, groups]) => `${user},${user},${user},"${groups.join(',')}"\n`).join(''));
    mkdirSync(this.file('logs'));
    this.admin = this.client({ token: 'admin' });
    await this.startApiServer(options);
    if (options.controllerManagerFlags) {
      this.run('kube-controller-manager', {
        'kubeconfig': this.adminKubeconfig(),
        'cluster-signing-cert-file': this.file('ca.crt'),
        'cluster-signing-key-file': this.file('ca.key'),
        'leader-elect': 'false',
        'secure-port': '0',
        ...options.controllerManagerFlags,
      });
    }
  }

  /** Stops the API server, and with it whatever it still does for a request; clients stay usable. */
  public async stopApiServer(): Promise<void> {
    this.assertRunning();
    const running = this.components.findIndex(({ name }) => name === 'kube-apiserver');
    this.admin.drop();
    await this.components.splice(running, 1)[0]!.stop();
  }

  /** Starts it on the same etcd and port, with other flags. */
  public async startApiServer(options: Pick<ControlPlaneOptions, 'apiServerFlags' | 'auditLog'>): Promise<void> {
    if (this.components.some(({ name }) => name === 'kube-apiserver')) {
      throw new Error('an API server runs already');
    }
    this.run('kube-apiserver', {
      'etcd-servers': this.etcdUrl,
      'bind-address': '127.0.0.1',
      'secure-port': String(this.port),
      'cert-dir': this.file('certs'),
      'tls-cert-file': this.file('apiserver.crt'),
      'tls-private-key-file': this.file('apiserver.key'),
      'client-ca-file': this.file('ca.crt'),
      'token-auth-file': this.file('tokens.csv'),
      // The server stops at both this flag and a file that says the same.
      ...options.apiServerFlags?.['authorization-config'] === undefined ? { 'authorization-mode': 'Node,RBAC' } : {},
      'enable-bootstrap-token-auth': 'true',
      'service-account-issuer': 'https://127.0.0.1',
      'service-account-key-file': this.file('service-account.key'),
      'service-account-signing-key-file': this.file('service-account.key'),
      'service-cluster-ip-range': '10.96.0.0/16',
      // No controller makes service accounts' tokens or default accounts fast enough to wait for them.
      'disable-admission-plugins': 'ServiceAccount',
      // Nothing waits in a queue when thousands of questions are asked in the name of others.
      'max-requests-inflight': '3000',
      'max-mutating-requests-inflight': '3000',
      ...options.apiServerFlags,
      ...(options.auditLog ? { 'audit-log-path': this.file('audit.log') } : {}),
    });
    try {
      await this.until(async () => (await this.admin.send('GET', '/readyz')).status === 200);
    } catch (e) {
      await this.components.pop()!.stop();
      throw e;
    }
  }

  private run(name: keyof Assets, flags: Readonly<Record<string, string>>): void {
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    this.components.push(new Component(name, this.assets[name], args, this.file(`${name}.log`)));
  }

  /** Waits for a condition; a component that dies meanwhile is the error, also while the condition waits itself. */
  public async until(condition: () => Promise<boolean>, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000;
    let attempt: Promise<boolean> | undefined;
    for (;;) {
      this.assertRunning();
      attempt ??= condition().catch(() => false);
      const held = await Promise.race([attempt, pause(100)]);
      if (held) {
        return;
      }
      if (Date.now() > end) {
        throw new Error(`not ready within ${seconds} s; logs are in ${this.folder}`);
      }
      if (held === false) {
        attempt = undefined;
        await pause(100);
      }
    }
  }

  /** A kubeconfig file of the admin, for programs that want one. */
  public adminKubeconfig(): string {
    const file = this.file('kubeconfig');
    writeFileSync(file, JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'current-context': 'c',
      'clusters': [{ name: 'c', cluster: { 'server': `https://127.0.0.1:${this.port}`, 'certificate-authority': this.file('ca.crt') } }],
      'users': [{ name: 'u', user: { token: 'admin' } }],
      'contexts': [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    }));
    return file;
  }
}

const pause = (milliseconds: number) => new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), milliseconds));

/** Ports that nobody listens on now; held until all are found, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
