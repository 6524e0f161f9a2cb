import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Cluster } from './cluster';
import type { GitOpsAgent } from './gitops/gitops-agent';
import { sourceOf } from './source-lines';
import { runValidations } from './synthesis';
import type { ClusterModel, OnAssembled } from '../deliver/model';
import { ProblemError, shown, type Problem } from '../manifests/problem';

/** What a construct has that makes clusters one at a time, of whichever copy of this package. */
export const FLEET = Symbol.for('cdk8s-bulwark.Fleet');

/** A construct that knows the names of its clusters, and makes each when it is asked for. */
export interface FleetLike extends IConstruct {
  readonly clusterNames: readonly string[];
  readonly agent?: GitOpsAgent;
  _model(cluster: string, onAssembled?: OnAssembled): ClusterModel;
}

/** A cluster that an app declares, made already or not. */
export interface DeclaredCluster {
  readonly name: string;
  readonly made: Cluster | FleetLike;
}

export function isFleet(construct: IConstruct): construct is FleetLike {
  return FLEET in construct;
}

/** The clusters by name, sorted. What stands outside them would be written nowhere, so it is an error. */
export function declaredClusters(app: IConstruct): Map<string, DeclaredCluster> {
  const problems: Problem[] = [];
  const clusters = new Map<string, DeclaredCluster>();
  const declare = (name: string, made: Cluster | FleetLike) => {
    const other = clusters.get(name)?.made;
    if (other) {
      problems.push({
        id: 'construct-invalid',
        construct: made.node.path,
        source: sourceOf(made),
        field: isFleet(made) ? 'clusters' : 'name',
        value: shown(name),
        message: isFleet(other) ? `the fleet ${other.node.path} has a cluster of this name` : `the cluster ${other.node.path} has the same name`,
        fix: 'give one of the two another name',
      });
    }
    clusters.set(name, { name, made });
  };
  const stack = [...app.node.children];
  problems.push(...runValidations(app));
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (Cluster.isCluster(next)) {
      declare((next as Cluster).clusterName, next as Cluster);
      continue;
    }
    problems.push(...runValidations(next));
    if (isFleet(next)) {
      const fleet = next;
      fleet.clusterNames.forEach(name => declare(name, fleet));
    }
    if (ApiObject.isApiObject(next)) {
      problems.push({
        id: 'construct-misplaced',
        construct: next.node.path,
        source: sourceOf(next),
        message: 'stands outside every Cluster and would be written nowhere',
        fix: 'create its chart inside a Cluster',
      });
    }
    stack.push(...next.node.children);
  }
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  return new Map([...clusters].sort(([a], [b]) => a < b ? -1 : 1));
}
