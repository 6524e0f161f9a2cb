import { fieldsSaid, POD_FAILURE_POLICY, type CronJobFields } from './cron-job-defaults';
import type { HardenedCronJobProps } from './cron-job-props';
import { Filler, mapAt, mapIn, type Json } from './filler';
import { ProblemError, shown, type Problem } from '../../manifests/problem';

/** What a CronJob that somebody else made is given. */
export interface CronJobFill {
  readonly fields: CronJobFields;
  readonly props: HardenedCronJobProps;
  /** The account to run as; undefined where the CronJob names one of its own. */
  readonly account?: string;
  /** Labels of its pods, where it gives them none. */
  readonly labels: Readonly<Record<string, string>>;
  /** The place of the construct that asks, for errors. */
  readonly place: Pick<Problem, 'construct' | 'source'>;
}

/** Fills what is unset in a CronJob, in place; answers the paths. Throws where the CronJob says otherwise than the properties. */
export function fillCronJob(manifest: Json, { fields, props, account, labels, place }: CronJobFill): string[] {
  const filler = new Filler();
  const said = fieldsSaid(props);
  const conflicts: Problem[] = [];
  const fillAll = (target: Json, at: string, values: Readonly<Record<string, unknown>>) => Object.entries(values).forEach(([field, value]) => {
    const own = target[field];
    if (said.has(field) && own !== undefined && own !== null && own !== value) {
      conflicts.push({ ...place, id: 'workload-conflict', field: `${at}.${field}`, value: shown(own), message: `${shown(value)} is asked`, fix: 'leave one of the two out' });
    }
    filler.fill(target, at, field, value);
  });
  const spec = mapIn(manifest, '', 'spec');
  const job = mapIn(mapIn(spec, 'spec', 'jobTemplate'), 'spec.jobTemplate', 'spec');
  const template = mapIn(job, 'spec.jobTemplate.spec', 'template');
  const pod = mapIn(template, 'spec.jobTemplate.spec.template', 'spec');
  const podPath = 'spec.jobTemplate.spec.template.spec';
  fillAll(spec, 'spec', fields.spec);
  fillAll(job, 'spec.jobTemplate.spec', fields.job);
  filler.fill(pod, podPath, 'restartPolicy', 'Never');
  if (pod.restartPolicy === 'Never') {
    filler.fill(job, 'spec.jobTemplate.spec', 'podFailurePolicy', POD_FAILURE_POLICY);
  }
  if (Object.keys(mapAt(mapAt(template, 'metadata') ?? {}, 'labels') ?? {}).length === 0) {
    const metadata = mapIn(template, 'spec.jobTemplate.spec.template', 'metadata');
    delete metadata.labels;
    filler.fill(metadata, 'spec.jobTemplate.spec.template.metadata', 'labels', { ...labels });
  }
  if (account !== undefined) {
    filler.fill(pod, podPath, 'serviceAccountName', account);
  }
  filler.fill(pod, podPath, 'automountServiceAccountToken', props.access !== undefined);
  if (conflicts.length > 0) {
    throw new ProblemError(...conflicts);
  }
  return filler.filled;
}
