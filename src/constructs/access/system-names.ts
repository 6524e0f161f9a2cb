import { invalidValue } from '../errors';

/**
 * The identities that Kubernetes itself knows; a name that ends in `:` is a prefix.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.2/staging/src/k8s.io/apiserver/pkg/authentication/user/user.go
 */
const KNOWN = {
  User: [
    'system:anonymous', 'system:apiserver', 'system:bootstrap:', 'system:kube-controller-manager', 'system:kube-proxy', 'system:kube-scheduler', 'system:node:',
  ],
  Group: [
    'system:authenticated', 'system:bootstrappers', 'system:bootstrappers:', 'system:masters', 'system:monitoring', 'system:nodes',
    'system:serviceaccounts', 'system:serviceaccounts:', 'system:unauthenticated',
  ],
} as const;

/** The name, unless it begins with `system:` and Kubernetes knows none such: a misspelt one would be granted to nobody, or to whoever gets it. */
export function checkedSystemName(kind: 'User' | 'Group', name: string): string {
  if (!name.startsWith('system:')) {
    return name;
  }
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  if (account) {
    if (kind === 'User') {
      return name;
    }
    throw invalidValue('Subject.group', name, 'is a user, and no group', `use Subject.serviceAccount(${JSON.stringify(account[1])}, ${JSON.stringify(account[2])})`);
  }
  const known: readonly string[] = KNOWN[kind];
  if (known.some(each => each.endsWith(':') ? name.startsWith(each) && name.length > each.length : name === each)) {
    return name;
  }
  const other = kind === 'User' ? 'Group' : 'User';
  const listed = known.map(each => each.endsWith(':') ? `${each}…` : each).join(', ');
  const swapped = (KNOWN[other] as readonly string[]).includes(name);
  throw invalidValue(`Subject.${kind.toLowerCase()}`, name, `Kubernetes knows no such ${kind.toLowerCase()}; it knows ${listed}`,
    swapped ? `it is a ${other.toLowerCase()}: use Subject.${other.toLowerCase()}` : `use one of these, or Subject.system${kind} for one that a distribution adds`);
}
