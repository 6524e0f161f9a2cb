import type { DiffSide } from './side';
import { comparePromises, type PromiseChange } from '../../compare/promises';
import { printable, type Problem } from '../../manifests/problem';
import { promiseRow } from '../../report/diff/other-rows';

/** How the proof of clusters became weaker: a guarantee that went, an acknowledgement that came, another target. */
export function weakenedPromises(before: DiffSide, after: DiffSide): Problem[] {
  const said = ({ clusters }: DiffSide, name: string | undefined) => clusters.find(each => each.name === name)?.said;
  return before.clusters.flatMap(({ name, said: old }): Problem[] => {
    const now = said(after, name);
    const of = name === undefined ? '' : ` in the cluster ${name}`;
    if (now === undefined) {
      return old.guarantees.length === 0 ? [] : [{
        id: 'promise-weakened', message: printable(`the guarantees${of} went with it`), fix: 'review it, and compare with a revision that has the change',
      }];
    }
    return comparePromises(old, now).filter(({ direction }) => direction === 'broadened').map((change): Problem => ({
      id: 'promise-weakened',
      ...constructOf(change),
      message: `${promiseRow(change).title}${of}`,
      fix: 'take the change back, or have it reviewed and compare with a revision that has it',
    }));
  });
}

function constructOf({ construct }: PromiseChange): Pick<Problem, 'construct'> {
  return construct === undefined ? {} : { construct };
}
