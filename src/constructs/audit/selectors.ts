import { serviceAccountName } from '../../decide/access';
import type { AuditGroupResources } from '../../manifests/model';
import type { KubernetesResource } from '../access/kubernetes-resource';
import type { Subject } from '../access/subject';

/** An entry a group. A whole group has no list of resources, which includes its subresources. */
export function groupResources(of: ReadonlyArray<Pick<KubernetesResource, 'group' | 'resource'>>, names?: readonly string[]): AuditGroupResources[] {
  const groups = new Map<string, string[]>();
  for (const resource of of) {
    groups.set(resource.group, [...groups.get(resource.group) ?? [], resource.resource]);
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([group, resources]) => ({
    group,
    ...(resources.includes('*') && !names ? {} : { resources: [...new Set(resources)].sort() }),
    ...(names ? { resourceNames: [...new Set(names)].sort() } : {}),
  }));
}

/** Subjects as an audit policy names them: a service account is its user. */
export function usersAndGroups(subjects: readonly Subject[]): { readonly users: string[]; readonly groups: string[] } {
  const users = subjects.filter(({ kind }) => kind !== 'Group')
    .map(({ kind, name, namespace }) => kind === 'User' ? name : serviceAccountName(namespace!, name));
  const groups = subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name);
  return { users: [...new Set(users)].sort(), groups: [...new Set(groups)].sort() };
}
