/** What a container gets at least, and at most. Quantities as Kubernetes writes them: `250m`, `512Mi`. */
export interface ContainerResources {
  /**
   * Processor time that is kept for it.
   *
   * @default - not filled
   */
  readonly cpuRequest?: string;

  /**
   * Processor time above which it is slowed down.
   *
   * @default - not filled
   */
  readonly cpuLimit?: string;

  /**
   * Memory that is kept for it.
   *
   * @default - not filled
   */
  readonly memoryRequest?: string;

  /**
   * Memory above which it is ended.
   *
   * @default - not filled
   */
  readonly memoryLimit?: string;

  /**
   * Disk of the node that is kept for it: its log, its root file system, its emptyDirs.
   *
   * @default - not filled
   */
  readonly storageRequest?: string;

  /**
   * Disk of the node above which its pod is evicted.
   *
   * @default - not filled
   */
  readonly storageLimit?: string;
}
