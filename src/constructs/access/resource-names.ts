import { builtInResources, findAuthorizable, isBuiltInGroup, isKeyed, type BuiltInResource } from '../../kubernetes';
import { ProblemError, shown } from '../../manifests/problem';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const GROUP = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The group, if it can be one. */
export function checkedGroup(group: string): string {
  if (group === '' || group === '*' || (typeof group === 'string' && GROUP.test(group))) return group;
  throw invalidResource('group', 'is not the name of an API group', group, String(group).includes('/')
    ? `leave the version out: ${shown(group.slice(0, group.indexOf('/')))}`
    : 'use a domain name such as apps or argoproj.io');
}

/** The plural, if it can be one and is no other name of a built-in resource. */
export function checkedPlural(group: string, resource: string): string {
  if (typeof resource !== 'string') {
    throw invalidResource('resource', 'is not a resource name', resource, 'use the plural in lower case, as in certificates');
  }
  const own = group === '*' || isBuiltInGroup(group);
  const isPlural = builtInResources().some(known => known.plural === resource);
  // In a group that others define, only capitals betray a kind: a definition may well call its plural `pod`.
  const meant = isPlural || (!own && resource === resource.toLowerCase()) ? undefined : namedLike(group, resource);
  if (meant) {
    const place = meant.group === group || group === '*' ? '' : ` of the group ${shown(meant.group)}`;
    const message = 'is not a plural resource name, so that RBAC would match nothing';
    throw invalidResource('resource', message, resource, `use ${shown(meant.plural)}${place}`);
  }
  if (NAME.test(resource)) return resource;
  throw invalidResource('resource', 'is not a resource name', resource, resource.includes('/')
    ? 'give what follows the slash as the subresource'
    : resource === '*' ? 'use KubernetesResource.all() or allInGroup()' : 'use the plural in lower case, as in certificates');
}

/** Refuses what cannot name a subresource: `pods/*` is legal in RBAC and matches nothing. */
export function checkSubresource(name: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw invalidResource('subresource', 'is not the name of a subresource', name, 'use lower-case letters, digits and dashes, as in log');
  }
}

/** Refuses what no supported Kubernetes has in one of its own groups. */
export function refuseUnknown(group: string, path: string): void {
  if (!isBuiltInGroup(group) || path.startsWith('*') || findAuthorizable(group, path)) return;
  const [plural, subresource] = path.split('/', 2) as [string, string | undefined];
  const name = `${plural}${group && `.${group}`}`;
  const parent = findAuthorizable(group, plural);
  if (subresource === undefined && isKeyed(group, plural)) {
    throw invalidResource('resource', `${name} is asked about with a key alone, as in ${plural}/scopes`, plural, 'use KubernetesResource.userExtra(key)');
  }
  if (parent && subresource !== undefined) {
    const known = builtInResources().find(each => each.group === group && each.plural === plural)?.subresources.map(each => each.name) ?? [];
    throw invalidResource('subresource', `no supported Kubernetes has it on ${name}${known.length > 0 ? `, which has ${known.join(', ')}` : ''}`, subresource,
      'use one of these, or KubernetesResource.custom() for what a distribution adds');
  }
  const elsewhere = builtInResources().filter(each => each.plural === plural).map(each => each.group === '' ? 'the core group' : each.group);
  throw invalidResource('resource', `no supported Kubernetes has it in ${group === '' ? 'the core group' : `the group ${group}`}`, plural,
    elsewhere.length > 0 ? `it is of ${elsewhere.join(' and ')}` : 'name the group of its definition, or use KubernetesResource.custom() for what a distribution adds');
}

/** The built-in resource that a kind, a singular, a short name or a plural in capitals stands for; of the same group if possible. */
function namedLike(group: string, name: string): BuiltInResource | undefined {
  const lower = name.toLowerCase();
  const found = builtInResources().filter(known => known.plural === lower || known.singular === lower || known.shortNames.includes(lower));
  return found.find(known => known.group === group) ?? (group === '*' || isBuiltInGroup(group) ? found[0] : undefined);
}

/** An error about a resource, which belongs to no construct yet. */
export function invalidResource(field: string, message: string, value: unknown, fix: string): ProblemError {
  return new ProblemError({ id: 'construct-invalid', object: 'KubernetesResource', field, message, value: value === undefined ? undefined : shown(value), fix });
}
