import { dirname } from 'node:path/posix';
import type { Construct } from 'constructs';
import { AuditBackend, AuditBackendMode, type AuditBackendOptions } from './audit-backend';
import { countOf, hostPath } from './host-path';
import type { LogMinima } from './profile-demands';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';

/** Where the API server writes the audit log, and when it rotates it. */
export interface AuditLogOptions extends AuditBackendOptions {
  /**
   * The file on control-plane machines.
   *
   * @default `/var/log/kubernetes/audit/audit.log`
   */
  readonly path?: string;

  /**
   * Days that old files are kept.
   *
   * @default 30, as CIS 1.2.17 (benchmark 1.12) asks
   */
  readonly maxAgeDays?: number;

  /**
   * Old files that are kept.
   *
   * @default 10, as CIS 1.2.18 (benchmark 1.12) asks
   */
  readonly maxBackups?: number;

  /**
   * Megabytes at which a file is rotated.
   *
   * @default 100, as CIS 1.2.19 (benchmark 1.12) asks
   */
  readonly maxSizeMegabytes?: number;

  /**
   * Compress old files by gzip.
   *
   * @default false
   */
  readonly compress?: boolean;
}

const ZERO = 'must be a whole number of at least 1; 0 means different things to different releases';

/**
 * The audit log: a file on each control-plane machine, which the API server rotates. How much is kept is always
 * said, because what a server does by itself changed with Kubernetes 1.36 (before, nothing was ever removed).
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#log-backend
 */
export class AuditLogBackend extends AuditBackend {
  /** The file. */
  public readonly path: string;

  private readonly kept: LogMinima;

  constructor(scope: Construct, id: string, props: AuditLogOptions = {}) {
    super(scope, id);
    refuseWrongProps(this, AuditLogBackend, 'AuditLogOptions', props);
    this.path = hostPath(this, 'path', props.path ?? '/var/log/kubernetes/audit/audit.log');
    this.kept = { maxAgeDays: props.maxAgeDays ?? 30, maxBackups: props.maxBackups ?? 10, maxSizeMegabytes: props.maxSizeMegabytes ?? 100 };
    Cluster.containing(this)._hosts.mount(this, { name: 'audit-log', path: dirname(this.path), readOnly: false });
    this._flag('log', 'path', this.path);
    this._flag('log', 'maxage', countOf(this, 'maxAgeDays', this.kept.maxAgeDays, ZERO));
    this._flag('log', 'maxbackup', countOf(this, 'maxBackups', this.kept.maxBackups, ZERO));
    this._flag('log', 'maxsize', countOf(this, 'maxSizeMegabytes', this.kept.maxSizeMegabytes, ZERO));
    if (props.compress) {
      this._flag('log', 'compress', 'true');
    }
    this._common('log', AuditBackendMode.BLOCKING, props);
  }

  /** @internal */
  public get _folder(): string {
    return dirname(this.path);
  }

  /**
   * Refuses to keep less than a benchmark asks.
   * @internal
   */
  public _keepAtLeast(minima: LogMinima, whose: string): void {
    for (const field of ['maxAgeDays', 'maxBackups', 'maxSizeMegabytes'] as const) {
      if (this.kept[field] < minima[field]) {
        throw invalid(this, field, this.kept[field], `is less than ${whose} asks for`, `use at least ${minima[field]}`);
      }
    }
  }
}
