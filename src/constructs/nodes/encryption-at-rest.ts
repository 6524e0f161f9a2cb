import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { goDuration } from '../../manifests/go-duration';
import type { KubernetesResource } from '../access/kubernetes-resource';
import { invalid } from '../errors';

/** A KMS plugin of version 2, which holds the keys that etcd is encrypted by. */
export interface KmsPlugin {
  /** A name that stays: it is written beside what is encrypted. */
  readonly name: string;
  /** The socket on control-plane machines: `unix:///run/kms/plugin.sock`. */
  readonly endpoint: string;
  /**
   * How long the plugin may take.
   *
   * @default - 3 seconds, as Kubernetes has it
   */
  readonly timeout?: Duration;
}

/** Encryption of what the API server writes to etcd. */
export interface EncryptionAtRest {
  /**
   * A KMS plugin.
   *
   * @default - none: then `configurationFile` is needed
   */
  readonly kms?: KmsPlugin;
  /**
   * An EncryptionConfiguration on control-plane machines, written by others since it holds keys.
   *
   * @default - none: then `kms` is needed
   */
  readonly configurationFile?: string;
  /**
   * What is encrypted by the KMS.
   *
   * @default - secrets and config maps
   */
  readonly resources?: KubernetesResource[];
  /**
   * Still read what was written before, unencrypted. Without it nobody can read that any more.
   *
   * @default true
   */
  readonly readUnencrypted?: boolean;
}

/** `EncryptionConfiguration` (k8s.io/apiserver pkg/apis/apiserver/v1/types_encryption.go). The first provider writes, all of them read. */
export function encryptionFile(asked: IConstruct, { resources, readUnencrypted }: EncryptionAtRest, kms: KmsPlugin): object {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(String(kms.name))) {
    throw invalid(asked, 'encryption.kms.name', kms.name, 'must be lower-case letters, digits and -', 'name the plugin');
  }
  if (!/^unix:\/\/(\/[A-Za-z0-9_-][A-Za-z0-9._-]*){2,}$/.test(String(kms.endpoint))) {
    throw invalid(asked, 'encryption.kms.endpoint', kms.endpoint, 'must be a socket on the machine', 'write it as unix:///run/kms/plugin.sock');
  }
  if (resources?.length === 0) {
    throw invalid(asked, 'encryption.resources', resources, 'must not be empty', 'leave it out, or list what is meant');
  }
  const names = resources?.map(({ resource, group }) => group === '' ? resource : `${resource}.${group}`) ?? ['configmaps', 'secrets'];
  const seconds = kms.timeout?.toSeconds();
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [{
      resources: [...new Set(names)].sort(),
      providers: [
        { kms: { apiVersion: 'v2', name: kms.name, endpoint: kms.endpoint, ...seconds === undefined ? {} : { timeout: goDuration(seconds) } } },
        ...readUnencrypted === false ? [] : [{ identity: {} }],
      ],
    }],
  };
}
