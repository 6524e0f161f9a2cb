import type { Fields } from '../fields';

/**
 * The fields of the files that kube-apiserver reads (`apiserver.config.k8s.io`).
 * test/cluster/write-host-fields.ts reads them from Go; how they are written is told in ../fields.ts.
 */

/**
 * From:
 * k8s.io/apiserver v0.30.14 and v0.37.2: pkg/apis/apiserver/v1beta1
 */
export const APISERVER_V1BETA1: Fields = {
  AuthenticationConfiguration: 'apiVersion kind jwt:[]JWTAuthenticator anonymous:AnonymousAuthConfig',
  JWTAuthenticator: 'issuer:Issuer claimValidationRules:[]ClaimValidationRule claimMappings:ClaimMappings '
    + 'userValidationRules:[]UserValidationRule',
  ClaimMappings: 'username:PrefixedClaimOrExpression groups:PrefixedClaimOrExpression uid:ClaimOrExpression extra:[]ExtraMapping',
  ClaimOrExpression: 'claim expression',
  ExtraMapping: 'key valueExpression',
  PrefixedClaimOrExpression: 'claim prefix expression',
  ClaimValidationRule: 'claim requiredValue expression message',
  Issuer: 'url discoveryURL certificateAuthority audiences audienceMatchPolicy egressSelectorType',
  UserValidationRule: 'expression message',
  AuthorizationConfiguration: 'apiVersion kind authorizers:[]AuthorizerConfiguration',
  AuthorizerConfiguration: 'type name webhook:WebhookConfiguration',
  WebhookConfiguration: 'authorizedTTL unauthorizedTTL timeout subjectAccessReviewVersion matchConditionSubjectAccessReviewVersion failurePolicy '
    + 'connectionInfo:WebhookConnectionInfo matchConditions:[]WebhookMatchCondition cacheAuthorizedRequests=bool '
    + 'cacheUnauthorizedRequests=bool',
  WebhookConnectionInfo: 'type kubeConfigFile',
  WebhookMatchCondition: 'expression',
  AnonymousAuthConfig: 'enabled=bool conditions:[]AnonymousAuthCondition',
  AnonymousAuthCondition: 'path',
};

/**
 * From:
 * k8s.io/apiserver v0.37.2: pkg/apis/apiserver/v1
 */
export const APISERVER_V1: Fields = {
  EncryptionConfiguration: 'apiVersion kind resources:[]ResourceConfiguration',
  ResourceConfiguration: 'resources providers:[]ProviderConfiguration',
  ProviderConfiguration: 'aesgcm:AESConfiguration aescbc:AESConfiguration secretbox:SecretboxConfiguration identity:IdentityConfiguration '
    + 'kms:KMSConfiguration',
  AESConfiguration: 'keys:[]Key',
  Key: 'name secret',
  IdentityConfiguration: '',
  KMSConfiguration: 'apiVersion name cachesize=int endpoint timeout',
  SecretboxConfiguration: 'keys:[]Key',
  AuthenticationConfiguration: 'apiVersion kind jwt:[]JWTAuthenticator anonymous:AnonymousAuthConfig',
  AnonymousAuthConfig: 'enabled=bool conditions:[]AnonymousAuthCondition',
  AnonymousAuthCondition: 'path',
  JWTAuthenticator: 'issuer:Issuer claimValidationRules:[]ClaimValidationRule claimMappings:ClaimMappings '
    + 'userValidationRules:[]UserValidationRule',
  ClaimMappings: 'username:PrefixedClaimOrExpression groups:PrefixedClaimOrExpression uid:ClaimOrExpression extra:[]ExtraMapping',
  ClaimOrExpression: 'claim expression',
  ExtraMapping: 'key valueExpression',
  PrefixedClaimOrExpression: 'claim prefix expression',
  ClaimValidationRule: 'claim requiredValue expression message',
  Issuer: 'url discoveryURL certificateAuthority audiences audienceMatchPolicy egressSelectorType',
  UserValidationRule: 'expression message',
  AuthorizationConfiguration: 'apiVersion kind authorizers:[]AuthorizerConfiguration',
  AuthorizerConfiguration: 'type name webhook:WebhookConfiguration',
  WebhookConfiguration: 'authorizedTTL cacheAuthorizedRequests=bool unauthorizedTTL cacheUnauthorizedRequests=bool timeout '
    + 'subjectAccessReviewVersion matchConditionSubjectAccessReviewVersion failurePolicy connectionInfo:WebhookConnectionInfo '
    + 'matchConditions:[]WebhookMatchCondition',
  WebhookConnectionInfo: 'type kubeConfigFile',
  WebhookMatchCondition: 'expression',
  AdmissionConfiguration: 'apiVersion kind plugins:[]AdmissionPluginConfiguration',
  AdmissionPluginConfiguration: 'name path configuration',
};
