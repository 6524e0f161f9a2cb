import type { IConstruct } from 'constructs';
import { invalid, problemOf } from '../errors';

/** An issuer of tokens (OpenID Connect) by which people sign in. */
export interface JwtIssuer {
  /** Its URL by HTTPS, as in the claim `iss` of its tokens. */
  readonly url: string;
  /** The audiences of which a token must name one. Not empty. */
  readonly audiences: string[];
  /**
   * The claim with the name of the user.
   *
   * @default `sub`
   */
  readonly usernameClaim?: string;
  /** What stands before the name of every user, so that no issuer can name users of others. The empty text must be meant: say `-`. */
  readonly usernamePrefix: string;
  /**
   * The claim with the groups of the user.
   *
   * @default - no groups
   */
  readonly groupsClaim?: string;
  /**
   * What stands before every group.
   *
   * @default - the prefix of users
   */
  readonly groupsPrefix?: string;
  /**
   * The certificates of its authority, in PEM.
   *
   * @default - those of the machine
   */
  readonly certificateAuthority?: string;
}

/** Who signs in, and what anonymous requests reach. */
export interface AuthenticationSettings {
  /**
   * Issuers of tokens.
   *
   * @default - none
   */
  readonly issuers?: JwtIssuer[];
  /**
   * The only paths that anonymous requests reach, such as `/livez`; the empty list turns them off. From Kubernetes 1.32 on.
   *
   * @default - left as it is
   */
  readonly anonymousPaths?: string[];
}

/** A webhook that is asked what RBAC has no opinion about. */
export interface AuthorizationWebhook {
  /** A name that stays: metrics carry it. */
  readonly name: string;
  /** The kubeconfig on control-plane machines that says where it is and holds the credential. */
  readonly kubeconfig: string;
  /**
   * Expressions (CEL) over the request, all of which must hold before the webhook is asked.
   *
   * @default - it is asked about every request
   */
  readonly matchConditions?: string[];
  /**
   * Let the next authorizer decide when it does not answer. Otherwise such requests are refused.
   *
   * @default false
   */
  readonly ignoreFailures?: boolean;
}

/** Versions of the two kinds by minor: KEP-3331 and KEP-3221. */
const FIRST_V1_OF_AUTHENTICATION = 34;
const FIRST_V1_OF_AUTHORIZATION = 32;
/** Anonymous requests by path are on by default since (AnonymousAuthConfigurableEndpoints beta). */
const FIRST_MINOR_OF_ANONYMOUS_PATHS = 32;

/** `AuthenticationConfiguration` (k8s.io/apiserver pkg/apis/apiserver). */
export function authenticationFile(asked: IConstruct, { issuers = [], anonymousPaths }: AuthenticationSettings, minor: number): object {
  if (issuers.length === 0 && anonymousPaths === undefined) {
    throw invalid(asked, 'authentication', undefined, 'says nothing', 'give issuers or anonymousPaths, or leave it out');
  }
  if (anonymousPaths !== undefined && minor < FIRST_MINOR_OF_ANONYMOUS_PATHS) {
    throw problemOf(asked, {
      id: 'target-unsupported', field: 'authentication.anonymousPaths', message: `Kubernetes 1.${minor} cannot tell anonymous requests apart by path`, fix: `target Kubernetes 1.${FIRST_MINOR_OF_ANONYMOUS_PATHS} or newer`,
    });
  }
  const urls = issuers.map(({ url }) => url);
  return {
    apiVersion: `apiserver.config.k8s.io/${minor >= FIRST_V1_OF_AUTHENTICATION ? 'v1' : 'v1beta1'}`,
    kind: 'AuthenticationConfiguration',
    jwt: issuers.map((issuer, at) => {
      if (urls.indexOf(issuer.url) !== at) {
        throw invalid(asked, `authentication.issuers[${at}].url`, issuer.url, 'stands there twice', 'give each issuer once');
      }
      return jwtOf(asked, `authentication.issuers[${at}]`, issuer);
    }),
    ...anonymousPaths === undefined ? {} : { anonymous: anonymousOf(asked, anonymousPaths) },
  };
}

