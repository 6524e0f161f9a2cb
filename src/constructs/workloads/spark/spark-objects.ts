import { propertyLine, sizeConf } from './spark-conf';
import { labelsOf, type SparkNames, type SparkRole } from './spark-names';
import { CONTAINER_SECURITY_CONTEXT, podTemplate, POD_SECURITY_CONTEXT, WRITABLE_MOUNTS, WRITABLE_VOLUMES } from './spark-pods';
import { SparkLanguage, SparkSubmission, type SparkApplicationProps, type SparkSize } from './spark-props';
import { writeManifest } from '../../../manifests/write';

type Json = Record<string, unknown>;
type Conf = Readonly<Record<string, string>>;

/** An object without its metadata. */
export interface SparkObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The object by which an application is submitted, for each way to do that. */
export function sparkObject(names: SparkNames, props: SparkApplicationProps, conf: Conf, ttlSeconds: number): SparkObject {
  switch (props.submission) {
    case SparkSubmission.KUBEFLOW: return kubeflow(names, props, conf, ttlSeconds);
    case SparkSubmission.APACHE: return apache(names, props, conf, ttlSeconds);
    default: return sparkSubmit(names, props, conf);
  }
}

/** Kubeflow's operator, api/v1beta2/sparkapplication_types.go. */
function kubeflow(names: SparkNames, props: SparkApplicationProps, conf: Conf, ttlSeconds: number): SparkObject {
  const part = (role: SparkRole, { cores = 1, memory = '1g' }: SparkSize = {}): Json => ({
    cores,
    memory,
    serviceAccount: role === 'driver' ? names.driverAccount : names.executorAccount,
    labels: labelsOf(names, role),
    podSecurityContext: POD_SECURITY_CONTEXT,
    securityContext: CONTAINER_SECURITY_CONTEXT,
    volumeMounts: WRITABLE_MOUNTS,
  });
  const { language = SparkLanguage.SCALA } = props;
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    spec: {
      type: language,
      mode: 'cluster',
      sparkVersion: props.sparkVersion,
      image: props.image,
      mainApplicationFile: props.mainApplicationFile,
      ...props.mainClass === undefined ? {} : { mainClass: props.mainClass },
      ...props.arguments ? { arguments: props.arguments } : {},
      sparkConf: conf,
      restartPolicy: { type: 'Never' },
      timeToLiveSeconds: ttlSeconds,
      volumes: WRITABLE_VOLUMES,
      driver: part('driver', props.driver),
      executor: { ...part('executor', props.executor), instances: props.executors ?? 2 },
    },
  };
}

/** Apache's operator, docs/spark_custom_resources.md. */
function apache(names: SparkNames, props: SparkApplicationProps, conf: Conf, ttlSeconds: number): SparkObject {
  const { language = SparkLanguage.SCALA, mainApplicationFile } = props;
  const field = language === SparkLanguage.PYTHON ? 'pyFiles' : language === SparkLanguage.R ? 'sparkRFiles' : 'jars';
  return {
    apiVersion: 'spark.apache.org/v1',
    kind: 'SparkApplication',
    spec: {
      [field]: mainApplicationFile,
      ...props.mainClass === undefined ? {} : { mainClass: props.mainClass },
      ...props.arguments ? { driverArgs: props.arguments } : {},
      sparkConf: { ...conf, ...sizeConf(props) },
      driverSpec: { podTemplateSpec: podTemplate(names, 'driver') },
      executorSpec: { podTemplateSpec: podTemplate(names, 'executor') },
      applicationTolerations: { resourceRetainPolicy: 'OnFailure', ttlAfterStopMillis: ttlSeconds * 1000 },
      runtimeVersions: { sparkVersion: props.sparkVersion },
    },
  };
}

/** Where the ConfigMap is to be mounted, or copied, for spark-submit to find its templates. */
export const SUBMISSION_FOLDER = '/etc/spark-application';

/** For `spark-submit --properties-file /etc/spark-application/spark-defaults.conf`: all but the program and the address of the API server. */
function sparkSubmit(names: SparkNames, props: SparkApplicationProps, conf: Conf): SparkObject {
  const all: Record<string, string> = {
    ...conf,
    ...sizeConf(props),
    'spark.submit.deployMode': 'cluster',
    'spark.app.name': names.application,
    'spark.kubernetes.driver.podTemplateFile': `${SUBMISSION_FOLDER}/driver-pod.yaml`,
    'spark.kubernetes.executor.podTemplateFile': `${SUBMISSION_FOLDER}/executor-pod.yaml`,
  };
  const template = (role: SparkRole) => writeManifest({ apiVersion: 'v1', kind: 'Pod', ...podTemplate(names, role) });
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data: {
      'spark-defaults.conf': Object.keys(all).sort().map(key => propertyLine(key, all[key]!)).join(''),
      'driver-pod.yaml': template('driver'),
      'executor-pod.yaml': template('executor'),
    },
  };
}
