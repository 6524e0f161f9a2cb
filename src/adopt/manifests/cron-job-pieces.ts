import { ruleOf, rulesOf as accessRules, type Place } from './access-pieces';
import type { ImportedObject, Piece } from './construction';
import { call, constant, fields, list, value, type Expression, type Json } from './expression';
import { bodyKeys, isBare, isNameOf, nameOf } from './ids';
import { rulesOf as trafficRules } from './network-pieces';
import { CronJobConcurrency } from '../../constructs/workloads/cron-job-props';
import { imageUserOf } from '../../kubernetes/image-users';
import { mapAt, mapsAt, type Fields } from '../../manifests/fields';
import { groupOf } from '../../manifests/identity';

/** A CronJob with what a HardenedCronJob makes beside it, and the construct that may make all of it. */
export interface CronJobGroup {
  readonly objects: readonly ImportedObject[];
  /** @param otherwise what stands in its place where it makes anything else */
  readonly piece: (otherwise: () => readonly Piece[]) => Piece;
}

/**
 * CronJobs that have an account and a policy by the names that a HardenedCronJob gives them, and with a Role its binding as well. Where
 * anything differs from what the construct fills in, that is found by making it.
 */
export function cronJobGroups(objects: readonly ImportedObject[], place: Place): CronJobGroup[] {
  const find = (group: string, kind: string, name: string) => objects.find(({ object }) =>
    groupOf(object) === group && object.kind === kind && nameOf(object) === name);
  const jobs = place.names ? objects.filter(({ object }) => groupOf(object) === 'batch' && object.kind === 'CronJob') : [];
  return jobs.flatMap(job => {
    const name = nameOf(job.object);
    const account = find('', 'ServiceAccount', `${name}-account`);
    const policy = find('networking.k8s.io', 'NetworkPolicy', `${name}-traffic`);
    const role = find('rbac.authorization.k8s.io', 'Role', `${name}-role`);
    const binding = role && find('rbac.authorization.k8s.io', 'RoleBinding', `role-${name}-role`);
    const parts = [job, account, policy, ...role ? [role, binding] : []].filter(each => each !== undefined);
    const isWhole = account && policy && (!role || binding) && isNameOf(name, name) && parts.every(each => isBare(each));
    const props = isWhole ? propsOf(job, policy, role) : undefined;
    return props ? [{
      objects: parts,
      piece: (otherwise): Piece => ({ construction: { className: 'HardenedCronJob', id: place.ids.of(job), props }, objects: parts, promises: true, otherwise }),
    }] : [];
  });
}

/** Undefined for what a HardenedCronJob has no words for. */
function propsOf(job: ImportedObject, policy: ImportedObject, role: ImportedObject | undefined): Expression | undefined {
  const spec = mapAt(job.object, 'spec');
  const run = mapAt(mapAt(spec, 'jobTemplate'), 'spec');
  const pod = mapAt(mapAt(run, 'template'), 'spec');
  const [main, ...others] = mapsAt(pod, 'containers');
  const egress = trafficRules(mapAt(policy.object, 'spec').egress, 'to');
  const access = role && accessRules(role);
  if (!main || others.length > 0 || !egress || (role && (!access || bodyKeys(role).join() !== 'rules'))) {
    return undefined;
  }
  const concurrency = Object.entries(CronJobConcurrency).find(([, word]) => word === spec.concurrencyPolicy)?.[0] ?? 'FORBID';
  return fields({
    schedule: plain(spec.schedule),
    timeZone: plain(spec.timeZone, 'Etc/UTC'),
    concurrency: concurrency === 'FORBID' ? undefined : constant('CronJobConcurrency', concurrency),
    startingDeadline: duration(spec.startingDeadlineSeconds, 300),
    activeDeadline: duration(run.activeDeadlineSeconds, 3600),
    retries: plain(run.backoffLimit, 2),
    timeToLive: duration(run.ttlSecondsAfterFinished, 86_400),
    successfulRuns: plain(spec.successfulJobsHistoryLimit, 3),
    failedRuns: plain(spec.failedJobsHistoryLimit, 1),
    container: fields({
      image: plain(main.image),
      command: plain(main.command),
      args: plain(main.args),
      environment: environmentOf(main),
      runAsUser: plain(mapAt(pod, 'securityContext').runAsUser),
      writablePaths: pathsOf(main, pod),
      resources: resourcesOf(mapAt(main, 'resources')),
    }),
    egress: egress.length === 0 ? undefined : list(egress),
    access: access && list(access.map(ruleOf)),
  });
}

/** Data as it stands; nothing where it is the default. */
function plain(said: unknown, otherwise?: unknown): Expression | undefined {
  return said === undefined || said === otherwise ? undefined : value(said as Json);
}

const UNITS = [['days', 86_400], ['hours', 3600], ['minutes', 60], ['seconds', 1]] as const;

/** In the largest unit that says it whole. */
function duration(seconds: unknown, otherwise: number): Expression | undefined {
  if (typeof seconds !== 'number' || seconds === otherwise) {
    return undefined;
  }
  const [unit, length] = UNITS.find(([, each]) => seconds > 0 && seconds % each === 0) ?? ['seconds', 1];
  return call('Duration', unit, value(seconds / length));
}

function environmentOf(container: Fields): Expression | undefined {
  const variables = mapsAt(container, 'env');
  return variables.length === 0 ? undefined : value(Object.fromEntries(variables.map(({ name, value: said }) => [String(name), (said ?? '') as Json])));
}

/**
 * Where an emptyDir is mounted. Of an image whose folders the construct knows they are left to it, unless it would do something else
 * then: where it finds mounts and names the user, it gives them the group of the image.
 */
function pathsOf(container: Fields, pod: Fields): Expression | undefined {
  const { fsGroup, runAsUser } = mapAt(pod, 'securityContext');
  const known = fsGroup === undefined && runAsUser === undefined ? imageUserOf(String(container.image))?.writes ?? [] : [];
  const empty = new Set(mapsAt(pod, 'volumes').filter(volume => volume.emptyDir !== undefined).map(({ name }) => name));
  const paths = mapsAt(container, 'volumeMounts').filter(({ name }) => empty.has(name)).map(({ mountPath }) => mountPath as Json)
    .filter(path => !known.includes(path as string));
  return paths.length === 0 ? undefined : value(paths);
}

const AMOUNTS = [['cpu', 'cpu'], ['memory', 'memory'], ['storage', 'ephemeral-storage']] as const;

function resourcesOf(resources: Fields): Expression {
  return fields(Object.fromEntries(AMOUNTS.flatMap(([word, resource]) => [
    [`${word}Request`, plain(mapAt(resources, 'requests')[resource])], [`${word}Limit`, plain(mapAt(resources, 'limits')[resource])],
  ])));
}
