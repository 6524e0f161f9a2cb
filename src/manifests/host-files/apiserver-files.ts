import { fieldProblems, type Reader } from './fields';
import { at, type HostProblem } from './host-problem';
import { APISERVER_V1, APISERVER_V1BETA1 } from '../../kubernetes/data/apiserver-fields';
import { isMap, type Fields } from '../fields';

/** The minors that serve each kind of `apiserver.config.k8s.io` in each version (KEP-3331, KEP-3221; k8s.io/apiserver pkg/apis/apiserver). */
const SERVED: Readonly<Record<string, { readonly first: number; readonly instead: string }>> = {
  'v1 AuthenticationConfiguration': { first: 34, instead: 'v1beta1' },
  'v1 AuthorizationConfiguration': { first: 32, instead: 'v1beta1' },
  'v1beta1 AuthenticationConfiguration': { first: 30, instead: 'v1alpha1, behind a feature gate' },
  'v1beta1 AuthorizationConfiguration': { first: 30, instead: 'v1alpha1, behind a feature gate' },
};

const READER: Reader = { unknown: 'kube-apiserver has no such field, and stops at its start', wrong: 'kube-apiserver stops at its start' };

/** Files that flags of kube-apiserver name. They are decoded strictly, so that one misspelt field stops it. */
export function apiServerFileProblems(document: Fields, minor: number): HostProblem[] {
  const version = String(document.apiVersion).split('/')[1] ?? '';
  const kind = String(document.kind);
  const table = version === 'v1' ? APISERVER_V1 : version === 'v1beta1' ? APISERVER_V1BETA1 : undefined;
  const served = SERVED[`${version} ${kind}`];
  const early: HostProblem[] = served && minor < served.first ? [{
    field: 'apiVersion', value: document.apiVersion, message: `kube-apiserver of 1.${minor} does not read this version, which is known since Kubernetes 1.${served.first}`, fix: `use ${served.instead}`,
  }] : [];
  return [
    ...early,
    ...table === undefined ? [] : fieldProblems(table, kind, document, '', READER),
    ...kind === 'EncryptionConfiguration' ? encryptionProblems(document, minor) : [],
    ...kind === 'AuthorizationConfiguration' ? authorizerProblems(document) : [],
  ];
}

/** What looks like encryption and is none: the first provider writes. */
function encryptionProblems({ resources }: Fields, minor: number): HostProblem[] {
  return (Array.isArray(resources) ? resources : []).flatMap((resource: unknown, index): HostProblem[] => {
    const providers: unknown[] = isMap(resource) && Array.isArray(resource.providers) ? resource.providers : [];
    const field = at(at(at('resources', index), 'providers'), 0);
    const first = providers[0];
    const plain: HostProblem[] = isMap(first) && first.identity !== undefined && providers.length > 1
      ? [{ field, value: first, message: 'identity comes first, so that everything is written unencrypted', fix: 'put it last', dead: true }] : [];
    return [...plain, ...providers.flatMap((provider, at1): HostProblem[] => {
      const kms = isMap(provider) && isMap(provider.kms) ? provider.kms : undefined;
      // KMS v1 is off by default since 1.29 (gate KMSv1).
      return kms && kms.apiVersion !== 'v2' && minor >= 29 ? [{
        field: at(at(at(at('resources', index), 'providers'), at1), 'kms'), value: kms.apiVersion ?? 'v1', message: 'KMS v1 is off since Kubernetes 1.29: kube-apiserver stops at its start', fix: 'write apiVersion: v2, with a plugin of that version',
      }] : [];
    })];
  });
}

/** Authorizers are asked in order, until one decides. */
function authorizerProblems({ authorizers }: Fields): HostProblem[] {
  const types = ['Node', 'RBAC', 'Webhook', 'ABAC', 'AlwaysAllow', 'AlwaysDeny'];
  return (Array.isArray(authorizers) ? authorizers : []).flatMap((each: unknown, index): HostProblem[] => {
    const type = isMap(each) ? each.type : undefined;
    const field = at(at('authorizers', index), 'type');
    return !types.includes(String(type)) ? [{ field, value: type, message: `is no authorizer: ${READER.wrong}`, fix: `use one of ${types.join(', ')}` }]
      : type === 'AlwaysAllow' ? [{ field, value: type, message: 'lets everybody do everything, so that no authorizer after it is asked', fix: 'leave it out', dead: true }] : [];
  });
}
