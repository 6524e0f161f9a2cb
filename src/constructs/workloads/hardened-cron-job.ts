import { ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { cronJobFields, POD_FAILURE_POLICY, type CronJobFields } from './cron-job-defaults';
import { fillCronJob } from './cron-job-fill';
import type { CronJobContainer, HardenedCronJobProps } from './cron-job-props';
import { Filler, type Json } from './filler';
import { hardenPodSpec } from './hardening';
import { checkIds, checkWritablePaths } from './hardening-checks';
import { applySettings } from './hardening-settings';
import { resourceLists } from './resource-lists';
import { fillImageUsers } from './run-as';
import { AccessRole } from '../access/access-role';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { fillWhenRendered } from '../manifest-cache';
import { ManifestObject } from '../manifest-object';
import { Peer } from '../network/peer';
import { Port } from '../network/port';
import { NamespaceSelection, PodSelection } from '../network/selection';
import { TrafficPolicy, type EgressRule } from '../network/traffic-policy';
import { accountIn, podTemplateOf } from '../pod-template';
import { Guarantee } from '../promises/guarantee';
import { Guarantees } from '../promises/guarantees';
import { refuseWrongProps } from '../props';
import { noteSource, sourceOf } from '../source-lines';
import { everythingIn } from '../tree';

/** The name service, which the namespace opens. */
const NAME_SERVICE: EgressRule = {
  to: [Peer.pods(PodSelection.labelled({ 'k8s-app': 'kube-dns' }), NamespaceSelection.named('kube-system'))], ports: [Port.tcp(53), Port.udp(53)],
};

/** The controller appends eleven characters (pkg/apis/batch/validation/validation.go, ValidateCronJobCreate). */
const LONGEST_NAME = 52;

/** The label by which policies know the pods of every run; the labels that a Job adds change from run to run. */
const NAME_LABEL = 'app.kubernetes.io/name';

/**
 * A CronJob that starts closed: pods that meet the level restricted, a service account of its own without a token,
 * nobody connects to its pods and they connect to what is declared, no two runs at once, an end to every run, and
 * nothing left behind. Made of a container and a schedule, or put around a CronJob that stands already. It promises
 * that no other traffic gets to and from its pods, and that its account only reads unless access was given.
 */
export class HardenedCronJob extends Construct {
  /** The CronJob. */
  public readonly cronJob: ApiObject;

  /** Its own service account; undefined where the CronJob that stands already names another. */
  public readonly serviceAccount?: ApiObject;

  /** The policy of its pods. */
  public readonly policy: ApiObject;

  constructor(scope: Construct, id: string, props: HardenedCronJobProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, HardenedCronJob, 'HardenedCronJobProps', props);
    const { container, cronJob, schedule, access } = props;
    if ((container === undefined) === (cronJob === undefined)) {
      throw invalid(this, 'container', undefined, 'a HardenedCronJob is made of a container, or put around a cronJob', 'give one of the two');
    }
    if (container && typeof schedule !== 'string') {
      throw invalid(this, 'schedule', schedule, 'says when it runs, as a text', 'write it as in 30 2 * * *; a Cron has it as its expressionString');
    }
    if (container) {
      this.checkContainer(container);
    }
    const fields = cronJobFields(this, props);
    const standing = cronJob ? this.cronJobIn(cronJob) : undefined;
    const account = standing && accountOf(standing) !== undefined ? undefined : new ManifestObject(this, 'account', {
      apiVersion: 'v1', kind: 'ServiceAccount', automountServiceAccountToken: false,
    });
    this.serviceAccount = account;
    this.cronJob = standing ? this.fill(standing, props, fields, account?.name) : this.make(props, container!, fields, account!.name);
    if (this.cronJob.name.length > LONGEST_NAME) {
      throw invalid(this, 'name', this.cronJob.name, `is longer than the ${LONGEST_NAME} characters to which a run can append its time`, 'choose a shorter id or name');
    }
    const pods = standing ? cronJob! : PodSelection.labelled({ [NAME_LABEL]: this.cronJob.name });
    this.policy = new TrafficPolicy(this, 'traffic', { pods, ingress: [], egress: props.egress ?? [] }).policy;
    Guarantees.of(this).add(Guarantee.onlyTraffic({ pods, ingress: [], egress: [...props.egress ?? [], NAME_SERVICE] }));
    if (!access && account) {
      Guarantees.of(this).add(Guarantee.readsOnly([account]));
    }
    if (access) {
      new AccessRole(this, 'role', { rules: access, subjects: [standing ? cronJob! : account!] });
    }
  }

  private checkContainer({ image, runAsUser, writablePaths, resources }: CronJobContainer): void {
    if (typeof image !== 'string' || !/^\S+$/.test(image)) {
      throw invalid(this, 'container.image', image, 'is no image', 'name it, best by digest');
    }
    if (typeof resources !== 'object' || resources === null) {
      throw invalid(this, 'container.resources', resources, 'says what it gets at least and at most', 'give what it needs, such as { memoryLimit: \'256Mi\' }');
    }
    checkIds(this, { 'container.runAsUser': runAsUser });
    if (runAsUser === 0) {
      throw invalid(this, 'container.runAsUser', 0, 'is root, which the level restricted forbids', 'name another user');
    }
    checkWritablePaths(this, 'container.writablePaths', writablePaths);
  }

  private make(props: HardenedCronJobProps, container: CronJobContainer, { spec, job }: CronJobFields, account: string): ApiObject {
    const path = 'spec.jobTemplate.spec.template.spec';
    const environment = Object.entries(container.environment ?? {}).sort(([a], [b]) => a < b ? -1 : 1);
    const pod: Json = {
      restartPolicy: 'Never',
      serviceAccountName: account,
      automountServiceAccountToken: props.access !== undefined,
      containers: [{
        name: 'main',
        image: container.image,
        ...container.command ? { command: container.command } : {},
        ...container.args ? { args: container.args } : {},
        ...environment.length > 0 ? { env: environment.map(([name, value]) => ({ name, value })) } : {},
      }],
    };
    applySettings(pod, path, {
      runAsUser: container.runAsUser, writablePaths: container.writablePaths ?? [], resources: resourceLists(container.resources, this, 'container.resources'),
    }, new Filler());
    hardenPodSpec(pod, path);
    fillImageUsers(pod, path, new Filler());
    // The name is known once the object stands, and policies select by it.
    const labels: Record<string, string> = {};
    const made = new ManifestObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { ...spec, jobTemplate: { spec: { ...job, podFailurePolicy: POD_FAILURE_POLICY, template: { metadata: { labels }, spec: pod } } } },
    });
    labels[NAME_LABEL] = made.name;
    return made;
  }

  private fill(standing: ApiObject, props: HardenedCronJobProps, fields: CronJobFields, account: string | undefined): ApiObject {
    if (!Cluster._around(this) || Cluster._around(this) !== Cluster._around(standing)) {
      throw problemOf(this, {
        id: 'construct-misplaced', message: 'a CronJob that stands already is filled at the synthesis of its Cluster', fix: 'create both in one Cluster, or give a container and a schedule',
      });
    }
    const place = { construct: this.node.path, source: sourceOf(this) };
    fillWhenRendered(standing, manifest => fillCronJob(manifest, { fields, props, account, labels: { [NAME_LABEL]: standing.name }, place }));
    return standing;
  }

  private cronJobIn(construct: IConstruct): ApiObject {
    const found = Construct.isConstruct(construct)
      ? everythingIn(construct).filter((each): each is ApiObject => ApiObject.isApiObject(each) && each.kind === 'CronJob') : [];
    const namespace = (of: ApiObject) => of.metadata.namespace ?? Chart.of(of).namespace;
    if (found.length !== 1) {
      throw problemOf(this, {
        id: 'workload-unresolved', field: 'cronJob', value: construct?.node?.path, message: `holds ${found.length} CronJobs`, fix: 'pass the construct of one CronJob',
      });
    }
    const own = Chart.of(this).namespace;
    if (own !== undefined && namespace(found[0]!) !== own) {
      throw problemOf(this, {
        id: 'workload-unresolved',
        field: 'cronJob',
        value: construct.node.path,
        message: `stands in the namespace ${namespace(found[0]!)}, where neither an account nor a policy of ${own} counts`,
        fix: 'create the HardenedCronJob in the namespace of the CronJob',
      });
    }
    return found[0]!;
  }
}

/** The account that the author of a CronJob chose. One that has no container yet cannot be read, and is taken to name none. */
function accountOf(standing: ApiObject): string | undefined {
  let manifest: Json;
  try {
    manifest = standing.toJson() as Json;
  } catch {
    return undefined;
  }
  const template = podTemplateOf(manifest);
  return template && accountIn(template.spec);
}
