import { BLOCK_MANAGER_PORT, DRIVER_PORT, labelsOf, type SparkNames } from './spark-names';
import { SparkOwnPolicy, type SparkApplicationProps } from './spark-props';

/** From this version on Spark makes a NetworkPolicy for its executors (SPARK-55653). */
const OWN_POLICY_SINCE = [4, 2];
const OWN_POLICY_STEP = 'org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep';

/** Settings whose values do not belong where everybody reads them. */
const SECRET = /(password|passwd|secret(?!\.enabled)|token|access[.-]?key|credential)/i;

/** `[4, 2]` of `4.2.0`; undefined for what is no version. */
export function parseSparkVersion(text: string): readonly [number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)(\.\d+)?(-[\w.-]+)?$/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Whether Spark makes a NetworkPolicy unless it is told not to. */
export function makesOwnPolicy([major, minor]: readonly [number, number]): boolean {
  return major > OWN_POLICY_SINCE[0]! || (major === OWN_POLICY_SINCE[0] && minor >= OWN_POLICY_SINCE[1]!);
}

/** What the policies, the accounts and the proof rest on; nobody may set it otherwise. */
export function pinnedConf(names: SparkNames, props: SparkApplicationProps, version: readonly [number, number]): Record<string, string> {
  const labels = (['driver', 'executor'] as const).flatMap(role =>
    Object.entries(labelsOf(names, role)).map(([key, value]) => [`spark.kubernetes.${role}.label.${key}`, value]));
  const excludes = makesOwnPolicy(version) && props.sparkOwnPolicy !== SparkOwnPolicy.ACCEPTED;
  return {
    'spark.driver.port': String(DRIVER_PORT),
    'spark.driver.blockManager.port': String(BLOCK_MANAGER_PORT),
    'spark.blockManager.port': String(BLOCK_MANAGER_PORT),
    // A port that is taken is an error, not a reason to take the next one, which no policy opens.
    'spark.port.maxRetries': '0',
    'spark.authenticate': 'true',
    'spark.network.crypto.enabled': 'true',
    'spark.io.encryption.enabled': 'true',
    'spark.acls.enable': 'true',
    'spark.kubernetes.namespace': names.namespace,
    'spark.kubernetes.authenticate.driver.serviceAccountName': names.driverAccount,
    'spark.kubernetes.authenticate.executor.serviceAccountName': names.executorAccount,
    ...Object.fromEntries(labels) as Record<string, string>,
    ...excludes ? { 'spark.kubernetes.driver.pod.excludedFeatureSteps': OWN_POLICY_STEP } : {},
  };
}

/** What operators take from fields of their own, and everybody else from settings. */
export function sizeConf({ image, driver = {}, executor = {}, executors = 2 }: SparkApplicationProps): Record<string, string> {
  return {
    'spark.kubernetes.container.image': image,
    'spark.driver.cores': String(driver.cores ?? 1),
    'spark.driver.memory': driver.memory ?? '1g',
    'spark.executor.cores': String(executor.cores ?? 1),
    'spark.executor.memory': executor.memory ?? '1g',
    'spark.executor.instances': String(executors),
  };
}

/** Why an author's setting cannot stand; undefined when it can. */
export function confProblem(key: string, value: unknown, own: Readonly<Record<string, string>>): string | undefined {
  if (typeof value !== 'string' || /[\r\n]/.test(value) || !/^[\w.-]+$/.test(key)) {
    return 'is no setting of one line';
  }
  if (Object.hasOwn(own, key) && own[key] !== value) {
    return `is the construct's own, which sets it to ${own[key]}: policies and accounts rest on it`;
  }
  if (/^spark\.kubernetes\.(driver|executor)\.(podTemplate|serviceAccount)|^spark\.(driver|ui|blockManager)\.bindAddress$|^spark\.ssl\.enabled$/.test(key)) {
    return 'is what the construct decides by properties of its own';
  }
  const isMounted = /^spark\.kubernetes\.(driver|executor)\.(secrets|secretKeyRef)\./.test(key);
  return SECRET.test(key) && !isMounted ? 'would be a secret in a manifest; mount one, or use an identity of the cloud' : undefined;
}
