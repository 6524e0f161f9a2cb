import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { countOf } from './host-path';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { noteSource } from '../source-lines';

/** What a request has to wait for before it is answered. */
export enum AuditBackendMode {
  /** Every event waits until it is written. The default of the log. */
  BLOCKING = 'blocking',
  /** As BLOCKING, and a request whose arrival cannot be logged is refused. */
  BLOCKING_STRICT = 'blocking-strict',
  /** Events are gathered and written in batches; what the buffer cannot hold is lost. The default of the webhook. */
  BATCH = 'batch',
}

/** How events are gathered, in the mode BATCH. */
export interface AuditBatchOptions {
  /**
   * Events that wait at most; what comes when it is full is lost.
   *
   * @default 10000
   */
  readonly bufferSize?: number;

  /**
   * Events in one batch at most.
   *
   * @default - 1 for the log, 400 for the webhook
   */
  readonly maxSize?: number;

  /**
   * How long a batch that is not full waits.
   *
   * @default - no limit for the log, 30 seconds for the webhook
   */
  readonly maxWait?: Duration;

  /**
   * Batches a second on average.
   *
   * @default - no limit for the log, where it must stand beside throttleBurst; 10 for the webhook
   */
  readonly throttleQps?: number;

  /**
   * Batches at once, when fewer were sent before.
   *
   * @default - no limit for the log, where it must stand beside throttleQps; 15 for the webhook
   */
  readonly throttleBurst?: number;
}

/** Events that are too big lose their bodies, and then are left out, rather than being refused by whoever receives them. */
export interface AuditTruncateOptions {
  /**
   * Bytes of one batch at most.
   *
   * @default 10485760
   */
  readonly maxBatchBytes?: number;

  /**
   * Bytes of one event at most; the bodies of a bigger one are dropped.
   *
   * @default 102400
   */
  readonly maxEventBytes?: number;
}

/** What both backends take. */
export interface AuditBackendOptions {
  /**
   * What a request has to wait for.
   *
   * @default - BLOCKING for the log, BATCH for the webhook
   */
  readonly mode?: AuditBackendMode;

  /**
   * How events are gathered; for the mode BATCH alone, since the API server reads it in no other.
   *
   * @default - as the API server does
   */
  readonly batch?: AuditBatchOptions;

  /**
   * Cut events that are too big.
   *
   * @default - they are written whole
   */
  readonly truncate?: AuditTruncateOptions;
}

const BACKEND = Symbol.for('cdk8s-bulwark.AuditBackend');

/** Where audit events go. Give it to an AuditPolicy or AuditBaseline: without a policy nothing is logged. */
export abstract class AuditBackend extends Construct {
  /**
   * True for a backend of any copy of this package.
   * @internal
   */
  public static _isAuditBackend(x: unknown): x is AuditBackend {
    return typeof x === 'object' && x !== null && BACKEND in x;
  }

  /** A policy took it. */
  private used = false;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    noteSource(this);
    Object.defineProperty(this, BACKEND, { value: true });
    Cluster.containing(this);
    this.node.addValidation({ validate: () => this.refuseUnused() });
  }

  /**
   * The folder that the API server writes to, if any.
   * @internal
   */
  public abstract get _folder(): string | undefined;

  /**
   * A file that somebody puts on the machines for it, if any.
   * @internal
   */
  public get _reads(): string | undefined {
    return undefined;
  }

  /**
   * A policy says that its events go here.
   * @internal
   */
  public _use(): void {
    this.used = true;
  }

  /**
   * Sets a flag `--audit-<backend>-<name>` of the API server.
   * @internal
   */
  protected _flag(backend: string, name: string, value: string): void {
    Cluster.containing(this)._hosts.flag(this, 'kube-apiserver', `audit-${backend}-${name}`, value);
  }

  /**
   * Sets what both backends take.
   * @internal
   */
  protected _common(backend: string, byDefault: AuditBackendMode, { mode, batch, truncate }: AuditBackendOptions): void {
    if (mode !== undefined) {
      if (!Object.values(AuditBackendMode).includes(mode)) {
        throw invalid(this, 'mode', mode, 'is no mode', `use one of ${Object.values(AuditBackendMode).join(', ')}`);
      }
      this._flag(backend, 'mode', mode);
    }
    if (batch !== undefined && (mode ?? byDefault) !== AuditBackendMode.BATCH) {
      throw invalid(this, 'batch', batch, 'is read in the mode BATCH alone, and would be ignored', 'set mode: AuditBackendMode.BATCH, or leave it out');
    }
    const count = (field: string, flag: string, value: number | undefined) => {
      if (value !== undefined) {
        this._flag(backend, flag, countOf(this, field, value));
      }
    };
    count('batch.bufferSize', 'batch-buffer-size', batch?.bufferSize);
    count('batch.maxSize', 'batch-max-size', batch?.maxSize);
    if (batch?.maxWait !== undefined) {
      this._flag(backend, 'batch-max-wait', this._seconds('batch.maxWait', batch.maxWait));
    }
    if (byDefault !== AuditBackendMode.BATCH && (batch?.throttleQps === undefined) !== (batch?.throttleBurst === undefined)) {
      // options/audit.go: with throttling on, 0, which the log has by default, is refused for either.
      throw invalid(this, batch?.throttleQps === undefined ? 'batch.throttleQps' : 'batch.throttleBurst', undefined,
        'must be given with the other one: the API server has no default for the log, and does not start', 'give both, or neither');
    }
    if (batch?.throttleQps !== undefined || batch?.throttleBurst !== undefined) {
      this._flag(backend, 'batch-throttle-enable', 'true');
    }
    count('batch.throttleQps', 'batch-throttle-qps', batch?.throttleQps);
    count('batch.throttleBurst', 'batch-throttle-burst', batch?.throttleBurst);
    if (truncate !== undefined) {
      this._flag(backend, 'truncate-enabled', 'true');
    }
    count('truncate.maxBatchBytes', 'truncate-max-batch-size', truncate?.maxBatchBytes);
    count('truncate.maxEventBytes', 'truncate-max-event-size', truncate?.maxEventBytes);
    const { maxBatchBytes = 10_485_760, maxEventBytes = 102_400 } = truncate ?? {};
    if (maxEventBytes > maxBatchBytes) {
      throw invalid(this, 'truncate.maxEventBytes', maxEventBytes, `is more than a batch may have (${maxBatchBytes}), which the API server refuses`,
        'make it smaller, or maxBatchBytes bigger');
    }
  }

  /**
   * A time as a flag has it: `30s`.
   * @internal
   */
  protected _seconds(field: string, duration: Duration): string {
    const milliseconds = duration.toMilliseconds();
    if (milliseconds <= 0) {
      throw invalid(this, field, `${milliseconds}ms`, 'must be longer than nothing', 'use Duration.seconds');
    }
    return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
  }

  private refuseUnused(): string[] {
    if (!this.used) {
      throw problemOf(this, {
        id: 'construct-invalid',
        message: 'no audit policy of the cluster sends its events here, and without a policy nothing is logged',
        fix: 'list it in the prop backends of the AuditBaseline or AuditPolicy',
      });
    }
    return [];
  }
}
