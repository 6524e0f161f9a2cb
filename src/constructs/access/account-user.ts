import type { ApiObject } from 'cdk8s';
import type { PodTemplate } from '../pod-template';

/** A workload and what its pods are like. */
export interface AccountUser {
  readonly apiObject: ApiObject;
  readonly template: PodTemplate;
  readonly namespace: string;
  readonly account: string;
}
