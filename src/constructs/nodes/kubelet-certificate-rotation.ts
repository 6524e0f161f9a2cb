import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { BootstrapToken } from './bootstrap-token';
import { ServingCertificateApprover, type ServingCertificateApproverProps } from './serving-certificate-approver';
import { distributionOf, type DistributionName } from '../../kubernetes/distributions';
import { goDuration } from '../../manifests/go-duration';
import { SHORTEST_LIFETIME_SECONDS } from '../../manifests/host-files/flags';
import { SHORT_LIFETIME_SECONDS } from '../../prove/nodes/findings';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { Guarantee } from '../promises/guarantee';
import { Guarantees } from '../promises/guarantees';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Serving certificates of kubelets that the cluster signs, in place of self-signed ones that nobody verifies. */
export interface KubeletServingCertificates {
  /**
   * Whoever approves the certificates. Kubernetes itself never does, since a signer cannot know which addresses a node
   * owns; without an approver every `kubectl logs` and `exec` fails with `tls: internal error`.
   *
   * @default - nobody is deployed: then `approvedBy` must say who does it, unless the distribution does
   */
  readonly approver?: ServingCertificateApproverProps;

  /**
   * Who approves the certificates where no approver is deployed here, in words. `bulwark check` still asks for an identity
   * in the cluster that may do it.
   *
   * @default - nobody
   */
  readonly approvedBy?: string;

  /**
   * The file on control-plane machines with the authority that signs the certificates. The API server verifies kubelets
   * by it; without it nothing is verified.
   *
   * @default - that of the distribution, such as `/etc/kubernetes/pki/ca.crt` on kubeadm; must be said for generic machines
   */
  readonly certificateAuthority?: string;
}

/** Properties of a KubeletCertificateRotation. */
export interface KubeletCertificateRotationProps {
  /**
   * How long a client certificate of a kubelet is valid. The kubelet renews it after 70 to 90 % of that
   * time. It applies to every certificate that the controller manager signs. At least ten minutes; below ten days
   * the README beside the files and `bulwark synth` tell how short an outage nodes survive, and `bulwark check` finds
   * `certificate-lifetime-short`.
   *
   * @default Duration.days(365), as Kubernetes has it
   */
  readonly certificateLifetime?: Duration;

  /**
   * Let the cluster sign the serving certificates of kubelets as well.
   *
   * @default - no: kubelets keep self-signed ones
   */
  readonly serving?: KubeletServingCertificates;

  /**
   * Make the bindings by which a node gets its first certificate and renews it.
   *
   * @default - where the distribution does not make them itself
   */
  readonly bootstrapBindings?: boolean;

  /**
   * The group of machines that may ask for their first certificate.
   *
   * @default `system:bootstrappers`
   */
  readonly bootstrapGroup?: string;

  /**
   * Tokens by which machines join, by reference: their secret part comes from a store, never from the app.
   *
   * @default - none
   */
  readonly bootstrapTokens?: BootstrapToken[];
}

/**
 * Kubelets renew their client certificates by themselves before they expire, the certificates live as long
 * as is said here, and with `serving` their serving certificates are signed, renewed and verified as well.
 *
 * The kubelet does not ask for a lifetime of its own; `--cluster-signing-duration` of the controller
 * manager is the one lever. Feature gates are not named: `RotateKubeletClientCertificate` was removed,
 * and naming it stops a kubelet from 1.22 on.
 *
 * It promises `Guarantee.kubeletCertificates`. Where the provider issues the certificates in its own way (k3s, RKE2, EKS,
 * GKE, AKS), nothing is emitted for it, and the promise is not provable until it is acknowledged.
 *
 * @see https://kubernetes.io/docs/tasks/tls/certificate-rotation/
 * @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/
 */
export class KubeletCertificateRotation extends Construct {
  /** What approves serving certificates; undefined where none is deployed here. */
  public readonly approver?: ServingCertificateApprover;

