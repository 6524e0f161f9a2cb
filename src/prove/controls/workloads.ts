import { decided, type ControlEvidence, type Judge } from './evidence';
import { missedOr, unknown, type Miss } from './outcome';
import type { PolicyObject } from '../../decide/access/build';
import { podSecurityViolations } from '../../decide/pod-security';
import { parseImage } from '../../kubernetes/image-users';
import { isMap, mapAt, type Fields } from '../../manifests/fields';
import { metadataOf, objectLabel } from '../../manifests/identity';
import { accountIn, podTemplateOf, type PodTemplate } from '../../manifests/pod-template';
import { shown } from '../../manifests/problem';
import { namespacesIn } from '../workloads/namespaces';

/** A workload of the manifests, whose pods are looked at. */
export interface JudgedWorkload extends PodTemplate {
  readonly of: PolicyObject;
  readonly namespace: string;
}

/** Every object with a pod template. */
export function workloadsIn({ objects }: Pick<ControlEvidence, 'objects'>): JudgedWorkload[] {
  return objects.flatMap(of => {
    const template = podTemplateOf(of.object);
    return template ? [{ ...template, of, namespace: metadataOf(of.object).namespace ?? 'default' }] : [];
  });
}

/** Judges each workload by itself. What others keep elsewhere, nobody sees: without an enforcing namespace this is no proof. */
export function ofWorkloads(missesOf: (workload: JudgedWorkload, evidence: ControlEvidence) => Pick<Miss, 'message' | 'field' | 'value'>[], met: string): Judge {
  return evidence => {
    const workloads = workloadsIn(evidence);
    return workloads.length === 0 ? unknown('no workload is among the manifests')
      : missedOr(workloads.flatMap(workload => missesOf(workload, evidence).map(miss => at(workload.of, miss))), { verdict: 'clean', because: met });
  };
}

export function at({ object, source, construct }: PolicyObject, miss: Pick<Miss, 'message' | 'field' | 'value'>): Miss {
  return { ...miss, object: objectLabel(object), ...source && { source }, ...construct !== undefined && { construct } };
}

type Level = 'baseline' | 'restricted';

/**
 * What a control of the Pod Security Standards forbids. It is proved where every namespace of a workload enforces a level
 * that has this control: then an API server refuses such a pod, whoever makes it.
 */
function standard(level: Level, control: string, field = /./): Judge {
  return evidence => {
    const { minor, complete } = evidence;
    const workloads = workloadsIn(evidence);
    const misses = workloads.flatMap(({ of, metadata, spec, path }) =>
      podSecurityViolations({ metadata, spec, metadataPath: path.replace(/spec$/, 'metadata'), specPath: path }, { level, minor })
        .filter(violation => [control, 'unreadable'].includes(violation.control)
          && (violation.control === 'unreadable' || field.test(violation.field)))
        .map(({ rule, field: found, value }) => at(of, { message: rule, field: found, ...value === undefined ? {} : { value: shown(value) } })));
    if (workloads.length === 0) {
      return unknown('no workload is among the manifests');
    }
    const namespaces = namespacesIn(evidence.objects);
    const isEnforced = workloads.every(({ namespace }) => {
      const policy = namespaces.get(namespace)?.policy;
      // A pinned version of the standards asks what it asked then.
      return policy !== undefined && policy.minor >= minor && (policy.level === 'restricted' || policy.level === level);
    });
    return missedOr(misses, isEnforced && complete
      ? { verdict: 'proved', because: `every namespace with a workload enforces Pod Security ${level} or more, so that such a pod is refused` }
      : { verdict: 'clean', because: 'no workload among the manifests does it' });
  };
}

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

function containers({ spec, path }: PodTemplate): Array<{ readonly field: string; readonly container: Readonly<Record<string, unknown>> }> {
  return CONTAINER_LISTS.flatMap(name => list(spec[name]).map((container, index) => ({ field: `${path}.${name}[${index}]`, container: isMap(container) ? container : {} })));
}

/** The field below the container, and what is wrong with it. */
type ContainerMiss = readonly [field: string, message: string];

