import { dirname } from 'node:path/posix';
import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { AuditBackend, AuditBackendMode, type AuditBackendOptions } from './audit-backend';
import { hostPath } from './host-path';
import { Cluster } from '../cluster';
import { refuseWrongProps } from '../props';

/** Properties of an AuditWebhookBackend. */
export interface AuditWebhookBackendProps extends AuditBackendOptions {
  /**
   * The kubeconfig on control-plane machines that names the receiver and how to log in there. It is named alone: it
   * holds a credential, so the app must not, and whoever sets up the machines puts it there.
   */
  readonly kubeconfig: string;

  /**
   * How long the API server waits before it tries again for the first time.
   *
   * @default - 10 seconds
   */
  readonly initialBackoff?: Duration;
}

/**
 * Audit events are posted to a receiver, such as a log collector. An app can have one beside the log.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#webhook-backend
 */
export class AuditWebhookBackend extends AuditBackend {
  /** The kubeconfig on control-plane machines. */
  public readonly kubeconfig: string;

  constructor(scope: Construct, id: string, props: AuditWebhookBackendProps) {
    super(scope, id);
    refuseWrongProps(this, AuditWebhookBackend, 'AuditWebhookBackendProps', props);
    this.kubeconfig = hostPath(this, 'kubeconfig', String(props.kubeconfig));
    const hosts = Cluster.containing(this)._hosts;
    hosts.expectFile(this, this.kubeconfig, 'the kubeconfig of the receiver of audit events, with its credential');
    hosts.mount(this, { name: 'audit-webhook', path: dirname(this.kubeconfig), readOnly: true });
    this._flag('webhook', 'config-file', this.kubeconfig);
    if (props.initialBackoff !== undefined) {
      this._flag('webhook', 'initial-backoff', this._seconds('initialBackoff', props.initialBackoff));
    }
    this._common('webhook', AuditBackendMode.BATCH, props);
  }

  /** @internal */
  public override get _reads(): string {
    return this.kubeconfig;
  }

  /** @internal */
  public get _folder(): undefined {
    return undefined;
  }
}
