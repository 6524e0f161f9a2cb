import { hasUserNamespace, type Breach, type Control, type PodView } from '../control';

/** No container runs as root; from 1.35 on one in a user namespace may (policy/check_runAsNonRoot.go). */
export const RUN_AS_NON_ROOT: Control = {
  id: 'runAsNonRoot',
  level: 'restricted',
  revisions: [
    { since: 0, check: saysTrue },
    { since: 35, check: pod => hasUserNamespace(pod) ? [] : saysTrue(pod) },
  ],
};

/** What a container says counts for it, else what the pod says; a pod may not say false even where no container heeds it. */
function saysTrue({ spec, containers }: PodView): Breach[] {
  const ofPod = spec.map('securityContext')?.flag('runAsNonRoot');
  const [rule, fix] = ['must be true', 'set it to true, and runAsUser to a user other than 0 unless the image names one by number'];
  return [
    ...ofPod === false ? [{ field: spec.field('securityContext.runAsNonRoot'), value: false, rule, fix }] : [],
    ...containers.flatMap(container => {
      const value = container.map('securityContext')?.flag('runAsNonRoot');
      return value ?? (ofPod === true) ? [] : [{ field: container.field('securityContext.runAsNonRoot'), value, rule, fix }];
    }),
  ];
}