const ofContainers = (met: string, miss: (container: Fields, workload: JudgedWorkload) => ContainerMiss | undefined): Judge =>
  ofWorkloads(workload => containers(workload).flatMap(({ field, container }) => {
    const found = miss(container, workload);
    return found ? [{ field: `${field}.${found[0]}`, message: found[1] }] : [];
  }), met);

const netRaw = ofContainers('every container drops NET_RAW', container => {
  const { drop, add } = mapAt(mapAt(container, 'securityContext'), 'capabilities');
  const has = (held: unknown, ...names: string[]) => names.some(name => list(held).includes(name));
  return has(drop, 'ALL', 'NET_RAW') && !has(add, 'ALL', 'NET_RAW') ? undefined : ['securityContext.capabilities', 'does not drop NET_RAW'];
});

const readOnlyRoot = ofContainers('no container may write to its root file system', container =>
  mapAt(container, 'securityContext').readOnlyRootFilesystem === true ? undefined : ['securityContext.readOnlyRootFilesystem', 'may write to its root file system']);

const securityContext = ofContainers('every pod or container has a security context', (container, { spec }) =>
  Object.keys(mapAt(container, 'securityContext')).length + Object.keys(mapAt(spec, 'securityContext')).length > 0 ? undefined : ['securityContext', 'has no security context']);

const AMOUNTS = [['requests', 'cpu'], ['requests', 'memory'], ['limits', 'cpu'], ['limits', 'memory']] as const;

const resources = ofContainers('every container names requests and limits of CPU and memory', container => {
  const missing = AMOUNTS.find(([side, what]) => mapAt(mapAt(container, 'resources'), side)[what] === undefined
    && !(side === 'requests' && mapAt(mapAt(container, 'resources'), 'limits')[what] !== undefined));
  return missing && [`resources.${missing.join('.')}`, 'is not set'];
});

const digests = ofContainers('every image is named by its digest; from which registries, nothing here limits', ({ image }) =>
  typeof image === 'string' && parseImage(image).digest !== undefined ? undefined : ['image', 'is not named by a digest']);

/** A name of one key may be read by whoever sees the environment: crash reports, children, debug pages. */
const secretsAsFiles = ofWorkloads(workload => containers(workload).flatMap(({ field, container }) => [
  ...list(container.env).flatMap((entry, index) => mapAt(mapAt(entry, 'valueFrom'), 'secretKeyRef').name === undefined ? [] : [{ field: `${field}.env[${index}].valueFrom.secretKeyRef`, message: 'puts a secret into the environment' }]),
  ...list(container.envFrom).flatMap((entry, index) => mapAt(entry, 'secretRef').name === undefined ? [] : [{ field: `${field}.envFrom[${index}].secretRef`, message: 'puts a secret into the environment' }]),
]), 'no container gets a secret by its environment');

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const userNamespace = ofWorkloads(({ spec, path }) => spec.hostUsers === false ? [] : [{ field: `${path}.hostUsers`, message: 'shares the user namespace of its node' }],
  'every pod has a user namespace of its own');

/** An account that its pods name. Without a name it is `default`. */
function accountOf({ spec }: PodTemplate): string {
  return accountIn(spec) ?? 'default';
}

/** As the admission of service accounts decides it: the pod's own word, else that of the account, else yes. */
function mountsToken({ spec, namespace }: JudgedWorkload, { objects }: ControlEvidence, name: string): boolean {
  const account = objects.find(({ object }) => object.kind === 'ServiceAccount' && object.apiVersion === 'v1'
    && metadataOf(object).name === name && (metadataOf(object).namespace ?? 'default') === namespace);
  return (spec.automountServiceAccountToken ?? account?.object.automountServiceAccountToken) !== false;
}

