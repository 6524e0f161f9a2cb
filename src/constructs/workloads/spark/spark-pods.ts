import { labelsOf, SPARK_USER, SPARK_WRITES, type SparkNames, type SparkRole } from './spark-names';

type Json = Record<string, unknown>;

/** The security context of a pod of Spark, which meets the level restricted. */
export const POD_SECURITY_CONTEXT = {
  runAsNonRoot: true, runAsUser: SPARK_USER, runAsGroup: SPARK_USER, fsGroup: SPARK_USER, seccompProfile: { type: 'RuntimeDefault' },
};

/** That of its container. */
export const CONTAINER_SECURITY_CONTEXT = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true };

/** Volumes for the folders that Spark writes to; its local folders it mounts itself. */
export const WRITABLE_VOLUMES = SPARK_WRITES.map(path => ({ name: nameOf(path), emptyDir: {} }));
export const WRITABLE_MOUNTS = SPARK_WRITES.map(path => ({ name: nameOf(path), mountPath: path }));

/** The template from which Spark makes a pod. It fills in image, command and size itself. */
export function podTemplate(names: SparkNames, role: SparkRole): Json {
  return {
    metadata: { labels: labelsOf(names, role) },
    spec: {
      serviceAccountName: role === 'driver' ? names.driverAccount : names.executorAccount,
      automountServiceAccountToken: role === 'driver',
      securityContext: POD_SECURITY_CONTEXT,
      volumes: WRITABLE_VOLUMES,
      containers: [{ name: `spark-kubernetes-${role}`, securityContext: CONTAINER_SECURITY_CONTEXT, volumeMounts: WRITABLE_MOUNTS }],
    },
  };
}

function nameOf(path: string): string {
  return path.slice(1).replace(/\//g, '-');
}
