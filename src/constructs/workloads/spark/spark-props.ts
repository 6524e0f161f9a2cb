import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Subject } from '../../access/subject';
import type { ApiServerAddress } from '../../network/egress-allow-list';
import type { EgressRule, IngressRule } from '../../network/traffic-policy';

/** Who makes the driver of a Spark application. */
export enum SparkSubmission {
  /** `spark-submit`, run by a person or a pipeline with the files of a ConfigMap. */
  SPARK_SUBMIT = 'spark-submit',
  /** The Kubeflow Spark operator (`sparkoperator.k8s.io/v1beta2`). */
  KUBEFLOW = 'kubeflow',
  /** Apache's Spark operator (`spark.apache.org/v1`). */
  APACHE = 'apache',
}

/** What an application is written in. */
export enum SparkLanguage {
  /** Java. */
  JAVA = 'Java',
  /** Scala. */
  SCALA = 'Scala',
  /** Python. */
  PYTHON = 'Python',
  /** R. */
  R = 'R',
}

/** What becomes of the NetworkPolicy that Spark makes by itself from 4.2 on. */
export enum SparkOwnPolicy {
  /** It is not made. The policies of the construct hold, and a scraper of executors can be let in. */
  EXCLUDED = 'excluded',
  /** It is made beside those of the construct; whoever submits may then create NetworkPolicies. */
  ACCEPTED = 'accepted',
}

/** How large the driver or an executor is. */
export interface SparkSize {
  /**
   * Processor cores, a whole number: as many tasks run at once.
   *
   * @default 1
   */
  readonly cores?: number;

  /**
   * Memory of the Java process, as Spark writes it: `2g`, `512m`. The container gets more, by `spark.kubernetes.memoryOverheadFactor`.
   *
   * @default "1g"
   */
  readonly memory?: string;
}

/** Properties of a SparkApplication. */
export interface SparkApplicationProps {
  /** Who makes the driver. */
  readonly submission: SparkSubmission;

  /** The version of Spark in the image: `4.0.1`. */
  readonly sparkVersion: string;

  /** The image of driver and executors, best by digest. It must run as the user 185, as Apache's images do. */
  readonly image: string;

  /** The program: `local:///opt/spark/app.jar` in the image, or a file that the driver can fetch. */
  readonly mainApplicationFile: string;

  /**
   * The class to run; Java and Scala need it.
   *
   * @default - none
   */
  readonly mainClass?: string;

  /**
   * What the application is written in.
   *
   * @default SparkLanguage.SCALA
   */
  readonly language?: SparkLanguage;

  /**
   * Arguments of the program.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * The driver.
   *
   * @default - one core, 1g
   */
  readonly driver?: SparkSize;

  /**
   * Each executor.
   *
   * @default - one core, 1g
   */
  readonly executor?: SparkSize;

  /**
   * How many executors.
   *
   * @default 2
   */
  readonly executors?: number;

  /**
   * Further settings. Those that ports, accounts, authentication and encryption rest on are the construct's own.
   *
   * @default - none
   */
  readonly sparkConf?: { [key: string]: string };

  /** Where the driver reaches the API server, at which it makes its executors. A NetworkPolicy cannot name it otherwise. */
  readonly apiServer: ApiServerAddress;

  /**
   * What driver and executors read from and write to, beside each other.
   *
   * @default - nothing
   */
  readonly storage?: EgressRule[];

  /**
   * Who may connect to the driver, as to its user interface on 4040 or to Spark Connect on 15002.
   *
   * @default - nobody but the executors
   */
  readonly driverIngress?: IngressRule[];

  /**
   * Who may connect to executors, as a scraper of metrics.
   *
   * @default - nobody but the driver and other executors
   */
  readonly executorIngress?: IngressRule[];

  /**
   * Who submits the application: the user or pipeline that runs `spark-submit`, the service account of an operator whose
   * own rights do not do. They get a Role for it.
   *
   * @default - nobody gets one
   */
  readonly submitters?: (IConstruct | Subject)[];

  /**
   * What becomes of the NetworkPolicy that Spark makes by itself.
   *
   * @default SparkOwnPolicy.EXCLUDED
   */
  readonly sparkOwnPolicy?: SparkOwnPolicy;

  /**
   * Hold what the driver creates to an admission policy: pods of the application's image, as the executors' account,
   * with nothing of the node. Needs Kubernetes 1.30.
   *
   * @default false
   */
  readonly limitDriver?: boolean;

  /**
   * When an application that has ended is removed. `spark-submit` leaves that to whoever runs it.
   *
   * @default Duration.days(1)
   */
  readonly timeToLive?: Duration;
}
