import { combinedResource, type AccessAttributes } from '../decide/access';
import type { AccessBinding, AccessRole, Origin, RoleRule } from '../decide/access/policy';
import { serviceAccountOf } from '../decide/access/users';
import type { PolicyRule, Subject } from '../manifests/model';
import { place, printable } from '../manifests/problem';

/** How paths of files are printed. */
export type ShowFile = (file: string) => string;

/** `delete the secret db in the namespace shop`, `list pods in all namespaces`, `get /metrics`. */
export function requestWords(request: AccessAttributes, namespaced?: boolean): string {
  const { verb, resourceRequest, apiGroup, resource, subresource, name, namespace, path } = request;
  if (!resourceRequest) {
    return printable(`${verb} ${path}`);
  }
  const what = `${combinedResource(resource, subresource)}${apiGroup === '' ? '' : `.${apiGroup}`}`;
  const own = apiGroup === '' && resource === 'namespaces' && namespace === name;
  const where = namespace !== '' ? own ? '' : ` in the namespace ${namespace}` : namespaced ? ' in all namespaces' : '';
  return printable(`${verb} ${what}${name === '' ? '' : ` ${JSON.stringify(name)}`}${where}`);
}

/** `Role shop/reader`, `ClusterRole edit`. */
export function labelOf({ kind, namespace, name }: Pick<AccessBinding | AccessRole, 'kind' | 'namespace' | 'name'>): string {
  return printable(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`);
}

/** `User jane`, `ServiceAccount shop/ci`. */
export function subjectWords({ kind, name, namespace }: Subject, binding: AccessBinding): string {
  return printable(kind === 'ServiceAccount' ? `${kind} ${namespace || binding.namespace}/${name}` : `${kind} ${name}`);
}

/** What a group stands for, where Kubernetes itself says who is in it. */
export function groupWords(name: string): string | undefined {
  const [, namespace] = /^system:serviceaccounts:(.+)$/.exec(name) ?? [];
  return namespace !== undefined ? printable(`every service account of ${namespace}`) : GROUPS[name];
}

const GROUPS: Readonly<Record<string, string | undefined>> = {
  'system:authenticated': 'everybody who is authenticated',
  'system:unauthenticated': 'everybody, without credentials',
  'system:serviceaccounts': 'every service account',
  'system:nodes': 'every node',
  'system:bootstrappers': 'every bootstrap token',
  'system:masters': 'may do everything, before RBAC is asked',
};

/** `jane`, `the service account shop/ci`. */
export function userWords(name: string): string {
  const account = serviceAccountOf(name);
  return printable(account ? `the service account ${account.namespace}/${account.name}` : name);
}

/** `get, list on pods, pods/log`. */
export function ruleWords({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string {
  const groups = apiGroups.filter(group => group !== '');
  const what = nonResourceURLs.length > 0 ? nonResourceURLs.join(', ')
    : `${resources.join(', ')}${groups.length === 0 ? '' : ` of ${apiGroups.map(group => group === '' ? 'core' : group).join(', ')}`}`;
  return printable(`${verbs.join(', ')} on ${what}${resourceNames.length > 0 ? ` named ${resourceNames.join(', ')}` : ''}`);
}

/** `rules[0]`, and of which ClusterRole when aggregation brought it. */
export function ruleLabel({ index, aggregatedFrom }: RoleRule): string {
  return aggregatedFrom === undefined ? `rules[${index}]` : printable(`rules[${index}] of ClusterRole ${aggregatedFrom}`);
}

/** `a.yaml:3:1, prod/shop/reader`, or which Kubernetes has it by default. */
export function originWords({ source, construct, defaultOf }: Origin, show: ShowFile): string {
  const parts = [...source ? [place({ ...source, file: show(source.file) })] : [], ...construct === undefined ? [] : [construct]];
  return defaultOf !== undefined ? `default of Kubernetes 1.${defaultOf}` : printable(parts.join(' '));
}

/** Whether a rule that somebody wrote widens a role that Kubernetes makes. */
export function widens(role: AccessRole, rule: RoleRule): boolean {
  return rule.aggregatedFrom !== undefined && role.origin.defaultOf !== undefined && rule.origin.defaultOf === undefined;
}
