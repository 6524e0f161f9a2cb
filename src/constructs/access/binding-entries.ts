import { Construct, type IConstruct } from 'constructs';
import { accountOf } from './account-of';
import { Subject } from './subject';
import { BULWARK_PREFIX } from './words';
import { shown } from '../../manifests/problem';
import { invalid, problemOf } from '../errors';
import { uniqueBy } from '../unique-by-text';

type Subjects = ReadonlyArray<IConstruct | Subject>;

/** Refuses texts and their like, which programs without types pass. */
export function refuseNoSubjects(scope: IConstruct, subjects: Subjects): void {
  const at = subjects.findIndex(each => !Subject._isSubject(each) && !Construct.isConstruct(each));
  if (at >= 0) {
    const name = typeof subjects[at] === 'string' ? JSON.stringify(subjects[at]) : 'name';
    throw problemOf(scope, {
      id: 'workload-unresolved',
      field: `subjects[${at}]`,
      value: shown(subjects[at]),
      message: 'is neither a Subject nor a construct',
      fix: `use Subject.user(${name}), Subject.group(${name}), or the construct of a service account or workload`,
    });
  }
}

/** The annotations in which a binding keeps why it grants something to everyone on the network; undefined where it grants nothing so wide. */
export function reasonsOf(subjects: Subjects): { [key: string]: string } | undefined {
  const reasons = subjects.flatMap(subject => Subject._isSubject(subject) && subject._reason !== undefined ? [subject._reason] : []);
  return reasons.length === 0 ? undefined : { [`${BULWARK_PREFIX}/unauthenticated`]: [...new Set(reasons)].sort().join('; ') };
}

/** By kind, namespace and name. */
export function bySubject(a: SubjectWords, b: SubjectWords): number {
  return order(a.kind, b.kind) || order(a.namespace ?? '', b.namespace ?? '') || order(a.name, b.name);
}

interface SubjectWords {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The subjects of a binding, sorted and without duplicates: their order has no meaning, so it should make no difference to review. */
export function bindingEntries(scope: IConstruct, subjects: Subjects): SubjectWords[] {
  const entries = subjects.map((each, at): SubjectWords => {
    const subject = Subject._isSubject(each) ? each : accountOf(each, scope, `subjects[${at}]`);
    refuseUngrantable(scope, `subjects[${at}]`, subject);
    return subject._toManifest() as { kind: string; name: string };
  });
  return uniqueBy(entries, bySubject);
}

function refuseUngrantable(scope: IConstruct, field: string, { kind, name, _reason }: Subject): void {
  if (kind === 'Group' && name === 'system:masters') {
    throw invalid(scope, field, name, 'its members may do everything whatever the roles say, and no binding is ever looked at',
      'bind a group of your own, and keep system:masters for a sealed credential');
  }
  if (name === 'system:anonymous' || (name === 'system:unauthenticated' && _reason === undefined)) {
    throw invalid(scope, field, name, 'whoever reaches the API server has this identity without any credential', 'say Subject.unauthenticated(reason) if that is meant');
  }
}
