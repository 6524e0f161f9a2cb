import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { noteSource } from '../source-lines';

/** Properties of a KubeletCertificateRotation. */
export interface KubeletCertificateRotationProps {
  /**
   * How long a client certificate of a kubelet is valid. The kubelet renews it after 70 to 90 % of that
   * time. It applies to every certificate that the controller manager signs. At least an hour.
   *
   * @default Duration.days(365), as Kubernetes has it
   */
  readonly certificateLifetime?: Duration;
}

/**
 * Kubelets renew their client certificates by themselves before they expire, and the certificates live
 * as long as is said here.
 *
 * The kubelet does not ask for a lifetime of its own; `--cluster-signing-duration` of the controller
 * manager is the one lever. Feature gates are not named: `RotateKubeletClientCertificate` was removed,
 * and naming it stops a kubelet from 1.22 on.
 *
 * @see https://kubernetes.io/docs/tasks/tls/certificate-rotation/
 */
export class KubeletCertificateRotation extends Construct {
  constructor(scope: Construct, id: string, props: KubeletCertificateRotationProps = {}) {
    super(scope, id);
    noteSource(this);
    const hosts = Cluster.containing(this)._hosts;
    const lifetime = props.certificateLifetime ?? Duration.days(365);
    const seconds = lifetime.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < 3600) {
      throw invalid(this, 'certificateLifetime', `${seconds}s`, 'must be whole seconds, and at least an hour: renewal starts when 10 to 30 % of the time are left, and whoever approves it must be back by then',
        'use Duration.days(30) or so');
    }
    hosts.kubeletField(this, 'rotateCertificates', true);
    hosts.flag(this, 'kube-controller-manager', 'cluster-signing-duration', goDuration(seconds));
  }
}

/** As Go prints it: `720h0m0s`. */
function goDuration(seconds: number): string {
  return `${Math.floor(seconds / 3600)}h${Math.floor(seconds % 3600 / 60)}m${seconds % 60}s`;
}
