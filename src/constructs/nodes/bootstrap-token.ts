import type { Construct } from 'constructs';
import { invalidValue } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseWrongFields } from '../props';

/** A bootstrap token by reference. */
export interface BootstrapTokenProps {
  /** The public part of the token: six lower-case letters and digits. It is the name of the token, and no secret. */
  readonly id: string;
  /** The last moment at which a machine may join by it, as RFC 3339: `2027-01-31T00:00:00Z`. A token without an end is refused. */
  readonly expires: string;
  /** The store (`SecretStore` or `ClusterSecretStore` of the External Secrets Operator) that holds the secret part. */
  readonly secretStore: string;
  /** The key of the secret part in that store. Its value is sixteen lower-case letters and digits. */
  readonly secretKey: string;
  /**
   * Whether the store is a ClusterSecretStore.
   *
   * @default true
   */
  readonly clusterStore?: boolean;
  /**
   * Groups of whoever uses the token, beside `system:bootstrappers`: each below it.
   *
   * @default - none
   */
  readonly groups?: string[];
  /**
   * What the token is for.
   *
   * @default - nothing
   */
  readonly description?: string;
}

/**
 * A token by which machines join, without its secret part: an ExternalSecret makes the Secret in the cluster of what a
 * secret store holds, so that no repository ever holds a token.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export class BootstrapToken {
  /** A token whose secret part the External Secrets Operator fetches. */
  public static fromExternalSecret(props: BootstrapTokenProps): BootstrapToken {
    refuseWrongFields('BootstrapTokenProps', props, 'BootstrapToken');
    return new BootstrapToken(props);
  }

  private constructor(private readonly props: BootstrapTokenProps) {
    const { id, expires, groups = [], secretStore, secretKey } = props;
    if (!/^[a-z0-9]{6}$/.test(String(id))) {
      throw invalidValue('BootstrapToken.id', id, 'must be six lower-case letters and digits', 'take the part of the token before the dot');
    }
    if (typeof expires !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(expires) || Number.isNaN(Date.parse(expires))) {
      throw invalidValue('BootstrapToken.expires', expires, 'a token without an end would let machines join for ever', 'write it as 2027-01-31T00:00:00Z');
    }
    const bad = groups.find(group => !/^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group));
    if (bad !== undefined) {
      throw invalidValue('BootstrapToken.groups', bad, 'is no group that a token may give', 'use one below system:bootstrappers:');
    }
    for (const [field, value] of Object.entries({ secretStore, secretKey })) {
      if (typeof value !== 'string' || value === '') {
        throw invalidValue(`BootstrapToken.${field}`, value, 'must be said: the app never holds the secret part', 'name where it lies');
      }
    }
  }

  /**
   * The ExternalSecret.
   * @internal
   */
  public _emit(scope: Construct, id: string): void {
    const { props } = this;
    const name = `bootstrap-token-${props.id}`;
    new ManifestObject(scope, id, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace: 'kube-system' },
      spec: {
        secretStoreRef: { kind: props.clusterStore === false ? 'SecretStore' : 'ClusterSecretStore', name: props.secretStore },
        refreshPolicy: 'OnChange',
        target: {
          name,
          template: {
            type: 'bootstrap.kubernetes.io/token',
            data: {
              'token-id': props.id,
              'token-secret': '{{ .secret }}',
              'expiration': props.expires,
              'usage-bootstrap-authentication': 'true',
              'usage-bootstrap-signing': 'true',
              ...props.groups && props.groups.length > 0 ? { 'auth-extra-groups': [...new Set(props.groups)].sort().join(',') } : {},
              ...props.description === undefined ? {} : { description: props.description },
            },
          },
        },
        data: [{ secretKey: 'secret', remoteRef: { key: props.secretKey } }],
      },
    });
  }
}