const defaultAccount: Judge = evidence => {
  const { policy } = evidence.index;
  const bound = [...policy.clusterRoleBindings, ...policy.roleBindings].filter(({ origin, subjects }) => origin.defaultOf === undefined
    && subjects.some(({ kind, name }) => kind === 'ServiceAccount' && name === 'default'));
  const workloads = workloadsIn(evidence);
  if (workloads.length === 0) {
    return unknown('no workload is among the manifests');
  }
  const misses = [
    ...bound.map(({ kind, namespace, name, origin }): Miss => ({ object: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`, message: 'gives something to a default service account', ...origin })),
    ...workloads.filter(each => accountOf(each) === 'default' && mountsToken(each, evidence, 'default'))
      .map(({ of, path }) => at(of, { field: `${path}.serviceAccountName`, message: 'runs as the default service account, with its token' })),
  ];
  return missedOr(misses, decided(evidence, 'no workload has a token of a default service account, and nothing is granted to one'));
};

/** A token is needed by those to whose account something is granted; that it is used, nobody sees. */
const tokens: Judge = evidence => {
  const { policy } = evidence.index;
  const granted = new Set([...policy.clusterRoleBindings, ...policy.roleBindings].flatMap(({ namespace, subjects }) =>
    subjects.flatMap(subject => subject.kind === 'ServiceAccount' ? [`${subject.namespace || namespace || 'default'}/${subject.name}`] : [])));
  return ofWorkloads(workload => {
    const name = accountOf(workload);
    return mountsToken(workload, evidence, name) && !granted.has(`${workload.namespace}/${name}`)
      ? [{ field: `${workload.path}.automountServiceAccountToken`, message: `mounts the token of ${name}, to which nothing is granted` }] : [];
  }, 'no workload mounts a token of an account to which nothing is granted')(evidence);
};

const CRON_FIELDS = ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'];

const cronJobs: Judge = evidence => {
  const jobs = evidence.objects.filter(({ object }) => object.kind === 'CronJob' && object.apiVersion === 'batch/v1');
  return jobs.length === 0 ? unknown('no CronJob is among the manifests') : missedOr(jobs.flatMap(job => {
    const spec = mapAt(job.object, 'spec');
    const run = mapAt(mapAt(spec, 'jobTemplate'), 'spec');
    return [
      ...spec.concurrencyPolicy === 'Forbid' ? [] : [at(job, { field: 'spec.concurrencyPolicy', message: 'lets runs overlap, or end each other' })],
      ...CRON_FIELDS.filter(field => spec[field] === undefined).map(field => at(job, { field: `spec.${field}`, message: 'is not set' })),
      ...['activeDeadlineSeconds', 'backoffLimit'].filter(field => run[field] === undefined).map(field => at(job, { field: `spec.jobTemplate.spec.${field}`, message: 'is not set' })),
    ];
  }), { verdict: 'clean', because: 'every CronJob has an end to its runs' });
};

/** What pods may be. */
export const WORKLOAD_JUDGES: Readonly<Record<string, Judge>> = {
  'sa.default-unused': defaultAccount,
  'sa.automount-off': tokens,
  'pod.no-privileged': standard('baseline', 'privileged'),
  'pod.no-hostpid': standard('baseline', 'hostNamespaces', /hostPID$/),
  'pod.no-hostipc': standard('baseline', 'hostNamespaces', /hostIPC$/),
  'pod.no-hostnetwork': standard('baseline', 'hostNamespaces', /hostNetwork$/),
  'pod.no-priv-escalation': standard('restricted', 'allowPrivilegeEscalation'),
  'pod.drop-net-raw': netRaw,
  'pod.drop-all-caps': standard('restricted', 'capabilities_restricted'),
  'pod.no-windows-hostprocess': standard('baseline', 'windowsHostProcess'),
  'pod.no-hostpath': standard('baseline', 'hostPathVolumes'),
  'pod.no-hostports': standard('baseline', 'hostPorts'),
  'pod.no-unmasked-proc': standard('baseline', 'procMount'),
  'pod.no-host-probes': standard('baseline', 'hostProbesAndHostLifecycle'),
  'pod.seccomp-runtime-default': standard('restricted', 'seccompProfile_restricted'),
  'pod.apparmor': standard('baseline', 'appArmorProfile'),
  'pod.readonly-rootfs': readOnlyRoot,
  'pod.security-context': securityContext,
  'pod.resources': resources,
  'pod.userns': userNamespace,
  'pod.image-trusted': digests,
  'secret.as-files': secretsAsFiles,
  'cronjob.hardening': cronJobs,
};

/** Both controls of the standards have a part in it: a user that is not 0, and the word that it is not. */
export const NON_ROOT: readonly Judge[] = [standard('restricted', 'runAsNonRoot'), standard('restricted', 'runAsUser')];
