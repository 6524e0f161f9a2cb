import { Construct, type IConstruct } from 'constructs';
import { Cluster } from '../cluster';
import type { ContainerResources } from './container-resources';
import { checkIds, checkWritablePaths } from './hardening-checks';
import type { HardeningRequest } from './hardening-settings';
import { PodSecurityLevel } from './pod-security-level';
import { resourceLists } from './resource-lists';
import { invalid, problemOf } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** How images must be named. */
export enum ImagePinning {
  /** By a tag, which may come to mean another image. Images without one, or with `latest`, are findings. */
  TAG = 'tag',
  /** By a digest, which always means the same image. */
  DIGEST = 'digest',
}

/** Properties of a PodHardening. */
export interface PodHardeningProps {
  /**
   * A workload, or a scope: everything with a pod template at or below it.
   *
   * @default - the scope that the hardening is created in
   */
  readonly workloads?: IConstruct;

  /**
   * The level of the Pod Security Standards that the pods must meet. Fields that it needs are filled where they are
   * unset; one that is set against it is an error.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly level?: PodSecurityLevel;

  /**
   * The user that containers run as. An image that names no user, or names it by name, does not start without one
   * where root is forbidden.
   *
   * @default - the image's own; for official images that are known (`postgres`, `redis`, …) the one that they step down to
   */
  readonly runAsUser?: number;

  /**
   * The group that containers run as.
   *
   * @default - the image's own
   */
  readonly runAsGroup?: number;

  /**
   * The group that owns the volumes of a pod.
   *
   * @default - root
   */
  readonly fsGroup?: number;

  /**
   * Absolute folders to which containers write. Each becomes an emptyDir where nothing is mounted, and the rest of the
   * root file system becomes read-only. The empty list means that they write nowhere.
   *
   * @default - the root file system stays as it is
   */
  readonly writablePaths?: string[];

  /**
   * Requests and limits of containers that have none.
   *
   * @default - not filled
   */
  readonly resources?: ContainerResources;

  /**
   * How images must be named; another image is an error.
   *
   * @default ImagePinning.TAG
   */
  readonly images?: ImagePinning;
}

const TYPE = 'cdk8s-bulwark:hardening';

/**
 * Hardens every workload of a scope at synth, whoever made it: cdk8s-plus of any version, a raw ApiObject, an included
 * file. What an author left unset is filled, and listed in the cluster's `.bulwark.json`; what an author set is never
 * changed, and an error where it says the opposite. What stands in a SecuredNamespace is hardened already, to the level
 * of the namespace; this says more of it.
 */
export class PodHardening extends Construct {
  /**
   * What is asked for a workload, that of the nearest scope first.
   * @internal
   */
  public static _of(workload: IConstruct): HardeningRequest[] {
    return [...workload.node.scopes].reverse().flatMap(scope =>
      scope.node.metadata.filter(({ type }) => type === TYPE).map(({ data }) => data as HardeningRequest));
  }

  constructor(scope: Construct, id: string, props: PodHardeningProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, PodHardening, 'PodHardeningProps', props);
    const cluster = Cluster._around(this);
    if (!cluster) {
      throw problemOf(this, {
        id: 'construct-misplaced', message: 'stands in no Cluster, at whose synthesis workloads are hardened', fix: 'create it inside a Cluster of a PolicyApp',
      });
    }
    const workloads = props.workloads ?? scope;
    if (!Construct.isConstruct(workloads) || Cluster._around(workloads) !== cluster) {
      throw invalid(this, 'workloads', (workloads as IConstruct | undefined)?.node?.path, 'is no construct of this cluster', 'pass a workload or a scope inside the cluster');
    }
    const { runAsUser, runAsGroup, fsGroup, writablePaths, resources } = props;
    checkIds(this, { runAsUser, runAsGroup, fsGroup });
    if (runAsUser === 0 && (props.level ?? PodSecurityLevel.RESTRICTED) === PodSecurityLevel.RESTRICTED) {
      throw invalid(this, 'runAsUser', 0, 'is root, which the level restricted forbids', 'name another user, or a lower level');
    }
    checkWritablePaths(this, 'writablePaths', writablePaths);
    const request: HardeningRequest = {
      asked: this.node.path,
      level: props.level ?? PodSecurityLevel.RESTRICTED,
      byDigest: props.images === ImagePinning.DIGEST,
      runAsUser,
      runAsGroup,
      fsGroup,
      ...writablePaths ? { writablePaths: [...new Set(writablePaths)].sort() } : {},
      ...resources ? { resources: resourceLists(resources, this, 'resources') } : {},
    };
    workloads.node.addMetadata(TYPE, request);
  }
}