function jwtOf(asked: IConstruct, field: string, issuer: JwtIssuer): object {
  if (!/^https:\/\/[^\s?#@]+$/.test(String(issuer.url))) {
    throw invalid(asked, `${field}.url`, issuer.url, 'must be a URL by HTTPS without user, query or fragment', 'write it as in the claim iss of its tokens');
  }
  if (!Array.isArray(issuer.audiences) || issuer.audiences.length === 0 || issuer.audiences.some(each => typeof each !== 'string' || each === '')) {
    throw invalid(asked, `${field}.audiences`, issuer.audiences, 'must name an audience: a token for another program would count here as well', 'name the client of this cluster');
  }
  const prefix = (name: string, value: string | undefined) => {
    if (typeof value !== 'string' || value === '' || value.startsWith('system:')) {
      throw invalid(asked, `${field}.${name}`, value, 'must be said, and not be of Kubernetes itself: without it an issuer could name any user or group', 'use the name of the issuer with a colon, or - for none');
    }
    return value === '-' ? '' : value;
  };
  const username = prefix('usernamePrefix', issuer.usernamePrefix);
  return {
    issuer: {
      url: issuer.url,
      audiences: [...new Set(issuer.audiences)].sort(),
      ...issuer.audiences.length > 1 ? { audienceMatchPolicy: 'MatchAny' } : {},
      ...issuer.certificateAuthority === undefined ? {} : { certificateAuthority: issuer.certificateAuthority },
    },
    claimMappings: {
      username: { claim: issuer.usernameClaim ?? 'sub', prefix: username },
      ...issuer.groupsClaim === undefined ? {}
        : { groups: { claim: issuer.groupsClaim, prefix: issuer.groupsPrefix === undefined ? username : prefix('groupsPrefix', issuer.groupsPrefix) } },
    },
  };
}

function anonymousOf(asked: IConstruct, paths: readonly string[]): object {
  const bad = paths.find(path => !/^\/[A-Za-z0-9/_.-]*$/.test(path));
  if (bad !== undefined) {
    throw invalid(asked, 'authentication.anonymousPaths', bad, 'must be a whole path: patterns are not read', 'write it as /livez');
  }
  return paths.length === 0 ? { enabled: false } : { enabled: true, conditions: [...new Set(paths)].sort().map(path => ({ path })) };
}

/** `AuthorizationConfiguration`: Node and RBAC first, then the webhooks in order. */
export function authorizationFile(asked: IConstruct, webhooks: readonly AuthorizationWebhook[], minor: number): object {
  if (webhooks.length === 0) {
    throw invalid(asked, 'authorizationWebhooks', webhooks, 'must not be empty', 'leave it out');
  }
  const names = webhooks.map(({ name }) => name);
  return {
    apiVersion: `apiserver.config.k8s.io/${minor >= FIRST_V1_OF_AUTHORIZATION ? 'v1' : 'v1beta1'}`,
    kind: 'AuthorizationConfiguration',
    authorizers: [
      { type: 'Node', name: 'node' },
      { type: 'RBAC', name: 'rbac' },
      ...webhooks.map(({ name, kubeconfig, matchConditions = [], ignoreFailures }, at) => {
        if (!/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(String(name)) || ['node', 'rbac'].includes(name) || names.indexOf(name) !== at) {
          throw invalid(asked, `authorizationWebhooks[${at}].name`, name, 'must be a DNS name that no other authorizer has', 'name the webhook');
        }
        return {
          type: 'Webhook',
          name,
          webhook: {
            timeout: '3s',
            authorizedTTL: '5m0s',
            unauthorizedTTL: '30s',
            subjectAccessReviewVersion: 'v1',
            matchConditionSubjectAccessReviewVersion: 'v1',
            failurePolicy: ignoreFailures ? 'NoOpinion' : 'Deny',
            connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: kubeconfig },
            ...matchConditions.length === 0 ? {} : { matchConditions: matchConditions.map(expression => ({ expression })) },
          },
        };
      }),
    ],
  };
}
