import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { ofAnotherCopy } from './another-copy';
import { Cluster } from './cluster';
import { problemOf } from './errors';
import { manifestOf } from './manifest-cache';
import { everythingIn } from './tree';
import { shown } from '../manifests/problem';

/** An object of a construct, rendered. */
export interface RenderedObject {
  readonly apiObject: ApiObject;
  readonly manifest: Record<string, unknown>;
}

/**
 * Kinds that name pods and subjects and are none. They are left out unrendered: a construct that hands
 * itself to a policy inside it would otherwise be rendered within its own rendering, without end.
 */
const NAMING_KINDS = new Set(['NetworkPolicy', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/**
 * The objects at or below a construct that may be or hold pods or subjects, read at synth.
 *
 * @param asked the construct whose property names the other; both must stand in one cluster
 */
export function manifestsUnder(construct: IConstruct, asked: IConstruct, field: string): RenderedObject[] {
  if (!Construct.isConstruct(construct)) {
    throw problemOf(asked, {
      id: 'workload-unresolved',
      field,
      value: shown(construct),
      ...ofAnotherCopy(construct) ?? { message: 'is no construct', fix: 'pass the construct that makes the object, or a value of this package' },
    });
  }
  const [theirs, ours] = [Cluster._around(construct), Cluster._around(asked)];
  if (theirs !== ours) {
    throw problemOf(asked, {
      id: 'workload-unresolved',
      field,
      value: construct.node.path,
      message: `stands in ${theirs ? `the cluster ${theirs.clusterName}` : 'no cluster'}, and what is in ${ours ? `the cluster ${ours.clusterName}` : 'no cluster'} cannot mean it`,
      fix: 'pass what stands in the same cluster',
    });
  }
  return everythingIn(construct)
    .filter((each): each is ApiObject => ApiObject.isApiObject(each) && !NAMING_KINDS.has(each.kind))
    .map(apiObject => ({ apiObject, manifest: manifestOf(apiObject) }));
}
