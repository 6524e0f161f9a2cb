import { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { CronJobConcurrency, type HardenedCronJobProps } from './cron-job-props';
import { scheduleProblem } from '../../manifests/cron';
import { invalid } from '../errors';

/** Fields of a CronJob and of its Job, without those of the pod. */
export interface CronJobFields {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly job: Readonly<Record<string, unknown>>;
}

/** The controller looks every ten seconds; a shorter deadline may be over each time (pkg/controller/cronjob/cronjob_controllerv2.go). */
const SHORTEST_DEADLINE = 10;

/**
 * Pods that the cluster itself ends (a drained node, a preemption) do not count as failures of the run. Needs the
 * restart policy Never (pkg/apis/batch/validation/validation.go).
 */
export const POD_FAILURE_POLICY = { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] };

/** What the properties say, and the defaults for what they leave open. Throws for what no CronJob takes. */
export function cronJobFields(asked: IConstruct, props: HardenedCronJobProps): CronJobFields {
  const { schedule, timeZone = 'Etc/UTC', startingDeadline = Duration.minutes(5), activeDeadline = Duration.hours(1), timeToLive = Duration.days(1) } = props;
  const problem = schedule === undefined ? undefined : scheduleProblem(schedule);
  if (problem) {
    throw invalid(asked, 'schedule', schedule, problem, 'write it as in 30 2 * * *');
  }
  // Whether the machine that runs the controller knows the zone cannot be told here.
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(timeZone) || timeZone.toLowerCase() === 'local') {
    throw invalid(asked, 'timeZone', timeZone, 'is no name of the IANA database', 'write it as Europe/Berlin or Etc/UTC');
  }
  if (startingDeadline.toSeconds() < SHORTEST_DEADLINE) {
    throw invalid(asked, 'startingDeadline', `${startingDeadline.toSeconds()}s`, 'is over before the controller looks again', `give it at least ${SHORTEST_DEADLINE} seconds`);
  }
  for (const [field, value] of Object.entries({ retries: props.retries, successfulRuns: props.successfulRuns, failedRuns: props.failedRuns })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw invalid(asked, field, value, 'is no count', 'name a whole number, 0 or more');
    }
  }
  return {
    spec: {
      ...schedule === undefined ? {} : { schedule },
      timeZone,
      concurrencyPolicy: props.concurrency ?? CronJobConcurrency.FORBID,
      startingDeadlineSeconds: startingDeadline.toSeconds(),
      successfulJobsHistoryLimit: props.successfulRuns ?? 3,
      failedJobsHistoryLimit: props.failedRuns ?? 1,
    },
    job: {
      activeDeadlineSeconds: positive(asked, 'activeDeadline', activeDeadline),
      backoffLimit: props.retries ?? 2,
      ttlSecondsAfterFinished: timeToLive.toSeconds(),
    },
  };
}

/** The fields that the properties name themselves: a CronJob that says otherwise contradicts its author. */
export function fieldsSaid(props: HardenedCronJobProps): Set<string> {
  const said: ReadonlyArray<readonly [unknown, string]> = [
    [props.schedule, 'schedule'], [props.timeZone, 'timeZone'], [props.concurrency, 'concurrencyPolicy'], [props.startingDeadline, 'startingDeadlineSeconds'],
    [props.successfulRuns, 'successfulJobsHistoryLimit'], [props.failedRuns, 'failedJobsHistoryLimit'], [props.activeDeadline, 'activeDeadlineSeconds'],
    [props.retries, 'backoffLimit'], [props.timeToLive, 'ttlSecondsAfterFinished'],
  ];
  return new Set(said.filter(([value]) => value !== undefined).map(([, field]) => field));
}

function positive(asked: IConstruct, field: string, duration: Duration): number {
  if (duration.toSeconds() <= 0) {
    throw invalid(asked, field, `${duration.toSeconds()}s`, 'ends a run before it begins', 'give it time');
  }
  return duration.toSeconds();
}