  constructor(scope: Construct, id: string, props: KubeletCertificateRotationProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, KubeletCertificateRotation, 'KubeletCertificateRotationProps', props);
    const cluster = Cluster.containing(this);
    const hosts = cluster._hosts;
    const lifetime = props.certificateLifetime ?? Duration.days(365);
    if (typeof (lifetime as Partial<Duration>).toSeconds !== 'function') {
      throw invalid(this, 'certificateLifetime', lifetime, 'is no Duration', 'use Duration.days(30) or so');
    }
    const seconds = lifetime.toSeconds({ integral: false });
    if (!Number.isInteger(seconds) || seconds < SHORTEST_LIFETIME_SECONDS) {
      throw invalid(this, 'certificateLifetime', `${seconds}s`, 'must be whole seconds, and at least ten minutes, the shortest lifetime that a certificate can be asked for',
        'use Duration.days(30) or so');
    }
    hosts.kubeletField(this, 'rotateCertificates', true);
    hosts.flag(this, 'kube-controller-manager', 'cluster-signing-duration', goDuration(seconds));
    if (seconds < SHORT_LIFETIME_SECONDS) {
      hosts.note(`Certificates live for ${goDuration(seconds)} and are renewed when 10 to 30 % of that is left: a node whose renewal nobody signs or approves for ${goDuration(Math.floor(seconds / 10))} may lose its certificate.`,
        'kube-controller-manager --cluster-signing-duration');
    }
    if (props.serving) {
      this.approver = this.serve(cluster, props.serving);
    }
    const row = distributionOf(cluster.target.distribution)!;
    if (props.bootstrapBindings ?? !row.ownsBootstrapBindings) {
      this.bindBootstrappers(props.bootstrapGroup ?? 'system:bootstrappers');
    }
    if (props.bootstrapTokens && props.bootstrapTokens.length > 0) {
      this.takeTokens(cluster, props.bootstrapTokens);
    }
    Guarantees.of(this).add(Guarantee.kubeletCertificates({ lifetime, serving: props.serving !== undefined }));
  }

  /** Three things that only work together: kubelets ask, somebody approves, and the API server verifies. */
  private serve(cluster: Cluster, serving: KubeletServingCertificates): ServingCertificateApprover | undefined {
    const { distribution } = cluster.target;
    const approves = distributionOf(distribution)!.approvesServing;
    if (approves && serving.approver) {
      throw invalid(this, 'serving.approver', undefined, `${distribution} approves serving certificates itself, and two approvers would decide by different rules`, 'leave it out');
    }
    if (!approves && !serving.approver && !serving.approvedBy?.trim()) {
      throw invalid(this, 'serving', serving, 'nobody approves the certificates, so that no kubelet could serve logs, exec or metrics',
        'give an approver, or say by approvedBy who does it');
    }
    cluster._hosts.kubeletField(this, 'serverTLSBootstrap', true);
    const authority = serving.certificateAuthority ?? AUTHORITIES[distribution as DistributionName];
    if (authority !== undefined && !/^(\/[A-Za-z0-9._-]+)+$/.test(authority)) {
      throw invalid(this, 'serving.certificateAuthority', authority, 'must be an absolute path', 'write it as /folder/file');
    }
    if (authority === undefined && !approves && distribution !== 'talos') {
      throw invalid(this, 'serving.certificateAuthority', undefined, 'the API server verifies kubelets by nothing without it', 'name the file on control-plane machines');
    }
    // A provider's own is refused by the table of distributions, and reported.
    cluster._hosts.flag(this, 'kube-apiserver', 'kubelet-certificate-authority', authority ?? '/etc/kubernetes/pki/ca.crt');
    return serving.approver && new ServingCertificateApprover(this, 'approver', serving.approver);
  }

  /** Roles that Kubernetes has by itself (pkg: plugin/pkg/auth/authorizer/rbac/bootstrappolicy). */
  private bindBootstrappers(group: string): void {
    if (group !== 'system:bootstrappers' && !/^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group)) {
      throw invalid(this, 'bootstrapGroup', group, 'is no group of bootstrap tokens', 'use system:bootstrappers, or a group below it');
    }
    this.bind('create-csr', 'system:node-bootstrapper', group);
    this.bind('approve-first', 'system:certificates.k8s.io:certificatesigningrequests:nodeclient', group);
    this.bind('approve-renewal', 'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient', 'system:nodes');
  }

  private bind(id: string, role: string, group: string): void {
    new ManifestObject(this, id, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
    });
  }

  private takeTokens(cluster: Cluster, tokens: readonly BootstrapToken[]): void {
    const { distribution } = cluster.target;
    if (!JOINS_BY_TOKENS.has(distribution)) {
      throw invalid(this, 'bootstrapTokens', undefined, `machines join ${distribution} in its own way, not by bootstrap tokens`, 'leave it out');
    }
    if (distribution === 'generic') {
      cluster._hosts.flag(this, 'kube-apiserver', 'enable-bootstrap-token-auth', 'true');
    }
    tokens.forEach((token, at) => token._emit(this, `token-${at + 1}`));
  }
}

/** The authority that signs serving certificates of kubelets, as a file that the API server can read. */
const AUTHORITIES: Readonly<Partial<Record<DistributionName, string>>> = {
  kubeadm: '/etc/kubernetes/pki/ca.crt',
  kind: '/etc/kubernetes/pki/ca.crt',
  clusterApi: '/etc/kubernetes/pki/ca.crt',
  minikube: '/var/lib/minikube/certs/ca.crt',
};

const JOINS_BY_TOKENS: ReadonlySet<string> = new Set(['kubeadm', 'kind', 'kubespray', 'clusterApi', 'minikube', 'generic'] satisfies DistributionName[]);
