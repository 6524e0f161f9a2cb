import { ANY_NAME, ANY_NAMESPACE } from './ask';
import type { AccessAttributes } from '../../decide/access';
import type { AccessBinding } from '../../decide/access/policy';
import { builtInResources, findAuthorizable } from '../../kubernetes';
import type { PolicyRule } from '../../manifests/model';

const READS = new Set(['get', 'list', 'watch']);

/** Subresources of which a GET runs a command, opens a connection or goes past the API server. */
const ACTING: ReadonlyArray<readonly [resource: string, subresource: string]> = [
  ['pods', 'exec'], ['pods', 'attach'], ['pods', 'portforward'], ['pods', 'proxy'], ['services', 'proxy'], ['nodes', 'proxy'],
];

/** Requests that everyone may send and that change nothing: they ask about the sender himself. */
const SELF_REVIEWS = new Set([
  'authorization.k8s.io/selfsubjectaccessreviews', 'authorization.k8s.io/selfsubjectrulesreviews', 'authentication.k8s.io/selfsubjectreviews',
]);

/** Methods of HTTP that read; the rest, on a path that is no resource, count as change. */
const SAFE_METHODS = new Set(['get', 'head', 'options']);

/**
 * Requests that a rule seems to allow through a binding and that are more than a read: one for each verb,
 * group and resource that it names. Whether they are allowed is the authorizer's to say. A verb that is not
 * get, list or watch counts as change, also one that no API of Kubernetes has.
 */
export function changesOf(rule: PolicyRule, binding: AccessBinding): AccessAttributes[] {
  const names = rule.resourceNames && rule.resourceNames.length > 0 ? rule.resourceNames : undefined;
  const requests: AccessAttributes[] = [];
  for (const verb of rule.verbs) {
    for (const url of rule.nonResourceURLs ?? []) {
      if (!SAFE_METHODS.has(verb)) {
        requests.push({ ...NOTHING, verb: verb === '*' ? 'post' : verb, path: url });
      }
    }
    for (const group of rule.apiGroups ?? []) {
      for (const path of rule.resources ?? []) {
        for (const target of targetsOf(verb, group, path)) {
          requests.push(...asked({ ...NOTHING, ...target, resourceRequest: true }, binding, names));
        }
      }
    }
  }
  return requests;
}

const NOTHING: AccessAttributes = { verb: '', resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path: '' };

type Target = Pick<AccessAttributes, 'verb' | 'apiGroup' | 'resource' | 'subresource'>;

/** What a verb does that is more than reading, on what a group and a resource of a rule can mean. */
function targetsOf(verb: string, group: string, path: string): Target[] {
  if (verb === 'get') {
    return ACTING.filter(([resource, subresource]) => (group === '*' || group === '')
      && (path === '*' || path === `*/${subresource}` || path === `${resource}/${subresource}`))
      .map(([resource, subresource]) => ({ verb, apiGroup: '', resource, subresource }));
  }
  if (READS.has(verb)) {
    return [];
  }
  const [resource = '', subresource = ''] = path.split('/');
  if (subresource === '*') {
    // `pods/*` and `*/*` match no request that an API server sees.
    return [];
  }
  const apiGroup = group === '*' ? '' : group;
  const example = resource === '*' ? exampleOf(apiGroup, subresource) : resource;
  return [{ verb: verb !== '*' ? verb : subresource === '' ? 'delete' : 'update', apiGroup, resource: example, subresource }]
    .filter(target => !(SELF_REVIEWS.has(`${target.apiGroup}/${target.resource}`) && target.verb === 'create'));
}

/** Some resource of a group, the best known first. */
function exampleOf(group: string, subresource: string): string {
  const known = builtInResources().filter(each => each.group === group
    && (subresource === '' || each.subresources.some(({ name }) => name === subresource)));
  return known.find(({ plural }) => ['pods', 'deployments'].includes(plural))?.plural ?? known[0]?.plural ?? 'bulwark-any-resource';
}

/** The request in a place where the binding counts. A plain create carries no name; that of an apply does, so a rule with names allows it. */
function asked(request: AccessAttributes, binding: AccessBinding, names: readonly string[] | undefined): AccessAttributes[] {
  const path = request.subresource === '' ? request.resource : `${request.resource}/${request.subresource}`;
  const fact = findAuthorizable(request.apiGroup, path) ?? findAuthorizable(request.apiGroup, request.resource);
  const inNamespace = binding.kind === 'RoleBinding' ? binding.namespace : ANY_NAMESPACE;
  const isNamespace = request.apiGroup === '' && request.resource === 'namespaces' && request.verb !== 'create' && request.verb !== 'deletecollection';
  // No deletecollection carries a name.
  const byName = request.verb === 'deletecollection' ? names ? [] : [''] : names ?? (request.verb === 'create' ? [''] : isNamespace ? [inNamespace] : [ANY_NAME]);
  const isBind = request.verb === 'bind';
  return byName.map(name => ({
    ...request,
    name,
    namespace: isBind ? (binding.kind === 'RoleBinding' ? inNamespace : '') : isNamespace ? name : fact?.namespaced === false ? '' : inNamespace,
  }));
}
