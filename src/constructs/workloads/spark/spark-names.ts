/** Labels by which policies know the pods. Those that Spark gives them hold an id that no manifest can know. */
export interface SparkNames {
  readonly application: string;
  readonly namespace: string;
  readonly driverAccount: string;
  readonly executorAccount: string;
}

/** The parts of an application. */
export type SparkRole = 'driver' | 'executor';

/**
 * Ports on which driver and executors find each other. 7078 and 7079 are those of the driver in cluster mode; executors
 * take a free port for blocks unless one is pinned (core/src/main/scala/org/apache/spark/…/Constants.scala).
 */
export const DRIVER_PORT = 7078;
export const BLOCK_MANAGER_PORT = 7079;

/** User and group of Apache's images. */
export const SPARK_USER = 185;

/** Folders that Spark writes to beside its local folders, which it mounts itself. */
export const SPARK_WRITES = ['/opt/spark/work-dir', '/tmp'];

export function labelsOf({ application }: SparkNames, role: SparkRole): Record<string, string> {
  return { 'app.kubernetes.io/name': application, 'app.kubernetes.io/component': `spark-${role}` };
}
