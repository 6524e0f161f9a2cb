import type { ClusterAccess } from 'cdk8s-bulwark/engine';
import type { MessageBroker } from './message-broker';

/** Something about a broker that may be meant, but that somebody should have said so. */
export interface BrokerFinding {
  readonly id: BrokerFindingId;
  /** The path of the broker. */
  readonly construct: string;
  readonly message: string;
  readonly fix: string;
  /** The controls that ask for the opposite. */
  readonly controls: readonly string[];
}

/** Every id that this library finds, with the controls of benchmarks that it stands for. */
export const BROKER_CONTROLS = {
  /** Somebody beside the operators may read the credentials. */
  'broker-credentials-read': ['CIS 5.1.2 (v1.8 to v2.1)'],
} as const;

export type BrokerFindingId = keyof typeof BROKER_CONTROLS;

/** Each of these shows what is in a Secret. */
const READS = ['get', 'list', 'watch'];

/**
 * Asks the engine of the library what it knows of nobody's construct: who may read the credentials of these brokers, by roles of any
 * origin. `operators` are those who are meant to, as `Kind name`, a service account as
 * `ServiceAccount namespace/name`.
 */
export function findingsOf(access: ClusterAccess, brokers: readonly MessageBroker[], operators: readonly string[]): BrokerFinding[] {
  return brokers.flatMap(({ node, namespace, credentials }) => {
    const readers = READS.flatMap(verb => access.whoCan({
      verb, resourceRequest: true, apiGroup: '', resource: 'secrets', subresource: '', name: credentials, namespace, path: '',
    }));
    // Who is bound by a default of Kubernetes is part of the control plane.
    const subjects = readers.filter(({ binding }) => binding.origin.defaultOf === undefined).flatMap(({ binding }) => binding.subjects);
    const names = [...new Set(subjects.map(({ kind, name, namespace: of }) => `${kind} ${of === undefined ? '' : `${of}/`}${name}`))]
      .filter(name => !operators.includes(name)).sort();
    return names.map((name): BrokerFinding => ({
      id: 'broker-credentials-read',
      construct: node.path,
      message: `${name} may read the Secret ${namespace}/${credentials}`,
      fix: 'take the permission away, or name the operator',
      controls: BROKER_CONTROLS['broker-credentials-read'],
    }));
  });
}
