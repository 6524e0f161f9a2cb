import { SPARK_IMAGE } from './images';
import {
  Acknowledgements, AdmissionCheck, AdmissionRule, Peer, Port, SparkApplication, SparkSubmission, Subject, type SecuredNamespace,
} from 'cdk8s-bulwark';

/** Where the objects of the analysts are kept. */
const OBJECT_STORE = '198.51.100.0/24';

/** A Spark job that Kubeflow's operator runs, held to what a Spark job does. */
export function addAnalytics(analytics: SecuredNamespace): void {
  const clicks = new SparkApplication(analytics, 'clicks', {
    submission: SparkSubmission.KUBEFLOW,
    sparkVersion: '4.2.0',
    image: SPARK_IMAGE,
    mainApplicationFile: 'local:///opt/analytics/clicks.jar',
    mainClass: 'example.analytics.Clicks',
    executors: 4,
    executor: { cores: 2, memory: '4g' },
    apiServer: { cidrs: ['10.96.0.1/32', '192.0.2.10/32'] },
    storage: [{ to: [Peer.ipBlock(OBJECT_STORE)], ports: [Port.tcp(443)] }],
    submitters: [Subject.serviceAccount('spark-operator', 'spark-operator-controller')],
    limitDriver: true,
  });
  Acknowledgements.of(clicks).add({
    ids: ['access-pod-change', 'access-workload-create'],
    reason: 'a driver makes its executors, and the operator makes drivers; admission holds the driver to its image, the account of executors and nothing of the node',
  });
  new AdmissionRule(analytics, 'images', { checks: [AdmissionCheck.imagesFrom(['registry.example/analytics']), AdmissionCheck.imagesByDigest()] });
}
