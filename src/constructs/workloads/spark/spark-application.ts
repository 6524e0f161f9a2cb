import { Chart, Duration, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { DRIVER_RULES, submitterRules } from './spark-access';
import { confProblem, makesOwnPolicy, parseSparkVersion, pinnedConf, type SparkVersion } from './spark-conf';
import { BLOCK_MANAGER_PORT, DRIVER_PORT, labelsOf, type SparkNames } from './spark-names';
import { sparkObject } from './spark-objects';
import { SparkLanguage, SparkOwnPolicy, SparkSubmission, type SparkApplicationProps, type SparkSize } from './spark-props';
import { AccessRole } from '../../access/access-role';
import { KubernetesResource } from '../../access/kubernetes-resource';
import { Subject } from '../../access/subject';
import { Verb } from '../../access/verb';
import { AdmissionCheck } from '../../admission/admission-check';
import { AdmissionOperation } from '../../admission/admission-props';
import { AdmissionRule } from '../../admission/admission-rule';
import { invalid } from '../../errors';
import { ManifestObject } from '../../manifest-object';
import { nameServiceIn } from '../../network/name-service';
import { Peer } from '../../network/peer';
import { Port } from '../../network/port';
import { NamespaceSelection, PodSelection } from '../../network/selection';
import { TrafficPolicy, type EgressRule, type IngressRule } from '../../network/traffic-policy';
import { Guarantee } from '../../promises/guarantee';
import { Guarantees } from '../../promises/guarantees';
import { refuseWrongProps } from '../../props';
import { noteSource } from '../../source-lines';

const NAME_SERVICE = Peer.pods(PodSelection.labelled({ 'k8s-app': 'kube-dns' }), NamespaceSelection.named('kube-system'));

/**
 * A Spark application that starts closed: the driver may handle the objects of its executors in its own namespace and
 * nothing else, executors have no token, both run as the user 185 at the level restricted, and find each other on pinned
 * ports that policies open between exactly them, authenticated and encrypted.
 *
 * It promises that executors only read, and that neither they nor the driver read secrets, whatever others grant. Of
 * its traffic it promises nothing: its pods are in no manifest, so that `bulwark check` could prove nothing about them.
 *
 * Spark hands the secret by which its parts authenticate to executors in their environment: whoever may read pods of
 * the namespace may read it.
 */
export class SparkApplication extends Construct {
  /** The SparkApplication of an operator, or the ConfigMap with the files of `spark-submit`. */
  public readonly application: ApiObject;

  /** The service account of the driver. */
  public readonly driverAccount: ApiObject;

  /** The service account of executors, without a token. */
  public readonly executorAccount: ApiObject;

  /** The Role of the driver. */
  public readonly driverRole: ApiObject;

  constructor(scope: Construct, id: string, props: SparkApplicationProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, SparkApplication, 'SparkApplicationProps', props);
    const namespace = Chart.of(this).namespace;
    if (namespace === undefined) {
      throw invalid(this, 'namespace', namespace, 'has no namespace, and its policies would not know where', 'create it in a SecuredNamespace, or in a chart with one');
    }
    const version = this.checked(props);
    const account = (role: string, token: boolean) => new ManifestObject(this, role, { apiVersion: 'v1', kind: 'ServiceAccount', automountServiceAccountToken: token });
    this.driverAccount = account('driver', true);
    this.executorAccount = account('executor', false);
    const names: SparkNames = {
      application: this.driverAccount.name.replace(/-driver$/, ''), namespace, driverAccount: this.driverAccount.name, executorAccount: this.executorAccount.name,
    };
    const own = pinnedConf(names, props, version);
    for (const [key, value] of Object.entries(props.sparkConf ?? {})) {
      const problem = confProblem(key, value, own);
      if (problem) {
        throw invalid(this, `sparkConf.${key}`, value, problem, 'leave it out');
      }
    }
    const conf = Object.fromEntries(Object.entries({ ...props.sparkConf, ...own }).sort(([a], [b]) => a < b ? -1 : 1));
    this.application = new ManifestObject(this, 'Resource', { ...sparkObject(names, props, conf, (props.timeToLive ?? Duration.days(1)).toSeconds()) });
    this.driverRole = new AccessRole(this, 'driver-role', { rules: DRIVER_RULES, subjects: [Subject.serviceAccount(namespace, names.driverAccount)] }).role;
    if (props.submitters) {
      const ownPolicy = makesOwnPolicy(version) && props.sparkOwnPolicy === SparkOwnPolicy.ACCEPTED;
      new AccessRole(this, 'submitter-role', { rules: submitterRules(ownPolicy), subjects: props.submitters });
    }
    const executors = Subject.serviceAccount(namespace, names.executorAccount);
    Guarantees.of(this).add(Guarantee.readsOnly([executors]));
    Guarantees.of(this).add(Guarantee.cannot({
      subjects: [Subject.serviceAccount(namespace, names.driverAccount), executors],
      verbs: [Verb.GET, Verb.LIST, Verb.WATCH],
      resource: KubernetesResource.SECRETS,
    }));
    this.openTraffic(names, props);
    if (props.limitDriver) {
      this.limitDriver(names, props);
    }
  }

  private checked(props: SparkApplicationProps): SparkVersion {
    const version = parseSparkVersion(props.sparkVersion);
    if (!version || version[0] < 3) {
      throw invalid(this, 'sparkVersion', props.sparkVersion, 'is no version from 3.0 on', 'write it as 4.0.1');
    }
    const { submission, sparkOwnPolicy, submitters, language = SparkLanguage.SCALA, mainClass, executors } = props;
    if (submission === SparkSubmission.APACHE && version[0] < 4) {
      throw invalid(this, 'sparkVersion', props.sparkVersion, 'is older than 4.0, with which Apache\'s operator begins', 'use another submission');
    }
    if (submission === SparkSubmission.KUBEFLOW && makesOwnPolicy(version) && sparkOwnPolicy === SparkOwnPolicy.ACCEPTED && !submitters) {
      throw invalid(this, 'sparkOwnPolicy', sparkOwnPolicy, 'the Kubeflow operator up to 2.5 may not create NetworkPolicies, so that nothing would start',
        'name the service account of the operator in submitters, or exclude Spark\'s own policy');
    }
    if ((language === SparkLanguage.SCALA || language === SparkLanguage.JAVA) && !mainClass) {
      throw invalid(this, 'mainClass', mainClass, `a program in ${language} names the class to run`, 'name it');
    }
    if (executors !== undefined && !(Number.isInteger(executors) && executors > 0)) {
      throw invalid(this, 'executors', executors, 'is no count', 'name a whole number, 1 or more');
    }
    for (const [field, value] of Object.entries({ image: props.image, mainApplicationFile: props.mainApplicationFile })) {
      if (typeof value !== 'string' || !/^[^\s\u0000-\u001f]+$/.test(value)) {
        throw invalid(this, field, value, 'is not one word', `name the ${field === 'image' ? 'image' : 'program'}`);
      }
    }
    this.checkSize('driver', props.driver);
    this.checkSize('executor', props.executor);
    return version;
  }

  private checkSize(field: string, { cores, memory }: SparkSize = {}): void {
    if (cores !== undefined && !(Number.isInteger(cores) && cores > 0)) {
      throw invalid(this, `${field}.cores`, cores, 'is no number of cores', 'name a whole number, 1 or more');
    }
    if (memory !== undefined && !/^[1-9]\d*[kmgt]$/i.test(memory)) {
      throw invalid(this, `${field}.memory`, memory, 'is no amount of memory to Spark', 'write it as 512m or 2g');
    }
  }

  /** Driver and executors to each other on the pinned ports, the driver to the API server, both to storage; nothing else. */
  private openTraffic(names: SparkNames, { apiServer, storage = [], driverIngress = [], executorIngress = [] }: SparkApplicationProps): void {
    const [driver, executor] = [PodSelection.labelled(labelsOf(names, 'driver')), PodSelection.labelled(labelsOf(names, 'executor'))];
    const [drivers, executors] = [Peer.pods(driver), Peer.pods(executor)];
    const blocks = [Port.tcp(BLOCK_MANAGER_PORT)];
    const ofDriver = [Port.tcp(DRIVER_PORT), ...blocks];
    if (!Array.isArray(apiServer?.cidrs) || apiServer.cidrs.length === 0) {
      throw invalid(this, 'apiServer.cidrs', apiServer, 'names no address, and a driver that does not reach the API server makes no executors', 'list the addresses of the API server');
    }
    const server: EgressRule = { to: apiServer.cidrs.map(cidr => Peer.ipBlock(cidr)), ports: apiServer.ports ?? [Port.tcp(443), Port.tcp(6443)] };
    const nameService: EgressRule = { to: [NAME_SERVICE], ports: [Port.tcp(53), Port.udp(53)] };
    const isOpened = nameServiceIn(this, names.namespace) === true;
    const policy = (id: string, pods: PodSelection, ingress: IngressRule[], egress: EgressRule[]) => {
      // Executors find the driver by the name of its Service.
      new TrafficPolicy(this, id, { pods, ingress, egress: [...egress, ...isOpened ? [] : [nameService]] });
    };
    policy('driver-traffic', driver, [{ from: [executors], ports: ofDriver }, ...driverIngress], [{ to: [executors], ports: blocks }, server, ...storage]);
    policy('executor-traffic', executor, [{ from: [drivers, executors], ports: blocks }, ...executorIngress],
      [{ to: [drivers], ports: ofDriver }, { to: [executors], ports: blocks }, ...storage]);
  }

  /** A driver may create pods, and so anything that pods may: it is held to executors, and to Services inside the cluster. */
  private limitDriver(names: SparkNames, { image }: SparkApplicationProps): void {
    const request = {
      requestedBy: Subject.serviceAccount(names.namespace, names.driverAccount), operations: [AdmissionOperation.CREATE, AdmissionOperation.UPDATE],
    };
    new AdmissionRule(this, 'limit', {
      ...request,
      resources: [KubernetesResource.PODS],
      checks: [
        AdmissionCheck.serviceAccounts([names.executorAccount]), AdmissionCheck.images([image]), AdmissionCheck.nothingOfTheHost(),
        // A pod that carries the labels of another workload gets its traffic.
        AdmissionCheck.labels(labelsOf(names, 'executor')),
      ],
    });
    new AdmissionRule(this, 'limit-services', { ...request, resources: [KubernetesResource.SERVICES], checks: [AdmissionCheck.servicesInside()] });
  }
}
