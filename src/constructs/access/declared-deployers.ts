import type { IConstruct } from 'constructs';
import type { Subject } from './subject';
import { Cluster } from '../cluster';

/** Who applies the tree, as a Deployer or ClusterDeployer declares it. */
export interface DeclaredDeployer {
  readonly by: IConstruct;
  readonly subjects: ReadonlyArray<IConstruct | Subject>;
  /** Default: everywhere. */
  readonly namespaces?: readonly string[];
}

const DEPLOYERS = Symbol.for('cdk8s-bulwark.deployers');

/** Those of the cluster, or app, around a construct. */
export function deployersAround(construct: IConstruct): DeclaredDeployer[] {
  const holder = (Cluster._around(construct) ?? construct.node.root) as unknown as { [DEPLOYERS]?: DeclaredDeployer[] };
  return holder[DEPLOYERS] ??= [];
}

/** Notes one, whom guarantees then trust where it deploys. */
export function declareDeployer(by: IConstruct, subjects: ReadonlyArray<IConstruct | Subject>, namespaces?: readonly string[]): void {
  deployersAround(by).push({ by, subjects, ...namespaces === undefined ? {} : { namespaces } });
}
