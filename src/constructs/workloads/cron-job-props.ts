import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ContainerResources } from './container-resources';
import type { AccessRule } from '../access/access-role';
import type { EgressRule } from '../network/traffic-policy';

/** What a CronJob runs. */
export interface CronJobContainer {
  /** The image, best by digest. */
  readonly image: string;

  /**
   * The program and its arguments.
   *
   * @default - those of the image
   */
  readonly command?: string[];

  /**
   * Arguments of the program of the image.
   *
   * @default - those of the image
   */
  readonly args?: string[];

  /**
   * Environment variables. A secret does not belong here: everybody who sees the CronJob sees it.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * The user that it runs as.
   *
   * @default - the image's own, which must be a number other than 0
   */
  readonly runAsUser?: number;

  /**
   * Folders to which it writes; each is an emptyDir, and the rest of its root file system is read-only.
   *
   * @default - none
   */
  readonly writablePaths?: string[];

  /** What it gets at least and at most. */
  readonly resources: ContainerResources;
}

/** What happens when a run is due and the one before it has not ended. */
export enum CronJobConcurrency {
  /** The new one is left out. */
  FORBID = 'Forbid',
  /** The old one is ended. */
  REPLACE = 'Replace',
  /** Both run. */
  ALLOW = 'Allow',
}

/** Properties of a HardenedCronJob. */
export interface HardenedCronJobProps {
  /**
   * What runs. Either this, with a schedule, or a cronJob.
   *
   * @default - what the cronJob runs
   */
  readonly container?: CronJobContainer;

  /**
   * When it runs, as cron says it: `30 2 * * *`, `@daily`.
   *
   * @default - that of the cronJob
   */
  readonly schedule?: string;

  /**
   * A CronJob of cdk8s-plus, an included file or a raw ApiObject in the same cluster. What is unset in it is filled; what
   * is set stays, and is an error where a property here says otherwise.
   *
   * @default - one is made of container and schedule
   */
  readonly cronJob?: IConstruct;

  /**
   * The time zone of the schedule, by its name in the IANA database.
   *
   * @default "Etc/UTC"
   */
  readonly timeZone?: string;

  /**
   * What happens when a run is due and the one before it has not ended.
   *
   * @default CronJobConcurrency.FORBID
   */
  readonly concurrency?: CronJobConcurrency;

  /**
   * How late a run may start; one that is later is left out. At least ten seconds, as the controller looks that often.
   *
   * @default Duration.minutes(5)
   */
  readonly startingDeadline?: Duration;

  /**
   * How long a run may take; then it is ended, and has failed.
   *
   * @default Duration.hours(1)
   */
  readonly activeDeadline?: Duration;

  /**
   * How often a run that fails is tried again. Pods that the cluster ends, as for an upgrade, do not count.
   *
   * @default 2
   */
  readonly retries?: number;

  /**
   * When a run that has ended is removed with its pods and their logs.
   *
   * @default Duration.days(1)
   */
  readonly timeToLive?: Duration;

  /**
   * Runs that are kept after they succeeded.
   *
   * @default 3
   */
  readonly successfulRuns?: number;

  /**
   * Runs that are kept after they failed.
   *
   * @default 1
   */
  readonly failedRuns?: number;

  /**
   * What its pods may connect to, beside name resolution where the namespace opens it. Nobody may connect to them.
   *
   * @default - nothing
   */
  readonly egress?: EgressRule[];

  /**
   * What its pods may do at the API server. Only with rules do they get a token.
   *
   * @default - nothing
   */
  readonly access?: AccessRule[];
}
