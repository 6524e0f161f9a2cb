import { contextsOf, hasUserNamespace, type Breach, type Control, type PodView } from '../control';

/** Nothing runs as the user 0; from 1.35 on it may in a user namespace (policy/check_runAsUser.go). */
export const RUN_AS_USER: Control = {
  id: 'runAsUser',
  level: 'restricted',
  revisions: [
    { since: 23, check: isNotZero },
    { since: 35, check: pod => hasUserNamespace(pod) ? [] : isNotZero(pod) },
  ],
};

function isNotZero(pod: PodView): Breach[] {
  return contextsOf(pod).flatMap(context => context.integer('runAsUser') !== 0 ? [] : [{
    field: context.field('runAsUser'), value: 0, rule: 'must not be 0', fix: 'name another user',
  }]);
}
