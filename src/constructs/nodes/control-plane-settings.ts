import { dirname } from 'node:path/posix';
import { Construct } from 'constructs';
import { encryptionFile, type EncryptionAtRest } from './encryption-at-rest';
import { admissionFile, type PodSecurityDefaults } from './pod-security-defaults';
import { authenticationFile, authorizationFile, type AuthenticationSettings, type AuthorizationWebhook } from './structured-configuration';
import { capabilityOf } from '../../kubernetes/distributions';
import { writeManifest } from '../../manifests/write';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of ControlPlaneSettings. */
export interface ControlPlaneSettingsProps {
  /**
   * Encrypt what the API server writes to etcd.
   *
   * @default - left as it is
   */
  readonly encryption?: EncryptionAtRest;

  /**
   * Who signs in by tokens of an identity provider, and which paths anonymous requests reach. From Kubernetes 1.30 on.
   *
   * @default - left as it is
   */
  readonly authentication?: AuthenticationSettings;

  /**
   * Webhooks that are asked beside the authorizers Node and RBAC, which come first. From Kubernetes 1.30 on.
   *
   * @default - left as it is
   */
  readonly authorizationWebhooks?: AuthorizationWebhook[];

  /**
   * The Pod Security level of namespaces without labels.
   *
   * @default - left as it is
   */
  readonly podSecurity?: PodSecurityDefaults;

  /**
   * Further flags of kube-apiserver by name, without `--`. One that the target's minor does not have is an error.
   *
   * @default - none
   */
  readonly apiServerFlags?: { [flag: string]: string };

  /**
   * Further flags of kube-controller-manager by name, without `--`.
   *
   * @default - none
   */
  readonly controllerManagerFlags?: { [flag: string]: string };
}

/** Where the files lie on control-plane machines, each in a folder that the API server's pod sees alone. */
const FOLDER = '/etc/kubernetes';

/** The first minor that takes structured configuration without a feature gate (KEP-3221, KEP-3331). */
const FIRST_MINOR_OF_STRUCTURE = 30;

/**
 * Settings of the control plane beside auditing (AuditPolicy, AuditBaseline): encryption at rest by a KMS, authentication and
 * authorization by structured configuration, defaults of Pod Security, and flags. Keys and credentials never pass through the
 * app: they are named by path, and the README beside the files says what must stand there.
 *
 * @see https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/
 */
export class ControlPlaneSettings extends Construct {
  private readonly cluster: Cluster;

  constructor(scope: Construct, id: string, props: ControlPlaneSettingsProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, ControlPlaneSettings, 'ControlPlaneSettingsProps', props);
    this.cluster = Cluster.containing(this);
    const { minor } = this.cluster.target;
    if (props.encryption) {
      this.encrypt(props.encryption);
    }
    if (props.authentication) {
      this.needStructure('authentication', minor);
      this.needAnonymous(props.authentication);
      this.file('authentication-config', 'authentication', authenticationFile(this, props.authentication, minor));
    }
    if (props.authorizationWebhooks) {
      this.needStructure('authorizationWebhooks', minor);
      this.file('authorization-config', 'authorization', authorizationFile(this, props.authorizationWebhooks, minor));
      props.authorizationWebhooks.forEach(({ name, kubeconfig }) => this.expect(kubeconfig, `the kubeconfig of the authorization webhook ${name}, with its credential`));
    }
    if (props.podSecurity) {
      this.file('admission-control-config-file', 'admission', admissionFile(props.podSecurity, minor));
    }
    this.flags('kube-apiserver', 'apiServerFlags', props.apiServerFlags ?? {});
    this.flags('kube-controller-manager', 'controllerManagerFlags', props.controllerManagerFlags ?? {});
  }

  private encrypt(encryption: EncryptionAtRest): void {
    const { kms, configurationFile } = encryption;
    if ((kms === undefined) === (configurationFile === undefined)) {
      throw invalid(this, 'encryption', undefined, 'names either a KMS plugin or a file with keys', 'give one of kms and configurationFile');
    }
    if (configurationFile !== undefined) {
      this.absolute('encryption.configurationFile', configurationFile);
      this.expect(configurationFile, 'the EncryptionConfiguration with its keys');
      this.cluster._hosts.flag(this, 'kube-apiserver', 'encryption-provider-config', configurationFile);
      return;
    }
    this.file('encryption-provider-config', 'encryption', encryptionFile(this, encryption, kms!));
    const socket = kms!.endpoint.slice('unix://'.length);
    this.expect(socket, `the socket of the KMS plugin ${kms!.name}`);
    if (encryption.readUnencrypted !== false) {
      this.cluster._hosts.note('What was written before is still unencrypted: write it anew by `kubectl get secrets -A -o json | kubectl replace -f -`, then set `readUnencrypted: false`.',
        'kube-apiserver --encryption-provider-config');
    }
  }

  private needStructure(field: string, minor: number): void {
    if (minor < FIRST_MINOR_OF_STRUCTURE) {
      throw problemOf(this, {
        id: 'target-unsupported', field, message: `Kubernetes 1.${minor} takes structured configuration behind a feature gate alone`, fix: `target Kubernetes 1.${FIRST_MINOR_OF_STRUCTURE} or newer, or leave it out`,
      });
    }
  }

  /** The API server stops where `--anonymous-auth` stands beside anonymous paths (pkg/kubeapiserver/options/authentication.go). */
  private needAnonymous({ anonymousPaths }: AuthenticationSettings): void {
    const { can, how } = capabilityOf(this.cluster.target._toModel(), 'kube-apiserver anonymous paths');
    if (anonymousPaths !== undefined && can === 'unsettable') {
      throw problemOf(this, {
        id: 'target-unsupported', field: 'authentication.anonymousPaths', value: JSON.stringify(anonymousPaths), message: how, fix: 'leave it out for this cluster',
      });
    }
  }

  /** A file of ours, the flag that names it, and its folder in the API server's pod. */
  private file(flag: string, name: string, document: object): void {
    const path = `${FOLDER}/${name}/${name}.yaml`;
    const hosts = this.cluster._hosts;
    hosts.file(this, path, () => writeManifest(document as Record<string, unknown>));
    hosts.mount(this, { name, path: dirname(path), readOnly: true });
    hosts.flag(this, 'kube-apiserver', flag, path);
  }

  private expect(path: string, purpose: string): void {
    this.absolute('path', path);
    const hosts = this.cluster._hosts;
    hosts.expectFile(this, path, purpose);
    hosts.mount(this, { name: dirname(path).slice(1).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 63).replace(/-$/, ''), path: dirname(path), readOnly: true });
  }

  private absolute(field: string, path: string): void {
    if (!/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*){3,}$/.test(path)) {
      throw invalid(this, field, path, 'must be an absolute path in a folder of its own, which the API server will see', 'write it as /etc/kubernetes/kms/socket.sock');
    }
  }

  private flags(component: 'kube-apiserver' | 'kube-controller-manager', field: string, flags: { [flag: string]: string }): void {
    for (const [flag, value] of Object.entries(flags)) {
      if (!/^[a-z][a-z0-9-]*$/.test(flag) || typeof value !== 'string' || /[\r\n]/.test(value)) {
        throw invalid(this, `${field}.${flag}`, value, 'is no flag with its value on one line', 'name it without --, and write the value as text');
      }
      this.cluster._hosts.flag(this, component, flag, value);
    }
  }
}

