import { call, constant, fields, value, type Expression } from './expression';
import { KubernetesResource } from '../../constructs/access/kubernetes-resource';
import { Verb } from '../../constructs/access/verb';

/** `Verb.GET`, or `Verb.custom('…')` of what Kubernetes does not know. */
export function verb(name: string): Expression {
  const known = CONSTANTS.verbs.get(name);
  return known === undefined ? call('Verb', 'custom', value(name)) : constant('Verb', known);
}

/**
 * A resource as rules name it.
 *
 * @param path `pods`, or `pods/log` for a subresource
 */
export function resource(group: string, path: string): Expression {
  const known = CONSTANTS.resources.get(`${group}\n${path}`);
  if (known !== undefined) {
    return constant('KubernetesResource', known);
  }
  if (path === '*') {
    return group === '*' ? call('KubernetesResource', 'all') : call('KubernetesResource', 'allInGroup', value(group));
  }
  const [plural = '', ...rest] = path.split('/');
  return group === 'authentication.k8s.io' && plural === 'userextras' ? call('KubernetesResource', 'userExtra', value(rest.join('/')))
    : call('KubernetesResource', 'custom', fields({
      group: group === '' ? undefined : value(group),
      resource: value(plural),
      subresource: rest.length === 0 ? undefined : value(rest.join('/')),
    }));
}

/** What each factory of `Subject` says in a word. */
const GROUPS: Readonly<Record<string, string>> = {
  'system:authenticated': 'authenticated', 'system:serviceaccounts': 'allServiceAccounts', 'system:nodes': 'nodes',
};

const ACCOUNTS_OF = 'system:serviceaccounts:';

/** A user, a group or a service account. */
export function subject(kind: 'User' | 'Group' | 'ServiceAccount', name: string, namespace = ''): Expression {
  if (kind === 'ServiceAccount') {
    return call('Subject', 'serviceAccount', value(namespace), value(name));
  }
  if (kind === 'User') {
    return call('Subject', name.startsWith('system:') ? 'systemUser' : 'user', value(name));
  }
  return Object.hasOwn(GROUPS, name) ? call('Subject', GROUPS[name]!)
    : name.startsWith(ACCOUNTS_OF) ? call('Subject', 'serviceAccountsOf', value(name.slice(ACCOUNTS_OF.length)))
      : call('Subject', name.startsWith('system:') ? 'systemGroup' : 'group', value(name));
}

/** The constants of a class, by name. */
function constantsOf<T>(of: { readonly prototype: T }): Array<[string, T]> {
  return Object.entries(of).filter(([name, each]) => /^[A-Z][A-Z0-9_]*$/.test(name) && each instanceof (of as unknown as new () => object)) as Array<[string, T]>;
}

const CONSTANTS = {
  verbs: new Map(constantsOf(Verb).map(([name, each]) => [each.name, name])),
  resources: new Map(constantsOf(KubernetesResource).map(([name, each]) => [`${each.group}\n${each.resource}`, name])),
};
