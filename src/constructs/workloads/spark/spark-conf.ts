import { BLOCK_MANAGER_PORT, DRIVER_PORT, labelsOf, type SparkNames } from './spark-names';
import { SparkOwnPolicy, type SparkApplicationProps } from './spark-props';

/** From this version on Spark makes a NetworkPolicy for its executors (SPARK-55653). */
const OWN_POLICY_SINCE = [4, 2];
const OWN_POLICY_STEP = 'org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep';

/** Settings whose values do not belong where everybody reads them. */
const SECRET = /(password|passwd|secret(?!\.enabled)|token|access[.-]?key|credential)/i;

/** Major, minor and patch. */
export type SparkVersion = readonly [major: number, minor: number, patch: number];

/** `[4, 2, 0]` of `4.2.0` and of `4.2`; undefined for what is no version. */
export function parseSparkVersion(text: string): SparkVersion | undefined {
  const match = typeof text === 'string' ? /^v?(\d+)\.(\d+)(?:\.(\d+))?(-[\w.-]+)?$/.exec(text) : null;
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Whether Spark makes a NetworkPolicy unless it is told not to. */
export function makesOwnPolicy([major, minor]: SparkVersion): boolean {
  return major > OWN_POLICY_SINCE[0]! || (major === OWN_POLICY_SINCE[0] && minor >= OWN_POLICY_SINCE[1]!);
}

/** Whether Spark knows a cipher that notices changes on the wire (SPARK-47172); the one before is AES in counter mode alone. */
function hasAuthenticatedCipher([major, minor, patch]: SparkVersion): boolean {
  return major > 3 || (minor === 5 && patch >= 2) || (minor === 4 && patch >= 4);
}

/** What the policies, the accounts and the proof rest on; nobody may set it otherwise. */
export function pinnedConf(names: SparkNames, props: SparkApplicationProps, version: SparkVersion): Record<string, string> {
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
    // Else a handshake that fails is tried again by the older SASL.
    'spark.network.crypto.saslFallback': 'false',
    // CVE-2025-55039: what is encrypted in counter mode alone can be changed on the wire.
    ...hasAuthenticatedCipher(version) ? { 'spark.network.crypto.cipher': 'AES/GCM/NoPadding', 'spark.network.crypto.authEngineVersion': '2' } : {},
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

/** Settings that come by properties, which would otherwise be replaced without a word. */
const BY_PROPERTY: Readonly<Record<string, string>> = {
  'spark.kubernetes.container.image': 'image',
  'spark.kubernetes.driver.container.image': 'image',
  'spark.kubernetes.executor.container.image': 'image',
  'spark.driver.cores': 'driver.cores',
  'spark.driver.memory': 'driver.memory',
  'spark.executor.cores': 'executor.cores',
  'spark.executor.memory': 'executor.memory',
  'spark.executor.instances': 'executors',
  'spark.submit.deployMode': 'submission',
  'spark.app.name': 'the id of the construct',
};

/** Families of settings by which ports, accounts, pods or the protection of the traffic would come out otherwise. */
const OURS: ReadonlyArray<readonly [pattern: RegExp, why: string]> = [
  [/^spark\.kubernetes\.(driver|executor)\.(podTemplate|serviceAccount)|^spark\.(driver|ui|blockManager)\.bindAddress$|^spark\.ssl\.enabled$/,
    'is what the construct decides by properties of its own'],
  [/^spark\.(authenticate|network\.crypto|network\.sasl)(\.|$)/, 'would change how driver and executors protect their traffic, which the construct decides'],
  [/^spark\.kubernetes\.(driver|executor)\.volumes\.hostPath\./, 'is a folder of the node'],
  [/^spark\.kubernetes\.allocation\.pods\.allocator$/, 'has executors made otherwise than by the driver, and its Role and limitDriver are about the pods that it makes itself'],
];

/** Why an author's setting cannot stand; undefined when it can. */
export function confProblem(key: string, value: unknown, own: Readonly<Record<string, string>>): string | undefined {
  // eslint-disable-next-line no-control-regex
  if (typeof value !== 'string' || /[\u0000-\u001f\u007f]/.test(value) || !/^[\w./-]+$/.test(key)) {
    return 'is no setting of one line';
  }
  if (Object.hasOwn(own, key)) {
    return own[key] === value ? undefined : `is the construct's own, which sets it to ${own[key]}: policies and accounts rest on it`;
  }
  if (Object.hasOwn(BY_PROPERTY, key)) {
    return `comes by ${BY_PROPERTY[key]}, which would replace it`;
  }
  const [, why] = OURS.find(([pattern]) => pattern.test(key)) ?? [];
  if (why !== undefined) {
    return why;
  }
  const isMounted = /^spark\.kubernetes\.(driver|executor)\.(secrets|secretKeyRef)\./.test(key);
  return SECRET.test(key) && !isMounted ? 'would be a secret in a manifest; mount one, or use an identity of the cloud' : undefined;
}

/** A line of `spark-defaults.conf`, which is read as a properties file of Java: a backslash there escapes, or joins the next line. */
export function propertyLine(key: string, value: string): string {
  return `${key} ${value.replace(/\\/g, '\\\\')}\n`;
}
