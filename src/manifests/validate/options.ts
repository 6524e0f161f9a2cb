/** What a validation depends on beside the object. */
export interface ValidationOptions {
  /** The minor of the Kubernetes that is to take the object: 34 for 1.34. */
  readonly kubernetesMinor: number;
}
