import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

/** What this workload runs. */
export interface WorkloadProps {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly image: string;
  readonly port: number;
}

/**
 * One container, to have something to protect. Bring your own in its place: constructs of cdk8s-plus, `Include` of YAML,
 * `Helm` and raw ApiObjects all work, and the namespace fills the security fields that they leave unset.
 */
export class Workload extends Construct {
  constructor(scope: Construct, id: string, { kind, image, port }: WorkloadProps) {
    super(scope, id);
    const labels = { 'app.kubernetes.io/name': id };
    new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind,
      spec: {
        replicas: 1,
        ...kind === 'StatefulSet' ? { serviceName: id } : {},
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: id, image, ports: [{ containerPort: port }] }] } },
      },
    });
  }
}
