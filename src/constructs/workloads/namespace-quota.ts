/** How much the workloads of a namespace may take together. Quantities as Kubernetes writes them: `10`, `500m`, `64Gi`. */
export interface NamespaceQuota {
  /**
   * Processor time that may be kept for containers. Every container must then name its request.
   *
   * @default - not limited
   */
  readonly cpuRequests?: string;

  /**
   * The sum of the limits on processor time. Every container must then name its limit.
   *
   * @default - not limited
   */
  readonly cpuLimits?: string;

  /**
   * Memory that may be kept for containers. Every container must then name its request.
   *
   * @default - not limited
   */
  readonly memoryRequests?: string;

  /**
   * The sum of the limits on memory. Every container must then name its limit.
   *
   * @default - not limited
   */
  readonly memoryLimits?: string;

  /**
   * Storage that persistent volume claims may ask for.
   *
   * @default - not limited
   */
  readonly storage?: string;

  /**
   * Pods that have not ended.
   *
   * @default - not limited
   */
  readonly pods?: number;

  /**
   * Persistent volume claims.
   *
   * @default - not limited
   */
  readonly volumeClaims?: number;

  /**
   * Services of the type LoadBalancer.
   *
   * @default - not limited
   */
  readonly loadBalancers?: number;

  /**
   * Services with a port on every node.
   *
   * @default - not limited
   */
  readonly nodePorts?: number;
}
