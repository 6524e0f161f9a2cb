import { holdersOf, type Holder, type Interning } from './holdings';
import { roleOf } from '../../decide/access';
import type { AccessBinding, AccessPolicy, AccessRole } from '../../decide/access/policy';

/**
 * The holders for whom two policies can differ: those in a binding that is in one of them alone, or whose role is another.
 * A binding that was read of one object on both sides has one list of subjects; of others it is not asked whether they say
 * the same. What all other holders hold is the same in every place.
 */
export function touchedHolders(before: AccessPolicy, after: AccessPolicy, interning: Interning): ReadonlySet<Holder> {
  const touched = new Set<Holder>();
  const sameRoles = new Map<AccessRole, boolean>();
  const isSame = (was: AccessRole | undefined, is: AccessRole | undefined): boolean => {
    if (!was || !is) {
      return was === is;
    }
    let same = sameRoles.get(was);
    if (same === undefined) {
      same = interning.of(was).id === interning.of(is).id && was.lacksParts === is.lacksParts;
      sameRoles.set(was, same);
    }
    return same;
  };
  const mark = (some: readonly AccessBinding[], others: readonly AccessBinding[]) => {
    const bySubjects = new Map(others.map(binding => [binding.subjects, binding]));
    for (const binding of some) {
      const other = bySubjects.get(binding.subjects);
      if (!other || !isOneReading(binding, other) || !isSame(roleOf(before, binding), roleOf(after, binding))) {
        holdersOf(binding).forEach(holder => touched.add(holder));
      }
    }
  };
  const [old, now] = [before, after].map(({ clusterRoleBindings, roleBindings }) => [...clusterRoleBindings, ...roleBindings]);
  mark(old!, now!);
  mark(now!, old!);
  return touched;
}

function isOneReading(one: AccessBinding, other: AccessBinding): boolean {
  return one.roleRef === other.roleRef && one.namespace === other.namespace && one.kind === other.kind;
}
