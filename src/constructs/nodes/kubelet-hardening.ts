import { Construct } from 'constructs';
import { withoutEffect } from '../../kubernetes/kubelet-fields';
import { KUBELET_CIPHER_SUITES } from '../../kubernetes/kubelet-values';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** The oldest version of TLS that a kubelet speaks. */
export enum TlsVersion {
  /** TLS 1.2. */
  TLS12 = 'VersionTLS12',
  /** TLS 1.3, whose cipher suites cannot be chosen. */
  TLS13 = 'VersionTLS13',
}

/** Properties of a KubeletHardening. */
export interface KubeletHardeningProps {
  /**
   * Processes that a pod may have (CIS 4.2.13 of benchmark 1.9).
   *
   * @default 4096
   */
  readonly podPidsLimit?: number;

  /**
   * Pods that name no seccomp profile get the runtime's own in place of none.
   *
   * @default true
   */
  readonly seccompDefault?: boolean;

  /**
   * The kubelet stops when the kernel is not set up as it expects, in place of setting it up itself.
   *
   * @default true
   */
  readonly protectKernelDefaults?: boolean;

  /**
   * The oldest version of TLS.
   *
   * @default TlsVersion.TLS12
   */
  readonly minTlsVersion?: TlsVersion;

  /**
   * Cipher suites of TLS 1.2.
   *
   * @default - the strong ones that CIS 4.2.12 lists; none with TlsVersion.TLS13
   */
  readonly cipherSuites?: string[];

  /**
   * Events that a kubelet may send a second; 0 is without limit (CIS 4.2.8).
   *
   * @default 5
   */
  readonly eventsPerSecond?: number;

  /**
   * The file on machines with the authority of the certificates by which the API server signs in to kubelets (CIS 4.2.3).
   *
   * @default - left to the distribution
   */
  readonly clientCertificateAuthority?: string;
}

/** Suites of TLS 1.2 with forward secrecy and authenticated encryption (CIS 4.2.12). */
const CIPHER_SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
];

/** What the kubelet compares with the kernel (pkg/kubelet/cm/container_manager_linux.go, setupKernelTunables); otherwise it sets this itself. */
const KERNEL = 'With `protectKernelDefaults` a kubelet stops at its start unless the machine has `vm.overcommit_memory=1`, `vm.panic_on_oom=0`, '
  + '`kernel.panic=10`, `kernel.panic_on_oops=1`, `kernel.keys.root_maxkeys=1000000` and `kernel.keys.root_maxbytes=25000000`: set them by sysctl first.';

/** How long a connection of `kubectl exec` may stand idle, where the kubelet still looks at it. */
const IDLE_TIMEOUT = '5m0s';

/**
 * The settings of kubelets that section 4.2 of the CIS Kubernetes benchmark asks for, as far as the target's minor does
 * something with them. What it does not is left out, and the README beside the files says why, since scanners still ask for
 * it.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
 */
export class KubeletHardening extends Construct {
  constructor(scope: Construct, id: string, props: KubeletHardeningProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, KubeletHardening, 'KubeletHardeningProps', props);
    const cluster = Cluster.containing(this);
    const whole = (field: string, value: number, least: number) => {
      if (!Number.isInteger(value) || value < least) {
        throw invalid(this, field, value, `must be a whole number of at least ${least}`, 'leave it out to take the default');
      }
      return value;
    };
    const tls = props.minTlsVersion ?? TlsVersion.TLS12;
    if (props.cipherSuites !== undefined && (tls === TlsVersion.TLS13 || props.cipherSuites.length === 0)) {
      throw invalid(this, 'cipherSuites', props.cipherSuites, tls === TlsVersion.TLS13 ? 'cipher suites of TLS 1.3 cannot be chosen' : 'must not be empty', 'leave it out');
    }
    for (const suite of props.cipherSuites ?? []) {
      if (!KUBELET_CIPHER_SUITES.has(suite)) {
        throw invalid(this, 'cipherSuites', suite, 'is no cipher suite that a kubelet knows: it would stop at its start', 'use those that the default lists');
      }
    }
    const fields: Record<string, unknown> = {
      'authentication.anonymous.enabled': false, // 4.2.1
      'authentication.webhook.enabled': true,
      'authorization.mode': 'Webhook', // 4.2.2
      'authentication.x509.clientCAFile': props.clientCertificateAuthority, // 4.2.3
      'readOnlyPort': 0, // 4.2.4; written out, since a zero that Go leaves out would become the flag's default
      'streamingConnectionIdleTimeout': IDLE_TIMEOUT, // 4.2.5
      'makeIPTablesUtilChains': true, // 4.2.6
      'rotateCertificates': true, // 4.2.10
      'eventRecordQPS': whole('eventsPerSecond', props.eventsPerSecond ?? 5, 0), // 4.2.8
      'tlsMinVersion': tls,
      'tlsCipherSuites': tls === TlsVersion.TLS13 ? undefined : [...new Set(props.cipherSuites ?? CIPHER_SUITES)].sort(), // 4.2.12
      'podPidsLimit': whole('podPidsLimit', props.podPidsLimit ?? 4096, 1), // 4.2.13
      'seccompDefault': props.seccompDefault ?? true,
      'protectKernelDefaults': props.protectKernelDefaults ?? true,
    };
    if (fields.protectKernelDefaults === true) {
      cluster._hosts.note(KERNEL, 'kubelet protectKernelDefaults');
    }
    for (const [field, value] of Object.entries(fields)) {
      const dead = value === undefined ? undefined : withoutEffect(field, cluster.target.minor);
      if (dead !== undefined) {
        cluster._hosts.note(`\`${field}\` is left out: ${dead}.`, `kubelet ${field}`);
      } else if (value !== undefined) {
        cluster._hosts.kubeletField(this, field, value);
      }
    }
  }
}
