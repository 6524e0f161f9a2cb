import { serviceAccountName, type UserInfo } from '../decide/access';
import { memberOf, userWithImpliedGroups } from '../decide/access/users';

/** A subject as bindings name it, complete: a service account has its namespace. */
export interface SubjectModel {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a service account alone. */
  readonly namespace?: string;
}

/** Groups that an app declares for its users, beside those that Kubernetes adds: user to groups. */
export type DeclaredGroups = ReadonlyMap<string, readonly string[]>;

/**
 * Somebody who is this subject: the user with the groups that Kubernetes adds and those that the app
 * declares for it; for a group a member about whom nothing else is known.
 */
export function personOf(subject: SubjectModel, declared: DeclaredGroups = new Map()): UserInfo {
  switch (subject.kind) {
    case 'User':
      return userWithImpliedGroups(subject.name, declared.get(subject.name));
    case 'ServiceAccount': {
      const name = serviceAccountName(subject.namespace ?? '', subject.name);
      return userWithImpliedGroups(name, declared.get(name));
    }
    default:
      return memberOf(subject.name);
  }
}

/** `User jane`, `ServiceAccount shop/web`. */
export function subjectLabel({ kind, name, namespace }: SubjectModel): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
